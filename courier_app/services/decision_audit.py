"""What the office decided, as its rows say it, against what the ledger remembers: verdicts, phones' keys, and cases."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.evidence.jws import PublicJwk, b64u
from courier_app.models import Device, Review, ServerRecord
from courier_app.services.dispute_audit import dispute_key, disputes_that_differ

STREAMED = {"yield_per": 1_000}
# The member of a record that names the row it speaks of.
NAMED_BY = {LeafType.VERDICT: "proof", LeafType.KEY_ENROL: "device", LeafType.KEY_REVOKE: "device"}

Told = Mapping[str, Mapping[str, dict[str, Any]]]


def rows_that_differ(session: Session) -> Iterator[str]:
    """Words for each row that says another thing than its record, has none, or is gone."""
    told = _told(session)
    yield from _verdicts(session, told[LeafType.VERDICT])
    yield from _keys(session, told)
    yield from disputes_that_differ(session, told[LeafType.DISPUTE])


def _told(session: Session) -> Told:
    """Records by kind and by the row they speak of. The first one counts: a second could be anybody's afterthought."""
    told: dict[str, dict[str, dict[str, Any]]] = {kind.value: {} for kind in (*NAMED_BY, LeafType.DISPUTE)}
    wanted = select(ServerRecord.record).order_by(ServerRecord.leaf_index)
    for record in session.scalars(wanted, execution_options=STREAMED):
        facts = _facts(record)
        kind = facts.get("t")
        if kind in told:
            told[kind].setdefault(_key(LeafType(kind), facts), facts)
    return told


def _key(kind: LeafType, facts: Mapping[str, Any]) -> str:
    return dispute_key(facts) if kind is LeafType.DISPUTE else str(facts.get(NAMED_BY[kind]))


def _facts(record: bytes) -> dict[str, Any]:
    try:
        said = json.loads(record)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _verdicts(session: Session, told: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    left = set(told)
    for review in session.scalars(select(Review), execution_options=STREAMED):
        facts = told.get(str(review.proof_id), {})
        left.discard(str(review.proof_id))
        if any(facts.get(name) != value for name, value in _stated(review).items()):
            yield f"verdict on proof {review.proof_id}"
    yield from (f"verdict on proof {proof}, which is gone" for proof in sorted(left))


def _stated(review: Review) -> dict[str, object]:
    return {
        "decision": review.decision.value,
        "user": str(review.user_id) if review.user_id else None,
        "reason_hash": hashlib.sha256(review.reason_sealed).hexdigest(),
    }


def _keys(session: Session, told: Told) -> Iterator[str]:
    enrolled, revoked = told[LeafType.KEY_ENROL], told[LeafType.KEY_REVOKE]
    left = set(enrolled)
    for device in session.scalars(select(Device), execution_options=STREAMED):
        name = str(device.id)
        left.discard(name)
        key = PublicJwk(x=b64u(device.x), y=b64u(device.y)).as_dict()
        facts = enrolled.get(name, {})
        if facts.get("jwk") != key or facts.get("courier") != str(device.courier_id):
            yield f"key of phone {name}"
        if (name in revoked) != (device.revoked_at is not None):
            yield f"revocation of phone {name}"
    yield from (f"key of phone {name}, which is gone" for name in sorted(left))
