"""What an ojol driver types about himself before a trip: forgiven in form, refused when it cannot be true."""

import re
from dataclasses import dataclass
from typing import ClassVar

from courier_app.domain.typed_text import Unreadable, squeezed

SHORTEST_NAME, LONGEST_NAME = 2, 120
_PHONE = re.compile(r"(?:\+?62|0)8[0-9]{7,11}")
# Indonesian plates: area letters, up to four digits, up to three letters (Perpol 7/2021).
_PLATE = re.compile(r"([A-Z]{1,2})([0-9]{1,4})([A-Z]{0,3})")


class BadDriver(Unreadable):
    """`reason` is the member at fault: name, phone or plate."""

    what: ClassVar[str] = "driver"


@dataclass(frozen=True)
class Driver:
    """`phone` as 08…, `plate` as "H 1234 AB"."""

    name: str
    phone: str
    plate: str


def read_driver(name: str, phone: str, plate: str) -> Driver:
    """Raises BadDriver."""
    return Driver(_name(name), _phone(phone), _plate(plate))


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not (
        SHORTEST_NAME <= len(name) <= LONGEST_NAME and name.isprintable() and any(map(str.isalpha, name))
    ):
        raise BadDriver("name")
    return name


def _phone(typed: str) -> str:
    digits = squeezed(typed).replace("(", "").replace(")", "").replace(".", "")
    if not _PHONE.fullmatch(digits):
        raise BadDriver("phone")
    return "0" + digits.removeprefix("+").removeprefix("62").removeprefix("0")


def _plate(typed: str) -> str:
    found = _PLATE.fullmatch(squeezed(typed).replace(".", "").upper())
    if found is None:
        raise BadDriver("plate")
    return " ".join(part for part in found.groups() if part)
