"""What stands against a delivery: an open case, or the office's last word where it finds that nothing came."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from courier_app.domain.disputes import OVERTURNS, Verdict, case_against
from tests.house import NOON


@dataclass(frozen=True)
class Ended:
    verdict: Verdict | None
    decided_at: datetime | None


def ended(verdict, *, hours=1):
    return Ended(verdict, NOON + timedelta(hours=hours))


OPEN = Ended(None, None)


def test_without_a_case_nothing_stands_against_a_delivery():
    assert case_against([], recorded_at=NOON) is None


def test_an_open_case_stands_against_it():
    assert case_against([OPEN], recorded_at=NOON) is OPEN


def test_an_open_case_stands_above_an_earlier_verdict():
    assert case_against([ended(Verdict.NOT_DELIVERED), OPEN], recorded_at=NOON) is OPEN


@pytest.mark.parametrize("verdict", [v for v in Verdict if v in OVERTURNS])
def test_a_verdict_that_the_recipient_has_not_received_it_stands_against_it(verdict):
    case = ended(verdict)
    assert case_against([case], recorded_at=NOON) is case


@pytest.mark.parametrize("verdict", [v for v in Verdict if v not in OVERTURNS])
def test_a_case_that_ended_in_received_leaves_the_delivery_standing(verdict):
    assert case_against([ended(verdict)], recorded_at=NOON) is None


def test_every_verdict_is_of_one_side_or_the_other():
    assert set(Verdict) - OVERTURNS == {Verdict.DELIVERED_CONFIRMED, Verdict.WITHDRAWN}


def test_the_later_verdict_counts():
    wrong, right = ended(Verdict.NOT_DELIVERED, hours=1), ended(Verdict.DELIVERED_CONFIRMED, hours=2)
    assert case_against([right, wrong], recorded_at=NOON) is None
    assert case_against([ended(Verdict.DELIVERED_CONFIRMED, hours=0), wrong], recorded_at=NOON) is wrong


def test_the_citizens_own_received_takes_no_verdict_back():
    wrong = ended(Verdict.NOT_DELIVERED)
    assert case_against([ended(Verdict.WITHDRAWN, hours=9), wrong], recorded_at=NOON) is wrong


def test_a_verdict_from_before_the_delivery_was_recorded_says_nothing_of_it():
    assert case_against([ended(Verdict.NOT_DELIVERED, hours=-1)], recorded_at=NOON) is None


def test_a_verdict_over_a_mere_report_counts():
    case = ended(Verdict.NOT_DELIVERED)
    assert case_against([case], recorded_at=None) is case
