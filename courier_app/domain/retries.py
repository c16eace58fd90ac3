"""How often a package is tried, and where it goes after that (domain.md, section 4)."""

from enum import StrEnum

from courier_app.domain.next_actions import NextAction
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.words import Words


class Again(StrEnum):
    """Why a package goes out once more though its attempts were used up."""

    CITIZEN_ASKED = "citizen_asked"
    NEW_ADDRESS = "new_address"
    APPOINTMENT = "appointment"
    OFFICE_DECIDED = "office_decided"


AGAIN_WORDS = {
    Again.CITIZEN_ASKED: Words("Warga meminta diantar lagi", "The citizen asked for another delivery"),
    Again.NEW_ADDRESS: Words("Alamat sudah diperbaiki", "The address has been corrected"),
    Again.APPOINTMENT: Words("Sudah ada janji waktu dengan penerima", "The recipient has an appointment"),
    Again.OFFICE_DECIDED: Words("Keputusan atasan", "A superior decided so"),
}


class FromCounter(StrEnum):
    """Why a package leaves the counter for a courier. It stands in the ledger's record, and in no table."""

    CITIZEN_ASKED = "citizen_asked"
    NEW_ADDRESS = "new_address"
    APPOINTMENT = "appointment"
    OFFICE_DECIDED = "office_decided"
    PUT_BY_MISTAKE = "put_by_mistake"


FROM_COUNTER_WORDS = {
    **{FromCounter(why.value): words for why, words in AGAIN_WORDS.items()},
    FromCounter.PUT_BY_MISTAKE: Words("Keliru disimpan di loket", "Put at the counter by mistake"),
}


TRIES_AGAIN = frozenset(
    {NextAction.NEW_ATTEMPT, NextAction.APPOINTMENT, NextAction.RESEND_CODE, NextAction.CORRECT_ADDRESS}
    | {NextAction.HOLD, NextAction.OFFICE_CALLS}
)


def last_attempt(attempt: int, *, allowed: int) -> int:
    """Of a handover: the rules' number, or one more try of what goes out again after it."""
    return max(attempt, allowed)


def is_used_up(attempt: int, last: int | None) -> bool:
    """`attempt` is the number of the next one. The courier brings it to the counter; what happens all the same is
    kept as it was."""
    return last is not None and attempt > last


def next_action(reason: Reason, *, last: bool) -> NextAction:
    """What the reason asks for; after the last attempt that counts the counter instead of another try."""
    asked = REASONS[reason]
    ends = last and asked.counts_as_attempt and asked.next_action in TRIES_AGAIN
    return NextAction.TO_COUNTER if ends else asked.next_action


def needs_reason(attempt: int, *, allowed: int) -> bool:
    """Whether whoever hands it over says why once more."""
    return attempt > allowed
