"""The editions of a region's rule book by their dates: which one holds, and where each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar


class Dated(StrEnum):
    """Where an edition stands on a day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    PAST = "past"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class EditionDates:
    number: int
    valid_from: datetime
    withdrawn: bool = False


_E = TypeVar("_E", bound=EditionDates)


def in_force(editions: Iterable[_E], at: datetime) -> _E | None:
    """The one that began last; of two that begin together, the later number. None: the national rules."""
    begun = (one for one in editions if not one.withdrawn and one.valid_from <= at)
    return max(begun, key=lambda one: (one.valid_from, one.number), default=None)


def standing(one: EditionDates, editions: Iterable[EditionDates], at: datetime) -> Dated:
    if one.withdrawn:
        return Dated.WITHDRAWN
    if one.valid_from > at:
        return Dated.COMING
    now = in_force(editions, at)
    return Dated.IN_FORCE if now is not None and now.number == one.number else Dated.PAST
