"""Impor antrean kurir, as an officer uses it."""

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.browsers import Person
from tests.browser.pages.staff import Desk
from tests.browser.people import Account


class ImportPage:
    """An officer with the page open."""

    def __init__(self, person: Person, account: Account) -> None:
        self.person, self.page = person, person.page
        Desk(person).sign_in(account)
        self.page.goto("/petugas/serah-terima")
        self.page.click("a[href='/petugas/impor']")
        expect(self.page.locator("[data-module='staff/import']")).to_be_visible()

    def fingerprints(self) -> list[str]:
        return self.page.locator(".fingerprint").all_inner_texts()

    def choose(self, file: Path) -> None:
        """Waits for what the file holds, or for why it holds nothing."""
        self.page.set_input_files("#berkas", [])
        self.page.set_input_files("#berkas", file)
        expect(
            self.page.locator("[data-contents]:not([hidden]), [data-problem] .alert").first
        ).to_be_visible()

    def import_all(self) -> None:
        self.page.click("[data-start]")
        expect(self.page.locator("[data-start]")).to_be_hidden()

    def states(self) -> list[str]:
        return [state for state, _ in self.codes()]

    def codes(self) -> list[tuple[str, str]]:
        """Of each row, what became of it, and the code of a refusal."""
        read = "rows => rows.map(({ dataset }) => [dataset.state, dataset.code ?? ''])"
        return [(state, code) for state, code in self.rows().evaluate_all(read)]

    def problem(self) -> str:
        return self.page.locator("[data-problem]").get_attribute("data-code") or ""

    def rows(self) -> Locator:
        return self.page.locator("[data-rows] tbody tr")
