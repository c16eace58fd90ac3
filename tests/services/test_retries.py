"""How often a package is tried: after the last attempt the counter, and out again only for a reason."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from courier_app.domain.next_actions import NextAction
from courier_app.domain.packages import Status
from courier_app.domain.reasons import Reason
from courier_app.domain.refusals import ReasonNeeded
from courier_app.domain.retries import Again, is_used_up, last_attempt, next_action
from courier_app.domain.rulebooks import Rulebook
from courier_app.models import HandoverPackage, Package
from courier_app.services.handovers import NewHandover, hand_to_courier
from tests.editions import an_edition
from tests.house import NOON, on_both
from tests.town import a_courier, a_package, a_user, an_office


class Town:
    """A package of which some attempts have failed, at the office again."""

    def __init__(self, house, ports):
        self.house = house
        with house.transaction() as session:
            self.office = an_office(session)
            self.officer, self.postman = a_user(session, office=self.office), a_courier(session, self.office)
            self.package = a_package(session, ports, self.office, status=Status.READY).package

    def tried(self, times):
        with self.house.transaction() as session:
            session.get_one(Package, self.package.id).attempt = times + 1

    def hand_over(self, again=None):
        new = NewHandover(uuid4(), self.office.id, self.officer.id, frozenset({self.package.id}), again)
        with self.house.transaction() as session:
            hand_to_courier(session, new, self.postman.id, now=NOON)

    def last(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.package.id).last_attempt

    def why(self):
        with self.house.reading() as session:
            return session.scalars(select(HandoverPackage.again)).one()


@pytest.fixture
def town(house, ports):
    return Town(house, ports)


@pytest.mark.parametrize(("book", "last"), [(None, 2), (Rulebook(attempts=3), 3)])
def test_a_handover_fixes_the_last_attempt_by_the_rules_of_its_day(town, book, last):
    if book:
        with town.house.transaction() as session:
            an_edition(session, town.office, book)
    town.hand_over()
    assert (town.last(), town.why()) == (last, None)


@on_both
def test_a_package_that_was_tried_often_enough_goes_out_again_only_for_a_reason(town):
    town.tried(2)
    with pytest.raises(ReasonNeeded) as no:
        town.hand_over()
    assert no.value.members == {"packages": [town.package.alias]}
    town.hand_over(Again.CITIZEN_ASKED)
    assert (town.last(), town.why()) == (3, Again.CITIZEN_ASKED)


def test_a_package_with_attempts_left_needs_none_and_keeps_none(town):
    town.tried(1)
    town.hand_over(Again.OFFICE_DECIDED)
    assert (town.last(), town.why()) == (2, None)


@pytest.mark.parametrize(("attempt", "last", "used"), [(2, 2, False), (3, 2, True), (9, None, False)])
def test_attempts_are_used_up_after_the_last_one_and_never_where_nobody_said_which(attempt, last, used):
    assert is_used_up(attempt, last) is used


def test_one_more_try_is_one_more_and_no_second_round():
    assert last_attempt(4, allowed=2) == 4


@pytest.mark.parametrize(
    ("reason", "last", "asked"),
    [
        (Reason.NOT_HOME, False, NextAction.NEW_ATTEMPT),
        (Reason.NOT_HOME, True, NextAction.TO_COUNTER),
        (Reason.REFUSED, True, NextAction.RETURN),
        (Reason.WEATHER, True, NextAction.HOLD),
        (Reason.PROOF_IMPOSSIBLE, True, NextAction.NEW_ATTEMPT),
    ],
)
def test_after_the_last_attempt_that_counts_the_counter_follows(reason, last, asked):
    assert next_action(reason, last=last) is asked
