"""The round and the queue are drawn anew whenever something changes, also while a finger or the keyboard is on them."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.browsers import Person
from tests.browser.handset import Handset, Shift, a_picture
from tests.browser.line import Line
from tests.browser.pages.courier import Phone
from tests.browser.weather import no_line

DOUBLE_TAP_MS = 600


PACKAGES = 3


@pytest.fixture
def phone(line: Line, phone: Handset) -> Handset:
    """Signed in and without a line, so that what is captured waits."""
    line.weather = no_line
    return phone


def parcel(phone: Handset, label: str) -> Locator:
    return phone.page.locator(f".parcel[data-pkg='{label}']")


def test_a_press_counts_although_another_package_changed_meanwhile(phone: Handset, shift: Shift) -> None:
    pressed = parcel(phone, shift.labels[2])
    pressed.locator("summary").click()
    pressed.get_by_role("button", name="Gagal").hover()
    phone.page.mouse.down()
    phone.capture(shift.labels[1])
    expect(parcel(phone, shift.labels[1])).to_contain_text("Diserahkan")
    phone.page.mouse.up()
    expect(phone.page.locator("body[data-screen=gagal]")).to_be_visible()


def test_a_package_that_changed_is_drawn_anew_and_once(phone: Handset, shift: Shift) -> None:
    phone.capture(shift.labels[1])
    expect(parcel(phone, shift.labels[1])).to_contain_text("Diserahkan")
    shown = phone.page.locator(".parcel").evaluate_all("(all) => all.map((one) => one.dataset.pkg)")
    assert sorted(shown) == sorted(shift.labels)


def test_the_keyboard_stays_on_its_button_when_another_proof_joins_the_queue(
    phone: Handset, shift: Shift
) -> None:
    phone.capture(shift.labels[0])
    phone.page.goto(f"{phone.line.origin}/kurir/#/antrean")
    copy = phone.page.locator("[data-do=export-all]")
    copy.focus()
    phone.capture(shift.labels[1])
    expect(phone.page.locator("li[data-state=waiting]")).to_have_count(2)
    expect(copy).to_be_focused()


def completed(person: Person, phone: Handset, label: str) -> Phone:
    """The form before its last tap."""
    courier = Phone(person)
    phone.page.goto(f"{phone.line.origin}/kurir/#/serah/{label}")
    courier.is_on("serah")
    courier.fill_in(photo=lambda: courier.pick_photo(a_picture()))
    courier.review()
    return courier


@pytest.mark.parametrize("after_ms", [0, 60, 200, 350])
@pytest.mark.parametrize("slower", [1, 6], ids=["quick", "slow"])
def test_a_double_tap_on_done_is_one_tap(
    person: Person, phone: Handset, shift: Shift, after_ms: int, slower: int
) -> None:
    """On a slow phone the button is still there for the second tap; on a quick one the menu has come under it."""
    completed(person, phone, shift.labels[0])
    phone.protocol().send("Emulation.setCPUThrottlingRate", {"rate": slower})
    box = phone.page.locator("[data-do=done]").bounding_box()
    assert box
    place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    phone.page.mouse.click(*place)
    phone.page.wait_for_timeout(after_ms)
    phone.page.mouse.click(*place)
    expect(phone.page.locator("#app .alert.tone-good")).to_contain_text("Selesai: ")
    phone.page.wait_for_timeout(DOUBLE_TAP_MS)
    expect(phone.page.locator("body[data-screen=putaran]")).to_be_visible()
    expect(phone.page.locator("#app .alert.tone-good")).to_contain_text("Selesai: ")


def test_the_menu_can_be_tapped_a_moment_after_done(person: Person, phone: Handset, shift: Shift) -> None:
    courier = completed(person, phone, shift.labels[0])
    courier.done()
    phone.page.wait_for_timeout(DOUBLE_TAP_MS)
    box = phone.page.locator("#nav a[href='#/antrean']").bounding_box()
    assert box
    phone.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    courier.is_on("antrean")


def test_the_keyboard_goes_on_at_once_after_done(person: Person, phone: Handset, shift: Shift) -> None:
    completed(person, phone, shift.labels[0])
    phone.page.locator("[data-do=done]").press("Enter")
    phone.page.locator("body[data-screen=putaran] .parcel").first.wait_for()
    phone.page.locator("#nav a[href='#/antrean']").press("Enter")
    expect(phone.page.locator("body[data-screen=antrean]")).to_be_visible()


def test_the_queue_stays_open_while_another_tab_goes_on(phone: Handset, shift: Shift) -> None:
    phone.capture(shift.labels[0])
    phone.page.goto(f"{phone.line.origin}/kurir/#/antrean")
    rows = phone.page.locator("li[data-state=waiting]")
    expect(rows).to_have_count(1)
    phone.another_tab().capture(shift.labels[1])
    expect(rows).to_have_count(2)
    phone.page.wait_for_timeout(500)
    expect(phone.page.locator("body[data-screen=antrean]")).to_be_visible()
