"""To whom a package was handed: the relation and the moment, read from the sealed proof; never the name."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.proofs import Outcome
from courier_app.domain.recipients import Relation
from courier_app.evidence.vault import open_field
from courier_app.models import Proof
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import COLUMN
from courier_app.services.recipients import Erased, package_dek


@dataclass(frozen=True)
class HandedOver:
    relation: Relation
    at: datetime


def handed_over(session: Session, ports: Ports, package_id: UUID) -> HandedOver | None:
    """What the accepted proof of delivery says; None without one, or when its package's data were erased."""
    accepted = (Proof.package_id == package_id, Proof.outcome == Outcome.DELIVERED, Proof.mark.is_(None))
    proof = session.scalar(select(Proof).where(*accepted).order_by(Proof.received_at.desc()).limit(1))
    if proof is None:
        return None
    try:
        dek = package_dek(session, ports, package_id)
    except Erased:
        return None
    relation = _relation(open_field(dek, proof.sent_sealed, package_id=package_id, column=COLUMN))
    return HandedOver(relation, proof.captured_at) if relation else None


def _relation(sent: str) -> Relation | None:
    """From a record that was verified when it was kept: a compact JWS, or the bare manifest."""
    members = json.loads(sent if sent.startswith("{") else _payload(sent))
    told = (members.get("recipient") or {}).get("rel")
    return Relation(told) if told in set(Relation) else None


def _payload(jws: str) -> bytes:
    part = jws.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
