"""From the ledger as it stands to a checkpoint that the signer has seen grow (evidence.md 1.9, 5.1)."""

from datetime import datetime

from sqlalchemy.orm import Session

from courier_app.domain.growths import Growth
from courier_app.domain.merkle import root
from courier_app.domain.notes import Checkpoint, Note, NoteSignature
from courier_app.domain.tiles import consistency_path, hashes_in
from courier_app.models import PublishedCheckpoint
from courier_app.models.once import insert_once
from courier_app.queries.log import Hashes, newest_checkpoint, tail


class LogIsBehind(Exception):  # noqa: N818 - named for the reason
    """The signer has signed more leaves than this database has: it was restored, or is another one."""


def next_growth(session: Session, origin: str, *, since: int | None = None) -> Growth | None:
    """What to ask the signer; None when all is published. `since`: the size that the signer remembers, when it
    remembers another one than we do. Raises LogIsBehind."""
    last = newest_checkpoint(session)  # first: on PostgreSQL another machine may publish between the two
    now = tail(session)
    if since is None and last and last.size == now.size:
        return None
    old = since if since is not None else last.size if last else 0
    if old > now.size:
        raise LogIsBehind
    checkpoint = Checkpoint(origin, now.size, root(hashes_in(now.edge)))
    path = consistency_path(Hashes(session), old, now.size)
    return Growth(old, tuple(path), checkpoint.text.encode())


def keep_checkpoint(session: Session, checkpoint: Checkpoint, line: NoteSignature, *, now: datetime) -> None:
    """Published from here on. Whoever asked the signer at the same moment kept the same."""
    note = Note(checkpoint.text, (line,)).written()
    values = {"size": checkpoint.size, "root": checkpoint.root, "note": note, "signed_at": now}
    insert_once(session, PublishedCheckpoint, on=("size",), values=values)
