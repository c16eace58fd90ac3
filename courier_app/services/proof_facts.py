"""What the server knows of a proof when it judges: read under the package's lock, handed to the rules as facts."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import LargeBinary, Table, bindparam, or_, select

from courier_app.domain.completeness import missing_in, missing_when_failed
from courier_app.domain.contactless import ConfirmationMethod
from courier_app.domain.own_phone import OwnPhone
from courier_app.domain.packages import CLOSED
from courier_app.domain.policies import Policy
from courier_app.domain.proofs import Outcome, ProofClaim, ProofFacts
from courier_app.domain.reasons import fits
from courier_app.domain.shifts import Declared
from courier_app.models import Handover, Media, Proof, ProofMedia
from courier_app.models.prepared import AnyRow, Prepared, Several, Source
from courier_app.services.claim_tries import try_code
from courier_app.services.media import MOST_PARTS
from courier_app.services.own_phone_facts import OwnPhoneSeen
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import Findings

_MEDIA, _PROOF_MEDIA = cast(Table, Media.__table__), cast(Table, ProofMedia.__table__)
_PROOFS = cast(Table, Proof.__table__)
_NAMES = Several("name", LargeBinary(), most=MOST_PARTS)
_SHOWN_ELSEWHERE = Prepared(
    select(_PROOF_MEDIA.c.proof_id)
    .join(_MEDIA, _MEDIA.c.id == _PROOF_MEDIA.c.media_id)
    .join(_PROOFS, _PROOFS.c.id == _PROOF_MEDIA.c.proof_id)
    .where(_MEDIA.c.sha256.in_(_NAMES.parameters))
    .where(or_(_PROOFS.c.package_id != bindparam("package_id"), _PROOFS.c.mark.is_(None)))
    .limit(1)
)
_TRIPS = cast(Table, Handover.__table__)
_TRIP = Prepared(
    select(_TRIPS.c.expires_at, _TRIPS.c.revoked_at).where(_TRIPS.c.id == bindparam("handover_id"))
)


@dataclass(frozen=True)
class Scene:
    """What lies on the table: the package is locked, every file of `media` is here, in the manifest's order.
    `disowned`: the office has revoked the key or closed the account since; `own_phone`: what the recipient signed."""

    found: Findings
    package: AnyRow
    media: tuple[UUID, ...]
    disowned: bool
    own_phone: OwnPhoneSeen

    @property
    def claim(self) -> ProofClaim:
        return self.found.claim

    @property
    def held_by_sender(self) -> bool:
        """An ojol driver holds what his one handover gave him, and nothing of an earlier trip; nobody holds a label
        that was replaced."""
        sender, package = self.found.opened.sender, self.package
        of_this_trip = sender.handover_id in (None, package.handover_id)
        same_label = self.claim.label_id == package.label_id
        return bool(package.courier_id == sender.courier_id and of_this_trip and same_label)


def facts_of(source: Source, ports: Ports, scene: Scene) -> ProofFacts:
    """For judge(). Counts a wrong claim code. A signature that is still on its way is left out of what is missing: it
    has a word of its own."""
    claim, policy = scene.claim, scene.found.policy
    has_factor = _code_is_right(source, ports, scene)
    return ProofFacts(
        status=scene.package.status,
        holder_is_sender=scene.held_by_sender,
        device_revoked=scene.disowned,
        trip_over=_trip_over(source, scene),
        policy_known=policy is not None,
        missing=_missing(scene, has_factor=has_factor),
        relation_allowed=policy is not None and claim.relation in policy.relations,
        method_allowed=_way_allowed(claim, policy),
        photo_seen_before=_seen_before(source, scene),
        claim_code_wrong=claim.claim_code is not None and not has_factor,
        own_phone=scene.own_phone.how,
        courier_unfit=scene.found.declared is Declared.UNFIT,
        card=scene.package.old_card,
    )


def _missing(scene: Scene, *, has_factor: bool) -> tuple[str, ...]:
    claim, policy, package = scene.claim, scene.found.policy, scene.package
    if claim.outcome is Outcome.ATTEMPT_FAILED:
        known = scene.found.opened.parcel.recipient.phone is not None
        fitting = fits(claim.reason or "", due=package.fee_rupiah, exchange=package.old_card is not None)
        return missing_when_failed(claim, policy, phone_known=known, fitting=fitting)
    signed = scene.own_phone.how in (OwnPhone.MATCHED, OwnPhone.AWAITED)
    return missing_in(claim, policy, has_factor=has_factor, own_phone=signed, due=package.fee_rupiah)


def _way_allowed(claim: ProofClaim, policy: Policy | None) -> bool:
    """A signature on the recipient's own phone goes with its record, and the other way round."""
    if policy is None or claim.mode not in policy.modes or claim.method not in policy.methods:
        return False
    return (claim.own_phone is not None) == (claim.method == ConfirmationMethod.SIGN_OWN_PHONE)


def _code_is_right(source: Source, ports: Ports, scene: Scene) -> bool:
    """Only the holder of an open package gets to try: a stranger must learn nothing and use up nothing."""
    code = scene.claim.claim_code
    if code is None or not scene.held_by_sender or scene.package.status in CLOSED:
        return False
    return try_code(source, ports, scene.package, code)


def _trip_over(source: Source, scene: Scene) -> bool:
    """Judged by when it happened, not by when it was sent: the line may have been dead."""
    handover_id = scene.found.opened.sender.handover_id
    if handover_id is None:
        return False
    trip = _TRIP.one(source, {"handover_id": handover_id})
    ends = [end for end in (trip.expires_at, trip.revoked_at) if end]
    return any(scene.found.happened_at >= end for end in ends)


def _seen_before(source: Source, scene: Scene) -> bool:
    """A file counts for one proof, whoever sends it. Only what lies in review for this very package may be shown
    again: the courier may be putting right what was wrong."""
    if not scene.media:
        return False
    names = [bytes.fromhex(part.sha256) for part in scene.claim.parts]
    shown = _NAMES.values(names) | {"package_id": scene.package.id}
    return _SHOWN_ELSEWHERE.first(source, shown) is not None
