"""What a manifest says of a failed attempt: what was tried and seen before the courier gave up."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from courier_app.domain import attempts
from courier_app.domain.attempts import LONGEST_NOTE
from courier_app.domain.payments import MOST_PAID
from courier_app.web.wire import Code, LabelId, Moment, Strict

MOST_TRIES = 10
MOST_SCANNED = 300


class ContactTry(Strict):
    way: Code
    at: Moment


class FeeAsked(Strict):
    """Of the carriage: whether its tariff was shown, and how much was asked for."""

    shown: bool
    rupiah: int = Field(ge=0, le=MOST_PAID)


class Tried(Strict):
    """What was done before giving up; the reason says what is needed. `waited_s` runs from the scan at the door.
    `number`: of a letter or an order; `at`: when it happened; `scanned`: the packages that are there."""

    detail: Code | None
    note: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE)] | None
    contacts: list[ContactTry] = Field(max_length=MOST_TRIES)
    waited_s: int = Field(ge=0, le=24 * 3600)
    number: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    at: Moment | None = None
    scanned: list[LabelId] | None = Field(default=None, max_length=MOST_SCANNED)
    fee: FeeAsked | None = None


def tried_of(said: Tried) -> attempts.Tried:
    ways = tuple(contact.way for contact in said.contacts)
    return attempts.Tried(
        said.detail,
        said.note,
        ways,
        said.waited_s,
        number=said.number,
        at=datetime.fromisoformat(said.at) if said.at else None,
        scanned=None if said.scanned is None else tuple(said.scanned),
        fee=attempts.FeeAsked(said.fee.shown, said.fee.rupiah) if said.fee else None,
    )
