"""Old cards that the demo town gives back: whose, what becomes of each, and how a phone says and shows it."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import cycle
from random import Random

from courier_app.demo_town import photos
from courier_app.demo_town.phone import Shot
from courier_app.domain.exchange import NoCard

EXCHANGED = "KTP_EL"  # the national rule asks the officer of it, and of nothing else


class Fate(StrEnum):
    """How far it has come by today."""

    DESTROYED = "destroyed"
    COUNTED_IN = "counted_in"
    WITH_COURIER = "with_courier"
    LOST = "lost"


def fates() -> Iterator[Fate]:
    """One after the other, so that each is there in a small town too."""
    return cycle(Fate)


def is_exchange(kind: str, number: int) -> bool:
    """Every other one: the rest are first cards."""
    return kind == EXCHANGED and number % 2 == 0


def seal_of(number: int) -> str:
    return f"SG-{4000 + number}"


def said_of(fate: Fate, number: int) -> dict[str, str | None]:
    """As the manifest has it."""
    if fate is Fate.LOST:
        return {"seal": None, "missing": NoCard.LOSS_LETTER, "letter": f"STPL/{100 + number}/XI/2026"}
    return {"seal": seal_of(number), "missing": None, "letter": None}


def shots_of(fate: Fate, rng: Random) -> tuple[Shot, ...]:
    """Number and face covered, as the phone stores it."""
    if fate is Fate.LOST:
        return ()
    return (Shot("old_card", "image/jpeg", photos.SIZE, photos.old_card(rng)),)
