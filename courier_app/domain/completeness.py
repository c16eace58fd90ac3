"""What a proof lacks under the rules that it followed."""

from collections.abc import Iterator

from courier_app.domain.attempts import NOTHING_TRIED
from courier_app.domain.demands import FIRST, missing_for_reason
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
    claim: ProofClaim, policy: Policy | None, *, phone_known: bool = True, fitting: bool = True
) -> tuple[str, ...]:
    """By the table of its policy; rules that nobody knows are the oldest. `fitting`: its reason can be true of this
    package (reasons.py); the oldest rules did not ask."""
    table = policy.reasons if policy else FIRST
    lacks = missing_for_reason(
        claim.reason or "",
        kinds_present=claim.kinds,
        tried=claim.tried,
        table=table,
        phone_known=phone_known,
    )
    return (*lacks, *_cannot_be(claim, fitting=fitting or table == FIRST))


def _cannot_be(claim: ProofClaim, *, fitting: bool) -> Iterator[str]:
    """The package that is not there was not scanned, and nothing is told before it has happened: both times are of the
    phone's one clock."""
    tried = claim.tried or NOTHING_TRIED
    if not fitting:
        yield "fitting"
    if claim.label_id in (tried.scanned or ()):
        yield "scanned"
    if tried.at is not None and tried.at > claim.captured_at:
        yield "when"


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
