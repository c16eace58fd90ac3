"""A drawing of two places to scale, without a map: the address in the middle, the phone beside it."""

from dataclasses import dataclass
from math import cos, hypot, radians

METRES_PER_DEGREE = 111_320  # of latitude; close enough for what a drawing shows
HALF = 100  # the drawing goes from -100 to 100 in both directions
ROUND = (10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)


@dataclass(frozen=True)
class Sketch:
    """`x` to the east and `y` to the south in units of the drawing, `accuracy` the radius around the phone, `ring` the
    radius of a circle around the address that stands for `ring_m` metres."""

    x: float
    y: float
    accuracy: float
    ring: float
    ring_m: int


def sketch(address: tuple[int, int], phone: tuple[int, int], *, accuracy_m: int) -> Sketch:
    """Both places as (latitude, longitude) in degrees x 10^7; everything fits into the drawing."""
    north = (phone[0] - address[0]) / 1e7 * METRES_PER_DEGREE
    east = (phone[1] - address[1]) / 1e7 * METRES_PER_DEGREE * cos(radians(address[0] / 1e7))
    away = hypot(north, east)
    ring_m = next((metres for metres in ROUND if metres >= away), ROUND[-1])
    scale = HALF * 0.85 / max(ring_m, away)
    accuracy = min(accuracy_m * scale, HALF)
    return Sketch(
        round(east * scale, 1),
        round(-north * scale, 1),
        round(accuracy, 1),
        round(ring_m * scale, 1),
        ring_m,
    )
