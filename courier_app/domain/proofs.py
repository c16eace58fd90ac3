"""What counts as proof of one act of custody, and what it does to its package. Facts in, verdict out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from courier_app.domain.attempts import Tried
from courier_app.domain.bystanders import Bystander
from courier_app.domain.exchange import CardClaim, OldCard, card_after
from courier_app.domain.own_phone import OwnPhone, OwnPhoneClaim
from courier_app.domain.packages import Status, path_between
from courier_app.domain.payments import Payment

SKEW_LIMIT = timedelta(minutes=10)  # evidence.md 2.2: a larger one is flagged, never refused
ID_MATCH, ID_MISMATCH, ID_NOT_DONE = "match", "mismatch", "not_done"
ON_THE_WAY = frozenset({Status.OUT_FOR_DELIVERY, Status.RETURNING})


class Outcome(StrEnum):
    PICKED_UP = "picked_up"
    DELIVERED = "delivered"
    ATTEMPT_FAILED = "attempt_failed"
    RETURNED = "returned"


class EvidenceKind(StrEnum):
    PHOTO = "photo"
    SIGNATURE = "signature"
    OLD_CARD = "old_card"


class VerdictWord(StrEnum):
    ACCEPTED = "accepted"
    KEPT_FOR_REVIEW = "kept_for_review"


class Mark(StrEnum):
    """Why a true proof did not move its package. Staff decide; the courier may hold the only evidence."""

    NOT_YOUR_PACKAGE = "not-your-package"
    PACKAGE_CLOSED = "package-closed"
    WRONG_ORDER = "wrong-order"
    EVIDENCE_INCOMPLETE = "evidence-incomplete"
    RELATION_NOT_ALLOWED = "relation-not-allowed"
    POLICY_UNKNOWN = "policy-unknown"
    DEVICE_REVOKED = "device-revoked"
    PHOTO_SEEN_BEFORE = "photo-seen-before"
    TRIP_OVER = "trip-over"
    CLAIM_CODE_WRONG = "claim-code-wrong"
    IDENTITY_MISMATCH = "identity-mismatch"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    COURIER_UNFIT = "courier-unfit"
    CARD_OWED = "card-owed"


class Flag(StrEnum):
    """Something an auditor should know that changes no verdict."""

    UNSIGNED = "unsigned"
    CLOCK_SKEW = "clock-skew"
    NO_PLACE = "no-place"
    FAR_FROM_ADDRESS = "far-from-address"
    NAME_DIFFERS = "name-differs"
    SEQUENCE_GAP = "sequence-gap"
    IDENTITY_NOT_CHECKED = "identity-not-checked"
    CHECKS_INCOMPLETE = "checks-incomplete"
    BEFORE_HANDOVER = "before-handover"
    AFTER_TRIP = "after-trip"
    OLD_PLACE = "old-place"
    OWN_PHONE_AWAITED = "ink-awaited"
    OWN_PHONE_OTHER = "ink-other"
    SAME_NETWORK = "one-net"
    RECIPIENT_DIFFERS = "other-name"
    SHIFT_NOT_DECLARED = "undeclared"
    CALL_BACK = "call-back"
    EXTRA_ATTEMPT = "extra-try"
    NUMBER_WRITTEN = "nik"


# A courier's word brings a package back as far as the door: `returned` is an officer's count (domain.md, section 4).
STATUS_AFTER = {
    Outcome.PICKED_UP: Status.PICKED_UP,
    Outcome.DELIVERED: Status.DELIVERED,
    Outcome.ATTEMPT_FAILED: Status.ATTEMPT_FAILED,
    Outcome.RETURNED: Status.RETURNING,
}


@dataclass(frozen=True)
class Place:
    """Where the phone was: degrees × 10^7, accuracy in metres rounded up."""

    lat_e7: int
    lon_e7: int
    acc_m: int
    fix_at: datetime


@dataclass(frozen=True)
class Part:
    """One evidence file as the manifest lists it; `sha256` is lower-case hex over the exact bytes."""

    kind: EvidenceKind
    sha256: str
    size: int
    type: str
    width: int
    height: int


@dataclass(frozen=True)
class ProofClaim:
    """What the phone says happened (the manifest of evidence.md 2.2, read once)."""

    proof_id: UUID
    label_id: str
    attempt: int
    outcome: Outcome
    reason: str | None
    captured_at: datetime
    offset_ms: int | None
    place: Place | None
    place_missing: str | None
    recipient_name: str | None
    relation: str | None
    mode: str | None
    method: str | None
    policy_id: str
    policy_version: int
    checks: tuple[str, ...]
    id_check: str
    id_check_reason: str | None
    signature_status: str
    claim_code: str | None
    parts: tuple[Part, ...]
    seq: int
    prev: str | None
    unsigned: str | None
    tried: Tried | None = None
    own_phone: OwnPhoneClaim | None = None
    card: CardClaim | None = None
    spot: str | None = None
    witness: Bystander | None = None
    payment: Payment | None = None
    paper: str | None = None

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(part.kind.value for part in self.parts)

    @property
    def card_after(self) -> OldCard | None:
        """What it makes of an old card that is owed; None: nothing."""
        return card_after(self.card, photo=EvidenceKind.OLD_CARD.value in self.kinds)


@dataclass(frozen=True)
class ProofFacts:
    """What the server knows at the moment of judging, read under the package's lock."""

    status: Status
    holder_is_sender: bool
    device_revoked: bool
    trip_over: bool
    policy_known: bool
    missing: tuple[str, ...]
    relation_allowed: bool
    method_allowed: bool
    photo_seen_before: bool
    claim_code_wrong: bool
    own_phone: OwnPhone = OwnPhone.NOT_USED

    @property
    def lacks_signature(self) -> bool:
        """The proof names a record of the recipient's own phone that is not here, or is another one."""
        return self.own_phone in (OwnPhone.AWAITED, OwnPhone.OTHER)

    courier_unfit: bool = False
    card: OldCard | None = None


