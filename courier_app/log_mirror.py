"""`surat ledger export`: the log as files that any web server can serve and any program can check."""

import os
from pathlib import Path

from courier_app.db import Database
from courier_app.domain.tiles import Tile, tiles_of
from courier_app.domain.witnesses import NOBODY, Policy
from courier_app.evidence.log_keys import KnownKey, open_checkpoint
from courier_app.evidence.secret_files import sync_folder
from courier_app.queries.log import bundle, newest_checkpoint, tile_hashes


class NothingPublished(Exception):  # noqa: N818 - named for the reason
    """There is no checkpoint yet to export up to."""


class OtherHistory(Exception):  # noqa: N818 - named for the reason
    """The folder holds a file that may never change, with another content: it is another log's, or this log's past
    was rewritten."""


def export(database: Database, key: KnownKey, folder: Path, *, policy: Policy = NOBODY) -> int:
    """The size written. Bundles, tiles, then the checkpoint; a second run adds what is new. Raises BadNote when the
    checkpoint is not signed by the log's key."""
    with database.reading() as session:
        newest = newest_checkpoint(session)
        if newest is None:
            raise NothingPublished
        checkpoint = open_checkpoint(newest.note, key)
        for tile in tiles_of(checkpoint.size):
            found = bundle(session, tile) if tile.level is None else tile_hashes(session, tile)
            _keep_for_ever(folder, tile, found)
    _write(folder / "keys.policy", f"log {key.vkey}\n{policy.text}".encode())
    _write(folder / "checkpoint", newest.note)
    return checkpoint.size


def _keep_for_ever(folder: Path, tile: Tile, content: bytes) -> None:
    path = folder / tile.path
    if not path.exists():
        _write(path, content)
    elif path.read_bytes() != content:
        raise OtherHistory(tile.path)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, on the disk before the next (evidence.md 1.4)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)
