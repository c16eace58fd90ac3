"""The least that keeping a proof can cost: no HTTP, no signature, no rules, nothing but the photo and one row."""

import hashlib
import io
import os
import sqlite3
from pathlib import Path

from PIL import Image

from bench.evidence import unlike

EDGE, QUALITY = 320, 70  # the small picture that the auditor's page shows


def make_floor(folder: Path) -> None:
    """The database stands, in WAL mode, before anybody races for it."""
    folder.mkdir()
    with sqlite3.connect(folder / "floor.db") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE kept (sha256 BLOB PRIMARY KEY, width INTEGER, height INTEGER)")


def keep_on_the_floor(folder: Path, jpeg: bytes, numbers: range) -> None:
    """Each photo draft-decoded and made a thumbnail in memory, hashed, written with fsync; one commit at
    synchronous=FULL."""
    database = sqlite3.connect(folder / "floor.db", timeout=60, isolation_level=None)
    database.execute("PRAGMA synchronous=FULL")
    for number in numbers:
        body = b"".join(unlike(jpeg, number))
        width, height = _thumbnailed(body)
        name = hashlib.sha256(body)
        _write(folder / name.hexdigest(), body)
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO kept VALUES (?, ?, ?)", (name.digest(), width, height))
        database.execute("COMMIT")
    database.close()


def _thumbnailed(body: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(body), formats=["JPEG"]) as picture:
        size = picture.size
        picture.draft("RGB", (EDGE, EDGE))
        picture.thumbnail((EDGE, EDGE))
        picture.save(io.BytesIO(), "JPEG", quality=QUALITY)
        return size


def _write(path: Path, body: bytes) -> None:
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
