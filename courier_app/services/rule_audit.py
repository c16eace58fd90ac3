"""Rule books, and the policies that phones and the judge go by, against what the ledger and the house itself say."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.policies import default_policies
from courier_app.models import Policy, RuleEdition
from courier_app.services.record_members import differs, member
from courier_app.services.rulebooks import policy_hash, policy_text

Records = Mapping[str, dict[str, Any]]


def rule_key(facts: Mapping[str, Any]) -> str:
    """What a record speaks of: the publishing or the withdrawal of an edition."""
    step = "withdrawn" if facts.get("withdrawn") else "published"
    return f"{step} {facts.get('region')} {facts.get('edition')}"


def rules_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each edition that says another thing than its record, has none, or is gone; and for each policy that
    is not one of its edition, or of the house. `records` by rule_key()."""
    left = set(records)
    for row in session.scalars(select(RuleEdition).order_by(RuleEdition.region_code, RuleEdition.number)):
        for key, stated in _stated(row):
            left.discard(key)
            if differs(records.get(key), stated):
                yield f"rule book {row.region_code} {row.number}, {key.partition(' ')[0]}"
    yield from (f"rule book, {key}, which is gone" for key in sorted(left))
    yield from _policies(session, records)


def _stated(row: RuleEdition) -> Iterator[tuple[str, dict[str, object]]]:
    name = f"{row.region_code} {row.number}"
    published: dict[str, object] = {"valid_from": row.valid_from.isoformat(), "user": str(row.user_id)}
    published |= {"at": row.published_at.isoformat()}
    yield (
        f"published {name}",
        published | {"contents_hash": hashlib.sha256(row.contents.encode()).hexdigest()},
    )
    if row.withdrawn_at is not None:
        at = row.withdrawn_at.isoformat()
        yield f"withdrawn {name}", {"user": str(row.withdrawn_by), "at": at}


def _policies(session: Session, records: Records) -> Iterator[str]:
    """Of the national rules the versions of today: what an earlier release brought along is in no record."""
    national = {one.id: one.version for one in default_policies()}
    expected = {f"{one.id} {one.version}": policy_hash(policy_text(one)) for one in default_policies()}
    for facts in records.values():
        expected |= member(facts, "policies", dict)
    for kept in session.scalars(select(Policy)):
        name, older = f"{kept.id} {kept.version}", kept.version < national.get(kept.id, 0)
        if expected.pop(name, None) != policy_hash(kept.rules) and not older:
            yield f"policy {name}"
    yield from (f"policy {name}, which is gone" for name in sorted(expected))
