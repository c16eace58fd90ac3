"""The auditor's pages: the list of proofs, one proof, and what can be taken away of it."""

from base64 import b64decode
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser.browsers import Person
from tests.browser.people import Account

BYTES_AT = """async (address) => {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
}"""
IS_SHOWN = "(picture) => picture.decode().then(() => picture.naturalWidth > 0)"


@dataclass(frozen=True)
class Seen:
    """What the auditor's browser got: the record as the phone sent it, and the originals of the pictures."""

    jws: bytes
    photo: bytes
    signature: bytes


class Audit:
    """An auditor at work."""

    def __init__(self, person: Person, account: Account) -> None:
        self.person = person
        self.page = person.page
        self.page.goto("/petugas/masuk")
        self.page.fill("#username", account.username)
        self.page.fill("#password", account.password)
        with self.page.expect_navigation():
            self.page.click("form:has(#password) button[type=submit]")

    def open(self, proof: str) -> None:
        """From the list, as an auditor does."""
        self.page.goto("/petugas/audit")
        with self.page.expect_navigation():
            self.page.click(f"a[href$='/audit/{proof}']")

    def finds_everything_in_order(self) -> None:
        """Every check of the page, done again as it opened, says yes."""
        lines = self.page.locator(".rechecks li")
        expect(lines.first).to_be_visible()
        assert [
            line.inner_text() for line in lines.all() if "tone-bad" in str(line.get_attribute("class"))
        ] == []

    def shows(self, *words: str) -> None:
        for said in words:
            expect(self.page.locator("main")).to_contain_text(said)

    def evidence(self) -> Seen:
        self.reveals()
        with self.page.expect_download() as saving:
            self.page.click("a[href$='/jws']")
        photo, ink = self.page.locator("figure.photo:not(.ink) a"), self.page.locator("figure.ink a")
        return Seen(saving.value.path().read_bytes(), self._original(photo), self._original(ink))

    def reveals(self, reason: str = "inspection") -> None:
        """Names, place and clear photos, for a reason; the password was given at sign-in a moment ago."""
        self.page.click("details.reveal summary")
        self.page.select_option("[name=reveal-reason]", reason)
        with self.page.expect_navigation():
            self.page.click("details.reveal button")

    def _original(self, link: Locator) -> bytes:
        """Fetched by the auditor's own browser, next to a small picture that really shows."""
        link.scroll_into_view_if_needed()
        assert link.locator("img").evaluate(IS_SHOWN)
        return b64decode(self.page.evaluate(BYTES_AT, link.get_attribute("href")))
