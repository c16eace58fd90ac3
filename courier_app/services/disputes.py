"""A case from "not received" to its verdict: every step a leaf, every word sealed under the package's key."""

import hashlib
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from courier_app.domain.disputes import (
    HEARD,
    MOST_CASES,
    MOST_CITIZEN_NOTES,
    MOST_ENTRIES,
    OFFICE_DECIDES,
    OFFICE_WRITES,
    OVERTURNS,
    Account,
    Said,
    Verdict,
    deadline,
)
from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.refusals import CaseClosed, Invalid, UnknownPackage, WrongStatus
from courier_app.models import Dispute, DisputeEntry, Package
from courier_app.queries.disputes import courier_asked, who_brought
from courier_app.queries.partner import has_readers
from courier_app.services.moves import Actor, locked_package, moved_last
from courier_app.services.ports import Ports
from courier_app.services.sealed_text import open_of_package, seal_for_package
from courier_app.services.server_records import append_record

COLUMN = "dispute"  # what the vault binds the words to, beside the package and the row
NOBODY = Actor()


@dataclass(frozen=True)
class Line:
    """What somebody adds to a case. `text` may be empty where `account` says it; `by` is nobody for the citizen, and
    names the courier who was asked beside the officer who asks."""

    dispute_id: UUID
    said: Said
    by: Actor
    text: str = ""
    account: Account | None = None


@dataclass(frozen=True)
class Ruling:
    """How an officer ends a case; the citizen reads the reason."""

    dispute_id: UUID
    user_id: UUID
    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class _End:
    """A verdict as the row and as the ledger keep it."""

    verdict: Verdict
    user_id: UUID | None = None
    sealed: bytes | None = None

    @property
    def as_columns(self) -> tuple[Verdict, bytes | None, UUID | None]:
        return self.verdict, self.sealed, self.user_id

    @property
    def as_facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"verdict": self.verdict.value}
        facts |= {"user": str(self.user_id)} if self.user_id else {}
        return facts | ({"reason_hash": hashlib.sha256(self.sealed).hexdigest()} if self.sealed else {})


def open_dispute(session: Session, ports: Ports, package: Package, note: str, *, now: datetime) -> Dispute:
    """A new case of a locked package, with the citizen's own words if there are any. It holds the evidence from here.
    Whoever brought the package is asked at once, and the partner told, where somebody reads it.
    Refuses with CaseClosed after MOST_CASES. Locks the ledger's tail last."""
    before = session.scalar(select(func.count()).where(Dispute.package_id == package.id)) or 0
    if before >= MOST_CASES:
        raise CaseClosed
    due = deadline(now, None)
    case = Dispute(id=uuid4(), package_id=package.id, office_id=package.office_id, opened_at=now, due_at=due)
    facts = {"step": "opened", "dispute": str(case.id), "package": str(package.id), "hold": True}
    case.opened_leaf = append_record(session, LeafType.DISPUTE, facts | {"due": due.isoformat()}, now=now)
    session.add(case)
    session.flush()
    package.disputed_at, package.overturned_at = now, None
    if note:
        _add(session, ports, case, Line(case.id, Said.CITIZEN, NOBODY, note), now=now)
    courier_id = who_brought(session, package)
    if courier_id:
        _ask(session, case, Actor(courier_id=courier_id), now=now)
        _tell_partner(session, case, courier_id, now=now)
    return case


def open_case_of(session: Session, package_id: UUID) -> Dispute | None:
    return session.scalar(
        select(Dispute).where(Dispute.package_id == package_id, Dispute.decided_at.is_(None))
    )


def withdraw(session: Session, package: Package, *, now: datetime) -> None:
    """The citizen of a locked package has it after all: the case, if one is open, ends by that, and an earlier verdict
    leaves nothing to void."""
    package.overturned_at = None
    case = open_case_of(session, package.id)
    if case:
        _decide(session, package, case, _End(Verdict.WITHDRAWN), now=now)


