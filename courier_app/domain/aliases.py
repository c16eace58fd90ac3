"""The alias printed beside the QR, shaped like a UPU S10 number (domain.md, section 9).

Guessable by design: it finds nothing without a login or a claim code.
"""

import re
import secrets
from collections.abc import Callable

from courier_app.domain.typed_text import Unreadable, squeezed

PREFIX = "SX"  # letters that the postal operator does not use; a setting may name others
COUNTRY = "ID"
NUMBERS = 100_000_000  # eight digits

_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_SPECIAL = {10: 0, 11: 5}
_PREFIX = re.compile(r"[A-Z]{2}")
_ALIAS = re.compile(rf"[A-Z]{{2}}([0-9]{{8}})([0-9]){COUNTRY}")


class BadAlias(Unreadable):
    """`reason`: `form` or `check`."""

    what = "alias"


def new_alias(prefix: str = PREFIX, *, randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """A random alias. The caller looks whether it is free: only eight digits vary."""
    return alias_of(randbelow(NUMBERS), prefix=prefix)


def alias_of(number: int, *, prefix: str = PREFIX) -> str:
    """`alias_of(47312482)` is `SX473124829ID`. Refuses numbers and prefixes that do not fit."""
    if not 0 <= number < NUMBERS or not _PREFIX.fullmatch(prefix):
        raise BadAlias("form")
    digits = f"{number:08d}"
    return f"{prefix}{digits}{s10_check(digits)}{COUNTRY}"


def s10_check(digits: str) -> int:
    """The check digit of eight digits: 11 less the weighted sum mod 11; 10 gives 0, 11 gives 5."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    raw = 11 - total % 11
    return _SPECIAL.get(raw, raw)


def parse_alias(text: str) -> str:
    """The alias that a person typed, of any prefix. Forgives case, spaces and hyphens."""
    typed = squeezed(text)
    found = _ALIAS.fullmatch(typed.upper()) if typed.isascii() else None
    if not found:
        raise BadAlias("form")
    if s10_check(found[1]) != int(found[2]):
        raise BadAlias("check")
    return found[0]
