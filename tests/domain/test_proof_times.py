"""Times that cannot be: before the handover, after the trip, or a place that is older than the proof."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import String

from courier_app.domain.doubts import Doubts, flags
from courier_app.domain.proof_times import Span, after_trip, before_handover, fix_age, old_fix
from courier_app.domain.proofs import Flag
from courier_app.models import Proof
from courier_app.services.proof_rows import BETWEEN_FLAGS
from tests.domain.test_proofs import CLAIM, NOON

MINUTE = timedelta(minutes=1)


def at(minutes, **said):
    return replace(CLAIM, captured_at=NOON + minutes * MINUTE, **said)


@pytest.mark.parametrize(
    ("minutes", "early"), [(-60, True), (-11, True), (-9, False), (0, False), (60, False)]
)
def test_before_the_handover_is_too_early_beyond_what_clocks_are_off(minutes, early):
    assert before_handover(at(minutes), Span(since=NOON)) is early


@pytest.mark.parametrize(("minutes", "late"), [(60, True), (11, True), (9, False), (-60, False)])
def test_after_the_trip_is_too_late_beyond_what_clocks_are_off(minutes, late):
    assert after_trip(at(minutes), Span(until=NOON)) is late


def test_a_clock_that_knew_how_wrong_it_was_is_put_right_first():
    an_hour = 3_600_000
    assert not before_handover(at(-60, offset_ms=an_hour), Span(since=NOON))
    assert after_trip(at(0, offset_ms=an_hour), Span(until=NOON))


def test_where_nothing_is_known_nothing_is_too_early_or_late():
    assert not before_handover(at(-600), Span())
    assert not after_trip(at(600), Span())


@pytest.mark.parametrize(("minutes", "old"), [(6, True), (4, False), (0, False), (-6, True)])
def test_a_place_found_long_before_or_after_the_proof_is_old(minutes, old):
    assert old_fix(at(minutes)) is old


def test_without_a_place_there_is_no_age():
    claim = replace(CLAIM, place=None)
    assert fix_age(claim) is None
    assert not old_fix(claim)


@pytest.mark.parametrize(
    ("doubts", "flag"),
    [
        (Doubts(too_early=True), Flag.BEFORE_HANDOVER),
        (Doubts(too_late=True), Flag.AFTER_TRIP),
        (Doubts(old_place=True), Flag.OLD_PLACE),
    ],
    ids=["too early", "too late", "old place"],
)
def test_each_is_told_to_the_auditor(doubts, flag):
    assert flag in flags(CLAIM, doubts)
    assert flag not in flags(CLAIM, Doubts())


def test_all_flags_together_fit_their_column():
    """PostgreSQL refuses a text that is too long, and with it a proof that is true."""
    column = Proof.__table__.c.flags.type
    assert isinstance(column, String)
    assert column.length
    assert len(BETWEEN_FLAGS.join(Flag)) <= column.length
