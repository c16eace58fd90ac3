"""Any order of acts on a package and its old card: no card is given twice, lost, or destroyed before it was counted."""

import os
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.exchange import CARD_MOVES, OldCard
from courier_app.domain.lost_cards import LossPaper, NotThere
from courier_app.domain.packages import Status
from courier_app.domain.reviews import Decision
from courier_app.models import OldCardStep, Package, Role
from courier_app.services import card_returns, missing_cards, reviews
from courier_app.services.card_returns import (
    CardBack,
    NewDestruction,
    count_in_card,
    destroy_cards,
    waive_card,
)
from courier_app.services.decision_audit import rows_that_differ
from courier_app.services.missing_cards import NewAbsence, NewWriteOff, note_missing, write_off_cards
from courier_app.services.reviews import NewReview, review_proof
from tests.house import NOON, on_both
from tests.phone import Phone, a_card, a_photo, a_signature
from tests.town import a_courier, a_package, a_user, an_office
from tests.walks import SAID_OF_A_CARD, SEAL, tried

BY_TWO = {OldCard.DESTROYED, OldCard.WRITTEN_OFF}
ACTS = st.sampled_from(sorted(SAID_OF_A_CARD))
RUNS = settings(
    max_examples=int(os.environ.get("WALKS", "40")),
    stateful_step_count=14,
    deadline=timedelta(minutes=1),
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


class Walk(RuleBasedStateMachine):
    """What people at the door and at the desk can do, sensible or not; a refusal is an answer. One package that owes a
    card, and a phone of its own, for what one phone may send in a day is limited."""

    app: ClassVar[Any]
    house: ClassVar[Any]
    ports: ClassVar[Any]
    office: ClassVar[Any]
    people: ClassVar[tuple[Any, Any, Any]]

    def __init__(self) -> None:
        super().__init__()
        with self.house.transaction() as session:
            courier = a_courier(session, self.office)
            facts = {"status": Status.OUT_FOR_DELIVERY, "courier": courier, "card_why": CardWhy.DAMAGED}
            self.package = a_package(session, self.ports, self.office, **facts).package
        self.phone = Phone(self.app, courier)
        self.waiting: list[Any] = []
        self.was = [OldCard.OWED]

    @initialize(given=st.booleans())
    def begin(self, given: bool) -> None:
        """Half of the walks begin with a card in the courier's hand: else few come to the desk."""
        if given:
            self.deliver("the card", matches=True)

    @rule(said=ACTS, matches=st.booleans())
    def deliver(self, said: str, matches: bool) -> None:
        old_card, shown = SAID_OF_A_CARD[said]
        files = (a_photo(), a_signature(), *((a_card(),) if shown else ()))
        more: dict[str, Any] = {"old_card": old_card} if old_card else {}
        answers = {"id_check": "match" if matches else "mismatch"}
        frozen = self.phone.freeze(self.package, files=files, answers=answers, **more)
        assert self.phone.send(frozen).status_code == 201
        self.waiting.append(frozen.proof)

    @rule()
    def fail(self) -> None:
        assert self.phone.send(self.phone.freeze(self.package, "attempt_failed")).status_code == 201

    @rule(decision=st.sampled_from(Decision))
    def judge_the_oldest(self, decision: Decision) -> None:
        if self.waiting:
            proof = self.waiting.pop(0)
            seen = self.row().status
            new = NewReview(proof, self.people[2].id, decision, "Sudah ditelepon.", seen)
            tried(self.house, lambda session: review_proof(session, self.ports, new, now=NOON))

    @rule(seal=st.sampled_from(["", SEAL, "B-9999"]), as_found=st.booleans())
    def count(self, seal: str, as_found: bool) -> None:
        back = CardBack(self.office.id, self.people[0].id, self.package.id, seal, as_found)
        tried(self.house, lambda session: count_in_card(session, back, now=NOON))

    @rule()
    def waive(self) -> None:
        whose = {"office_id": self.office.id, "by": self.people[0].id, "now": NOON}
        tried(self.house, lambda session: waive_card(session, self.package.id, **whose))

    @rule(alone=st.booleans())
    def destroy(self, alone: bool) -> None:
        other = self.people[0 if alone else 1]
        new = NewDestruction(self.office.id, self.people[0].id, other.id, frozenset({self.package.id}))
        tried(self.house, lambda session: destroy_cards(session, new, now=NOON))

    @rule(gone=st.sampled_from(NotThere))
    def miss(self, gone: NotThere) -> None:
        new = NewAbsence(self.office.id, self.people[0].id, self.package.id, gone)
        tried(self.house, lambda session: note_missing(session, new, now=NOON))

    @rule(alone=st.booleans(), number=st.sampled_from(["LP/B/12/2026", ""]))
    def give_up(self, alone: bool, number: str) -> None:
        other, ids = self.people[0 if alone else 1], frozenset({self.package.id})
        vouched = (LossPaper.POLICE_REPORT, number)
        new = NewWriteOff(self.office.id, self.people[0].id, other.id, ids, *vouched)
        tried(self.house, lambda session: write_off_cards(session, new, now=NOON))

    def row(self) -> Package:
        with self.house.reading() as session:
            found: Package = session.get_one(Package, self.package.id)
            return found

    @invariant()
    def a_new_card_is_given_only_against_the_old_one(self) -> None:
        row = self.row()
        assert not (row.status is Status.DELIVERED and row.old_card is OldCard.OWED)

    @invariant()
    def a_card_moves_as_the_table_says(self) -> None:
        now = self.row().old_card
        assert now is not None
        if now is not self.was[-1]:
            ways = [to for step in CARD_MOVES[self.was[-1]] for to in (step, *CARD_MOVES[step])]
            assert now in ways
            self.was.append(now)

    @invariant()
    def every_step_is_on_record_once_and_two_destroy(self) -> None:
        with self.house.reading() as session:
            mine = select(OldCardStep).where(OldCardStep.package_id == self.package.id)
            steps = session.scalars(mine.order_by(OldCardStep.leaf_index)).all()
        assert [OldCard.OWED, *(step.state for step in steps)] == self.was
        assert all(step.user_id != step.second_id for step in steps if step.second_id)
        assert all(step.second_id for step in steps if step.state in BY_TWO)

    @invariant()
    def a_card_is_given_up_after_it_was_missing_and_on_a_paper(self) -> None:
        if OldCard.WRITTEN_OFF in self.was:
            assert self.was[self.was.index(OldCard.WRITTEN_OFF) - 1] is OldCard.MISSING
            with self.house.reading() as session:
                mine = (OldCardStep.package_id == self.package.id, OldCardStep.state == OldCard.WRITTEN_OFF)
                assert session.scalars(select(OldCardStep.paper_number).where(*mine)).one()

    def teardown(self) -> None:
        with self.house.reading() as session:
            assert [
                said for said in rows_that_differ(session) if said.startswith(("old card", "verdict"))
            ] == []


# Found is enough: no walk is made shorter for a person to read.
FINDS = settings(RUNS, phases=[Phase.generate], max_examples=200)


def walk_in(app: Any, house: Any, ports: Any) -> type[Walk]:
    """In one office, with two officers and an auditor."""
    with house.transaction() as session:
        office = an_office(session)
        officers = [a_user(session, office=office) for _ in range(2)]
        people = (*officers, a_user(session, Role.AUDITOR, office=office))
    here = {"app": app, "house": house, "ports": ports, "office": office, "people": people}
    return type("WalkHere", (Walk,), here)


@on_both
def test_no_walk_leads_a_card_astray(app, house, ports):
    run_state_machine_as_test(walk_in(app, house, ports), settings=RUNS)


BUGS = {
    "a verdict that goes round the exchange": (reviews, "settle_upheld", lambda *_a, **_k: None),
    "one officer who destroys alone": (card_returns, "check_second", lambda *_a, **_k: None),
    "one officer who gives a card up alone": (missing_cards, "check_second", lambda *_a, **_k: None),
}


@pytest.mark.parametrize("bug", BUGS.values(), ids=BUGS)
def test_the_walk_finds_a_bug_that_was_put_in(app, house, ports, monkeypatch, bug):
    monkeypatch.setattr(*bug)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(walk_in(app, house, ports), settings=FINDS)
