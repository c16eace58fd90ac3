"""What the server knows of a proof when it judges: read under the package's lock, handed to the rules as facts."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.demands import missing_for_reason
from courier_app.domain.packages import CLOSED
from courier_app.domain.policies import Policy, missing_evidence
from courier_app.domain.proofs import Outcome, ProofClaim, ProofFacts
from courier_app.models import Handover, Media, Package, Proof, ProofMedia
from courier_app.services.claim_tries import try_code
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import Findings

_MEDIA, _PROOF_MEDIA = cast(Table, Media.__table__), cast(Table, ProofMedia.__table__)
_PROOFS = cast(Table, Proof.__table__)
_SHOWN_ELSEWHERE = (
    select(_PROOF_MEDIA.c.proof_id)
    .join(_MEDIA, _MEDIA.c.id == _PROOF_MEDIA.c.media_id)
    .join(_PROOFS, _PROOFS.c.id == _PROOF_MEDIA.c.proof_id)
    .where(_MEDIA.c.sha256.in_(bindparam("names", expanding=True)))
    .where(or_(_PROOFS.c.package_id != bindparam("package_id"), _PROOFS.c.mark.is_(None)))
    .limit(1)
)


@dataclass(frozen=True)
class Scene:
    """What lies on the table: the package is locked, every file of `media` is here, in the manifest's order.
    `disowned`: the office has revoked the key or closed the account since."""

    found: Findings
    package: Package
    media: tuple[UUID, ...]
    disowned: bool

    @property
    def claim(self) -> ProofClaim:
        return self.found.claim

    @property
    def held_by_sender(self) -> bool:
        """An ojol driver holds what his one handover gave him, and nothing of an earlier trip."""
        sender, package = self.found.opened.sender, self.package
        of_this_trip = sender.handover_id in (None, package.handover_id)
        return package.courier_id == sender.courier_id and of_this_trip


def facts_of(session: Session, ports: Ports, scene: Scene) -> ProofFacts:
    """For judge(). Counts a wrong claim code."""
    claim, policy = scene.claim, scene.found.policy
    has_factor = _code_is_right(ports, scene)
    return ProofFacts(
        status=scene.package.status,
        holder_is_sender=scene.held_by_sender,
        device_revoked=scene.disowned,
        trip_over=_trip_over(session, scene),
        policy_known=policy is not None,
        missing=_missing(claim, policy, has_factor=has_factor),
        relation_allowed=policy is not None and claim.relation in policy.relations,
        method_allowed=policy is not None and claim.mode in policy.modes and claim.method in policy.methods,
        photo_seen_before=_seen_before(session, scene),
        claim_code_wrong=claim.claim_code is not None and not has_factor,
    )


def _code_is_right(ports: Ports, scene: Scene) -> bool:
    """Only the holder of an open package gets to try: a stranger must learn nothing and use up nothing."""
    code = scene.claim.claim_code
    if code is None or not scene.held_by_sender or scene.package.status in CLOSED:
        return False
    return try_code(ports, scene.package, code)


def _trip_over(session: Session, scene: Scene) -> bool:
    """Judged by when it happened, not by when it was sent: the line may have been dead."""
    handover_id = scene.found.opened.sender.handover_id
    if handover_id is None:
        return False
    trip = session.get_one(Handover, handover_id)
    ends = [end for end in (trip.expires_at, trip.revoked_at) if end]
    return any(scene.found.happened_at >= end for end in ends)


def _missing(claim: ProofClaim, policy: Policy | None, *, has_factor: bool) -> tuple[str, ...]:
    if claim.outcome is Outcome.ATTEMPT_FAILED:
        return missing_for_reason(claim.reason or "", kinds_present=claim.kinds, tried=claim.tried)
    if policy is None:
        return ()
    return missing_evidence(
        policy,
        claim.outcome,
        kinds_present=claim.kinds,
        signature_status=claim.signature_status,
        has_factor=has_factor,
    )


def _seen_before(session: Session, scene: Scene) -> bool:
    """A file counts for one proof, whoever sends it. Only what lies in review for this very package may be shown
    again: the courier may be putting right what was wrong."""
    if not scene.media:
        return False
    names = [bytes.fromhex(part.sha256) for part in scene.claim.parts]
    shown = {"names": names, "package_id": scene.package.id}
    return session.execute(_SHOWN_ELSEWHERE, shown).first() is not None
