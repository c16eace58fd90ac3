"""Packages at the counter, and those collected there, as rows say it, against what the ledger remembers."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.packages import Status
from courier_app.models import Collection, CounterStay, Package, PackageEvent, ServerRecord, Void
from courier_app.services.history_audit import step_of_officer
from courier_app.services.record_members import STREAMED, differs, members_of, texts

HELD = Status.HELD_FOR_PICKUP
Records = Mapping[str, dict[str, Any]]


def stay_key(facts: Mapping[str, Any]) -> str:
    """What a record speaks of: a moment, and the packages that were put at the counter then."""
    return " ".join((str(facts.get("at")), *texts(facts, "packages")))


def stays_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each act that says another thing than its record, has none, or is gone; for each package that waits by
    another date than its last act's; and for each step to the counter without an act, or the other way round. `records`
    by stay_key()."""
    left, one = set(records), CounterStay
    both = select(one, ServerRecord.record).outerjoin(ServerRecord, ServerRecord.leaf_index == one.leaf_index)
    ordered = session.execute(both.order_by(one.leaf_index, one.package_id), execution_options=STREAMED)
    for (leaf_index, record), rows in groupby(ordered, key=lambda row: (row[0].leaf_index, row[1])):
        stated = _stated([row[0] for row in rows])
        left.discard(stay_key(stated))
        if differs(records.get(stay_key(stated)), stated) or differs(members_of(record or b""), stated):
            yield f"stay at the counter, leaf {leaf_index}"
    yield from (f"stay at the counter {key}, which is gone" for key in sorted(left))
    for query, what in ((_misdated(), "another date"), (_unsaid(), "a step that nobody took")):
        for package_id in session.scalars(query, execution_options=STREAMED):
            yield f"package {package_id} at the counter, with {what}"


def collections_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each collection that says another thing than its record, has none, is gone, or has not moved its
    package. `records` by package."""
    left, one = set(records), Collection
    delivered = step_of_officer(one, Status.DELIVERED, at=one.collected_at)
    both = select(one, ServerRecord.record, delivered)
    joined = both.outerjoin(ServerRecord, ServerRecord.leaf_index == one.leaf_index)
    for row, record, moved in session.execute(joined, execution_options=STREAMED):
        name, stated = str(row.package_id), _collected(row)
        left.discard(name)
        alike = not differs(records.get(name), stated) and not differs(members_of(record or b""), stated)
        if not alike or not moved:
            yield f"collection of package {name}"
    yield from (f"collection of package {name}, which is gone" for name in sorted(left))


def _collected(row: Collection) -> dict[str, object]:
    return {
        "package": str(row.package_id),
        "office": str(row.office_id),
        "user": str(row.user_id),
        "policy": [row.policy_id, row.policy_version],
        "said_hash": hashlib.sha256(row.said_sealed).hexdigest(),
        "at": row.collected_at.isoformat(),
    }


def _stated(rows: Sequence[CounterStay]) -> dict[str, object]:
    one = rows[0]
    return {
        "packages": sorted(str(row.package_id) for row in rows),
        "user": str(one.user_id),
        "until": one.until.isoformat(),
        "longer": one.longer.value if one.longer else None,
        "at": one.made_at.isoformat(),
    }


def _misdated() -> Any:
    """A package waits until its last act says; one that stands elsewhere waits for nobody. What was voided to the
    counter before there were such acts waits without a day."""
    mine = select(func.max(CounterStay.leaf_index)).where(CounterStay.package_id == Package.id)
    last = mine.correlate(Package).scalar_subquery()
    kept = exists().where(
        CounterStay.package_id == Package.id,
        CounterStay.leaf_index == last,
        CounterStay.until == Package.held_until,
    )
    elsewhere = (Package.status != HELD) & Package.held_until.is_not(None)
    voided = exists().where(Void.package_id == Package.id, Void.status == HELD)
    dayless = Package.held_until.is_(None) & last.is_(None) & voided
    return select(Package.id).where(or_(elsewhere, (Package.status == HELD) & ~kept & ~dayless))


def _unsaid() -> Any:
    """A step without an act, or the other way round. A void is one too: its row has a leaf of its own, and is older
    than these acts."""
    step, stay = PackageEvent, CounterStay
    both = (stay.package_id == step.package_id, stay.user_id == step.user_id, stay.longer.is_(None))
    same = (*both, stay.made_at == step.recorded_at)
    voided = exists().where(
        *(Void.package_id == step.package_id, Void.user_id == step.user_id),
        *(Void.made_at == step.recorded_at, Void.status == HELD),
    )
    alone = select(step.package_id).where(step.status == HELD, ~exists().where(*same), ~voided)
    unmoved = select(stay.package_id).where(
        stay.longer.is_(None), ~exists().where(*same, step.status == HELD).correlate(stay)
    )
    return alone.union_all(unmoved)
