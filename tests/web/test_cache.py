"""What is made once for all starts: it is what it was made from, and nothing stands or falls by it."""

import shutil
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from flask import Flask

import courier_app.web.cache
from courier_app import create_app
from courier_app.config import Settings
from courier_app.web.assets import Asset
from courier_app.web.cache import compiler

SCRIPT = Asset(b"export const word = 'kata'\n" * 40, "text/javascript; charset=utf-8")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was packed, and how often."""
    packed: list[bytes] = []
    really = brotli.compress

    def noted(content: bytes, **how: int) -> bytes:
        packed.append(content)
        return bytes(really(content, **how))

    monkeypatch.setattr(brotli, "compress", noted)
    return packed


def served(cache: Path) -> bytes:
    """By a process that has just started."""
    return SCRIPT.kept_in(cache).packed("br")


def test_what_one_process_packed_the_next_one_serves(cache: Path, once: list[bytes]) -> None:
    first, second = served(cache), served(cache)
    assert first == second
    assert brotli.decompress(second) == SCRIPT.content
    assert once == [SCRIPT.content]


@pytest.mark.parametrize("damage", [b"", b"\x00", brotli.compress(b"another script")])
def test_a_damaged_packed_file_is_made_anew(cache: Path, once: list[bytes], damage: bytes) -> None:
    served(cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(damage)
    assert brotli.decompress(served(cache)) == SCRIPT.content
    assert brotli.decompress(kept.read_bytes()) == SCRIPT.content


def test_a_script_of_another_release_is_another_file(cache: Path) -> None:
    served(cache)
    other = Asset(SCRIPT.content + b"// more", SCRIPT.content_type).kept_in(cache)
    assert brotli.decompress(other.packed("br")) == other.content
    assert len([*cache.iterdir()]) == 2


def test_where_nothing_can_be_kept_everything_is_served_all_the_same(cache: Path, settings: Settings) -> None:
    nowhere = cache / "a file" / "cache"
    nowhere.parent.write_text("no folder")
    assert brotli.decompress(served(nowhere)) == SCRIPT.content
    assert _opened(settings, nowhere).test_client().get("/").status_code == 200


def test_a_disk_that_fills_up_under_a_running_server_breaks_no_page(cache: Path, settings: Settings) -> None:
    app = _opened(settings, cache / "cache")
    shutil.rmtree(cache / "cache")
    assert app.test_client().get("/").status_code == 200


def _pages(cache: Path) -> dict[str, int]:
    """Compiled ones, and when each was written."""
    return {str(path): path.stat().st_mtime_ns for path in cache.rglob("__jinja2*")}


def test_a_page_that_one_process_compiled_serves_the_next_one(cache: Path, settings: Settings) -> None:
    _opened(settings, cache).test_client().get("/")
    before = _pages(cache)
    assert _opened(settings, cache).test_client().get("/").status_code == 200
    assert _pages(cache) == before != {}


@pytest.mark.parametrize("left", [0, 3, 30, 200])
def test_a_compiled_page_that_was_cut_short_is_compiled_anew(
    cache: Path, settings: Settings, left: int
) -> None:
    whole = _opened(settings, cache).test_client().get("/cek").status_code
    for path in _pages(cache):
        Path(path).write_bytes(Path(path).read_bytes()[:left])
    assert _opened(settings, cache).test_client().get("/cek").status_code == whole == 200


def test_pages_that_another_jinja_compiled_are_not_shown(
    cache: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _opened(settings, cache).test_client().get("/")
    before = _pages(cache)
    monkeypatch.setattr(courier_app.web.cache, "version", lambda name: f"99 of {name}")
    compiler.cache_clear()
    _opened(settings, cache).test_client().get("/")
    compiler.cache_clear()
    assert len(_pages(cache)) == 2 * len(before)


def test_nobody_else_on_the_machine_reads_or_writes_there(cache: Path, settings: Settings) -> None:
    _opened(settings, cache / "cache")
    folders = [cache / "cache", *(cache / "cache").iterdir()]
    assert [path.stat().st_mode & 0o077 for path in folders] == [0, 0]


def _opened(settings: Settings, cache: Path) -> Flask:
    return create_app(replace(settings, cache_dir=cache))
