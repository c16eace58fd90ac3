"""What a proof lacks under the rules that it followed."""

from courier_app.domain.demands import missing_for_reason
from courier_app.domain.door import AtTheDoor
from courier_app.domain.evidence_classes import SIGNATURE
from courier_app.domain.payments import missing_payment
from courier_app.domain.policies import Policy, missing_evidence, missing_when_delivered
from courier_app.domain.proofs import Outcome, ProofClaim


def missing_in(
    claim: ProofClaim, policy: Policy | None, *, has_factor: bool, own_phone: bool = False, due: int = 0
) -> tuple[str, ...]:
    """Keys of NEED_WORDS, or what a reason still asks; empty when complete. Rules that nobody knows ask nothing.
    `own_phone`: the recipient signed on their own phone, which is a signature and a factor. `due`: the fee, in rupiah.
    """
    if claim.outcome is Outcome.ATTEMPT_FAILED:
        return missing_when_failed(claim, policy)
    if policy is None:
        return ()
    if claim.outcome is Outcome.DELIVERED:
        lacks = missing_when_delivered(policy, _at_the_door(claim, has_factor or own_phone, own_phone))
        return lacks + missing_payment(due, claim.payment)
    return missing_evidence(
        policy,
        claim.outcome,
        kinds_present=claim.kinds,
        signature_status=claim.signature_status,
        has_factor=has_factor,
    )


def missing_when_failed(
    claim: ProofClaim, policy: Policy | None, *, phone_known: bool = True
) -> tuple[str, ...]:
    """By the table of its policy; rules that nobody knows are the oldest. The package that is not there cannot have
    been scanned."""
    lacks = missing_for_reason(
        claim.reason or "",
        kinds_present=claim.kinds,
        tried=claim.tried,
        table=policy.reasons if policy else 1,
        phone_known=phone_known,
    )
    there = claim.tried is not None and claim.label_id in (claim.tried.scanned or ())
    return (*lacks, "scanned") if there else lacks


def _at_the_door(claim: ProofClaim, has_factor: bool, own_phone: bool) -> AtTheDoor:
    return AtTheDoor(
        mode=claim.mode,
        spot=claim.spot,
        ticked=frozenset(claim.checks),
        id_check=claim.id_check,
        signature_status=claim.signature_status,
        recipient=claim.recipient_name or "",
        witness=claim.witness,
        kinds=claim.kinds | ({SIGNATURE} if own_phone else set()),
        has_factor=has_factor,
        relation=claim.relation,
        paper=claim.paper,
    )
