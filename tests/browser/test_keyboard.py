"""An officer whose mouse is broken signs in, registers a package, and always sees where they are."""

from playwright.sync_api import Page, expect

from tests.browser.browsers import DESKTOP, Street
from tests.browser.pages.staff import Desk
from tests.browser.people import an_office_with_people
from tests.browser.server import Server

MOST_STOPS = 60
# Where the keyboard stands, and whether an eye can see it: an outline, or a shadow around the field.
HERE = """(selector) => {
  const here = document.activeElement
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here)
  const seen = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none"
  return { there: here.matches(selector), seen, name: here.tagName + "#" + here.id }
}"""


class Keyboard:
    """Tab, letters and Enter, and nothing else."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def walk_to(self, selector: str) -> None:
        for _ in range(MOST_STOPS):
            self._page.keyboard.press("Tab")
            stop = self._page.evaluate(HERE, selector)
            assert stop["seen"], f"the focus is invisible on {stop['name']}"
            if stop["there"]:
                return
        raise AssertionError(f"Tab never reaches {selector}")

    def type_into(self, selector: str, text: str) -> None:
        self.walk_to(selector)
        self._page.keyboard.type(text)

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)


def test_an_officer_registers_a_package_by_keyboard_alone(server: Server, street: Street) -> None:
    people = an_office_with_people(server.database)
    person = street.somebody(server.origin, size=DESKTOP)
    page, keys = person.page, Keyboard(person.page)

    page.goto("/petugas/masuk")
    keys.type_into("#username", people.officer.username)
    keys.type_into("#password", people.officer.password)
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Paket")

    keys.walk_to("main a[href$='/petugas/paket/baru']")
    keys.press("Enter")
    expect(page.locator("#kind")).to_be_visible()
    keys.type_into("#kind", "Kartu Keluarga")
    keys.type_into("#name", "Siti Aminah")
    keys.type_into("#address", "Jl. Melati 3 RT 02/RW 05, Rembang")
    keys.type_into("#phone", "081234567890")
    keys.walk_to("form:has(#kind) button[type=submit]")
    keys.press("Enter")

    assert len(Desk(person).registered("Siti Aminah").claim_code) == 6


def test_the_first_tab_leads_past_the_menu(server: Server, street: Street) -> None:
    page = street.somebody(server.origin, size=DESKTOP).page
    page.goto("/")
    keys = Keyboard(page)
    keys.walk_to("a[href='#main']")
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
