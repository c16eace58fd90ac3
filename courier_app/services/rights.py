"""A citizen's request about the own data, from asking to the answer: each step a leaf, every word sealed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.refusals import RequestClosed, UnknownPackage
from courier_app.domain.retention import ErasedWhy, Part
from courier_app.domain.rights import MOST_REQUESTS, AskedAt, RequestAnswer, Right, due_at
from courier_app.evidence.vault import SealBroken, open_field
from courier_app.models import Package, RightsRequest
from courier_app.services.erasing import Order, erase
from courier_app.services.moves import locked_package
from courier_app.services.ports import Ports
from courier_app.services.recipients import Erased, Recipient, change_recipient, package_dek
from courier_app.services.sealed_text import seal_for_package
from courier_app.services.server_records import append_record

COLUMN = "right"  # what the vault binds the words to, beside the package and the row


@dataclass(frozen=True)
class Asking:
    """`by`: the officer at the counter; nobody on the citizen's own page."""

    package_id: UUID
    right: Right
    words: str = ""
    by: UUID | None = None

    @property
    def channel(self) -> AskedAt:
        return AskedAt.COUNTER if self.by else AskedAt.PAGE


@dataclass(frozen=True)
class Reply:
    """How the office answers; the citizen reads `reason`. `corrected`: the data as they are from now on."""

    request_id: UUID
    user_id: UUID
    answer: RequestAnswer
    reason: str = ""
    corrected: Recipient | None = None


def ask(session: Session, ports: Ports, asking: Asking, *, now: datetime) -> RightsRequest:
    """The request; the open one of the same kind, if there is one. Its time begins now. Refuses with RequestClosed
    after MOST_REQUESTS, and with UnknownPackage once the data were erased. Locks the ledger's tail last."""
    package = locked_package(session, asking.package_id)
    standing = open_request_of(session, package.id, asking.right)
    if standing:
        return standing
    said = select(func.count()).where(RightsRequest.package_id == package.id)
    if (session.scalar(said) or 0) >= MOST_REQUESTS:
        raise RequestClosed
    row_id, due = uuid4(), due_at(now)
    sealed = _sealed(session, ports, package.id, f"asked.{row_id}", asking.words)
    facts: dict[str, object] = {"step": "asked", "request": str(row_id), "package": str(package.id)}
    facts |= {"right": asking.right.value, "channel": asking.channel.value, "due": due.isoformat()}
    facts |= {"user": str(asking.by)} if asking.by else {}
    facts |= {"text_hash": _hash(sealed)} if asking.words else {}
    request = RightsRequest(
        id=row_id,
        package_id=package.id,
        office_id=package.office_id,
        right=asking.right,
        channel=asking.channel,
        asked_at=now,
        due_at=due,
        asked_by=asking.by,
        words_sealed=sealed if asking.words else None,
        asked_leaf=append_record(session, LeafType.RIGHTS, facts, now=now),
    )
    session.add(request)
    session.flush()
    return request


def open_request_of(session: Session, package_id: UUID, right: Right) -> RightsRequest | None:
    mine = (RightsRequest.package_id == package_id, RightsRequest.answered_at.is_(None))
    return session.scalar(select(RightsRequest).where(*mine, RightsRequest.right == right))


def answer_request(session: Session, ports: Ports, reply: Reply, *, now: datetime) -> RightsRequest:
    """Once. What was granted is done in the same transaction: data corrected, or erased, which anything that holds them
    refuses (PackageHeld, WrongStatus). Refuses with RequestClosed when a colleague was faster. Locks the ledger's tail
    last."""
    request, package = _held(session, reply.request_id)
    sealed = (
        _sealed(session, ports, package.id, f"answered.{request.id}", reply.reason) if reply.reason else None
    )
    request.answer, request.reason_sealed = reply.answer, sealed
    request.answered_by, request.answered_at = reply.user_id, now
    session.flush()
    if reply.answer is RequestAnswer.GRANTED:
        _do(session, ports, request, reply, now=now)
    facts: dict[str, object] = {"step": "answered", "request": str(request.id), "answer": reply.answer.value}
    facts |= {"user": str(reply.user_id)} | ({"reason_hash": _hash(sealed)} if sealed else {})
    corrected = reply.corrected is not None and request.right is Right.CORRECTION
    facts |= {"corrected_hash": _hash(package.recipient_sealed)} if corrected else {}
    request.answered_leaf = append_record(session, LeafType.RIGHTS, facts, now=now)
    session.flush()
    return request


def open_words_of(session: Session, ports: Ports, request: RightsRequest) -> tuple[str | None, str | None]:
    """What was asked and what was answered; None for nothing, and once the data were erased. Whoever shows them to
    staff records the look first."""
    try:
        dek = package_dek(session, ports, request.package_id)
        asked = _opened(dek, request, "asked", request.words_sealed)
        return asked, _opened(dek, request, "answered", request.reason_sealed)
    except (Erased, SealBroken):
        return None, None


def _do(session: Session, ports: Ports, request: RightsRequest, reply: Reply, *, now: datetime) -> None:
    """What the answer grants. Access is the file that may be fetched from now on."""
    if request.right is Right.CORRECTION and reply.corrected:
        change_recipient(session, ports, session.get_one(Package, request.package_id), reply.corrected)
    if request.right is Right.ERASURE:
        order = Order(request.package_id, Part.EVERYTHING, ErasedWhy.REQUEST, reply.user_id)
        erase(session, order, now=now)


def _held(session: Session, request_id: UUID) -> tuple[RightsRequest, Package]:
    """The package's row is the lock of its requests."""
    package_id = session.scalar(select(RightsRequest.package_id).where(RightsRequest.id == request_id))
    if package_id is None:
        raise UnknownPackage
    package = locked_package(session, package_id)
    request = session.get_one(RightsRequest, request_id, populate_existing=True)
    if request.answered_at:
        raise RequestClosed
    return request, package


def _sealed(session: Session, ports: Ports, package_id: UUID, place: str, words: str) -> bytes:
    return seal_for_package(session, ports, package_id, words, column=f"{COLUMN}.{place}")


def _opened(dek: bytes, request: RightsRequest, step: str, sealed: bytes | None) -> str | None:
    if sealed is None:
        return None
    return open_field(dek, sealed, package_id=request.package_id, column=f"{COLUMN}.{step}.{request.id}")


def _hash(sealed: bytes) -> str:
    return hashlib.sha256(sealed).hexdigest()
