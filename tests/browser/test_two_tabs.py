"""One courier with the app open twice: a package is handed over once, and each tab says what happened."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import Person
from tests.browser.handset import Handset, Shift, a_picture, ids, kept
from tests.browser.line import Line
from tests.browser.pages.courier import Phone
from tests.browser.weather import no_line

HOLD = "async (pkg) => (globalThis.held = await trap.prepare(pkg)).proof"
PRESS = "() => trap.press(held)"
SOMETHING_CHANGED = "async () => (await trap.product('store.js')).announce('outbox')"
HANDED_OVER = re.compile(r"Paket ini sudah diserahkan dari tab lain pada \d+ \w+,? \d\d\.\d\d")
TO_SEE_IT_MS = 600


PACKAGES = 2


@pytest.fixture
def first(phone: Handset) -> Handset:
    return phone


@pytest.fixture
def second(first: Handset) -> Handset:
    return first.another_tab()


def a_form(person: Person, tab: Handset, label: str) -> Phone:
    """Opened fresh: no draft is kept before something is filled in."""
    phone = Phone(replace(person, page=tab.page))
    tab.page.goto(f"{tab.line.origin}/kurir/#/serah/{label}")
    phone.is_on("serah")
    return phone


def complete(phone: Phone) -> Phone:
    phone.page.bring_to_front()
    phone.fill_in(photo=lambda: phone.pick_photo(a_picture()))
    phone.review()
    return phone


@pytest.fixture
def refused(person: Person, first: Handset, second: Handset, shift: Shift) -> Phone:
    """Both tabs have the form of one package, both filled in; the second one presses last."""
    one, two = (a_form(person, tab, shift.labels[0]) for tab in (first, second))
    assert one.proof() != two.proof()
    complete(two)
    complete(one).done()
    two.page.bring_to_front()
    two.page.click("[data-do=done]")
    expect(two.page.locator(".finish")).to_contain_text(HANDED_OVER)
    return two


def test_two_forms_of_one_package_in_two_tabs_are_one_delivery(
    line: Line, first: Handset, refused: Phone, shift: Shift
) -> None:
    first.until(lambda: first.sent(), "sent")
    assert len(ids(kept(line, shift.labels[0]))) == 1
    assert first.waiting() == {}


def test_what_the_second_tab_captured_is_there_until_the_courier_deletes_it(
    first: Handset, refused: Phone
) -> None:
    assert refused.drafts() == 1
    refused.page.get_by_role("button", name="Putaran").click()
    refused.is_on("putaran")
    refused.page.get_by_role("button", name="Lanjutkan draf").click()
    expect(refused.page.locator("#app .alert")).to_contain_text("sudah selesai")
    refused.page.get_by_role("button", name="Hapus draf").click()
    refused.page.get_by_role("button", name="Hapus draf").click()
    refused.is_on("putaran")
    assert refused.drafts() == 0


def test_the_second_tab_can_delete_its_form_at_once(refused: Phone) -> None:
    for _ in ("asked", "sure"):
        refused.page.locator(".finish").get_by_role("button", name="Hapus draf").click()
    refused.is_on("putaran")
    assert refused.drafts() == 0


def test_a_package_that_came_after_all_is_handed_over_although_another_tab_gave_up(
    person: Person, first: Handset, second: Handset, shift: Shift
) -> None:
    form, other = a_form(person, second, shift.labels[0]), Phone(person)
    first.page.goto(f"{first.line.origin}/kurir/#/gagal/{shift.labels[0]}")
    other.is_on("gagal")
    other.choose_reason("not_attempted")
    other.review()
    other.done()
    complete(form).done()
    assert form.frozen() == {"attempt_failed": 1, "delivered": 1}


def test_a_tab_does_not_call_itself_another_one_when_another_one_is_open(
    line: Line, first: Handset, second: Handset, shift: Shift
) -> None:
    """On a slow phone the form still stands there when the other tab sends what was finished in this one."""
    line.weather = no_line
    proof = first.run(HOLD, shift.labels[0])
    first.page.goto(f"{line.origin}/kurir/#/serah/{proof}")
    expect(first.page.locator(f"[data-proof='{proof}']")).to_be_visible()
    assert first.run(PRESS) is True
    second.run(SOMETHING_CHANGED)
    first.page.wait_for_timeout(TO_SEE_IT_MS)
    expect(first.page.locator("body")).not_to_contain_text("tab lain")