def ask_courier(session: Session, dispute_id: UUID, *, by: UUID, now: datetime) -> None:
    """The courier who brought the package finds the question in his app, once more after he has answered. Asked twice
    is asked once. Refuses with WrongStatus when nobody carried it, with CaseClosed."""
    case, package = _locked(session, dispute_id)
    courier_id = who_brought(session, package)
    if courier_id is None:
        raise WrongStatus
    if not _waits_for_courier(session, case.id):
        _ask(session, case, Actor(user_id=by, courier_id=courier_id), now=now)


def give_account(session: Session, ports: Ports, line: Line, *, now: datetime) -> None:
    """The courier's own answer, once for each question. Refuses with UnknownPackage whoever was not asked, and with
    CaseClosed."""
    asked = select(DisputeEntry.id).where(
        *(DisputeEntry.dispute_id == line.dispute_id, DisputeEntry.said == Said.ASKED),
        DisputeEntry.courier_id == line.by.courier_id,
    )
    if session.scalar(asked.limit(1)) is None:
        raise UnknownPackage
    case, _ = _locked(session, line.dispute_id)
    if _has_not_written(session, line):
        _add(session, ports, case, line, now=now)


def write_line(session: Session, ports: Ports, line: Line, *, now: datetime) -> None:
    """An officer's note, a telephone call, or news that the citizen reads: the first of those stops the clock of the
    first answer. Refuses with CaseClosed, or Invalid: also a courier's account where no courier is asked about it."""
    if line.said not in OFFICE_WRITES or (line.said is Said.CALL) != (line.account is not None):
        raise Invalid
    case, _ = _locked(session, line.dispute_id)
    if _count(session, case.id) >= MOST_ENTRIES:
        raise CaseClosed
    if line.said is Said.CALL and courier_asked(session, case.id, now=now) is None:
        raise Invalid
    if line.said is Said.TOLD and case.answered_at is None:
        case.answered_at, case.due_at = now, deadline(case.opened_at, now)
    _add(session, ports, case, line, now=now)


def add_citizen_note(session: Session, ports: Ports, package_id: UUID, text: str, *, now: datetime) -> None:
    """More of what the citizen has to say. Refuses with CaseClosed, also after MOST_CITIZEN_NOTES."""
    locked_package(session, package_id)
    case = open_case_of(session, package_id)
    if case is None:
        raise CaseClosed
    if _count(session, case.id, Said.CITIZEN) >= MOST_CITIZEN_NOTES:
        raise CaseClosed
    _add(session, ports, case, Line(case.id, Said.CITIZEN, NOBODY, text), now=now)


def decide_dispute(session: Session, ports: Ports, ruling: Ruling, *, now: datetime) -> Dispute:
    """The verdict, once. The same verdict of the same person again is the first one. The package stays where its
    proofs have brought it. Refuses with CaseClosed, or with Invalid the verdict that is the citizen's own."""
    if ruling.verdict not in OFFICE_DECIDES:
        raise Invalid
    case, package = _held(session, ruling.dispute_id)
    if case.decided_at:
        if (case.decided_by, case.verdict) != (ruling.user_id, ruling.verdict):
            raise CaseClosed
        return case
    sealed = _sealed(session, ports, case, case.id, ruling.reason)
    _decide(session, package, case, _End(ruling.verdict, ruling.user_id, sealed), now=now)
    return case


def open_text(
    session: Session, ports: Ports, package_id: UUID, row_id: UUID, sealed: bytes | None
) -> str | None:
    """What was written; None for nothing, and when the package's data were erased. Whoever shows it to staff records
    the look first."""
    return open_of_package(session, ports, package_id, sealed, column=f"{COLUMN}.{row_id}")


def _ask(session: Session, case: Dispute, by: Actor, *, now: datetime) -> None:
    _add(session, None, case, Line(case.id, Said.ASKED, by), now=now)


def _tell_partner(session: Session, case: Dispute, courier_id: UUID, *, now: datetime) -> None:
    """From now on the case stands on the partner's page. Nobody who could read it there: nobody was told."""
    if has_readers(session, courier_id, office_id=case.office_id):
        _add(session, None, case, Line(case.id, Said.PARTNER, Actor(courier_id=courier_id)), now=now)


