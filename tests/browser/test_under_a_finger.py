"""The round and the queue are drawn anew whenever something changes, also while a finger or the keyboard is on them."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.browsers import Person
from tests.browser.handset import Handset, Shift, a_shift
from tests.browser.line import Line
from tests.browser.weather import no_line


@pytest.fixture
def shift(line: Line) -> Shift:
    return a_shift(line, packages=3)


@pytest.fixture
def phone(line: Line, person: Person, shift: Shift) -> Handset:
    """Signed in and without a line, so that what is captured waits."""
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account).enrolled()
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
