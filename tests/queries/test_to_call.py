"""The menu asks on every page whom to ring up: it must not read all that an office has ever delivered."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from courier_app.queries.attention import Moments, counts
from courier_app.queries.proofs import ProofFilter, count_proofs, proof_rows
from courier_app.queries.scopes import Scope
from tests.house import NOON, on_both
from tests.town import an_office

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
SINCE = NOON - timedelta(days=90)
ASKED = {
    "the menu's calls": lambda session, scope: counts(
        session, scope, {"to_call"}, at=Moments(NOON, SINCE, NOON)
    ),
    "the tile": lambda session, scope: count_proofs(session, scope, ProofFilter(to_call_since=SINCE)),
    "the list": lambda session, scope: proof_rows(session, scope, ProofFilter(to_call_since=SINCE)),
}


def plan_of(house, act):
    """How this database would answer what an office asks; without a look at whole tables, where it can."""
    steps = list[str]()

    def explain(_c, cursor, statement, parameters, *_rest):
        raw = cursor.connection.cursor()
        raw.execute(EXPLAIN[house.engine.dialect.name] + statement, parameters)
        steps.extend(str(row) for row in raw.fetchall())

    with house.transaction() as session:
        office = an_office(session)
    with house.reading() as session:
        if house.engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        event.listen(house.engine, "before_cursor_execute", explain)
        act(session, Scope(office.id))
        event.remove(house.engine, "before_cursor_execute", explain)
    return "\n".join(steps)


@on_both
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_whom_to_ring_up_is_found_along_the_few_proofs_on_the_couriers_word(house, asked):
    plan = plan_of(house, asked)
    assert set(re.findall(r"ix_proofs_\w+", plan)) == {"ix_proofs_office_word_alone"}
    assert not re.search(
        r"SCAN (proofs|packages|looks|statements)\b|Seq Scan on (proofs|packages|looks)", plan
    )


@on_both
def test_what_is_to_be_voided_is_counted_along_its_own_index(house):
    assert "ix_packages_office_overturned" in plan_of(
        house, lambda session, scope: counts(session, scope, {"overturned"})
    )
