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
    """`faults` are the members at fault: name, phone, plate; `reason` is the first of them."""

    what: ClassVar[str] = "driver"

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__(faults[0])


@dataclass(frozen=True)
class Driver:
    """`phone` as 08…, `plate` as "H 1234 AB"."""

    name: str
    phone: str
    plate: str


def read_driver(name: str, phone: str, plate: str) -> Driver:
    """Raises BadDriver, which names all that cannot be true: nobody mends one field three times."""
    read = {"name": _name(name), "phone": _phone(phone), "plate": _plate(plate)}
    faults = [member for member, text in read.items() if text is None]
    if faults:
        raise BadDriver(*faults)
    return Driver(**{member: str(text) for member, text in read.items()})


def _name(typed: str) -> str | None:
    name = " ".join(typed.split())
    fits = SHORTEST_NAME <= len(name) <= LONGEST_NAME
    return name if fits and name.isprintable() and any(map(str.isalpha, name)) else None


def _phone(typed: str) -> str | None:
    digits = squeezed(typed).replace("(", "").replace(")", "").replace(".", "")
    if not _PHONE.fullmatch(digits):
        return None
    return "0" + digits.removeprefix("+").removeprefix("62").removeprefix("0")


def _plate(typed: str) -> str | None:
    found = _PLATE.fullmatch(squeezed(typed).replace(".", "").upper())
    return " ".join(part for part in found.groups() if part) if found else None
