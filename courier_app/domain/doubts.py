"""What an auditor should know of a proof that changes no verdict: what the server found beside it, and the flags."""

from dataclasses import dataclass
from datetime import timedelta

from courier_app.domain.bystanders import nobody_signed
from courier_app.domain.citizen_numbers import holds_citizen_number
from courier_app.domain.proofs import SKEW_LIMIT, Flag, Outcome, ProofClaim


@dataclass(frozen=True)
class Doubts:
    """What the server found beside the verdict. `clock_off` is None when the phone had no server time."""

    clock_off: timedelta | None = None
    far: bool = False
    name_differs: bool = False
    gap: bool = False
    identity_open: bool = False
    checks_open: bool = False
    too_early: bool = False
    too_late: bool = False
    old_place: bool = False
    undeclared: bool = False
    card_on_word: bool = (
        False  # class A without what only the recipient can give: somebody asks the recipient
    )


def writes_a_number(claim: ProofClaim) -> bool:
    """A NIK among what the courier wrote in his own words. The record is kept as it was signed: he may hold the only
    evidence of what happened (decision 0052)."""
    tried, witness, card = claim.tried, claim.witness, claim.card
    written = (
        *(claim.recipient_name, claim.paper, claim.id_check_reason),
        *(witness.name if witness else None, card.letter if card else None),
        *((tried.note, tried.number) if tried else ()),
    )
    return any(holds_citizen_number(text) for text in written if text)


def flags(claim: ProofClaim, doubts: Doubts) -> frozenset[Flag]:
    """What the auditor's page points at; scores choose what a person looks at, they decide nothing."""
    found = {
        Flag.UNSIGNED: claim.unsigned is not None,
        Flag.CLOCK_SKEW: doubts.clock_off is not None and abs(doubts.clock_off) > SKEW_LIMIT,
        Flag.NO_PLACE: claim.place is None,
        Flag.FAR_FROM_ADDRESS: doubts.far,
        Flag.NAME_DIFFERS: claim.relation == "self" and doubts.name_differs,
        Flag.SEQUENCE_GAP: doubts.gap,
        Flag.IDENTITY_NOT_CHECKED: doubts.identity_open,
        Flag.CHECKS_INCOMPLETE: doubts.checks_open,
        Flag.BEFORE_HANDOVER: doubts.too_early,
        Flag.AFTER_TRIP: doubts.too_late,
        Flag.OLD_PLACE: doubts.old_place,
        Flag.SHIFT_NOT_DECLARED: doubts.undeclared,
        Flag.NUMBER_WRITTEN: writes_a_number(claim),
        Flag.CALL_BACK: claim.outcome is Outcome.DELIVERED
        and (doubts.card_on_word or nobody_signed(claim.signature_status, claim.claim_code, claim.own_phone)),
    }
    return frozenset(flag for flag, is_so in found.items() if is_so)
