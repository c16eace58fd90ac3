"""Writes every screen as a picture, for people to look at: `python -m tests.browser.look FOLDER [NAME …]`.

A name is that of a screen, or how it begins: `kurir`, `audit`. Each comes in two languages, two sizes, light and dark.
"""

import sys
import tempfile
from pathlib import Path

from tests.browser.browsers import a_street
from tests.browser.eyes import SCHEMES, SIZES, set_view
from tests.browser.screens import LANGUAGES, SCREENS, Language, Screen, Visitors
from tests.browser.town import running_town
from tests.chromium import windowless_path


def look(folder: Path, beginnings: tuple[str, ...]) -> int:
    """How many pictures were written."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [screen for screen in SCREENS if screen.name.startswith(beginnings)]
    with tempfile.TemporaryDirectory() as rooms:
        house, camera = Path(rooms, "house"), Path(rooms, "camera")
        house.mkdir()
        camera.mkdir()
        with running_town(house, contested=True) as town, a_street(camera, windowless_path()) as street:
            visitors = Visitors(street, town)
            for screen in wanted:
                for language in LANGUAGES:
                    _take(visitors, screen, language, folder)
    return len(wanted) * len(LANGUAGES) * len(SIZES) * len(SCHEMES)


def _take(visitors: Visitors, screen: Screen, language: Language, folder: Path) -> None:
    page = visitors.show(screen, language).page
    for size, edges in SIZES.items():
        for scheme in SCHEMES:
            set_view(page, edges, scheme)
            page.screenshot(path=folder / f"{screen.name}-{language}-{size}-{scheme}.png", full_page=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    count = look(Path(sys.argv[1]), tuple(sys.argv[2:]) or ("",))
    sys.stdout.write(f"{count} pictures in {sys.argv[1]}\n")
