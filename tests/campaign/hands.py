"""A capture through the real screens, by taps: the label typed, the photo from the camera, ink from a finger."""

from collections.abc import Callable
from contextlib import suppress
from random import Random

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from tests.browser.browsers import Complaints, Person
from tests.browser.pages.courier import Phone
from tests.browser.people import Account
from tests.campaign.history import Begun
from tests.campaign.pictures import a_stroke
from tests.campaign.pocket import Pocket

SIGNINGS, RETAKES = 5, 20


class Hands(Phone):
    """Signs differently each time. `seen` are the photos of all couriers so far."""

    def __init__(self, pocket: Pocket, page: Page, luck: Random, seen: set[str]) -> None:
        super().__init__(Person(pocket.context, page, Complaints()))
        self._pocket, self._luck, self._seen = pocket, luck, seen

    def is_on(self, screen: str) -> None:
        """With the patience of the page: the machine is busy, and servers die here."""
        self.page.locator(f"body[data-screen={screen}]").wait_for()
        self.page.locator("#app h1").wait_for()

    def sign_in(self, account: Account) -> None:
        self.page.fill("#username", account.username)
        self.page.fill("#password", account.password)
        self.page.click("button[type=submit]")
        self.is_on("putaran")

    def fill_in_by_label(self, pkg: str, *, assigned: bool) -> Begun:
        """Up to the look before "Selesai"; what will be frozen, as the screen shows it."""
        self.page.bring_to_front()  # a tab behind another gets no frames from the camera
        self.page.goto(f"{self._pocket.origin}/kurir/#/pindai")
        self.is_on("pindai")
        self.page.fill("#code", pkg)
        self.page.press("#code", "Enter")
        if assigned:
            self.accept_scanned()
            self.page.click(".scan-said button.quiet")
        self.is_on("serah")
        proof = str(self.page.locator("[data-proof]").get_attribute("data-proof"))
        photo = self.fill_in(photo=self.take_any_photo)
        self.review()
        files = {"photo": photo, "signature": str(self._pocket.ask(self.page, "inkHash", proof))}
        return Begun(self._pocket.name, proof, pkg, "delivered", files, "hands")

    def take_any_photo(self) -> str:
        """Another one where the test camera shows what it showed before: it begins anew with every browser, and the
        server rightly keeps a photo that it has seen for review."""
        for _ in range(RETAKES):
            taken = super().take_any_photo()
            if taken not in self._seen:
                self._seen.add(taken)
                return taken
            self.page.click("#part-photo .stage button")
        raise AssertionError("The test camera stands still.")

    def sign(self) -> None:
        """Until the app takes it for a signature: on a busy machine a finger can be too fast for the pad."""
        enough = self.page.locator("[data-do=review]:not(.is-missing), #part-wiped:not([hidden])").first
        for _ in range(SIGNINGS):
            self._stroke()
            with suppress(BrowserError):
                enough.wait_for(timeout=2000)
                self.wipe()
                return
        raise AssertionError("The pad took no signature.")

    def _stroke(self) -> None:
        pad = self.page.locator("canvas.pad")
        pad.evaluate("(pad) => pad.scrollIntoView({ block: 'center' })")  # clear of the bar at the thumb
        box = pad.bounding_box()
        assert box
        drawn = a_stroke(self._luck, points=5)
        self._draw([(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in drawn])

    def press(self, before: Callable[[], None] = lambda: None) -> None:
        """ "Selesai", and the words that say so."""
        before()
        self.page.locator("[data-do=done]").click()
        self.is_on("putaran")
        self.page.get_by_text("Buktinya ").wait_for()
