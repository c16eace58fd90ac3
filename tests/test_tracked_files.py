"""What must never be written into a file of this project."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCAL = ("work", "root", "home/[a-z]+", "Users/[A-Za-z]+")
# Written apart, so that this file does not find itself.
REGISTRIES = (
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "registry" + r"\.npmjs",
    "registry" + r"\.yarnpkg",
)
FORBIDDEN = {
    "a package registry's host": re.compile("|".join(REGISTRIES)),
    "a path of somebody's machine": re.compile(rf"(?<![\w.~}}-])/(?:{'|'.join(LOCAL)})/"),
    "a conflict left in place": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE" + " KEY-----"),
}
# Written by others, and kept as they are.
FOREIGN = ("static/vendor/", "LICENSE")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    names = [name for name in listed.decode().split("\0") if name and not name.startswith(FOREIGN)]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def breaches(text: str) -> list[str]:
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


def text_of(path: Path) -> str:
    """Pictures and fonts are read as if they were text; none of the patterns can occur in them by chance."""
    return path.read_bytes().decode("utf-8", "replace")


def test_no_tracked_file_names_a_registry_a_machine_or_a_key() -> None:
    found = {path: breaches(text_of(path)) for path in tracked()}
    assert {path.relative_to(ROOT).as_posix(): what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "text",
    [
        "index-url = https://" + "pypi" + ".org/simple",
        "resolved https://" + "registry" + ".npmjs.org/idb",
        "open('/" + "home/budi/surat/data')",
        "see /" + "work/main/README.md",
        "<" * 7 + " ours",
        "-----BEGIN EC PRIVATE" + " KEY-----",
    ],
)
def test_a_breach_is_found(text: str) -> None:
    assert breaches(text)


@pytest.mark.parametrize(
    "text", ["/var/lib/suratsampai", "pip install", "/kurir/work/list", "https://example.test"]
)
def test_ordinary_text_passes(text: str) -> None:
    assert breaches(text) == []


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_every_decision_bears_the_number_of_its_file() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    odd = [file.name for file in files if not file.read_text().startswith(f"# {int(file.name[:4])}. ")]
    assert odd == []
