"""The demo town's story is the same for the same seed, and can be told at any hour."""

import hashlib
from datetime import UTC, datetime
from random import Random

import pytest

from courier_app.demo_town import photos
from courier_app.demo_town.story import plan
from courier_app.evidence.images import check_picture

SIZE = 60
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday afternoon in Rembang


def test_the_same_seed_tells_the_same_story() -> None:
    assert plan(NOW, size=SIZE, seed=7) == plan(NOW, size=SIZE, seed=7)


def test_another_seed_tells_another_story() -> None:
    assert plan(NOW, size=SIZE, seed=7) != plan(NOW, size=SIZE, seed=8)


@pytest.mark.parametrize("hour", [0, 1, 2, 9, 16, 23])
@pytest.mark.parametrize("day", [21, 22, 23, 24])  # a Saturday, a Sunday, a Monday, a Tuesday
def test_the_story_can_be_told_at_any_hour_of_any_day(day, hour) -> None:
    now = datetime(2026, 11, day, hour, 30, tzinfo=UTC)
    assert max(event.heard_at for event in plan(now, size=SIZE, seed=7)) <= now


def test_no_two_photos_are_alike_and_each_is_a_picture() -> None:
    rng = Random(1)
    made = [photos.doorway(rng) for _ in range(6)] + [photos.closed_gate(rng) for _ in range(2)]
    assert len({hashlib.sha256(body).digest() for body in made}) == len(made)
    assert {check_picture(body, "image/jpeg").height for body in made} == {1280}
