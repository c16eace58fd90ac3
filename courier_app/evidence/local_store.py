"""Objects in a folder, written so that they survive a power cut (DESIGN.md, section 11)."""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from courier_app.evidence.secret_files import sync_folder
from courier_app.evidence.stored_names import NotStored, checked, settle

SHARDS = tuple(f"{number:02x}" for number in range(256))
TEMPORARY = "."


class LocalStore:
    """256 folders by the first two digits of the name, all made and synced at the start."""

    def __init__(self, root: Path) -> None:
        self._root = root
        _make_folder(root)
        for shard in SHARDS:
            (root / shard).mkdir(mode=0o700, exist_ok=True)
        sync_folder(root)

    def keep(self, name: str, body: bytes) -> None:
        """Returns when the object would survive a power cut. Raises NameTaken if the name holds
        other bytes."""
        final = self._path(name)
        if final.exists():
            settle(name, final.read_bytes(), body)
        else:
            _write_aside(final, body)
        sync_folder(final.parent)

    def fetch(self, name: str) -> bytes:
        """Raises NotStored."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise NotStored(name) from None

    def remove(self, name: str) -> None:
        """Gone for good on return; no matter whether it was there."""
        final = self._path(name)
        final.unlink(missing_ok=True)
        sync_folder(final.parent)

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        """Every object, or those kept before a moment; nothing that a crash left half written."""
        for entry in self._entries(before):
            if not entry.name.startswith(TEMPORARY):
                yield entry.name

    def sweep(self, *, before: datetime, dry_run: bool = False) -> int:
        """Remove what crashes left half written before a moment; how many. A dry run only counts."""
        left = [entry for entry in self._entries(before) if entry.name.startswith(TEMPORARY)]
        for entry in [] if dry_run else left:
            Path(entry).unlink(missing_ok=True)
        return len(left)

    def _entries(self, before: datetime | None) -> Iterator[os.DirEntry[str]]:
        for shard in SHARDS:
            with os.scandir(self._root / shard) as entries:
                yield from (entry for entry in list(entries) if _is_older(entry, before))

    def _path(self, name: str) -> Path:
        return self._root / checked(name)[:2] / name


def _make_folder(root: Path) -> None:
    """The root and every new folder above it, each name synced in the folder that holds it."""
    if root.is_dir():
        return
    _make_folder(root.parent)
    root.mkdir(mode=0o700, exist_ok=True)
    sync_folder(root.parent)


def _write_aside(final: Path, body: bytes) -> None:
    """Content first and synced, name second: a name never stands for half an object."""
    aside = final.with_name(f"{TEMPORARY}{final.name}.{secrets.token_hex(4)}")
    try:
        _write_synced(aside, body)
        aside.rename(final)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _write_synced(path: Path, body: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        left = memoryview(body)
        while left:
            left = left[file.write(left) :]
        os.fsync(descriptor)


def _is_older(entry: os.DirEntry[str], before: datetime | None) -> bool:
    if before is None:
        return True
    try:
        return datetime.fromtimestamp(entry.stat().st_mtime, UTC) < before
    except FileNotFoundError:  # renamed or removed while we looked
        return False
