"""The recipient's half of a handover: a link opened by one browser, and what it signed, kept once (decision 0024)."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType, leaf_entry
from courier_app.domain.own_phone import (
    AT_A_DOOR,
    SEND_WITHIN,
    Link,
    link_key,
    read_token,
    short_code,
)
from courier_app.domain.refusals import Invalid, LinkClosed
from courier_app.evidence.vault import open_field, seal_field
from courier_app.models import OwnPhoneSignature, Package
from courier_app.queries.policies import known_policy
from courier_app.services.ledger import append_leaf
from courier_app.services.moves import locked_package
from courier_app.services.own_phone_facts import COLUMN, network_digest
from courier_app.services.own_phone_late import complete_waiting_proof
from courier_app.services.ports import Ports
from courier_app.services.recipients import Erased, package_dek
from courier_app.services.senders import Sender

UNKNOWN, OVER, USED = ({"reason": word} for word in ("unknown", "over", "used"))


@dataclass(frozen=True)
class Visit:
    """Who knocks: what stood in the QR, and what the browser drew for itself when it opened it. `network` is the
    caller's address, of which a keyed digest is kept."""

    label_id: str
    token: str
    secret: str = field(repr=False)
    browser: str = ""
    network: str = ""


@dataclass(frozen=True)
class Opened:
    """`relations`: who may receive; `papers`: who of them names a letter. `code` when it has been signed already: a
    reload shows it again."""

    package_id: UUID
    relations: tuple[str, ...]
    code: str | None
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signed:
    """What the page sent, byte for byte, and what of it is compared."""

    record: bytes = field(repr=False)
    id: UUID
    label_id: str
    relation: str


@dataclass(frozen=True)
class Taken:
    code: str
    new: bool


@dataclass(frozen=True)
class Seen:
    """How far the recipient has come."""

    state: Literal["unseen", "opened", "signed"]
    package_id: UUID | None = None
    record: str | None = field(default=None, repr=False)


def open_link(session: Session, ports: Ports, visit: Visit, *, now: datetime) -> Opened:
    """The first browser has it. Refuses with LinkClosed: unknown (also when attempt or courier are others by now),
    over, or used."""
    link, package, row = _found(session, ports, visit)
    if row is None:
        if link.is_over(now):
            raise LinkClosed(members=OVER)
        row = _new_row(ports, link, package, visit, now=now)
        session.add(row)
    policy = known_policy(session, package.policy_id, package.policy_version)
    relations = tuple(relation.value for relation in policy.relations) if policy else ()
    papers = tuple(relation.value for relation in policy.papers) if policy else ()
    return Opened(package.id, relations, row.code, papers)


def keep_signature(session: Session, ports: Ports, visit: Visit, signed: Signed, *, now: datetime) -> Taken:
    """Once: the same bytes again get the same answer, others are refused. Completes a proof that came before it. Locks
    the package, and the ledger's tail last.

    Refuses with LinkClosed; with Invalid what is about another package, or by somebody who may
    not receive it.
    """
    link, package, row = _found(session, ports, visit)
    if row is None or now > row.opened_at + SEND_WITHIN:
        raise LinkClosed(members=OVER)
    digest = hashlib.sha256(signed.record).digest()
    if row.record_hash is not None:
        if row.record_hash != digest or row.code is None:
            raise LinkClosed(members=USED)
        return Taken(row.code, new=False)
    _check(session, package, link, signed)
    code = short_code(link.token, signed.record)
    row.received_at, row.record_hash, row.code = now, digest, code
    row.record_sealed = _sealed(session, ports, package.id, signed.record)
    session.flush()
    complete_waiting_proof(session, ports, package, row, now=now)
    entry = leaf_entry(LeafType.OWN_PHONE, int(now.timestamp()), mh=digest.hex(), jh=None)
    row.leaf_index = append_leaf(session, entry)
    session.flush()
    return Taken(code, new=True)


def seen_by_courier(session: Session, ports: Ports, sender: Sender, link_id: UUID) -> Seen:
    """For the courier who holds the package; a package that is not his looks like one that nobody opened. Whoever
    shows the record notes the look first."""
    row = session.get(OwnPhoneSignature, link_id)
    if row is None or not _holds(session.get_one(Package, row.package_id), sender):
        return Seen("unseen")
    if row.record_sealed is None:
        return Seen("opened")
    try:
        dek = package_dek(session, ports, row.package_id)
    except Erased:
        return Seen("unseen")
    record = open_field(dek, row.record_sealed, package_id=row.package_id, column=COLUMN)
    return Seen("signed", row.package_id, record)


def key_for_phone(ports: Ports, package: Package) -> bytes:
    """What the courier's phone makes links with; goes out with the round, to nobody else."""
    return link_key(ports.claim_key, package.id, package.attempt, package.handover_id)


def _found(session: Session, ports: Ports, visit: Visit) -> tuple[Link, Package, OwnPhoneSignature | None]:
    """Under the package's lock, so that of two browsers one is second. A link that was opened stays good for its
    attempt, wherever the package has gone meanwhile."""
    link = read_token(visit.token)
    package_id = session.scalar(select(Package.id).where(Package.label_id == visit.label_id))
    if link is None or package_id is None:
        raise LinkClosed(members=UNKNOWN)
    package = locked_package(session, package_id)
    row = session.get(OwnPhoneSignature, link.id, populate_existing=True)
    held = (row.attempt, row.handover_id) if row else (package.attempt, package.handover_id)
    same_package = row is None or row.package_id == package_id
    if not same_package or not link.made_with(link_key(ports.claim_key, package_id, *held)):
        raise LinkClosed(members=UNKNOWN)
    if row is None and package.status not in AT_A_DOOR:
        raise LinkClosed(members=OVER)
    if row is not None and not hmac.compare_digest(row.visit_digest, _digest(visit.secret)):
        raise LinkClosed(members=USED)
    return link, package, row


def _new_row(ports: Ports, link: Link, package: Package, visit: Visit, *, now: datetime) -> OwnPhoneSignature:
    return OwnPhoneSignature(
        id=link.id,
        package_id=package.id,
        attempt=package.attempt,
        handover_id=package.handover_id,
        issued_at=link.issued_at,
        opened_at=now,
        visit_digest=_digest(visit.secret),
        browser=visit.browser,
        network=network_digest(ports, visit.network),
    )


def _check(session: Session, package: Package, link: Link, signed: Signed) -> None:
    policy = known_policy(session, package.policy_id, package.policy_version)
    allowed = policy.relations if policy else ()
    if (signed.id, signed.label_id) != (link.id, package.label_id) or signed.relation not in allowed:
        raise Invalid(members={"reason": "another-package-or-person"})


def _sealed(session: Session, ports: Ports, package_id: UUID, record: bytes) -> bytes:
    try:
        dek = package_dek(session, ports, package_id)
    except Erased:
        raise LinkClosed(members=UNKNOWN) from None
    return seal_field(dek, record.decode(), package_id=package_id, column=COLUMN)


def _holds(package: Package, sender: Sender) -> bool:
    of_this_trip = sender.handover_id in (None, package.handover_id)
    return package.courier_id == sender.courier_id and of_this_trip


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