def _held(session: Session, dispute_id: UUID) -> tuple[Dispute, Package]:
    """The package's row is the lock of its cases: the citizen's own word takes it too."""
    package_id = session.scalar(select(Dispute.package_id).where(Dispute.id == dispute_id))
    if package_id is None:
        raise UnknownPackage
    package = locked_package(session, package_id)
    return session.get_one(Dispute, dispute_id, populate_existing=True), package


def _locked(session: Session, dispute_id: UUID) -> tuple[Dispute, Package]:
    case, package = _held(session, dispute_id)
    if case.decided_at:
        raise CaseClosed
    return case, package


def _waits_for_courier(session: Session, dispute_id: UUID) -> bool:
    """A question stands, and no account came after it: his own, or what he said on the telephone."""
    return _last_of(session, dispute_id, HEARD | {Said.ASKED}) is Said.ASKED


def _has_not_written(session: Session, line: Line) -> bool:
    """A telephone call ends the question; what he wrote meanwhile is kept all the same, for he is told that it is."""
    his = DisputeEntry.courier_id == line.by.courier_id
    return _last_of(session, line.dispute_id, {Said.ASKED, Said.ACCOUNT}, his) is Said.ASKED


def _last_of(session: Session, dispute_id: UUID, kinds: Set[Said], *more: ColumnElement[bool]) -> Said | None:
    """The newest word of these kinds in a case."""
    said = select(DisputeEntry.said).where(
        DisputeEntry.dispute_id == dispute_id, DisputeEntry.said.in_(kinds), *more
    )
    newest = said.order_by(DisputeEntry.made_at.desc(), DisputeEntry.leaf_index.desc())
    return session.scalar(newest.limit(1))


def _count(session: Session, dispute_id: UUID, *said: Said) -> int:
    query = select(func.count()).where(DisputeEntry.dispute_id == dispute_id)
    return session.scalar(query.where(DisputeEntry.said.in_(said)) if said else query) or 0


def _add(session: Session, ports: Ports | None, case: Dispute, line: Line, *, now: datetime) -> None:
    """The line and its leaf, which holds the hash of the sealed words alone. Locks the ledger's tail last."""
    row_id = uuid4()
    sealed = _sealed(session, ports, case, row_id, line.text) if ports and line.text else None
    facts: dict[str, object] = {"step": line.said.value, "dispute": str(case.id), "entry": str(row_id)}
    facts |= {name: str(value) for name, value in _who(line.by) if value}
    facts |= {"account": line.account.value} if line.account else {}
    facts |= {"text_hash": hashlib.sha256(sealed).hexdigest()} if sealed else {}
    entry = DisputeEntry(
        id=row_id,
        dispute_id=case.id,
        said=line.said,
        made_at=now,
        user_id=line.by.user_id,
        courier_id=line.by.courier_id,
        account=line.account,
        text_sealed=sealed,
        leaf_index=append_record(session, LeafType.DISPUTE, facts, now=now),
    )
    session.add(entry)
    session.flush()


def _who(by: Actor) -> tuple[tuple[str, UUID | None], ...]:
    return (("user", by.user_id), ("courier", by.courier_id))


def _decide(session: Session, package: Package, case: Dispute, end: _End, *, now: datetime) -> None:
    """Locks the ledger's tail last."""
    case.verdict, case.reason_sealed, case.decided_by, case.decided_at = *end.as_columns, now
    package.disputed_at = None
    package.overturned_at = now if end.verdict in OVERTURNS and _has_a_proof(session, package) else None
    facts = {"step": "verdict", "dispute": str(case.id), "hold": False, **end.as_facts}
    case.decided_leaf = append_record(session, LeafType.DISPUTE, facts, now=now)
    session.flush()


def _has_a_proof(session: Session, package: Package) -> bool:
    """A delivery that counts and can be voided: what was collected at the counter has no proof."""
    return package.status is Status.DELIVERED and moved_last(session, package.id) is not None


def _sealed(session: Session, ports: Ports, case: Dispute, row_id: UUID, text: str) -> bytes:
    return seal_for_package(session, ports, case.package_id, text, column=f"{COLUMN}.{row_id}")
