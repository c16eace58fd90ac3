"""Old cards as their rows say them, against what the ledger remembers of each step."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.exchange import OldCard
from courier_app.models import OldCardStep, Package
from courier_app.queries.old_cards import IS_UNDONE
from courier_app.services.moves import Actor
from courier_app.services.old_cards import CardStep, step_facts
from courier_app.services.record_members import STREAMED, differs, texts

Records = Mapping[str, dict[str, Any]]


def cards_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each act that says another thing than its record, has none, or is gone; and for each package whose
    card stands where no act has brought it. `records` by card_key()."""
    left = set(records)
    query = select(OldCardStep).order_by(OldCardStep.leaf_index, OldCardStep.package_id)
    steps = session.scalars(query, execution_options=STREAMED)
    for leaf_index, rows in groupby(steps, key=lambda row: row.leaf_index):
        stated = _stated(list(rows))
        key = card_key(stated)
        left.discard(key)
        if differs(records.get(key), stated):
            yield f"old card {stated['step']}, leaf {leaf_index}"
    yield from (f"old card {key}, which is gone" for key in sorted(left))
    yield from (f"old card of package {package}" for package in session.scalars(_misplaced()))


def card_key(facts: Mapping[str, Any]) -> str:
    """What a record speaks of: a step, the packages that took it together, and the delivery that said so."""
    said = (facts.get("step"), *texts(facts, "packages"), facts.get("proof"))
    return " ".join(str(one) for one in said if one)


def _stated(rows: Sequence[OldCardStep]) -> dict[str, object]:
    one = rows[0]
    step = CardStep(
        state=one.state,
        seal=one.seal,
        missing=one.missing,
        seal_differs=one.seal_differs,
        second_id=one.second_id,
        gone=one.gone,
        paper=one.paper,
        paper_number=one.paper_number,
    )
    by = Actor(one.user_id, one.courier_id, one.proof_id)
    return step_facts(step, [(row.package_id, row.office_id) for row in rows], by)


def _misplaced() -> Any:
    """A state other than `owed` has its own step; `owed` has none. A step that was undone counts as none."""
    moved = exists().where(OldCardStep.package_id == Package.id, ~IS_UNDONE)
    arrived = moved.where(OldCardStep.state == Package.old_card)
    owed = Package.old_card == OldCard.OWED
    return select(Package.id).where(or_(owed & moved, Package.old_card.is_not(None) & ~owed & ~arrived))
