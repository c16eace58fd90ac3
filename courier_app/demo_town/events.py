"""What can happen to a package in the demo town: the words that its story is told in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from courier_app.demo_town.parcels import Parcel


class Verb(StrEnum):
    """In the order in which they happen when they happen at the same moment."""

    REGISTER = "01 register"
    LABEL = "02 label"
    HAND_OVER = "03 hand over"
    PICK_UP = "04 pick up"
    DELIVER = "05 deliver"
    FAIL = "06 fail"
    RETURN = "07 return"
    STEP = "08 step"
    STATE = "09 state"
    CARD_BACK = "10 card back"
    CARD_DESTROYED = "11 card destroyed"
    MONEY_DEMANDED = "12 money demanded"
    MONEY_ANSWERED = "13 money answered"
    DATA_ASKED = "14 data asked"
    HELD = "15 held"
    COLLECTED = "16 collected"


class Twist(StrEnum):
    """What is odd about a delivery: the first seven are accepted with a flag, the others kept for review, but for the
    last, which is a second delivery of the same package."""

    UNSIGNED = "unsigned"
    NO_PLACE = "no_place"
    FAR = "far"
    CLOCK_OFF = "clock_off"
    NAME_DIFFERS = "name_differs"
    DECLINED = "declined"
    UNABLE = "unable"
    WRONG_CODE = "wrong_code"
    MISMATCH = "mismatch"
    OTHER_COURIER = "other_courier"
    NO_PHOTO = "no_photo"
    AGAIN = "again"


@dataclass(frozen=True)
class Event:
    """`at`: when it happened; `heard_at`: when the server hears of it (a phone may be offline for hours). `who` is a
    courier, or empty for the office; `detail` a status, a reason, a twist or an answer."""

    heard_at: datetime
    at: datetime
    verb: Verb
    parcel: Parcel
    who: str = ""
    detail: str = ""


Story = Iterator[Event]
FLAGGED = (
    *(Twist.UNSIGNED, Twist.NO_PLACE, Twist.FAR, Twist.CLOCK_OFF, Twist.NAME_DIFFERS),
    *(Twist.DECLINED, Twist.UNABLE, Twist.AGAIN),
)
KEPT = (Twist.WRONG_CODE, Twist.MISMATCH, Twist.OTHER_COURIER, Twist.NO_PHOTO)
NOT_SIGNED = (Twist.DECLINED, Twist.UNABLE)
