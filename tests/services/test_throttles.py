"""Counted tries: shared, forgiving, and never a lock for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.refusals import TooManyTries
from courier_app.models import Throttle
from courier_app.services.throttles import (
    CLAIM_FROM_ADDRESS,
    LOGIN_OF_ACCOUNT,
    count_try,
    drop_old_tries,
    forget_tries,
)
from tests.house import on_both


@pytest.fixture
def tries(house, ports, clock):
    """How long `who` has to wait after one more try, in seconds; 0 when it was counted."""

    def one_more(limit=LOGIN_OF_ACCOUNT, who="budi"):
        try:
            with house.transaction() as session:
                count_try(session, ports, limit, who, now=clock())
        except TooManyTries as wait:
            return wait.members["retry_after"]
        return 0

    return one_more


@on_both
def test_five_tries_are_free_and_the_sixth_waits_a_minute(tries):
    assert [tries() for _ in range(6)] == [0, 0, 0, 0, 0, 60]


def test_slow_tries_never_wait(tries, clock):
    for _ in range(20):
        assert tries() == 0
        clock.pass_(seconds=16)


def test_each_further_try_waits_twice_as_long_up_to_a_quarter_of_an_hour(tries, clock):
    for _ in range(5):
        tries()
    waits = []
    for _ in range(7):
        waits.append(tries())
        clock.pass_(seconds=waits[-1])
        assert tries() == 0
    assert waits == [60, 120, 240, 480, 900, 900, 900]


def test_a_try_that_was_refused_makes_the_wait_no_longer(tries, clock):
    for _ in range(5):
        tries()
    clock.pass_(seconds=30)
    assert [tries(), tries()] == [30, 30]


def test_after_an_hour_of_quiet_the_count_begins_again(tries, clock):
    for _ in range(5):
        tries()
    clock.pass_(hours=1, minutes=1)
    assert [tries() for _ in range(6)] == [0, 0, 0, 0, 0, 60]


def test_success_begins_the_count_again(tries, house, ports):
    for _ in range(5):
        tries()
    with house.transaction() as session:
        forget_tries(session, ports, LOGIN_OF_ACCOUNT, "budi")
    assert tries() == 0


def test_one_person_s_tries_are_not_another_s(tries):
    for _ in range(5):
        tries()
    assert tries(who="wati") == 0


def test_an_address_is_free_again_when_its_minute_has_passed(tries, clock):
    assert [tries(CLAIM_FROM_ADDRESS) for _ in range(31)] == [0] * 30 + [60]
    clock.pass_(minutes=1)
    assert tries(CLAIM_FROM_ADDRESS) == 0


@on_both
def test_tries_at_the_same_moment_are_all_counted(tries):
    with ThreadPoolExecutor(12) as pool:
        waits = list(pool.map(lambda _: tries(), range(12)))
    assert sorted(waits) == [0] * 5 + [60] * 7


def test_counts_that_nobody_needs_are_dropped(tries, house, clock):
    tries()
    with house.transaction() as session:
        drop_old_tries(session, now=clock() + timedelta(days=2))
        assert session.scalars(select(Throttle)).all() == []
