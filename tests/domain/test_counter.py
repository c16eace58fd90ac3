"""Until when a package waits at the counter."""

from datetime import datetime, timedelta, timezone

import pytest

from courier_app.domain.counter import end_of_wait, is_past

WIB = timezone(timedelta(hours=7))
MORNING = datetime(2026, 11, 23, 8, 15, tzinfo=WIB)


def test_it_waits_to_the_end_of_the_last_day():
    assert end_of_wait(MORNING, days=7) == datetime(2026, 11, 30, 23, 59, 59, tzinfo=WIB)


@pytest.mark.parametrize(("until", "past"), [(None, False), (MORNING, False), (MORNING - timedelta(1), True)])
def test_its_days_are_over_after_the_last_one(until, past):
    assert is_past(until, MORNING) is past
