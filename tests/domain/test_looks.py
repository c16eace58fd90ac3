"""Looks as bytes, their hours, and how many of them are too many."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from courier_app.domain.looks import (
    REVEAL_WORDS,
    LookFacts,
    RevealWhy,
    Span,
    busiest_hour,
    due_span,
    look_entry,
    rooted,
)
from courier_app.domain.merkle import EMPTY_ROOT, leaf_hash, node_hash

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
LOOK = LookFacts(
    UUID(int=1), NOON, UUID(int=2), None, UUID(int=3), UUID(int=4), "photo", UUID(int=5), None, None
)


def test_the_bytes_of_a_look_are_the_same_for_ever() -> None:
    assert look_entry(LOOK) == (
        b'{"at":"2026-11-23T05:00:00.000000+00:00","courier":null,"id":"00000000-0000-0000-0000-000000000001",'
        b'"office":"00000000-0000-0000-0000-000000000003","package":"00000000-0000-0000-0000-000000000004",'
        b'"reason":null,"subject":"00000000-0000-0000-0000-000000000005",'
        b'"user":"00000000-0000-0000-0000-000000000002","what":"photo","words":null}'
    )


def test_the_zone_of_the_clock_does_not_matter() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=7)))
    assert look_entry(replace(LOOK, at=there)) == look_entry(LOOK)


@pytest.mark.parametrize(
    "other",
    [
        {"id": UUID(int=9)},
        {"at": NOON + timedelta(microseconds=1)},
        {"user_id": None},
        {"courier_id": UUID(int=9)},
        {"office_id": None},
        {"package_id": UUID(int=9)},
        {"what": "proof"},
        {"subject_id": UUID(int=9)},
        {"reason": "other"},
        {"words": b"sealed"},
    ],
)
def test_every_member_counts(other: dict[str, object]) -> None:
    assert look_entry(replace(LOOK, **other)) != look_entry(LOOK)  # type: ignore[arg-type]


def test_the_root_is_that_of_a_tree_in_the_order_of_the_rows() -> None:
    two = [LOOK, replace(LOOK, id=UUID(int=7))]
    span = Span(None, NOON)
    assert rooted(span, []).root == EMPTY_ROOT
    assert rooted(span, two).root == node_hash(*(leaf_hash(look_entry(one)) for one in two))
    assert rooted(span, two[::-1]).root != rooted(span, two).root


@pytest.mark.parametrize(("minutes", "end"), [(0, -1), (4, -1), (5, 0), (59, 0), (64, 0), (65, 1), (600, 9)])
def test_an_hour_is_due_five_minutes_after_it_ended(minutes: int, end: int) -> None:
    found = due_span(NOON - timedelta(hours=2), now=NOON + timedelta(minutes=minutes))
    assert found == Span(NOON - timedelta(hours=2), NOON + timedelta(hours=end))


def test_nothing_is_due_twice() -> None:
    assert due_span(NOON, now=NOON + timedelta(minutes=64)) is None


@pytest.mark.parametrize(
    ("minutes", "most"),
    [([], 0), ([0], 1), ([0, 59], 2), ([0, 60], 1), ([0, 50, 70, 100, 109], 4), ([9, 8], 2)],
)
def test_the_busiest_hour_begins_anywhere(minutes: list[int], most: int) -> None:
    assert busiest_hour(NOON + timedelta(minutes=minute) for minute in minutes) == most


def test_every_reason_has_its_words() -> None:
    assert set(REVEAL_WORDS) == set(RevealWhy)
