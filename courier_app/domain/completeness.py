"""What a proof lacks under the rules that it followed."""

from courier_app.domain.demands import missing_for_reason
from courier_app.domain.evidence_classes import SIGNATURE
from courier_app.domain.policies import Policy, missing_evidence, missing_ticks
from courier_app.domain.proofs import Outcome, ProofClaim


def missing_in(
    claim: ProofClaim, policy: Policy | None, *, has_factor: bool, own_phone: bool = False
) -> tuple[str, ...]:
    """Keys of NEED_WORDS, or what a reason still asks; empty when complete. Rules that nobody knows ask nothing.
    `own_phone`: the recipient signed on their own phone, which is a signature and a factor."""
    if claim.outcome is Outcome.ATTEMPT_FAILED:
        return missing_for_reason(claim.reason or "", kinds_present=claim.kinds, tried=claim.tried)
    if policy is None:
        return ()
    absent = missing_evidence(
        policy,
        claim.outcome,
        kinds_present=claim.kinds | ({SIGNATURE} if own_phone else set()),
        signature_status=claim.signature_status,
        has_factor=has_factor or own_phone,
    )
    delivered = claim.outcome is Outcome.DELIVERED
    return absent + (missing_ticks(policy, claim.mode, ticked=claim.checks) if delivered else ())
