"""A proof that named the recipient's signature before it was here: its arrival is the verdict (decision 0024)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.own_phone import OwnPhoneClaim, matches
from courier_app.domain.proofs import Flag, Mark
from courier_app.domain.refusals import Refusal
from courier_app.domain.reviews import Decision
from courier_app.domain.two_accounts import what_differs
from courier_app.evidence.vault import SealBroken, open_field
from courier_app.models import OwnPhoneSignature, Package, Proof, Review
from courier_app.services.own_phone_facts import receiver_in, signed_members
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import COLUMN
from courier_app.services.recipients import package_dek
from courier_app.services.records import Record
from courier_app.services.reviews import NewReview, review_proof

REASON = "Tanda tangan di ponsel penerima, yang disebut bukti ini, tiba sesudahnya dan cocok."


def complete_waiting_proof(
    session: Session, ports: Ports, package: Package, row: OwnPhoneSignature, *, now: datetime
) -> None:
    """At most one: it lacked this signature and nothing else, nobody has decided about it, and both name the same
    receiver; where they do not, it stays waiting for a person."""
    for proof in _waiting(session, package.id):
        members = _members(session, ports, proof)
        named = named_in(members)
        if (
            named
            and named.id == row.id
            and _fits(proof, named, row)
            and _agrees(session, ports, members, row)
        ):
            accepted = NewReview(proof.id, None, Decision.ACCEPTED, REASON, seen=package.status)
            review_proof(session, ports, accepted, now=now)
            return


def named_in(members: Mapping[str, Any]) -> OwnPhoneClaim | None:
    """The record that a stored manifest names."""
    said = members.get("own_phone")
    if not isinstance(said, dict):
        return None
    return OwnPhoneClaim(UUID(str(said.get("id"))), said.get("mh"), said.get("code"))


def has_arrived(session: Session, package_id: UUID, members: Mapping[str, Any]) -> bool:
    """Whether the record that a manifest names is here, and is that one."""
    named = named_in(members)
    row = session.get(OwnPhoneSignature, named.id) if named else None
    if named is None or row is None or row.record_hash is None or row.code is None:
        return False
    return row.package_id == package_id and matches(named, mh=row.record_hash, code=row.code)


def _waiting(session: Session, package_id: UUID) -> list[Proof]:
    flagged = Proof.flags.contains(Flag.OWN_PHONE_AWAITED.value, autoescape=True)
    decided = select(Review.proof_id).where(Review.package_id == package_id)
    query = select(Proof).where(
        Proof.package_id == package_id,
        Proof.mark == Mark.EVIDENCE_INCOMPLETE,
        flagged,
        Proof.id.not_in(decided),
    )
    return list(session.scalars(query.order_by(Proof.received_at, Proof.id)))


def _fits(proof: Proof, named: OwnPhoneClaim, row: OwnPhoneSignature) -> bool:
    if row.record_hash is None or row.code is None or proof.attempt != row.attempt:
        return False
    return matches(named, mh=row.record_hash, code=row.code)


def _agrees(session: Session, ports: Ports, members: Mapping[str, Any], row: OwnPhoneSignature) -> bool:
    by_recipient = receiver_in(signed_members(package_dek(session, ports, row.package_id), row))
    return not what_differs(receiver_in(members.get("recipient") or {}), by_recipient)


def _members(session: Session, ports: Ports, proof: Proof) -> Mapping[str, Any]:
    dek = package_dek(session, ports, proof.package_id)
    try:
        sent = open_field(dek, proof.sent_sealed, package_id=proof.package_id, column=COLUMN)
    except (SealBroken, Refusal):
        return {}
    return Record(sent.encode()).members
