"""Comfort of issue 3.8 in a real browser: light, zoom, lenses, labels from a picture, the alarm after a day."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from courier_app.domain.labels import label_url
from courier_app.domain.packages import Status
from tests.browser.browsers import Person
from tests.browser.handset import Handset, Shift, a_shift
from tests.browser.line import Line
from tests.browser.weather import no_line

# A phone with a light, a zoom and two lenses at the back; what is asked of the camera is noted.
RICH_CAMERA = """(() => {
  globalThis.wishes = []
  MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true, zoom: { min: 1, max: 8, step: 0.1 } })
  MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => void wishes.push(...advanced)
  MediaDevices.prototype.enumerateDevices = async () =>
    ["belakang 1", "belakang 2", "depan"].map((label, i) => ({ kind: "videoinput", deviceId: `${i}`, label }))
})()"""


def go(phone: Handset, screen: str) -> None:
    phone.page.goto(f"{phone.line.origin}/kurir/#/{screen}")
    expect(phone.page.locator(f"body[data-screen={screen}]")).to_be_visible()


NEWS = """async () => {
  const { announce } = await trap.product("store.js")
  announce("outbox")
  await new Promise((done) => setTimeout(done, 500))
  return button.isConnected
}"""


def test_the_button_that_takes_packages_over_stays_under_the_finger_while_news_come_in(
    line: Line, person: Person
) -> None:
    shift = a_shift(line, status=Status.ASSIGNED)
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account)
    phone.page.locator("[data-do=accept-all]").evaluate("(button) => void (globalThis.button = button)")
    assert phone.run(NEWS) is True


def test_a_thumb_sets_light_zoom_and_the_other_lens(line: Line, person: Person, shift: Shift) -> None:
    person.page.add_init_script(RICH_CAMERA)
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account)
    go(phone, "pindai")
    tools = phone.page.locator(".camera-tools")
    torch = tools.locator("[aria-pressed]")
    torch.click()
    expect(torch).to_have_attribute("aria-pressed", "true")
    tools.locator("input[type=range]").fill("2")
    torch.click()
    expect(torch).to_have_attribute("aria-pressed", "false")
    assert phone.run("() => wishes") == [{"torch": True}, {"zoom": 2}, {"torch": False}]
    tools.get_by_role("button", name="Kamera lain").click()
    phone.until(lambda: phone.run("() => localStorage.getItem('kurir-kamera')") is not None, "remembered")


def test_a_camera_without_extras_shows_no_buttons_for_them(phone: Handset) -> None:
    go(phone, "pindai")
    expect(phone.page.locator(".viewfinder video")).to_be_visible()
    expect(phone.page.locator(".scan-said")).to_contain_text("label")
    expect(phone.page.locator(".camera-tools > *")).to_have_count(0)


def a_picture_of(text: str) -> bytes:
    """As somebody sends it in a chat: a code on a grey desk."""
    code = np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6))
    desk = np.full((900, 1200), 150, dtype=np.uint8)
    desk[200 : 200 + code.shape[0], 300 : 300 + code.shape[1]] = code
    out = BytesIO()
    Image.fromarray(desk).save(out, "JPEG", quality=80)
    return out.getvalue()


@pytest.mark.parametrize(
    ("ours", "screen"), [(True, "serah"), (False, "pindai")], ids=["a-label", "something-else"]
)
def test_a_label_is_read_from_a_picture_file(
    line: Line, phone: Handset, shift: Shift, ours: bool, screen: str
) -> None:
    go(phone, "pindai")
    text = label_url(line.ports.label_host, shift.labels[0]) if ours else "https://example.com/menu"
    phone.page.set_input_files(
        "#app input[type=file]",
        {"name": "label.jpg", "mimeType": "image/jpeg", "buffer": a_picture_of(text)},
    )
    expect(phone.page.locator(f"body[data-screen={screen}]")).to_be_visible()
    if not ours:
        expect(phone.page.locator(".scan-said [role]")).to_be_visible()


def test_more_than_a_day_unsent_is_said_on_every_screen(line: Line, phone: Handset, shift: Shift) -> None:
    """By the clock that the server put right: a phone's own may be a day behind."""
    line.weather = no_line
    proof = phone.capture(shift.labels[0])
    alarm = phone.page.locator("[data-alarm=overdue]")
    expect(alarm).to_have_count(0)
    aged: Any = phone.run(
        """([proof]) => trap.change("waiting", async (store) => {
          const row = await trap.asked(store.get(proof))
          store.put({ ...row, kept_at: row.kept_at - 25 * 3_600_000 })
        })""",
        [proof],
    )
    assert aged is None
    phone.run("() => trap.jumpClock(-12 * 3_600_000)")
    phone.wake()
    for screen in ("putaran", "pindai", "akun"):
        go(phone, screen)
        expect(alarm).to_contain_text("lebih dari 24 jam")
    alarm.get_by_role("link").click()
    expect(phone.page.locator("body[data-screen=antrean]")).to_be_visible()
    line.fair_again()
    phone.send_now()
    phone.is_sent(proof)
    expect(alarm).to_have_count(0)
