"""Real Chromium with a camera of ours: a profile for every person, and a note of every complaint."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Geolocation,
    Page,
    Playwright,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.browser.camera import Camera
from tests.chromium import chromium_path

PHONE, DESKTOP = (360, 740), (1280, 800)
REMBANG: Geolocation = {"latitude": -6.9904, "longitude": 110.4229, "accuracy": 12}
MAY = ["geolocation", "camera"]
PATIENCE_MS = 15_000
# What a page is expected to show may take as long as what a thumb waits for: five seconds are few on a busy machine.
expect.set_options(timeout=PATIENCE_MS)
GIVEN_UP = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")  # as Chromium and Firefox say it
# The console repeats what the answer itself already says.
FAILED_LOAD = "Failed to load resource: the server responded"


@dataclass
class Complaints:
    """What a browser said that nobody may hear: console errors, blocked content, failed requests, crashed scripts.

    A policy breach is an error in Chromium's console. `expect` names what a journey does on purpose.
    """

    heard: list[str] = field(default_factory=list)
    _expected: list[re.Pattern[str]] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        self._expected.append(re.compile(pattern))

    def expect_only(self, pattern: str) -> None:
        """A new page: what was heard before has been judged."""
        self.heard.clear()
        self._expected = [re.compile(pattern)] if pattern else []

    def listen_to(self, context: BrowserContext) -> None:
        context.on("console", self._spoken)
        context.on("weberror", lambda crash: self._note("script", str(crash.error), crash.page))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def unexpected(self) -> list[str]:
        return [said for said in self.heard if not any(known.search(said) for known in self._expected)]

    def _spoken(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and not said.text.startswith(FAILED_LOAD):
            self._note(said.type, said.text, said.location.get("url"))

    def _failed(self, request: Request) -> None:
        """What the browser gave up by itself, to go elsewhere or to save a file, has not failed."""
        if request.failure not in GIVEN_UP:
            self._note("failed", request.failure or "", _line(request))

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._note("answer", str(response.status), _line(response.request))

    def _note(self, kind: str, text: str, place: object) -> None:
        self.heard.append(f"{kind}: {text} · {place}")


def _line(request: Request) -> str:
    return f"{request.method} {request.url}"


@dataclass(frozen=True)
class Person:
    """Somebody with a browser: a profile that nobody else shares, and the page in front of them."""

    context: BrowserContext
    page: Page
    complaints: Complaints


class Street:
    """One Chromium; `somebody()` steps into it with a profile that starts empty."""

    def __init__(self, chromium: Browser, camera: Camera) -> None:
        self.camera = camera
        self._chromium = chromium
        self._people: list[Person] = []

    def somebody(self, origin: str, *, size: tuple[int, int] = PHONE, **options: Any) -> Person:
        width, height = size
        said: dict[str, Any] = {
            "viewport": {"width": width, "height": height},
            "locale": "id-ID",
            "timezone_id": "Asia/Jakarta",
        }
        said |= {"permissions": MAY, "geolocation": REMBANG}
        context = self._chromium.new_context(base_url=origin, accept_downloads=True, **said | options)
        context.set_default_timeout(PATIENCE_MS)
        complaints = Complaints()
        complaints.listen_to(context)
        person = Person(context, context.new_page(), complaints)
        self._people.append(person)
        return person

    def renderers(self) -> list[int]:
        """Processes of this Chromium's tabs."""
        found = self._chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        return [process["id"] for process in found if process["type"] == "renderer"]

    def everybody_leaves(self) -> list[str]:
        """Close every profile; what browsers complained about."""
        heard = [said for person in self._people for said in person.complaints.unexpected()]
        for person in self._people:
            person.context.close()
        self._people.clear()
        return heard


@contextmanager
def a_street(folder: Path) -> Iterator[Street]:
    with sync_playwright() as playwright:
        camera = Camera(folder)
        chromium = _launch(playwright, camera.flags)
        try:
            yield Street(chromium, camera)
        finally:
            chromium.close()


def _launch(playwright: Playwright, flags: list[str]) -> Browser:
    return playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", *flags])
