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
from tests.chromium import WITHOUT_WINDOWS

PHONE, DESKTOP = (360, 740), (1280, 800)
REMBANG: Geolocation = {"latitude": -6.9904, "longitude": 110.4229, "accuracy": 12}
MAY = ["geolocation", "camera"]
# A bound, never a measure, and one for all: it costs nothing where all is well, and a busy machine is not a failure.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
# Chromium draws two pages of its own under every window's address bar, which no test sees: two fifths of its work.
WITHOUT = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# Of two lists Chromium takes the last, so ours repeats Playwright's: test_browsers.py compares them.
PLAYWRIGHT_WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
# WebAssembly as its first, quick compiler leaves it: most pages read no label, and every profile compiles anew. The
# main job and the driver's, in the whole Chromium, have both compilers.
QUICK = "--js-flags=--liftoff-only"
GIVEN_UP = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")  # as Chromium and Firefox say it
# The console repeats what the answer itself already says.
FAILED_LOAD = "Failed to load resource: the server responded"
BLOCKED = "Service Worker registration blocked by Playwright"  # by the test itself


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
        if said.type in ("error", "warning") and not said.text.startswith((FAILED_LOAD, BLOCKED)):
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
        return self._processes("renderer")

    def command_line(self) -> list[str]:
        """What this Chromium was started with."""
        (process,) = self._processes("browser")
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")

    def _processes(self, kind: str) -> list[int]:
        found = self._chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        return [process["id"] for process in found if process["type"] == kind]

    def everybody_leaves(self) -> list[str]:
        """Close every profile; what browsers complained about."""
        heard = [said for person in self._people for said in person.complaints.unexpected()]
        for person in self._people:
            person.context.close()
        self._people.clear()
        return heard


@contextmanager
def a_street(folder: Path, program: Path) -> Iterator[Street]:
    with sync_playwright() as playwright:
        camera = Camera(folder)
        chromium = _launch(playwright, program, camera.flags)
        try:
            yield Street(chromium, camera)
        finally:
            chromium.close()


def _launch(playwright: Playwright, program: Path, flags: list[str]) -> Browser:
    quick = [QUICK] if program.name == WITHOUT_WINDOWS else []
    said = ["--no-sandbox", *quick, *flags, f"--disable-features={','.join((*PLAYWRIGHT_WITHOUT, *WITHOUT))}"]
    return playwright.chromium.launch(executable_path=program, args=said)
