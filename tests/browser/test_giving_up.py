"""Giving up at the door: what is offered, what stays with its reason, and where the package goes."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from courier_app.models import Package
from tests.browser.browsers import Street
from tests.browser.journeys import Parcel
from tests.browser.pages.courier import Phone
from tests.browser.server import Server
from tests.browser.test_door import a_round

KEPT = """(text) => new Promise((done, failed) => {
  const opening = indexedDB.open("kurir")
  opening.onerror = failed
  opening.onsuccess = () => {
    const reading = opening.result.transaction("drafts").objectStore("drafts").getAll()
    reading.onsuccess = () => (opening.result.close(), done(reading.result.some(({ note }) => note === text)))
  }
})"""


def gives_up(phone: Phone, parcel: Parcel) -> None:
    phone.page.goto(f"/kurir/#/gagal/{parcel.label}")
    phone.is_on("gagal")


@pytest.fixture
def met(server: Server, street: Street) -> tuple[Phone, Parcel, Parcel]:
    """A postman with two packages in hand, who gives the first one up."""
    _, phone, one, two = a_round(street, server)
    phone.accept_all()
    gives_up(phone, one)
    return phone, one, two


def test_what_cannot_be_true_of_a_package_is_not_offered(met: tuple[Phone, Parcel, Parcel]) -> None:
    phone, *_ = met
    expect(phone.page.locator("input[name=reason][value=moved]")).to_have_count(1)
    for reason in ("fee_unpaid", "old_card_missing"):
        expect(phone.page.locator(f"input[name=reason][value={reason}]")).to_have_count(0)


def test_a_note_stays_with_its_reason(met: tuple[Phone, Parcel, Parcel]) -> None:
    phone, one, _ = met
    phone.choose_reason("unsafe")
    phone.page.fill("#note", "Anjing lepas")
    phone.choose_reason("vehicle")
    expect(phone.page.locator("#note")).to_have_value("")
    phone.page.fill("#note", "Ban bocor")
    phone.page.wait_for_function(KEPT, arg="Ban bocor")  # no phone loads anew within the writing of a letter
    phone.page.reload()
    gives_up(phone, one)
    expect(phone.page.locator("#note")).to_have_value("Ban bocor")
    phone.choose_reason("unsafe")
    expect(phone.page.locator("#note")).to_have_value("Anjing lepas")


def test_what_is_on_hand_has_a_name_and_can_be_taken_off_again(met: tuple[Phone, Parcel, Parcel]) -> None:
    phone, _, two = met
    phone.choose_reason("not_on_hand")
    phone.page.fill("#on-hand-code", two.label)
    phone.page.get_by_role("button", name="Tambah").click()
    listed = phone.page.locator(".on-hand li")
    expect(listed).to_contain_text(two.name)
    expect(listed).not_to_contain_text(two.label)
    expect(phone.main_button()).to_have_text("Tinjau")
    listed.get_by_role("button", name="Hapus").click()
    expect(listed).to_have_count(0)
    expect(phone.main_button()).to_have_text("Kurang: paket yang ada pada Anda")


COUNT_FRAMES = """() => {
  const whole = createImageBitmap
  globalThis.frames_looked_at = 0
  globalThis.createImageBitmap = (...given) => ((frames_looked_at += 1), whole(...given))
}"""


def frames_looked_at(phone: Phone) -> int:
    return int(phone.page.evaluate("frames_looked_at"))


def test_the_camera_is_not_read_any_more_once_another_reason_was_chosen(
    met: tuple[Phone, Parcel, Parcel],
) -> None:
    """A phone in the sun gets hot, and its battery has to last the round."""
    phone, *_ = met
    phone.choose_reason("not_on_hand")
    phone.page.evaluate(COUNT_FRAMES)
    phone.page.locator("[data-need=scanned]").get_by_role("button", name="Pindai").click()
    while frames_looked_at(phone) <= 3:
        phone.page.wait_for_timeout(100)
    phone.choose_reason("access_blocked")
    expect(phone.page.locator("[data-do=shutter]")).to_be_visible()
    phone.page.wait_for_timeout(2_000)
    then = frames_looked_at(phone)
    phone.page.wait_for_timeout(1_000)
    assert frames_looked_at(phone) == then


COUNT_RESTS = """() => {
  const later = setTimeout
  globalThis.rests = 0
  globalThis.setTimeout = (work, ms, ...more) => ((rests += ms === 120_000 ? 1 : 0), later(work, ms, ...more))
}"""


def test_the_camera_rests_once_the_form_is_left(met: tuple[Phone, Parcel, Parcel]) -> None:
    """Its light stays on for two minutes at most."""
    phone, *_ = met
    phone.choose_reason("not_on_hand")
    phone.page.locator("[data-need=scanned]").get_by_role("button", name="Pindai").click()
    expect(phone.page.locator("[data-need=scanned] video")).to_be_visible()
    phone.page.evaluate(COUNT_RESTS)
    phone.page.goto("/kurir/#/putaran")
    phone.is_on("putaran")
    assert phone.page.evaluate("rests") >= 1


def test_nothing_was_stolen_tomorrow(met: tuple[Phone, Parcel, Parcel]) -> None:
    phone, *_ = met
    phone.choose_reason("lost_or_stolen")
    phone.page.fill("#note", "Di Pasar Rembang")
    now = datetime.fromisoformat(phone.page.evaluate("new Date().toLocaleString('sv')"))
    phone.page.fill("#when", (now + timedelta(days=1)).isoformat(timespec="minutes"))
    expect(phone.page.locator("[data-need=when] .field-error")).to_contain_text("belum lewat")
    expect(phone.main_button()).to_have_text("Kurang: waktu kejadian")
    phone.page.fill("#when", (now - timedelta(hours=1)).isoformat(timespec="minutes"))
    expect(phone.page.locator("[data-need=when] .field-error")).to_be_empty()
    expect(phone.main_button()).to_have_text("Tinjau")


def test_after_the_last_attempt_everything_says_counter(
    server: Server, met: tuple[Phone, Parcel, Parcel]
) -> None:
    phone, one, _ = met
    ending = {"last_attempt": 1, "fee_rupiah": 9_000}  # the fee shows when the phone has heard of both
    with server.database.transaction() as session:
        session.execute(update(Package).where(Package.label_id == one.label).values(**ending))
    phone.page.goto("/kurir/#/putaran")
    phone.page.reload()
    expect(phone.parcel(one.label)).to_contain_text("Rp9.000")
    gives_up(phone, one)
    phone.choose_reason("code_failed")
    expect(phone.page.locator(".asked")).to_contain_text("loket")
    expect(phone.page.locator(".asked")).not_to_contain_text("antar lagi")
    phone.review()
    phone.done()
    expect(phone.page.locator(".alert.tone-good")).to_contain_text("loket")
    phone.type_label(one.label)
    expect(phone.said()).to_contain_text("Percobaannya habis")
    expect(phone.said()).not_to_contain_text("Antar lagi")
