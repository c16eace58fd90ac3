"""What a witness is asked, and what is kept of its answer (C2SP tlog-witness; evidence.md 1.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.growths import Growth
from courier_app.domain.notes import NoteSignature, read_note
from courier_app.domain.tiles import consistency_path
from courier_app.domain.witnesses import Witness
from courier_app.evidence.cosignatures import Witnesses, with_lines
from courier_app.models import PublishedCheckpoint, Trouble, WitnessStanding
from courier_app.models.once import insert_once
from courier_app.queries.log import Hashes, newest_checkpoint

# Our history was contradicted: nothing more is signed until somebody has looked.
CONTRADICTED = frozenset({Trouble.AHEAD, Trouble.FORKED})


class AheadOfUs(Exception):  # noqa: N818 - named for the reason
    """The witness has signed more leaves than we have published."""


@dataclass(frozen=True)
class Cosigned:
    """What a witness signed, checked already."""

    witness: Witness
    size: int
    lines: Sequence[NoteSignature]


def question_for(session: Session, witness: Witness, *, told: int | None = None) -> Growth | None:
    """The newest checkpoint and the way to it from what this witness signed last; None when it has signed it. `told`:
    the size that it said it remembers. Raises AheadOfUs."""
    newest, standing = newest_checkpoint(session), session.get(WitnessStanding, witness.id)
    seen = standing.cosigned_size if standing else 0
    if (
        newest is None
        or newest.size == 0
        or (told is None and seen == newest.size and not _troubled(standing))
    ):
        return None
    old = seen if told is None else told
    if old > newest.size:
        raise AheadOfUs
    return Growth(old, tuple(consistency_path(Hashes(session), old, newest.size)), newest.note)


def keep_cosignature(session: Session, signed: Cosigned, *, by: Witnesses, now: datetime) -> None:
    """Beside what other witnesses put there meanwhile; witnessed as soon as the policy is met."""
    here = select(PublishedCheckpoint).where(PublishedCheckpoint.size == signed.size).with_for_update()
    checkpoint = session.scalars(here).one()
    note = with_lines(read_note(checkpoint.note), signed.lines)
    checkpoint.note = note.written()
    if checkpoint.witnessed_at is None and by.met_by(note):
        checkpoint.witnessed_at = now
    standing = _standing(session, signed.witness, now)
    standing.cosigned_size, standing.trouble, standing.since, standing.request = signed.size, None, now, None


def keep_trouble(
    session: Session, witness: Witness, trouble: Trouble, *, asked: bytes | None, now: datetime
) -> None:
    """`since` stays while the trouble does; the request of a contradiction is kept as evidence, the first one."""
    standing = _standing(session, witness, now)
    if standing.trouble != trouble:
        standing.trouble, standing.since = trouble, now
        standing.request = asked if trouble in CONTRADICTED else None


def is_contradicted(session: Session, ids: Sequence[str]) -> bool:
    """Whether a witness that counts says that this log told another story before."""
    found = select(WitnessStanding.witness).where(
        WitnessStanding.witness.in_(ids), WitnessStanding.trouble.in_(CONTRADICTED)
    )
    return bool(ids) and session.scalars(found.limit(1)).first() is not None


def _standing(session: Session, witness: Witness, now: datetime) -> WitnessStanding:
    values = {"witness": witness.id, "cosigned_size": 0, "trouble": None, "since": now, "request": None}
    insert_once(session, WitnessStanding, on=("witness",), values=values)
    return session.get_one(WitnessStanding, witness.id)


def _troubled(standing: WitnessStanding | None) -> bool:
    return standing is not None and standing.trouble is not None
