"""What the server knows of a proof when it judges: read under the package's lock, handed to the rules as facts."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import cast
from uuid import UUID

from sqlalchemy import Integer, Table, bindparam, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.checks import IdCheck
from courier_app.domain.distances import FAR_M, metres_between
from courier_app.domain.packages import CLOSED
from courier_app.domain.policies import Policy, find_policy, missing_evidence
from courier_app.domain.proofs import Doubts, Outcome, ProofClaim, ProofFacts, happened_at, skew
from courier_app.domain.reasons import missing_for_reason
from courier_app.domain.recipients import names_agree
from courier_app.models import Handover, Media, Package, Proof, ProofMedia
from courier_app.services.claim_tries import try_code
from courier_app.services.ports import Ports
from courier_app.services.proof_reading import Opened
from courier_app.services.recipients import Recipient, recipient_under

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
_NEIGHBOURS = select(_PROOFS.c.seq, _PROOFS.c.manifest_hash).where(
    _PROOFS.c.device_id == bindparam("device_id"),
    _PROOFS.c.seq.between(bindparam("seq", type_=Integer) - 1, bindparam("seq", type_=Integer)),
)
AT_THE_ADDRESS = frozenset({Outcome.DELIVERED, Outcome.ATTEMPT_FAILED})


@dataclass(frozen=True)
class Scene:
    """What lies on the table: the package is locked, every file of `media` is here, in the manifest's order."""

    opened: Opened
    package: Package
    dek: bytes = field(repr=False)
    media: tuple[UUID, ...]
    now: datetime

    @cached_property
    def recipient(self) -> Recipient:
        return recipient_under(self.dek, self.package.recipient_sealed, self.package.id)

    @property
    def claim(self) -> ProofClaim:
        return self.opened.claim

    @property
    def happened_at(self) -> datetime:
        return happened_at(self.claim, received_at=self.now)

    @property
    def held_by_sender(self) -> bool:
        """An ojol driver holds what his one handover gave him, and nothing of an earlier trip."""
        sender, package = self.opened.sender, self.package
        of_this_trip = sender.handover_id in (None, package.handover_id)
        return package.courier_id == sender.courier_id and of_this_trip

    @cached_property
    def policy(self) -> Policy | None:
        """The rules that the phone followed, if they are this package's: nobody chooses easier ones. An older version
        of the same policy counts, for a phone may have been offline."""
        if self.claim.policy_id != self.package.policy_id:
            return None
        return find_policy(self.claim.policy_id, self.claim.policy_version)

    @cached_property
    def distance_m(self) -> int | None:
        """Metres from the address, where the act belongs there and both places are known."""
        here, there = self.claim.place, self.recipient.place
        if here is None or there is None or self.claim.outcome not in AT_THE_ADDRESS:
            return None
        return round(metres_between((here.lat_e7, here.lon_e7), there))


def facts_of(session: Session, ports: Ports, scene: Scene) -> ProofFacts:
    """For judge(). Counts a wrong claim code."""
    claim, policy = scene.claim, scene.policy
    has_factor = _code_is_right(ports, scene)
    return ProofFacts(
        status=scene.package.status,
        holder_is_sender=scene.held_by_sender,
        device_revoked=scene.opened.device_revoked,
        trip_over=_trip_over(session, scene),
        policy_known=policy is not None,
        missing=_missing(claim, policy, has_factor=has_factor),
        relation_allowed=policy is not None and claim.relation in policy.relations,
        method_allowed=policy is not None and claim.mode in policy.modes and claim.method in policy.methods,
        photo_seen_before=_seen_before(session, scene),
        claim_code_wrong=claim.claim_code is not None and not has_factor,
    )


def doubts_of(session: Session, scene: Scene) -> Doubts:
    """For flags(): what an auditor should know and no verdict hangs on."""
    claim, policy = scene.claim, scene.policy
    delivered = claim.outcome is Outcome.DELIVERED and policy is not None
    asked = policy.checks if delivered and policy else ()
    return Doubts(
        clock_off=skew(claim, received_at=scene.now),
        far=(scene.distance_m or 0) > FAR_M,
        name_differs=not names_agree(claim.recipient_name or "", scene.recipient.name),
        gap=_has_gap(session, scene),
        identity_open=bool(delivered and policy and policy.id_check and claim.id_check == IdCheck.NOT_DONE),
        checks_open=not set(asked) <= set(claim.checks),
    )


def _code_is_right(ports: Ports, scene: Scene) -> bool:
    """Only the holder of an open package gets to try: a stranger must learn nothing and use up nothing."""
    code = scene.claim.claim_code
    if code is None or not scene.held_by_sender or scene.package.status in CLOSED:
        return False
    return try_code(ports, scene.package, code)


def _trip_over(session: Session, scene: Scene) -> bool:
    """Judged by when it happened, not by when it was sent: the line may have been dead."""
    if scene.opened.sender.handover_id is None:
        return False
    trip = session.get_one(Handover, scene.opened.sender.handover_id)
    ends = [end for end in (trip.expires_at, trip.revoked_at) if end]
    return any(scene.happened_at >= end for end in ends)


def _missing(claim: ProofClaim, policy: Policy | None, *, has_factor: bool) -> tuple[str, ...]:
    if claim.outcome is Outcome.ATTEMPT_FAILED:
        return missing_for_reason(claim.reason or "", kinds_present=claim.kinds)
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
    shown = {
        "names": [bytes.fromhex(part.sha256) for part in scene.claim.parts],
        "package_id": scene.package.id,
    }
    return session.execute(_SHOWN_ELSEWHERE, shown).first() is not None


def _has_gap(session: Session, scene: Scene) -> bool:
    """Whether the key's history is broken here: the record before is not the one that was named, or the number was
    used before. Without a key there is no history."""
    claim, device_id = scene.claim, scene.opened.device_id
    if device_id is None:
        return False
    rows = session.execute(_NEIGHBOURS, {"device_id": device_id, "seq": claim.seq}).all()
    before = {row.manifest_hash.hex() for row in rows if row.seq < claim.seq}
    return any(row.seq == claim.seq for row in rows) or claim.prev not in (
        before if claim.seq > 1 else {None}
    )
