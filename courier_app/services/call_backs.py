"""What came of a call to a recipient: a line of the access log, which the hour's root holds in the ledger."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.call_backs import MOST_CALLS, CallAnswer
from courier_app.domain.refusals import UnknownPackage, WrongStatus
from courier_app.models import Look
from courier_app.queries.call_backs import CallRow, calls_of
from courier_app.services.looks import Sight, What, open_words, record_look, seal_words
from courier_app.services.moves import Actor, locked_package
from courier_app.services.ports import Ports
from courier_app.services.recipients import Erased, package_dek

ONE_CALL = timedelta(seconds=30)


@dataclass(frozen=True)
class Call:
    """`note` may be empty: the answer is of a list."""

    proof_id: UUID
    package_id: UUID
    user_id: UUID
    answer: CallAnswer
    note: str = ""


def note_call(session: Session, ports: Ports, call: Call, *, now: datetime) -> None:
    """The note is sealed under the package's key; the same answer of the same person once more is the first one.
    Refuses with UnknownPackage when the data were erased, and with WrongStatus after MOST_CALLS."""
    locked_package(session, call.package_id)
    known = calls_of(session, call.package_id, call.proof_id)
    if known and _is_again(known[-1], call, now):
        return
    if len(known) >= MOST_CALLS:
        raise WrongStatus
    try:
        package_dek(session, ports, call.package_id)
        words = seal_words(session, ports, call.package_id, call.note) if call.note else None
    except Erased:
        raise UnknownPackage from None
    sight = Sight(What.CALLED_BACK, call.package_id, call.proof_id, call.answer, words)
    record_look(session, sight, by=Actor(user_id=call.user_id), now=now)


def take_back(session: Session, call_id: UUID, proof_id: UUID, *, by: Actor, now: datetime) -> None:
    """The call was noted by mistake: it stays readable, and counts no more. Once more is the first time. Refuses with
    UnknownPackage what is no call about this proof."""
    call = session.get(Look, call_id)
    if call is None or (call.what, call.subject_id) != (What.CALLED_BACK.value, proof_id):
        raise UnknownPackage
    locked_package(session, call.package_id)
    known = calls_of(session, call.package_id, proof_id)
    if any(row.id == call_id and row.counts for row in known):
        record_look(session, Sight(What.CALL_TAKEN_BACK, call.package_id, call_id), by=by, now=now)


def _is_again(last: CallRow, call: Call, now: datetime) -> bool:
    """A button pressed twice; nobody rings up twice in that time."""
    same = last.counts and (last.user_id, last.answer) == (call.user_id, call.answer)
    return same and now - last.at < ONE_CALL


def open_call_note(session: Session, ports: Ports, package_id: UUID, row: CallRow) -> str | None:
    """None for nothing, and when it does not open any more. Whoever shows it records the look first."""
    return open_words(session, ports, package_id, row.words_sealed) if row.words_sealed else None
