"""The citizen's pages, on any phone, with no account."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.browsers import Person


class Citizen:
    """Somebody who waits for a letter."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.page = person.page

    def open_label(self, label: str) -> None:
        """The address on the envelope, as a phone's camera opens it."""
        self.page.goto(f"/P/{label}")

    def is_told(self, words: str) -> None:
        expect(self.page.locator("h1")).to_have_text(words)

    def sees_nothing_of(self, *personal: str) -> None:
        text = self.page.content()
        assert [words for words in personal if words in text] == []

    def check(self, alias: str, claim_code: str) -> None:
        self.page.goto("/cek")
        self.page.fill("#nomor", alias)
        self.page.fill("#kode", claim_code)
        self.page.click("form:has(#kode) button[type=submit]")
        self.page.wait_for_url("**/cek/paket")

    def confirm(self) -> None:
        """ "Ya, sudah saya terima"."""
        self.page.click("button[name=jawaban][value=received]")
        expect(self.page.locator(".question .alert.tone-good")).to_be_visible()

    def download(self, ending: str, folder: Path) -> Path:
        """The receipt (`pdf`), or the files that prove it (`zip`)."""
        with self.page.expect_download() as waiting:
            self.page.click(f"a[href$='tanda-terima.{ending}']")
        waiting.value.save_as(folder / f"receipt.{ending}")
        return folder / f"receipt.{ending}"
