"""What the server found beside a proof, found again: how far the phone was, and the flags that follow from the record.
The other flags rest on what was known at that moment alone (docs/ledger.md)."""

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from courier_app.domain.distances import FAR_M
from courier_app.domain.doubts import Doubts, flags
from courier_app.domain.proof_times import old_fix
from courier_app.domain.proofs import Flag, Mark, ProofClaim, skew
from courier_app.domain.recipients import names_agree
from courier_app.domain.rights import RequestAnswer, Right
from courier_app.evidence.vault import SealBroken
from courier_app.models import Package, Proof, RightsRequest
from courier_app.queries.policies import known_policy
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import card_on_word, checks_open, distance_m, identity_open
from courier_app.services.recipients import Recipient, open_recipient

ALWAYS = frozenset({Flag.UNSIGNED, Flag.CLOCK_SKEW, Flag.NO_PLACE, Flag.OLD_PLACE})
BY_RULES = frozenset({Flag.IDENTITY_NOT_CHECKED, Flag.CHECKS_INCOMPLETE, Flag.CALL_BACK})
BY_RECIPIENT = frozenset({Flag.FAR_FROM_ADDRESS, Flag.NAME_DIFFERS})
# Of these nobody knows any more whether the rules that were followed were the package's.
RULES_UNSURE = frozenset(
    {Mark.DEVICE_REVOKED, Mark.PACKAGE_CLOSED, Mark.NOT_YOUR_PACKAGE, Mark.TRIP_OVER, Mark.POLICY_UNKNOWN}
)


def findings_that_differ(session: Session, ports: Ports, proof: Proof, claim: ProofClaim) -> Iterator[str]:
    """Columns of `proofs`. Recipient's data that were corrected since, or do not open, are compared with nothing."""
    recipient = _recipient(session, ports, proof)
    metres = distance_m(claim, recipient.place) if recipient else proof.distance_m
    if metres != proof.distance_m:
        yield "distance_m"
    compared = ALWAYS | (frozenset() if proof.mark in RULES_UNSURE else BY_RULES)
    compared |= BY_RECIPIENT if recipient else frozenset()
    expected = flags(claim, _doubts(session, proof, claim, recipient, metres))
    if set(proof.flags.split()) & compared != expected & compared or not _are_known(proof.flags):
        yield "flags"


def _are_known(written: str) -> bool:
    return set(written.split()) <= set(Flag)


def _doubts(
    session: Session, proof: Proof, claim: ProofClaim, recipient: Recipient | None, metres: int | None
) -> Doubts:
    policy = known_policy(session, claim.policy_id, claim.policy_version)
    name = recipient.name if recipient else ""
    return Doubts(
        clock_off=skew(claim, received_at=proof.received_at),
        far=(metres or 0) > FAR_M,
        name_differs=not names_agree(claim.recipient_name or "", name),
        identity_open=identity_open(claim, policy),
        checks_open=checks_open(claim, policy),
        old_place=old_fix(claim),
        card_on_word=card_on_word(claim, policy),
    )


def _recipient(session: Session, ports: Ports, proof: Proof) -> Recipient | None:
    corrected = exists().where(
        RightsRequest.package_id == proof.package_id,
        RightsRequest.right == Right.CORRECTION,
        RightsRequest.answer == RequestAnswer.GRANTED,
        RightsRequest.answered_at >= proof.received_at,
    )
    if session.scalar(select(corrected)):
        return None
    try:
        return open_recipient(session, ports, session.get_one(Package, proof.package_id))
    except (SealBroken, ValueError, TypeError):
        return None
