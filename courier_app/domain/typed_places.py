"""A point on the map as people paste it: latitude, then longitude, in decimal degrees."""

import re
from decimal import Decimal

from courier_app.domain.typed_text import Unreadable

_PAIR = re.compile(
    r"\s*\(?\s*([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)°?\s*[,; ]\s*([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)°?\s*\)?\s*"
)
# Indonesia with a little sea around it: south, north, west, east.
SOUTH, NORTH, WEST, EAST = Decimal("-11.5"), Decimal("6.5"), Decimal("94.5"), Decimal("141.5")
E7 = Decimal(10_000_000)


class BadPlace(Unreadable):
    """`reason`: `form` is no pair of numbers, `swapped` longitude first, `outside` not in Indonesia."""

    what = "place"


def parse_place(text: str) -> tuple[int, int]:
    """Degrees × 10^7 of latitude and longitude. Refuses with BadPlace."""
    found = _PAIR.fullmatch(text)
    if not found:
        raise BadPlace("form")
    lat, lon = Decimal(found[1]), Decimal(found[2])
    if not _in_indonesia(lat, lon):
        raise BadPlace("swapped" if _in_indonesia(lon, lat) else "outside")
    return round(lat * E7), round(lon * E7)


def written_place(lat_e7: int, lon_e7: int) -> str:
    """`-6.99040, 110.42290`: five decimals are a metre."""
    return f"{lat_e7 / 1e7:.5f}, {lon_e7 / 1e7:.5f}"


def _in_indonesia(lat: Decimal, lon: Decimal) -> bool:
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST
