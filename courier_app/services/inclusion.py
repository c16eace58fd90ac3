"""Proofs that a leaf is in the log, as a file for other people's programs (C2SP tlog-proof; evidence.md 1.5)."""

from sqlalchemy.orm import Session

from courier_app.domain.growths import Growth
from courier_app.domain.notes import b64_lines
from courier_app.domain.refusals import NotYetPublished
from courier_app.domain.tiles import consistency_path, inclusion_path
from courier_app.models import PublishedCheckpoint
from courier_app.queries.log import Hashes, newest_checkpoint
from courier_app.queries.witnessed import newest_witnessed

FORM = "c2sp.org/tlog-proof@v1"


def proof_file(session: Session, index: int) -> bytes:
    """Index, path and a checkpoint, verbatim: the newest that witnesses signed if the leaf is in it, else the newest.
    Refuses with NotYetPublished, also for a leaf that will never be."""
    checkpoint = newest_witnessed(session)
    if checkpoint is None or index >= checkpoint.size:
        checkpoint = newest_checkpoint(session)
    if checkpoint is None or index >= checkpoint.size:
        raise NotYetPublished
    return proof_at(session, index, checkpoint)


def proof_at(session: Session, index: int, checkpoint: PublishedCheckpoint) -> bytes:
    """The proof of a leaf that is in this very checkpoint."""
    path = inclusion_path(Hashes(session), index, checkpoint.size)
    return f"{FORM}\nindex {index}\n{b64_lines(path)}\n".encode() + checkpoint.note


def growth_since(session: Session, old: int) -> Growth | None:
    """From the tree of `old` leaves to the newest checkpoint; None when no such tree was published, or it is larger."""
    newest = newest_checkpoint(session)
    if newest is None or old > newest.size:
        return None
    return Growth(old, tuple(consistency_path(Hashes(session), old, newest.size)), newest.note)
