"""To whom a package was handed: the relation and the moment, read from the sealed proof; never the name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.contactless import HandoverMode
from courier_app.domain.door import NOT_SIGNED
from courier_app.domain.evidence_classes import SignatureStatus
from courier_app.domain.proofs import Outcome, happened_at
from courier_app.domain.recipients import Relation
from courier_app.evidence.vault import SealBroken, open_field
from courier_app.models import Proof
from courier_app.queries.reviews import believed, overtaken
from courier_app.services.own_phone_late import has_arrived
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import COLUMN
from courier_app.services.recipients import Erased, package_dek
from courier_app.services.records import Record


@dataclass(frozen=True)
class HandedOver:
    """`at` by the phone's clock, put right by the server's; `leaf_index` is the proof's place in the ledger;
    `own_phone`: it was signed on the recipient's own phone, and that signature is here; `put_down`: nobody's hands met;
    `unsigned`: the recipient declined or could not sign, and somebody stood by, who is not named here."""

    relation: Relation
    at: datetime
    proof_id: UUID
    manifest_hash: bytes
    leaf_index: int
    own_phone: bool = False
    put_down: bool = False
    unsigned: SignatureStatus | None = None


def handed_over(session: Session, ports: Ports, package_id: UUID) -> HandedOver | None:
    """What the accepted proof of delivery says; None without one, where it was overtaken, or when its package's data
    were erased."""
    accepted = (Proof.package_id == package_id, Proof.outcome == Outcome.DELIVERED, believed(), ~overtaken())
    proof = session.scalar(select(Proof).where(*accepted).order_by(Proof.received_at.desc()).limit(1))
    if proof is None:
        return None
    try:
        dek = package_dek(session, ports, package_id)
    except Erased:
        return None
    members = Record(_opened(dek, proof)).members
    relation, at = _relation(members), happened_at(proof, received_at=proof.received_at)
    if relation is None:
        return None
    signed = has_arrived(session, package_id, members)
    return HandedOver(
        relation,
        at,
        proof.id,
        proof.manifest_hash,
        proof.leaf_index,
        own_phone=signed,
        put_down=_part(members, "contactless").get("mode") == HandoverMode.PLACED_AND_WATCHED,
        unsigned=_unsigned(members),
    )


def _unsigned(members: Mapping[str, Any]) -> SignatureStatus | None:
    answers = _part(_part(members, "policy"), "answers")
    status = answers.get("signature_status")
    return SignatureStatus(status) if status in NOT_SIGNED and answers.get("witness") else None


def _part(members: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = members.get(name)
    return part if isinstance(part, dict) else {}


def _opened(dek: bytes, proof: Proof) -> bytes | None:
    """A record that does not open any more is for auditors to find; the citizen's page stays up."""
    try:
        return open_field(dek, proof.sent_sealed, package_id=proof.package_id, column=COLUMN).encode()
    except SealBroken:
        return None


def _relation(members: Mapping[str, Any]) -> Relation | None:
    told = (members.get("recipient") or {}).get("rel")
    return Relation(told) if told in set(Relation) else None
