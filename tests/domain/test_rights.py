"""Three times twenty-four hours, by the clock and not by working days."""

from datetime import UTC, datetime, timedelta

import pytest

from courier_app.domain.rights import Urgency, due_at, hours_left, may_download, urgency

FRIDAY = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_what_is_asked_on_friday_afternoon_is_due_on_monday_at_the_same_minute():
    due = due_at(FRIDAY)
    assert (due.strftime("%A"), due.time()) == ("Monday", FRIDAY.time())


def test_the_new_year_stops_no_clock():
    asked = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)
    assert due_at(asked) == datetime(2027, 1, 3, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "stands"),
    [
        (0, Urgency.WAITING),
        (47.9, Urgency.WAITING),
        (48, Urgency.SOON),
        (72, Urgency.SOON),
        (72.1, Urgency.LATE),
    ],
)
def test_a_request_is_soon_due_in_its_last_day_and_late_after_it(hours, stands):
    assert urgency(due_at(FRIDAY), None, now=FRIDAY + hours * HOUR) is stands


def test_an_answered_request_is_never_late():
    assert urgency(due_at(FRIDAY), FRIDAY, now=FRIDAY + 999 * HOUR) is Urgency.ANSWERED


@pytest.mark.parametrize(("hours", "left"), [(0, 72), (0.5, 71), (71.5, 0), (72, 0), (73, -1)])
def test_the_hours_left_are_whole_ones_and_go_below_nought(hours, left):
    assert hours_left(due_at(FRIDAY), now=FRIDAY + hours * HOUR) == left


@pytest.mark.parametrize(("days", "may"), [(0, True), (14, True), (14.1, False)])
def test_granted_data_can_be_fetched_for_two_weeks(days, may):
    assert may_download(FRIDAY, now=FRIDAY + timedelta(days=days)) is may
    assert not may_download(None, now=FRIDAY)
