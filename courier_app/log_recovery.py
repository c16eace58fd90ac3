"""`ledger recover`: the log goes on after a restored backup, from a copy; the signer has the last word."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from courier_app.db import Database
from courier_app.domain.growths import ANOTHER_SIZE
from courier_app.domain.notes import BadNote, Checkpoint, read_checkpoint
from courier_app.domain.tiles import WIDTH, Tile, width_in
from courier_app.evidence.log_keys import KnownKey, open_checkpoint
from courier_app.evidence.signer import SigningRefused, SignsGrowth
from courier_app.queries.log import LENGTH_BYTES, tail
from courier_app.services.publishing import keep_checkpoint, next_growth
from courier_app.services.recovery import Span, bring_back


class NoCopy(Exception):  # noqa: N818 - named for the reason
    """The folder is no whole copy of this log."""


def recover(database: Database, key: KnownKey, signer: SignsGrowth, *, folder: Path, now: datetime) -> Span:
    """Brings back what is missing and publishes it, in one transaction: what the signer does not sign is not kept.
    Raises NoCopy, AnotherHistory, NothingMissing, SigningRefused, SignerAway, LogIsBehind (the signer remembers more
    than this copy has)."""
    signed = _checkpoint(folder, key)
    with database.transaction() as session:
        missing = _entries(folder, signed, since=tail(session).size)
        span = bring_back(session, missing, signed, now=now)
        _publish(session, signer, key.name, now=now)
    return span


def _checkpoint(folder: Path, key: KnownKey) -> Checkpoint:
    try:
        return open_checkpoint((folder / "checkpoint").read_bytes(), key)
    except (OSError, BadNote):
        raise NoCopy("checkpoint") from None


def _entries(folder: Path, signed: Checkpoint, *, since: int) -> list[bytes]:
    """From leaf `since` to the end of the copy."""
    found: list[bytes] = []
    for number in range(since // WIDTH, -(-signed.size // WIDTH)):
        tile = Tile(None, number, width_in(Tile(None, number), signed.size))
        found += _bundle(folder / tile.path)
    return found[since % WIDTH :]


def _bundle(path: Path) -> list[bytes]:
    try:
        content, at, found = path.read_bytes(), 0, []
    except OSError:
        raise NoCopy(path.name) from None
    while at < len(content):
        start = at + LENGTH_BYTES
        at = start + int.from_bytes(content[at:start])
        found.append(content[start:at])
    return found


def _publish(session: Session, signer: SignsGrowth, origin: str, *, now: datetime) -> None:
    try:
        _signed(session, signer, origin, since=None, now=now)
    except SigningRefused as refused:
        if refused.status != ANOTHER_SIZE:
            raise
        _signed(session, signer, origin, since=refused.size, now=now)


def _signed(session: Session, signer: SignsGrowth, origin: str, *, since: int | None, now: datetime) -> None:
    growth = next_growth(session, origin, since=since)
    if growth:
        checkpoint = read_checkpoint(growth.checkpoint.decode())
        keep_checkpoint(session, checkpoint, signer.sign(growth), now=now)
