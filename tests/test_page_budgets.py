"""Pages stay light enough for 2G: files of the first screen, compressed. The page's own HTML comes on top."""

import gzip
from pathlib import Path

import pytest

from courier_app.web.assets import assets_in
from courier_app.web.courier.shell_files import scan_worker
from tests.page_weight import first_files, weight

ROOT = Path(__file__).parents[1]
KILOBYTE = 1000
LIMITS = {"public": 25, "citizen": 25, "courier": 45}
HTML_ALLOWANCE = 3
PAGES = [
    (f"{folder}/{path.name}", limit)
    for folder, limit in LIMITS.items()
    for path in sorted((ROOT / "templates" / folder).glob("*.html"))
]


@pytest.mark.parametrize(("template", "limit"), PAGES)
def test_a_page_is_light(template: str, limit: int) -> None:
    files = first_files(ROOT, template)
    assert weight(ROOT, files) <= (limit - HTML_ALLOWANCE) * KILOBYTE, sorted(files)


def courier_files(*names: str) -> set[Path]:
    return {ROOT / "static" / "js" / "courier" / name for name in names}


def test_the_courier_s_two_first_screens_are_light_together() -> None:
    """Who signs in, and the round that follows; bench-pages measures it with its HTML."""
    files = first_files(ROOT, "courier/shell.html") | courier_files("screens/round.js")
    assert weight(ROOT, files) <= (45 - HTML_ALLOWANCE) * KILOBYTE


def test_capture_code_is_light() -> None:
    """What loads between the round and "Selesai", the QR engine's loader and worker as the one answer that they are."""
    served = assets_in(ROOT / "static")
    screens = weight(ROOT, courier_files("screens/capture.js", "words_door_id.js"))
    assert screens + len(gzip.compress(scan_worker(served).content, 9)) <= 30 * KILOBYTE


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A page that extends a layout, with a script that imports another now and a third one later."""
    for name, text in {
        "templates/base.html": "<link href=\"{{ url_for('static', filename='css/a.css') }}\">",
        "templates/page.html": '{% extends "base.html" %}<p data-module="one"></p>',
        "static/css/a.css": "a { b: c }",
        "static/js/one.js": 'import { two } from "./two.js"\nimport("./later.js").then(two)',
        "static/js/two.js": "export const two = 2",
        "static/js/later.js": "export const later = 3",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_everything_that_loads_at_once_is_counted(site: Path) -> None:
    names = {file.name for file in first_files(site, "page.html")}
    assert names == {"a.css", "one.js", "two.js"}


def test_a_heavy_import_is_noticed(site: Path) -> None:
    before = weight(site, first_files(site, "page.html"))
    (site / "static/js/two.js").write_text(f"export const two = {[*range(99)]}")
    assert weight(site, first_files(site, "page.html")) > before + 50
