"""The exchange leg: what becomes of the old card that a recipient gives back for the new one (domain.md, section 4)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from courier_app.domain.words import Words

SEAL = re.compile(r"[A-Z0-9-]{4,12}")  # printed on the bag; too short for anybody's NIK


class OldCard(StrEnum):
    """Where a package's old card stands. A package that brings none back has no state at all."""

    OWED = "owed"
    NOT_AVAILABLE = "not_available"
    COLLECTED = "collected"
    MISSING = "missing"  # collected, and not there when the office counted
    COUNTED_IN = "counted_in"
    DESTROYED = "destroyed"
    WRITTEN_OFF = "written_off"  # looked for and given up, on a paper that two officers vouch for


class NoCard(StrEnum):
    """Why no old card comes back. A recipient who forgot it, or keeps it, gets no new one: that is a failed attempt
    (`old_card_missing`), and no reason here."""

    LOSS_LETTER = "loss_letter"  # the police's letter was seen; its number is written down
    NEVER_HAD = "never_had"
    GIVEN_BEFORE = "given_before"  # to the office itself
    WAIVED = "waived"  # an officer's own decision, never a courier's


_C = OldCard

# A card that was not there may turn up, even one that was given up, and one that was owed may be brought to the
# counter: all are counted in.
CARD_MOVES: dict[OldCard, frozenset[OldCard]] = {
    _C.OWED: frozenset({_C.COLLECTED, _C.NOT_AVAILABLE, _C.COUNTED_IN}),
    _C.NOT_AVAILABLE: frozenset({_C.COUNTED_IN}),
    _C.COLLECTED: frozenset({_C.COUNTED_IN, _C.MISSING}),
    _C.MISSING: frozenset({_C.COUNTED_IN, _C.WRITTEN_OFF}),
    _C.WRITTEN_OFF: frozenset({_C.COUNTED_IN}),
    _C.COUNTED_IN: frozenset({_C.DESTROYED}),
    _C.DESTROYED: frozenset(),
}
# Whether the reason counts only with the number of a letter; the courier may give these and no other.
AT_THE_DOOR = {NoCard.LOSS_LETTER: True, NoCard.NEVER_HAD: False, NoCard.GIVEN_BEFORE: False}


NO_CARD_WORDS = {
    NoCard.LOSS_LETTER: Words("Hilang, ada surat dari polisi", "Lost, with a letter of the police"),
    NoCard.NEVER_HAD: Words("Penerima belum pernah punya kartu", "The recipient never had a card"),
    NoCard.GIVEN_BEFORE: Words("Sudah diserahkan ke kantor", "Given to the office before"),
    NoCard.WAIVED: Words("Dibebaskan oleh petugas", "Waived by an officer"),
}


@dataclass(frozen=True)
class CardClaim:
    """What the phone says of the old card: the number of the seal it lies under, or why there is none."""

    seal: str | None
    missing: str | None = None
    letter: str | None = None


def may_become(card: OldCard | None, to: OldCard) -> bool:
    """Whether the table allows this step; a package without an old card allows none."""
    return card is not None and to in CARD_MOVES[card]


def card_after(claim: CardClaim | None, *, photo: bool) -> OldCard | None:
    """What a delivery makes of the old card that was owed; None: it is owed still, and the delivery does not count."""
    if claim is None:
        return None
    if claim.seal is not None:
        return OldCard.COLLECTED if photo and SEAL.fullmatch(claim.seal) else None
    return OldCard.NOT_AVAILABLE if _is_reason(claim) else None


def _is_reason(claim: CardClaim) -> bool:
    if claim.missing not in set(AT_THE_DOOR):
        return False
    return bool(claim.letter) or not AT_THE_DOOR[NoCard(claim.missing)]


RETURN_WITHIN = timedelta(days=2)  # a start value: domain.md names no time


def is_overdue(collected_at: datetime, now: datetime) -> bool:
    """A card that a courier has kept longer than a round and the morning after."""
    return now - collected_at > RETURN_WITHIN