@dataclass(frozen=True)
class Verdict:
    """`steps` are the statuses the package passes through; empty together with a mark: kept, moved nothing."""

    steps: tuple[Status, ...] = ()
    mark: Mark | None = None

    @property
    def word(self) -> VerdictWord:
        return VerdictWord.KEPT_FOR_REVIEW if self.mark else VerdictWord.ACCEPTED


def judge(claim: ProofClaim, facts: ProofFacts) -> Verdict:
    """A true proof is always kept; this says whether it moves the package (DESIGN.md, section 5)."""
    mark = _first_mark(claim, facts)
    if mark:
        return Verdict(mark=mark)
    steps = path_between(facts.status, STATUS_AFTER[claim.outcome], through=ON_THE_WAY)
    return Verdict(steps=steps) if steps else Verdict(mark=Mark.WRONG_ORDER)


def _first_mark(claim: ProofClaim, facts: ProofFacts) -> Mark | None:
    delivered = claim.outcome is Outcome.DELIVERED
    checks = (
        (facts.device_revoked, Mark.DEVICE_REVOKED),
        (facts.status in _SETTLED, Mark.PACKAGE_CLOSED),
        (not facts.holder_is_sender or facts.status in _AT_THE_COUNTER, Mark.NOT_YOUR_PACKAGE),
        (facts.trip_over, Mark.TRIP_OVER),
        (not facts.policy_known, Mark.POLICY_UNKNOWN),
        (facts.courier_unfit, Mark.COURIER_UNFIT),
        (delivered and not facts.relation_allowed, Mark.RELATION_NOT_ALLOWED),
        (delivered and not facts.method_allowed, Mark.METHOD_NOT_ALLOWED),
        (delivered and claim.id_check == ID_MISMATCH, Mark.IDENTITY_MISMATCH),
        (delivered and facts.claim_code_wrong, Mark.CLAIM_CODE_WRONG),
        (bool(facts.missing), Mark.EVIDENCE_INCOMPLETE),
        (delivered and _card_is_owed(claim, facts), Mark.CARD_OWED),
        (facts.photo_seen_before, Mark.PHOTO_SEEN_BEFORE),
        (facts.lacks_signature, Mark.EVIDENCE_INCOMPLETE),
    )
    return next((mark for applies, mark in checks if applies), None)


def _card_is_owed(claim: ProofClaim, facts: ProofFacts) -> bool:
    """No old card, no new card (domain.md, section 4): a photo and a seal, or a reason that the table knows."""
    return facts.card is OldCard.OWED and claim.card_after is None


_SETTLED = frozenset({Status.DELIVERED, Status.RETURNED, Status.CANCELLED})
# No courier holds it, whoever brought it last: two officers may have put it there against his word (domain/voids.py).
_AT_THE_COUNTER = frozenset({Status.HELD_FOR_PICKUP})


def awaits_only_signature(facts: ProofFacts, verdict: Verdict) -> bool:
    """Nothing but the recipient's signature keeps this proof from counting: its arrival completes it."""
    incomplete = verdict.mark is Mark.EVIDENCE_INCOMPLETE and not facts.missing
    return incomplete and facts.own_phone is OwnPhone.AWAITED


def skew(claim: ProofClaim, *, received_at: datetime) -> timedelta | None:
    """How far the phone's clock stood from ours: at its last server sample, and at least as far as its record comes
    from the future, for clocks are set on in mid-shift. None: nothing is known."""
    measured = timedelta(milliseconds=claim.offset_ms or 0)
    ahead = min(received_at - claim.captured_at - measured, timedelta())
    return None if claim.offset_ms is None and not ahead else measured + ahead


class Told(Protocol):
    """What a phone says of when something happened: its own clock, and how far it knew itself to be from ours."""

    @property
    def captured_at(self) -> datetime: ...
    @property
    def offset_ms(self) -> int | None: ...


def said_at(told: Told) -> datetime:
    """The phone's time as it stated it, put right by what it knew of ours."""
    return told.captured_at + timedelta(milliseconds=told.offset_ms or 0)


def happened_at(told: Told, *, received_at: datetime) -> datetime:
    """When it happened by our clock, as far as the phone can tell; never after we heard of it."""
    return min(said_at(told), received_at)
