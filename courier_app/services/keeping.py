"""How long an office keeps the data of a document kind: the national term, or its own, each change a leaf."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from courier_app.domain.kinds import KINDS
from courier_app.domain.merkle import LeafType
from courier_app.domain.refusals import Invalid
from courier_app.domain.retention import DEFAULT, Keeping, is_allowed
from courier_app.models import KeepingRule
from courier_app.queries.retention import rules_of
from courier_app.services.server_records import append_record


@dataclass(frozen=True)
class NewTerm:
    """`basis`: the rule behind it, such as the office's archive schedule; never about a person."""

    office_id: UUID
    user_id: UUID
    kind: str
    keeping: Keeping
    basis: str


def set_term(session: Session, new: NewTerm, *, now: datetime) -> bool:
    """Whether anything changed. It holds for packages that are closed already, too. Refuses with Invalid a kind that we
    do not have, and days out of bounds. Locks the ledger's tail last."""
    if new.kind not in KINDS or not is_allowed(new.keeping):
        raise Invalid
    if rules_of(session, new.office_id).get(new.kind, DEFAULT) == new.keeping:
        return False
    rule_id = uuid4()
    facts: dict[str, object] = {"rule": str(rule_id), "office": str(new.office_id), "kind": new.kind}
    facts |= {"pictures_days": new.keeping.pictures_days, "record_days": new.keeping.record_days}
    facts |= {"basis_hash": hashlib.sha256(new.basis.encode()).hexdigest(), "user": str(new.user_id)}
    index = append_record(session, LeafType.RETENTION, facts, now=now)
    days = {"pictures_days": new.keeping.pictures_days, "record_days": new.keeping.record_days}
    whose = {"id": rule_id, "office_id": new.office_id, "kind": new.kind, "user_id": new.user_id}
    session.add(KeepingRule(**whose, **days, basis=new.basis, set_at=now, leaf_index=index))
    session.flush()
    return True
