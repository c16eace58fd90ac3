"""A citizen is asked when somebody said "delivered", and as long as the evidence is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from courier_app.domain.confirmations import ANSWER_WINDOW, may_answer
from courier_app.domain.packages import Status

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DELIVERED, Status.REPORTED_DELIVERED}))
def test_nobody_is_asked_before_somebody_said_delivered(status: Status) -> None:
    assert not may_answer(status, None, now=NOW)


@pytest.mark.parametrize("closed_at", [None, NOW, NOW - ANSWER_WINDOW])
def test_a_citizen_may_answer_while_the_evidence_is_kept(closed_at: datetime | None) -> None:
    assert may_answer(Status.DELIVERED, closed_at, now=NOW)


def test_a_partners_word_may_be_denied() -> None:
    assert may_answer(Status.REPORTED_DELIVERED, None, now=NOW)


def test_later_the_question_is_closed() -> None:
    assert not may_answer(Status.DELIVERED, NOW - ANSWER_WINDOW - timedelta(seconds=1), now=NOW)
