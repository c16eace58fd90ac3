"""The recipient's own phone: an ordinary browser that a camera app sent to the courier's QR."""

from playwright.sync_api import Locator, expect

from tests.browser.browsers import Person

SHEET = [(0.2, 0.7), (0.3, 0.2), (0.4, 0.75), (0.5, 0.25), (0.6, 0.7), (0.75, 0.3), (0.85, 0.6)]


class Recipient:
    """Somebody at the door."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def scan(self, address: str) -> None:
        self.page.goto(address)

    def reads_whom_it_is_for(self, masked: str) -> None:
        expect(self.page.locator("[data-fact=recipient]")).to_have_text(masked)

    def write(self, name: str, relation: str = "self") -> None:
        self.page.fill("#nama", name)
        self.page.locator("label.tick", has=self.page.locator(f"input[value={relation}]")).click()

    def draw(self, drawn: str = "Ada tanda tangan.") -> None:
        """Until the page takes it for a signature: on a busy machine strokes come slowly, never too short."""
        pad = self.page.locator("[data-part=pad]")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SHEET]
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for x, y in points[1:]:
            self.page.mouse.move(x, y, steps=6)
        self.page.mouse.up()
        expect(self.page.locator("[data-part=drawn]")).to_have_text(drawn)

    def agree(self) -> None:
        self.page.check("#setuju")

    def press_send(self) -> None:
        self.page.locator("[data-part=send]").click()

    def sign(self, name: str = "Siti Aminah", relation: str = "self") -> None:
        self.write(name, relation)
        self.draw()
        self.agree()
        self.press_send()

    def is_told(self, words: str) -> None:
        expect(self.page.locator("[data-part=state]")).to_have_text(words)

    def is_refused(self, words: str) -> None:
        expect(self.page.locator("[data-part=why]")).to_contain_text(words)

    def code(self) -> str:
        shown: Locator = self.page.locator("[data-part=code]")
        expect(shown).to_be_visible()
        return shown.inner_text()
