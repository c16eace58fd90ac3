"""When data must go, and how long an office may keep them."""

from datetime import UTC, datetime, timedelta

import pytest

from courier_app.domain.confirmations import ANSWER_WINDOW
from courier_app.domain.retention import DEFAULT, Keeping, Part, due_at, is_allowed, is_due, keeping_of

CLOSED = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def due(part=Part.PICTURES, *, closed=CLOSED, ended=None):
    return due_at(DEFAULT, part, closed_at=closed, case_ended_at=ended)


def test_pictures_go_ninety_days_after_delivery_and_the_rest_after_a_year():
    assert (due() - CLOSED, due(Part.EVERYTHING) - CLOSED) == (90 * DAY, 365 * DAY)


def test_a_package_on_its_way_is_never_due():
    assert due(closed=None) is None
    assert not is_due(None, now=CLOSED + 9_999 * DAY)


def test_a_case_that_ended_after_the_delivery_starts_the_time_anew():
    assert due(ended=CLOSED + 20 * DAY) == CLOSED + 110 * DAY


def test_a_case_that_ended_before_the_last_delivery_shortens_nothing():
    assert due(ended=CLOSED - 20 * DAY) == CLOSED + 90 * DAY


@pytest.mark.parametrize(("late", "over"), [(-1, False), (0, True), (1, True)])
def test_data_are_due_from_that_moment_on(late, over):
    assert is_due(due(), now=due() + timedelta(seconds=late)) is over


def test_pictures_are_there_as_long_as_the_citizen_may_answer():
    assert not is_due(due(), now=CLOSED + ANSWER_WINDOW - timedelta(seconds=1))
    assert not is_allowed(Keeping(ANSWER_WINDOW.days - 1, 365))


@pytest.mark.parametrize(
    ("pictures", "record", "fits"),
    [
        (90, 365, True),
        (90, 90, True),
        (91, 90, False),
        (90, 3_650, True),
        (90, 3_651, False),
        (0, 365, False),
    ],
)
def test_terms_have_bounds_and_pictures_never_outlive_the_record(pictures, record, fits):
    assert is_allowed(Keeping(pictures, record)) is fits


def test_a_kind_that_an_office_says_nothing_of_has_the_default():
    own = Keeping(120, 730)
    assert (keeping_of({"KK": own}, "KK"), keeping_of({"KK": own}, "KTP_EL")) == (own, DEFAULT)
