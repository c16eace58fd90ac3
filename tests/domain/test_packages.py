"""The statuses of a package and the steps between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.packages import CLOSED, MOVES, WITH_COURIER, Status, may_move, path_between
from courier_app.domain.proofs import ON_THE_WAY

statuses = st.sampled_from(Status)


def route(frm, to, through=ON_THE_WAY):
    steps = path_between(Status(frm), Status(to), through=through)
    return steps and " ".join(steps)


def test_every_status_says_where_it_may_go():
    assert set(MOVES) == set(Status)


def test_a_delivered_or_cancelled_package_goes_nowhere():
    assert {status for status in Status if not MOVES[status]} == {Status.DELIVERED, Status.CANCELLED}


def test_a_partner_alone_never_makes_a_package_delivered_from_the_road():
    assert not may_move(Status.IN_TRANSIT, Status.DELIVERED)
    assert may_move(Status.IN_TRANSIT, Status.REPORTED_DELIVERED)


def test_what_a_courier_holds_is_not_closed():
    assert not CLOSED & WITH_COURIER


@pytest.mark.parametrize(
    ("frm", "to", "steps"),
    [
        ("assigned", "picked_up", "picked_up"),
        ("picked_up", "delivered", "delivered"),
        ("in_transit", "delivered", "out_for_delivery delivered"),
        ("attempt_failed", "delivered", "out_for_delivery delivered"),
        ("attempt_failed", "attempt_failed", "out_for_delivery attempt_failed"),
        ("picked_up", "returned", "returning returned"),
        ("lost", "returned", "returning returned"),
        ("assigned", "delivered", None),
        ("returning", "delivered", None),
        ("delivered", "delivered", None),
    ],
)
def test_a_package_passes_through_the_steps_that_nobody_wrote_down(frm, to, steps):
    assert route(frm, to) == steps


@given(statuses, statuses, st.frozensets(statuses))
def test_every_step_of_a_path_is_an_allowed_move(frm, to, through):
    steps = path_between(frm, to, through=through) or ()
    assert all(may_move(one, step) for one, step in zip((frm, *steps), steps, strict=False))


@given(statuses, statuses, st.frozensets(statuses))
def test_a_path_passes_only_where_it_may(frm, to, through):
    steps = path_between(frm, to, through=through)
    assert steps is None or (steps[-1] is to and set(steps[:-1]) <= through)


@given(statuses, statuses, st.frozensets(statuses))
def test_an_allowed_single_step_is_never_made_longer(frm, to, through):
    if may_move(frm, to):
        assert path_between(frm, to, through=through) == (to,)
