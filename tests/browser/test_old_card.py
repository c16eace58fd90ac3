"""The old card at the door, without a network: covered on the phone before it is stored, sealed, sent later."""

from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from courier_app.domain.exchange import OldCard
from courier_app.models import Package
from tests.browser.browsers import Street
from tests.browser.eyes import breaches
from tests.browser.journeys import outcomes_kept
from tests.browser.pages.courier import Phone
from tests.browser.server import Server
from tests.browser.test_door import a_round

SEAL = "A-4711"
NO_LINE = r"net::ERR_(INTERNET_DISCONNECTED|FAILED)"
# Every picture in the phone's database, wherever it lies, as bytes: nothing is left out because nobody thought of it.
PICTURES = """async () => {
  const asked = (request) => new Promise((done, failed) =>
    Object.assign(request, { onsuccess: () => done(request.result), onerror: failed }))
  const found = []
  const walk = (value, kind) => {
    if (value instanceof ArrayBuffer) found.push({ kind, bytes: [...new Uint8Array(value)] })
    else if (value && typeof value === "object" && !(value instanceof CryptoKey))
      for (const [name, inner] of Object.entries(value)) walk(inner, value.kind ?? name)
  }
  const database = await asked(indexedDB.open("kurir"))
  for (const name of database.objectStoreNames)
    walk(await asked(database.transaction(name).objectStore(name).getAll()), name)
  database.close()
  return found.filter(({ bytes }) => bytes.length > 1000)
}"""
BARS = """() => [...document.querySelectorAll(".mask-bar")].map((bar) =>
  Object.fromEntries(["left", "top", "width", "height"].map((side) => [side, parseFloat(bar.style[side]) / 100])))"""


def stored(page: Page) -> list[Any]:
    """As arrays of light, 0 to 255."""
    pictures = [Image.open(BytesIO(bytes(one["bytes"]))) for one in page.evaluate(PICTURES)]
    return [np.asarray(picture.convert("L")) for picture in pictures]


def light_under(picture: Any, bar: dict[str, float]) -> float:
    """The brightest spot that is well under the bar."""
    height, width = picture.shape
    left, top = int(bar["left"] * width) + 8, int(bar["top"] * height) + 8
    right, foot = (bar["left"] + bar["width"]) * width - 8, (bar["top"] + bar["height"]) * height - 8
    return float(picture[top : int(foot), left : int(right)].max())


def at_the_door(street: Street, server: Server) -> tuple[Phone, str]:
    """A package that is given against an old card, opened with the line dead."""
    _, phone, one, _ = a_round(street, server, keeps_app=True)
    owing = update(Package).where(Package.label_id == one.label).values(old_card=OldCard.OWED)
    with server.database.transaction() as session:
        session.execute(owing)
    phone.is_ready_offline()
    phone.page.reload()
    phone.accept_all()
    phone.everything_is_sent()
    street.camera.point_at(one.sticker, paper=one.envelope)
    phone.person.complaints.expect(NO_LINE)
    phone.page.context.set_offline(True)
    phone.type_label(one.label)
    phone.is_on("serah")
    return phone, one.label


def hold_the_card(phone: Phone) -> None:
    phone.page.locator("#part-card .choice").first.click()
    phone.page.click("[data-do=card-camera]")
    phone.page.click("[data-do=card-shutter]")
    expect(phone.page.locator(".mask-bar")).to_have_count(2)


def cover_by_keyboard(phone: Phone) -> list[dict[str, float]]:
    """The number's bar is moved and made larger with keys; where both bars lie then."""
    bar = phone.page.locator("[data-bar=number]")
    bar.focus()
    for key in ("ArrowDown", "ArrowRight", "+"):
        bar.press(key)
    bars: list[dict[str, float]] = phone.page.evaluate(BARS)
    return bars


def test_an_old_card_is_covered_before_it_is_stored_and_never_lies_there_uncovered(
    server: Server, street: Street
) -> None:
    phone, label = at_the_door(street, server)
    hold_the_card(phone)
    before = phone.page.evaluate(BARS)[0]
    bars = cover_by_keyboard(phone)
    assert bars[0]["top"] > before["top"] - 0.03
    assert bars[0]["width"] > before["width"]
    assert stored(phone.page) == []  # what the camera saw is nowhere

    phone.page.click("[data-do=card-keep]")
    expect(phone.page.locator("#part-card figure img")).to_be_visible()
    (card,) = stored(phone.page)
    assert [light_under(card, bar) < 40 for bar in bars] == [True, True]
    assert card.max() > 120  # the rest of it can be seen

    phone.page.fill("#seal", SEAL.lower())
    phone.fill_in(photo=phone.take_any_photo)
    phone.review()
    expect(phone.page.locator(".finish .facts")).to_contain_text(SEAL)
    phone.done()
    uncovered = [
        one for one in stored(phone.page) if one.shape == card.shape and light_under(one, bars[0]) > 60
    ]
    assert len(uncovered) == 1, "the handover's own photo, which has no bars, is seen as such"
    phone.page.context.set_offline(False)
    phone.everything_is_sent()
    assert outcomes_kept(server.database, label) == ["picked_up", "delivered"]
    assert old_card(server, label) is OldCard.COLLECTED


def old_card(server: Server, label: str) -> OldCard | None:
    with server.database.reading() as session:
        return session.scalar(select(Package.old_card).where(Package.label_id == label))


def test_without_the_card_or_a_reason_the_form_does_not_end(server: Server, street: Street) -> None:
    phone, _ = at_the_door(street, server)
    phone.fill_in(photo=phone.take_any_photo)
    expect(phone.main_button()).to_have_text("Kurang: kartu lama")
    phone.page.locator("#part-card .choice").last.click()
    phone.page.locator("#part-card .choice", has=phone.page.locator("input[value=loss_letter]")).click()
    expect(phone.main_button()).to_have_text("Kurang: kartu lama")
    phone.page.fill("#letter", "STPL/9/XI/2026")
    expect(phone.main_button()).to_have_text("Tinjau")


def test_the_bars_can_be_dragged_and_read_aloud(server: Server, street: Street) -> None:
    phone, _ = at_the_door(street, server)
    hold_the_card(phone)
    face = phone.page.locator("[data-bar=face]")
    box = face.bounding_box()
    assert box
    start = phone.page.evaluate(BARS)[1]["left"]
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    phone.page.mouse.move(x, y)
    phone.page.mouse.down()
    phone.page.mouse.move(x - 60, y, steps=4)
    phone.page.mouse.up()
    assert phone.page.evaluate(BARS)[1]["left"] < start - 0.1
    assert breaches(phone.page) == []
