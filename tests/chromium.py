"""Where the browser of the browser tests is. `python -m tests.chromium` prints it, or fails."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser")
# The same engine and the same release without windows, bars and a person's profile: a fifth less work for the machine.
WITHOUT_WINDOWS = "chromium-headless-shell"
# Playwright's own download, for systems whose Chromium is a snap and cannot be steered from outside.
OWN_BUILDS = "ms-playwright/chromium-*/chrome-linux*/chrome"


def chromium_path() -> Path:
    """The distribution's Chromium or Chrome, else Playwright's own. CHROMIUM in the environment stands above both."""
    found = [*_named(), *_installed(), *_downloaded()]
    if not found:
        raise RuntimeError("Chromium is missing: `make test` installs it (Debian: apt-get install chromium)")
    return found[0]


def windowless_path() -> Path:
    """Chromium's headless shell where the distribution has it, else what `chromium_path` finds."""
    shell = shutil.which(WITHOUT_WINDOWS)
    return Path(shell) if shell and not os.environ.get("CHROMIUM") else chromium_path()


def _named() -> list[Path]:
    return [Path(os.environ["CHROMIUM"])] if os.environ.get("CHROMIUM") else []


def _installed() -> list[Path]:
    paths = [Path(path) for path in map(shutil.which, NAMES) if path]
    return [path for path in paths if not _is_snap(path)]


def _is_snap(path: Path) -> bool:
    """Ubuntu's `chromium-browser` is a script that starts a snap; a snap cannot read our profile folders."""
    start = path.read_bytes()[:4096]
    return "snap" in path.resolve().parts or (start.startswith(b"#!") and b"/snap/" in start)


def _downloaded() -> list[Path]:
    return sorted((Path.home() / ".cache").glob(OWN_BUILDS))


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{chromium_path()}\n")
    except RuntimeError as missing:
        sys.exit(str(missing))
