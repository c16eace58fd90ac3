"""A package's statuses and the moves between them (reference: domain.md, section 4). What may follow a delivery that
was voided stands in domain/voids.py: it is a correction, and no move of this table."""

from enum import StrEnum


class Status(StrEnum):
    REGISTERED = "registered"
    READY = "ready"
    BOOKED = "booked"
    ASSIGNED = "assigned"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    AT_HUB = "at_hub"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ON_HOLD = "on_hold"
    ATTEMPT_FAILED = "attempt_failed"
    HELD_FOR_PICKUP = "held_for_pickup"
    REPORTED_DELIVERED = "reported_delivered"
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"


_S = Status

MOVES: dict[Status, frozenset[Status]] = {
    _S.REGISTERED: frozenset({_S.READY, _S.CANCELLED}),
    _S.READY: frozenset({_S.BOOKED, _S.ASSIGNED, _S.PICKED_UP, _S.HELD_FOR_PICKUP, _S.CANCELLED}),
    _S.BOOKED: frozenset({_S.ASSIGNED, _S.READY, _S.CANCELLED}),
    _S.ASSIGNED: frozenset({_S.PICKED_UP, _S.BOOKED, _S.READY, _S.CANCELLED}),
    _S.PICKED_UP: frozenset(
        {_S.IN_TRANSIT, _S.AT_HUB, _S.OUT_FOR_DELIVERY, _S.DELIVERED, _S.REPORTED_DELIVERED}
        | {_S.ATTEMPT_FAILED, _S.RETURNING, _S.LOST}
    ),
    _S.IN_TRANSIT: frozenset({_S.AT_HUB, _S.OUT_FOR_DELIVERY, _S.REPORTED_DELIVERED, _S.RETURNING, _S.LOST}),
    _S.AT_HUB: frozenset(
        {_S.IN_TRANSIT, _S.OUT_FOR_DELIVERY, _S.HELD_FOR_PICKUP, _S.ON_HOLD}
        | {_S.REPORTED_DELIVERED, _S.RETURNING, _S.LOST}
    ),
    _S.OUT_FOR_DELIVERY: frozenset(
        {_S.DELIVERED, _S.REPORTED_DELIVERED, _S.ATTEMPT_FAILED, _S.ON_HOLD, _S.AT_HUB, _S.RETURNING, _S.LOST}
    ),
    _S.ON_HOLD: frozenset(
        {_S.OUT_FOR_DELIVERY, _S.AT_HUB, _S.ATTEMPT_FAILED, _S.HELD_FOR_PICKUP, _S.RETURNING, _S.LOST}
    ),
    _S.ATTEMPT_FAILED: frozenset(
        {_S.OUT_FOR_DELIVERY, _S.AT_HUB, _S.HELD_FOR_PICKUP, _S.ON_HOLD, _S.RETURNING, _S.LOST}
    ),
    _S.HELD_FOR_PICKUP: frozenset({_S.DELIVERED, _S.OUT_FOR_DELIVERY, _S.READY, _S.RETURNING, _S.LOST}),
    _S.REPORTED_DELIVERED: frozenset(
        {_S.DELIVERED, _S.OUT_FOR_DELIVERY, _S.ATTEMPT_FAILED, _S.RETURNING, _S.LOST}
    ),
    _S.DELIVERED: frozenset(),
    _S.RETURNING: frozenset({_S.RETURNED, _S.LOST}),
    _S.RETURNED: frozenset({_S.READY, _S.HELD_FOR_PICKUP, _S.CANCELLED}),
    _S.CANCELLED: frozenset(),
    _S.LOST: frozenset({_S.RETURNING}),
}

CLOSED = frozenset({_S.DELIVERED, _S.RETURNED, _S.CANCELLED, _S.LOST})
WITH_COURIER = frozenset(
    {_S.PICKED_UP, _S.IN_TRANSIT, _S.AT_HUB, _S.OUT_FOR_DELIVERY, _S.ON_HOLD}
    | {_S.ATTEMPT_FAILED, _S.REPORTED_DELIVERED, _S.RETURNING}
)
# Who has it, or is to have it; and who had it last, with nobody after him.
HAS_COURIER = WITH_COURIER | {_S.ASSIGNED}
HAD_COURIER = frozenset({_S.DELIVERED, _S.LOST})


def may_move(frm: Status, to: Status) -> bool:
    """Whether the table allows this single step."""
    return to in MOVES[frm]


def steps_when_counted_in(status: Status) -> tuple[Status, ...]:
    """How an envelope that lies in the office again gets there; nothing when it never left, has ended elsewhere, or
    waits at the office's own counter."""
    if status is Status.HELD_FOR_PICKUP:
        return ()
    return path_between(status, Status.RETURNED, through=frozenset({Status.RETURNING})) or ()


def path_between(frm: Status, to: Status, *, through: frozenset[Status]) -> tuple[Status, ...] | None:
    """The shortest allowed steps after `frm` up to `to`, passing only `through`; None when there is no way.

    A courier who goes from door to door skips words such as `out_for_delivery`; the timeline must not.
    """
    waiting: list[tuple[Status, ...]] = [()]
    seen: set[Status] = set()
    while waiting:
        steps = waiting.pop(0)
        here = steps[-1] if steps else frm
        if to in MOVES[here]:
            return (*steps, to)
        onward = sorted(MOVES[here] & through - seen)
        seen.update(onward)
        waiting.extend((*steps, step) for step in onward)
    return None
