"""Data of a recipient before and after somebody asks for them in clear (docs/decisions/0033)."""

import re
from datetime import datetime, timedelta

from courier_app.domain.looks import RevealWhy
from courier_app.domain.names import HONORIFICS, name_tokens

LASTS = timedelta(minutes=10)  # of a password given again, and of what was opened with it
# What a person may say; `desk` belongs to the correction of an address alone.
ASKED_FOR = tuple(why for why in RevealWhy if why is not RevealWhy.DESK)
CORRECTED_FOR = (RevealWhy.DESK, RevealWhy.ADDRESS, RevealWhy.REQUEST, RevealWhy.OTHER)
GIVEN_FOR = (RevealWhy.REQUEST, RevealWhy.OTHER)  # the own data of whoever asked for them
SHORTEST_WORDS = 10
HIDDEN = "•••"
_STREETS = frozenset({"jl", "jln", "jalan", "gg", "gang", "dusun", "dk", "dukuh", "desa", "ds", "perum"})
_PEOPLE = HONORIFICS | {"bu", "pak", "mbah", "mas", "mbak"}
_NUMBER = re.compile(r"\d{1,4}[A-Za-z]?")


def is_fresh(at: datetime | None, *, now: datetime) -> bool:
    """Whether what was given or opened then still counts."""
    return at is not None and at <= now < at + LASTS


def mask_address(address: str, *, name: str) -> str:
    """`Jl. Melati 12, Gedongmulyo, Lasem` becomes `Jl. ••• 12, Lasem`: the kind of street, the house number, the last
    place; and not that either where it might name somebody."""
    parts = [part.split() for part in re.split(r"[,\n]", address) if part.strip()]
    if not parts:
        return ""
    street, last = _street(parts[0]), " ".join(parts[-1])
    return f"{street}, {last}" if len(parts) > 1 and _is_place(parts[-1], name) else street


def mask_phone(phone: str) -> str:
    """The last three digits."""
    return f"•••• {phone[-3:]}" if phone else ""


def mask_place(place: tuple[int, int]) -> str:
    """Degrees × 10^7 to a hundredth of a degree: about a kilometre."""
    return "≈ {:.2f}, {:.2f}".format(*(degrees / 1e7 for degrees in place))


def _street(words: list[str]) -> str:
    kind = words[0] if words[0].casefold().rstrip(".") in _STREETS else ""
    number = next((word for word in words[1:] if _NUMBER.fullmatch(word)), "")
    return " ".join(part for part in (kind, HIDDEN, number) if part)


def _is_place(words: list[str], name: str) -> bool:
    plain = [word.casefold().strip(".") for word in words]
    names = set(name_tokens(name)) | _PEOPLE
    return len(words) <= 2 and all(word.isalpha() and word not in names for word in plain)
