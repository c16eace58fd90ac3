"""A courier's phone in a pocket where everything happens to it: Chromium with a profile that outlives its deaths."""

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Geolocation, Page, Playwright
from playwright.sync_api import Error as BrowserError

from tests.browser.handset import JOINED
from tests.campaign.history import Look, look_from
from tests.campaign.waiting import until
from tests.chromium import chromium_path

IN_PAGE = JOINED + (Path(__file__).parent / "in_page.js").read_text(encoding="utf-8")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--hide-crash-restore-bubble",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--lang=id",
    "--window-size=360,740",
)
HERE: Geolocation = {"latitude": -6.9904, "longitude": 110.4229, "accuracy": 12}
PATIENCE_MS = 20_000
START_S = 30.0


class Blank(AssertionError):  # noqa: N818 - named for the reason
    """The app did not open: with it kept on the phone, no weather may do that."""


@dataclass
class Pocket:
    """`name` is the phone's in the history. Deaths are counted; the profile stays."""

    name: str
    profile: Path
    origin: str
    playwright: Playwright
    deaths: Counter[str] = field(default_factory=Counter)
    _process: "subprocess.Popen[bytes] | None" = None
    _browser: Browser | None = None
    tabs: list[Page] = field(default_factory=list)

    def switch_on(self) -> None:
        """A new process on the old profile, with the app open in one tab."""
        self._process = self._started()
        port = self._port_file.read_text().split()[0]
        self._browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.grant_permissions(["geolocation", "camera"], origin=self.origin)
        self.context.set_geolocation(HERE)
        self.context.add_init_script(IN_PAGE)
        self.tabs = []
        self.open_tab(self.context.pages[0] if self.context.pages else None)

    @property
    def context(self) -> BrowserContext:
        assert self._browser
        return self._browser.contexts[0]

    @property
    def page(self) -> Page:
        """The tab that was opened first."""
        return self.tabs[0]

    def open_tab(self, page: Page | None = None) -> Page:
        """Shown within the page's patience, or at the courier's one reload; blank after that is a failure."""
        page = page or self.context.new_page()
        heard: list[str] = []
        page.on("requestfailed", lambda gone: heard.append(f"{gone.url} {gone.failure}"))
        page.goto(f"{self.origin}/kurir/")
        if not self._shows(page):
            self.deaths["blank page"] += 1
            page.reload()
            if not self._shows(page):
                raise Blank(f"{page.url}: {page.inner_text('body')[:300]!r}, {heard[:20]}")
        self.tabs.append(page)
        return page

    def _shows(self, page: Page) -> bool:
        with suppress(BrowserError):
            page.locator("body[data-screen]").wait_for()
            return True
        return False

    def close_tab(self) -> None:
        """All but the first."""
        while len(self.tabs) > 1:
            with suppress(BrowserError):
                self.tabs.pop().close()

    def crash(self, page: Page) -> None:
        """The tab's renderer dies; the courier closes what is left of it and opens the app again."""
        self.deaths["page"] += 1
        with page.expect_event("crash"), suppress(BrowserError):
            page.goto("chrome://crash")  # Page.crash of the protocol never answers
        self.tabs.remove(page)
        self.open_tab()
        with suppress(BrowserError):
            page.close()

    def strike(self) -> None:
        """SIGKILL to every process of the browser at once. May be called from any thread."""
        process = self._process
        if process and process.poll() is None:
            self.deaths["browser"] += 1
            os.killpg(process.pid, signal.SIGKILL)

    def is_dead(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def rise(self) -> None:
        """After a strike: what is left of the connection goes, and the browser starts again."""
        until(self.is_dead, START_S, "the browser did not die")
        if self._browser:
            with suppress(BrowserError):
                self._browser.close()
        self.switch_on()

    def close(self) -> None:
        process = self._process
        if process and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if self._browser:
            with suppress(BrowserError):
                self._browser.close()

    def ask(self, page: Page, what: str, said: Mapping[str, Any] | str | int | None = None) -> Any:
        """One of the campaign's own functions in the page; one that takes too long has failed."""
        return page.evaluate(
            "([what, said, ms]) => campaign.inTime(what, said, ms)", [what, said, PATIENCE_MS]
        )

    def look(self) -> Look:
        return look_from({"phone": self.name, **self.ask(self.page, "look")})

    @property
    def _port_file(self) -> Path:
        return self.profile / "DevToolsActivePort"

    def _started(self) -> "subprocess.Popen[bytes]":
        self._port_file.unlink(missing_ok=True)
        command = [str(chromium_path()), *FLAGS, f"--user-data-dir={self.profile}", "about:blank"]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
        until(lambda: self._port_file.exists() and self._port_file.read_text().strip(), START_S, "no browser")
        return process
