"""Another language opens the page anew: nobody loses what was typed without being asked."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.browsers import Street
from tests.browser.server import Server
from tests.browser.test_desk import an_officer, ready_packages

LOST = "Yang sudah diisi akan hilang"


def registering(server: Server, street: Street) -> Page:
    page = an_officer(server, street).page
    page.goto("/petugas/paket/baru", wait_until="networkidle")
    return page


def chooses_english(page: Page) -> None:
    page.click(".menu summary")
    page.click(".language button")


def test_who_has_typed_something_is_asked_and_may_stay(server: Server, street: Street) -> None:
    page = registering(server, street)
    page.fill("#name", "Siti Aminah")
    with page.expect_event("dialog") as asked:
        page.once("dialog", Dialog.dismiss)
        chooses_english(page)
    assert LOST in asked.value.message
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect(page.locator("#name")).to_have_value("Siti Aminah")


def test_who_says_yes_gets_the_other_language(server: Server, street: Street) -> None:
    page = registering(server, street)
    page.fill("#name", "Siti Aminah")
    page.on("dialog", Dialog.accept)
    chooses_english(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("address", ["/petugas/paket/baru", "/petugas/", "/petugas/kembali"])
def test_who_has_typed_nothing_is_not_asked(server: Server, street: Street, address: str) -> None:
    desk = an_officer(server, street)
    ready_packages(desk)
    page = desk.page
    page.goto(address, wait_until="networkidle")
    asked: list[Dialog] = []
    page.on("dialog", lambda dialog: asked.append(dialog))
    chooses_english(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert asked == []


def test_a_form_shown_again_with_its_mistakes_is_typed_too(server: Server, street: Street) -> None:
    visitor = street.somebody(server.origin)
    visitor.complaints.expect("answer: 422")
    page = visitor.page
    page.goto("/petugas/masuk")
    page.fill("#username", "rina")
    page.click("form:has(#password) button[type=submit]")
    page.wait_for_load_state("networkidle")
    with page.expect_event("dialog") as asked:
        page.once("dialog", Dialog.dismiss)
        page.click(".language button")
    assert LOST in asked.value.message
