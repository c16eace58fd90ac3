"""What came of ringing up a recipient whose delivery stands on the courier's word alone: a closed list."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from courier_app.domain.confirmations import ANSWER_WINDOW
from courier_app.domain.words import Words

CALLED_BACK, TAKEN_BACK = "called_back", "call_taken_back"  # what the access log calls them
MOST_CALLS = 20  # of one proof


class CallAnswer(StrEnum):
    RECEIVED = "received"
    KNOWN_OTHER = "known_other"
    NOT_RECEIVED = "not_received"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


CONFIRMS = frozenset({CallAnswer.RECEIVED, CallAnswer.KNOWN_OTHER})
REACHED = frozenset({CallAnswer.RECEIVED, CallAnswer.KNOWN_OTHER, CallAnswer.NOT_RECEIVED})
CALL_WORDS = {
    CallAnswer.RECEIVED: Words("Terhubung: sudah menerima sendiri", "Reached: received it in person"),
    CallAnswer.KNOWN_OTHER: Words(
        "Terhubung: diterima orang yang dikenalnya", "Reached: somebody they know received it"
    ),
    CallAnswer.NOT_RECEIVED: Words("Terhubung: BELUM menerima", "Reached: has NOT received it"),
    CallAnswer.NO_ANSWER: Words("Tidak terhubung: tidak diangkat", "Not reached: nobody answered"),
    CallAnswer.WRONG_NUMBER: Words(
        "Tidak terhubung: nomornya salah atau mati", "Not reached: the number is wrong or dead"
    ),
}


def to_call_since(now: datetime) -> datetime:
    """Deliveries before that need no call any more: what a recipient says on the telephone leads to the citizen's own
    page, which takes no answer about them, and photo and signature are gone."""
    return now - ANSWER_WINDOW


def last_reached(answers: Iterable[CallAnswer]) -> CallAnswer | None:
    """Of answers that count, in their order: what a reached person said last stands, however often nobody answered
    since."""
    reached = [answer for answer in answers if answer in REACHED]
    return reached[-1] if reached else None
