"""Proofs that a leaf is in the log, as a file for other people's programs (C2SP tlog-proof; evidence.md 1.5)."""

from sqlalchemy.orm import Session

from courier_app.domain.notes import b64_lines
from courier_app.domain.refusals import NotYetPublished
from courier_app.domain.tiles import inclusion_path
from courier_app.queries.log import Hashes, newest_checkpoint

FORM = "c2sp.org/tlog-proof@v1"


def proof_file(session: Session, index: int) -> bytes:
    """Index, path and the newest checkpoint, verbatim: the one that most people may have seen. Refuses with
    NotYetPublished, also for a leaf that will never be."""
    checkpoint = newest_checkpoint(session)
    if checkpoint is None or index >= checkpoint.size:
        raise NotYetPublished
    path = inclusion_path(Hashes(session), index, checkpoint.size)
    return f"{FORM}\nindex {index}\n{b64_lines(path)}\n".encode() + checkpoint.note
