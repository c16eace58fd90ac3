"""The libraries we ship are, byte for byte, the ones that VENDORED.md names."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "static" / "vendor"
ROW = re.compile(r"^\| `(static/vendor/[^`]+)` \|[^|]*\| `([0-9a-f]{64})` \|$", re.MULTILINE)
HEADING = re.compile(r"^## (\S+) (\S+)$", re.MULTILINE)
SCRIPT_LIMIT = 60_000
LISTED = (ROOT / "VENDORED.md").read_text()


def changed(listed: str, folder: Path) -> list[str]:
    """Files that differ from the list, are not on it, or are gone."""
    expected = dict(ROW.findall(listed))
    present = {path.relative_to(folder).as_posix(): path for path in vendored(folder)}
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in present.items()}
    return sorted(
        name for name in expected.keys() | digests.keys() if expected.get(name) != digests.get(name)
    )


def vendored(folder: Path) -> list[Path]:
    return [path for path in (folder / "static" / "vendor").rglob("*") if path.is_file()]


def test_every_vendored_file_has_the_listed_hash() -> None:
    assert changed(LISTED, ROOT) == []


def test_every_library_brings_its_licence() -> None:
    silent = [path.name for path in VENDOR.iterdir() if not list(path.glob("LICENSE*"))]
    assert silent == []


def test_versions_are_those_of_the_lock_file() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    listed = dict(HEADING.findall(LISTED))
    assert listed == {name: packages[f"node_modules/{name}"]["version"] for name in listed}


@pytest.mark.parametrize("path", sorted(VENDOR.rglob("*.*js")), ids=lambda path: path.parent.name)
def test_a_vendored_script_is_small(path: Path) -> None:
    assert len(gzip.compress(path.read_bytes(), 9)) <= SCRIPT_LIMIT


def copy_of_one(folder: Path, content: bytes) -> str:
    """A folder with one vendored file, and the list that fits it."""
    name = "static/vendor/idb/index.js"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(content)
    return f"| `{name}` | 1 kB | `{hashlib.sha256(content).hexdigest()}` |\n"


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    listed = copy_of_one(tmp_path, b"export {}")
    (tmp_path / "static/vendor/idb/index.js").write_bytes(b"export { }")
    assert changed(listed, tmp_path) == ["static/vendor/idb/index.js"]


def test_a_file_that_nobody_listed_is_found(tmp_path: Path) -> None:
    copy_of_one(tmp_path, b"export {}")
    assert changed("", tmp_path) == ["static/vendor/idb/index.js"]


def test_a_file_that_is_gone_is_found(tmp_path: Path) -> None:
    listed = copy_of_one(tmp_path, b"export {}")
    (tmp_path / "static/vendor/idb/index.js").unlink()
    assert changed(listed, tmp_path) == ["static/vendor/idb/index.js"]
