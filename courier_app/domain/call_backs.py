"""What came of ringing up a recipient whose delivery stands on the courier's word alone: a closed list."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from courier_app.domain.words import Words

CALLED_BACK = "called_back"  # what the access log calls it
MOST_CALLS = 20  # of one proof


class CallAnswer(StrEnum):
    RECEIVED = "received"
    KNOWN_OTHER = "known_other"
    NOT_RECEIVED = "not_received"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    MISTAKEN = "mistaken"


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
    CallAnswer.MISTAKEN: Words(
        "Catatan sebelumnya keliru: tidak dihitung", "The note before this was a mistake: it does not count"
    ),
}


def taken_back(answers: Sequence[CallAnswer]) -> frozenset[int]:
    """Places of those that do not count: each mistake takes back the last one before it that still stood."""
    standing, gone = list[int](), set[int]()
    for place, answer in enumerate(answers):
        if answer is not CallAnswer.MISTAKEN:
            standing.append(place)
        elif standing:
            gone.add(standing.pop())
    return frozenset(gone)


def standing_answers(answers: Iterable[CallAnswer]) -> tuple[CallAnswer, ...]:
    """In their order, without what was taken back and what took it back."""
    said = tuple(answers)
    gone = taken_back(said)
    return tuple(
        one for place, one in enumerate(said) if place not in gone and one is not CallAnswer.MISTAKEN
    )


def last_reached(answers: Iterable[CallAnswer]) -> CallAnswer | None:
    """What a reached person said last stands, however often nobody answered since."""
    reached = [answer for answer in standing_answers(answers) if answer in REACHED]
    return reached[-1] if reached else None
