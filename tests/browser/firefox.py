"""A second browser engine: the distribution's own Firefox, steered by Playwright over WebDriver BiDi."""

import platform
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser import bidi_relay
from tests.browser.browsers import PATIENCE_MS, PHONE, Complaints, Person

NAMES = ("firefox-esr", "firefox")
# A camera that shows plain colours, and nobody there to be asked.
PREFERENCES: dict[str, str | float | bool] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "geo.prompt.testing": True,
    "geo.prompt.testing.allow": True,
}


def is_only_a_snap() -> bool:
    """On Ubuntu, where what is called firefox is one, and no test can steer it. Mozilla's own firefox-esr helps."""
    system = platform.freedesktop_os_release().get("ID") if Path("/etc/os-release").exists() else None
    return system == "ubuntu" and not shutil.which(NAMES[0])


def firefox_path() -> str:
    """Debian's Firefox ESR, else what is called firefox. Without one the tests fail: a second engine is asked for."""
    found = [path for path in map(shutil.which, NAMES) if path]
    if not found:
        raise RuntimeError(
            "Firefox is missing: `make test` installs it (Debian: apt-get install firefox-esr)"
        )
    return found[0]


@contextmanager
def a_firefox(folder: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        firefox = _launch(playwright, _stand_in(folder))
        try:
            yield firefox
        finally:
            firefox.close()


def _launch(playwright: Playwright, program: Path) -> Browser:
    return playwright.firefox.launch(
        channel="moz-firefox", executable_path=program, firefox_user_prefs=PREFERENCES
    )


def _stand_in(folder: Path) -> Path:
    """A program to start in Firefox's place (bidi_relay.py)."""
    program = folder / "firefox"
    command = shlex.join([sys.executable, bidi_relay.__file__, firefox_path()])
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    program.chmod(0o700)
    return program


def somebody(firefox: Browser, origin: str) -> Person:
    """A profile of their own, and a note of every complaint."""
    width, height = PHONE
    context = firefox.new_context(
        base_url=origin,
        viewport={"width": width, "height": height},
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    context.set_default_timeout(PATIENCE_MS)
    complaints = Complaints()
    complaints.listen_to(context)
    return Person(context, context.new_page(), complaints)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{firefox_path()}\n")
    except RuntimeError as missing:
        sys.exit(str(missing))
