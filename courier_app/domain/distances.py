"""How far the phone stood from the address (domain.md 12). A distance scores; it never refuses."""

from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
NEAR_M = 50
FAR_M = 200


class Band(StrEnum):
    OK = "ok"
    LOW = "low"
    HIGH = "high"


def metres_between(here: tuple[int, int], there: tuple[int, int]) -> float:
    """Great-circle metres (haversine) between two (latitude, longitude) pairs in degrees x 10^7."""
    lat_a, lon_a = (radians(degrees / 1e7) for degrees in here)
    lat_b, lon_b = (radians(degrees / 1e7) for degrees in there)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def band(metres: float) -> Band:
    """`ok` up to 50 m, `low` up to 200 m, `high` beyond: start values of a scooter fleet."""
    if metres <= NEAR_M:
        return Band.OK
    return Band.LOW if metres <= FAR_M else Band.HIGH
