"""Copies of the product that a server can run from: as it is, or with one safety taken out for a negative control."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.browser.server import ROOT

FOLDERS = ("courier_app", "static", "templates")
FILES = ("wsgi.py", "gunicorn.conf.py")


@dataclass(frozen=True)
class Change:
    """In one file, this text, which stands there exactly once, becomes that."""

    file: str
    old: str
    new: str


class NotThere(Exception):  # noqa: N818 - named for the reason
    """The text to replace has changed: a control that alters nothing would prove nothing."""


def a_build(folder: Path, changes: Sequence[Change] = ()) -> Path:
    """The product's own files; nobody who saves a file during a campaign changes what it runs."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy2(ROOT / name, folder / name)
    for change in changes:
        _apply(folder / change.file, change)
    return folder


def _apply(path: Path, change: Change) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(change.old) != 1:
        raise NotThere(f"{change.file}: {change.old!r} stands there {text.count(change.old)} times")
    path.write_text(text.replace(change.old, change.new), encoding="utf-8")
