"""What the office decided, as rows say it, against what the ledger remembers: verdicts, keys, cases, old cards."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.evidence.jws import PublicJwk, b64u
from courier_app.models import Device, Review, Revocation
from courier_app.services.card_audit import card_key, cards_that_differ
from courier_app.services.counter_audit import collections_that_differ, stay_key, stays_that_differ
from courier_app.services.custody_audit import custody_that_differs, statements_that_differ
from courier_app.services.dispute_audit import dispute_key, disputes_that_differ
from courier_app.services.erasure_audit import NAMED_BY as ERASURES_BY
from courier_app.services.erasure_audit import erasures_that_differ
from courier_app.services.factor_audit import factor_key, factors_that_differ
from courier_app.services.fee_audit import fees_that_differ, report_key, reports_that_differ
from courier_app.services.record_members import STREAMED, logged_records, member
from courier_app.services.reissue_audit import reissue_key, reissues_that_differ
from courier_app.services.rights_audit import request_key, requests_that_differ
from courier_app.services.rule_audit import rule_key, rules_that_differ
from courier_app.services.void_audit import voids_that_differ

# The member of a record that names the row it speaks of.
NAMED_BY = {
    LeafType.VERDICT: "proof",
    LeafType.KEY_ENROL: "device",
    LeafType.KEY_REVOKE: "device",
    LeafType.FEES: "count",
    LeafType.COUNTED_IN: "salt",
    LeafType.VOID: "proof",
    LeafType.COLLECTED: "package",
} | ERASURES_BY
# Of these a row has more than one record.
KEYS: dict[LeafType, Callable[[Mapping[str, Any]], str]] = {
    LeafType.DISPUTE: dispute_key,
    LeafType.OLD_CARD: card_key,
    LeafType.MONEY_REPORT: report_key,
    LeafType.RIGHTS: request_key,
    LeafType.FACTOR: factor_key,
    LeafType.REISSUED: reissue_key,
    LeafType.RULES: rule_key,
    LeafType.COUNTER: stay_key,
}

Told = Mapping[str, Mapping[str, dict[str, Any]]]


def rows_that_differ(session: Session) -> Iterator[str]:
    """Words for each row that says another thing than its record, has none, or is gone."""
    told = _told(session)
    yield from _verdicts(session, told[LeafType.VERDICT])
    yield from _keys(session, told)
    yield from disputes_that_differ(session, told[LeafType.DISPUTE])
    yield from cards_that_differ(session, told[LeafType.OLD_CARD])
    yield from fees_that_differ(session, told[LeafType.FEES])
    yield from reports_that_differ(session, told[LeafType.MONEY_REPORT])
    yield from erasures_that_differ(session, told)
    yield from requests_that_differ(session, told[LeafType.RIGHTS])
    yield from factors_that_differ(session, told[LeafType.FACTOR])
    yield from reissues_that_differ(session, told[LeafType.REISSUED])
    yield from rules_that_differ(session, told[LeafType.RULES])
    yield from statements_that_differ(session)
    yield from voids_that_differ(session, told[LeafType.VOID])
    yield from stays_that_differ(session, told[LeafType.COUNTER])
    yield from collections_that_differ(session, told[LeafType.COLLECTED])
    yield from custody_that_differs(session, told[LeafType.COUNTED_IN])


def _told(session: Session) -> Told:
    """Records by kind and by the row they speak of. The first one counts: a second could be anybody's afterthought."""
    told: dict[str, dict[str, dict[str, Any]]] = {kind.value: {} for kind in (*NAMED_BY, *KEYS)}
    for _, facts in logged_records(session):
        kind = member(facts, "t", str)
        if kind in told:
            told[kind].setdefault(_key(LeafType(kind), facts), facts)
    return told


def _key(kind: LeafType, facts: Mapping[str, Any]) -> str:
    return KEYS[kind](facts) if kind in KEYS else str(facts.get(NAMED_BY[kind]))


def _verdicts(session: Session, told: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    left = set(told)
    for review in session.scalars(select(Review), execution_options=STREAMED):
        facts = told.get(str(review.proof_id), {})
        left.discard(str(review.proof_id))
        differs = any(facts.get(name) != value for name, value in _stated(review).items())
        if differs or review.moved != bool(facts.get("steps")):
            yield f"verdict on proof {review.proof_id}"
    yield from (f"verdict on proof {proof}, which is gone" for proof in sorted(left))


def _stated(review: Review) -> dict[str, object]:
    return {
        "decision": review.decision.value,
        "user": str(review.user_id) if review.user_id else None,
        "reason_hash": hashlib.sha256(review.reason_sealed).hexdigest(),
        "at": review.made_at.isoformat(),
    }


def _keys(session: Session, told: Told) -> Iterator[str]:
    enrolled, revoked = told[LeafType.KEY_ENROL], told[LeafType.KEY_REVOKE]
    reasons = {str(row.device_id): row for row in session.scalars(select(Revocation))}
    left = set(enrolled)
    for device in session.scalars(select(Device), execution_options=STREAMED):
        name = str(device.id)
        left.discard(name)
        key = PublicJwk(x=b64u(device.x), y=b64u(device.y)).as_dict()
        facts = enrolled.get(name, {})
        if facts.get("jwk") != key or facts.get("courier") != str(device.courier_id):
            yield f"key of phone {name}"
        elif _at(device.enrolled_at) != facts.get("at"):
            yield f"enrolment of phone {name}"
        if _at(device.revoked_at) != revoked.get(name, {}).get("at"):
            yield f"revocation of phone {name}"
        elif _by(reasons.pop(name, None)) != _told_by(revoked.get(name, {})):
            yield f"reason of the revocation of phone {name}"
    yield from (f"key of phone {name}, which is gone" for name in sorted(left))


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _by(row: Revocation | None) -> tuple[object, object]:
    """Nobody, for those at the operator's console."""
    return (str(row.user_id), row.reason.value) if row else (None, None)


def _told_by(facts: Mapping[str, Any]) -> tuple[object, object]:
    return facts.get("user"), facts.get("reason")
