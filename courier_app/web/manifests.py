"""The manifest of a proof, version 1 (evidence.md 2.2): every member, every limit, and nothing else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, model_validator

from courier_app.domain.bystanders import Bystander
from courier_app.domain.checks import IdCheck
from courier_app.domain.evidence_classes import SignatureStatus
from courier_app.domain.exchange import CardClaim
from courier_app.domain.own_phone import OwnPhoneClaim
from courier_app.domain.payments import MOST_PAID, Payment
from courier_app.domain.proofs import EvidenceKind, Outcome, Part, Place, ProofClaim
from courier_app.domain.recipients import LONGEST_PAPER
from courier_app.domain.refusals import Invalid
from courier_app.web.manifest_attempts import Tried, tried_of
from courier_app.web.wire import Code, Hash, LabelId, Moment, Name, OneOf, Root, Salt, Strict, UuidV4

MOST_PARTS = 8
MOST_CHECKS = 32
MOST_WARNINGS = 4
MOST_BYTES = 2 * 1024 * 1024
LARGEST_ID = 2**31 - 1
CENTURY_MS = 100 * 366 * 24 * 3600 * 1000
EDGE = 4096


class PlaceFix(Strict):
    """Degrees × 10^7, metres rounded up."""

    lat_e7: int = Field(ge=-900_000_000, le=900_000_000)
    lon_e7: int = Field(ge=-1_800_000_000, le=1_800_000_000)
    acc_m: int = Field(ge=0)
    fix_at: Moment


class NoPlace(Strict):
    """A missing fix is a recorded value, never a blocker."""

    none: Literal["denied", "timeout", "unavailable", "stale"]


class Receiver(Strict):
    """Who took it, or stood by: the name as given, and what they are to the person on the envelope."""

    name: Name
    rel: Code


class Recipient(Receiver):
    """`paper`: of who stands there by a letter, its number or a few words on which it is."""

    paper: Annotated[str, Field(min_length=1, max_length=LONGEST_PAPER)] | None = None


class Contactless(Strict):
    """`spot`: where the package was put down."""

    mode: Code
    method: Code
    spot: Code | None = None


class Answers(Strict):
    checks: dict[Code, bool] = Field(max_length=MOST_CHECKS)
    id_check: Annotated[IdCheck, OneOf]
    id_check_reason: Name | None
    signature_status: Annotated[SignatureStatus, OneOf]
    claim_code: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None
    photo_warnings: list[Code] | None = Field(default=None, max_length=MOST_WARNINGS)
    witness: Receiver | None = None


class PolicyFollowed(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")]
    version: int = Field(ge=1, le=LARGEST_ID)
    answers: Answers


class MediaLine(Strict):
    """One evidence file; `sha256` is taken over exactly the bytes that are sent to its address."""

    kind: Annotated[EvidenceKind, OneOf]
    sha256: Hash
    bytes: int = Field(ge=1, le=MOST_BYTES)
    type: Literal["image/jpeg", "image/png"]
    width: int = Field(ge=1, le=EDGE)
    height: int = Field(ge=1, le=EDGE)


class Seen(Strict):
    """The latest checkpoint that the phone holds."""

    size: int = Field(ge=0)
    root: Root


class OwnPhoneNamed(Strict):
    """The recipient's own record (POST /ttd/api/signatures): its id; and the hash of its bytes when this phone has seen
    it, or else the short code that the recipient's page showed."""

    id: UuidV4
    mh: Hash | None
    code: Annotated[str, Field(pattern=r"^[0-9]{8}$")] | None

    @model_validator(mode="after")
    def check_one(self) -> "OwnPhoneNamed":
        if (self.mh is None) == (self.code is None):
            raise ValueError("the hash, or the code")
        return self


class OldCardSaid(Strict):
    """The number of the seal under which the old card lies; or why there is none, with its letter's number."""

    seal: Annotated[str, Field(pattern=r"^[A-Z0-9-]{4,12}$")] | None
    missing: Code | None
    letter: Annotated[str, Field(min_length=1, max_length=40)] | None

    @model_validator(mode="after")
    def check_one(self) -> "OldCardSaid":
        if (self.seal is None) == (self.missing is None):
            raise ValueError("the seal, or why there is none")
        if self.letter is not None and self.missing is None:
            raise ValueError("a letter goes with a card that is not there")
        return self


class Paid(Strict):
    """The delivery fee at the door: how much and by which way, or nothing and why."""

    rupiah: int = Field(ge=0, le=MOST_PAID)
    method: Code | None
    reason: Code | None

    @model_validator(mode="after")
    def check_one(self) -> "Paid":
        if (self.rupiah > 0) != (self.method is not None) or (self.rupiah > 0) == (self.reason is not None):
            raise ValueError("an amount goes with its way, nothing with its reason")
        return self


class Manifest(Strict):
    """What the phone signs. `unsigned` is there only when nothing is signed, and says why."""

    v: int = Field(ge=1, le=1)  # a Literal would take `true` for 1
    typ: Literal["pod-capture"]
    salt: Salt
    proof: UuidV4
    pkg: LabelId
    attempt: int = Field(ge=1, le=1000)
    outcome: Annotated[Outcome, OneOf]
    reason: Code | None
    tried: Tried | None = None
    captured_at: Moment
    mono_ms: int | None
    offset_ms: int | None = Field(ge=-CENTURY_MS, le=CENTURY_MS)
    gps: PlaceFix | NoPlace
    recipient: Recipient | None
    contactless: Contactless | None
    own_phone: OwnPhoneNamed | None = None
    old_card: OldCardSaid | None = None
    payment: Paid | None = None
    policy: PolicyFollowed
    media: list[MediaLine] = Field(max_length=MOST_PARTS)
    seen: Seen | None
    seq: int = Field(ge=1, le=LARGEST_ID)
    prev: Hash | None
    app: str = Field(min_length=1, max_length=64)
    unsigned: Code | None = None

    @model_validator(mode="after")
    def check_combinations(self) -> "Manifest":
        if (self.reason is not None) != (self.outcome is Outcome.ATTEMPT_FAILED):
            raise ValueError("a reason goes with a failed attempt, and with nothing else")
        if self.tried is not None and self.reason is None:
            raise ValueError("what was tried goes with a reason")
        if self.own_phone is not None and self.outcome is not Outcome.DELIVERED:
            raise ValueError("a recipient signs for what was delivered")
        if self.old_card is not None and self.outcome is not Outcome.DELIVERED:
            raise ValueError("an old card is given back for what was delivered")
        if self.payment is not None and self.outcome is not Outcome.DELIVERED:
            raise ValueError("a fee is for what was delivered")
        if len({line.sha256 for line in self.media}) != len(self.media):
            raise ValueError("a file is listed once")
        return self


def read_manifest(members: Mapping[str, Any], *, proof_id: UUID, signed: bool) -> ProofClaim:
    """What the phone says, as the rules understand it. Refuses with Invalid, or pydantic's ValidationError, what
    does not match the schema, the address or the way it came."""
    manifest = Manifest.model_validate(members)
    if manifest.proof != str(proof_id):
        raise Invalid(members={"reason": "another-address"})
    if ("unsigned" in members) == signed or (not signed and manifest.unsigned is None):
        raise Invalid(members={"reason": "unsigned"})
    return _claim(manifest)


def _claim(manifest: Manifest) -> ProofClaim:
    answers = manifest.policy.answers
    return ProofClaim(
        proof_id=UUID(manifest.proof),
        label_id=manifest.pkg,
        attempt=manifest.attempt,
        outcome=manifest.outcome,
        reason=manifest.reason,
        captured_at=datetime.fromisoformat(manifest.captured_at),
        offset_ms=manifest.offset_ms,
        place=_place(manifest.gps),
        place_missing=manifest.gps.none if isinstance(manifest.gps, NoPlace) else None,
        recipient_name=manifest.recipient.name if manifest.recipient else None,
        relation=manifest.recipient.rel if manifest.recipient else None,
        paper=manifest.recipient.paper if manifest.recipient else None,
        mode=manifest.contactless.mode if manifest.contactless else None,
        method=manifest.contactless.method if manifest.contactless else None,
        policy_id=manifest.policy.id,
        policy_version=manifest.policy.version,
        checks=tuple(name for name, ticked in answers.checks.items() if ticked),
        id_check=answers.id_check,
        id_check_reason=answers.id_check_reason,
        signature_status=answers.signature_status,
        claim_code=answers.claim_code,
        parts=tuple(_part(line) for line in manifest.media),
        seq=manifest.seq,
        prev=manifest.prev,
        unsigned=manifest.unsigned,
        tried=tried_of(manifest.tried) if manifest.tried else None,
        own_phone=_own_phone(manifest.own_phone) if manifest.own_phone else None,
        card=CardClaim(**manifest.old_card.model_dump()) if manifest.old_card else None,
        spot=manifest.contactless.spot if manifest.contactless else None,
        witness=Bystander(answers.witness.name, answers.witness.rel) if answers.witness else None,
        payment=Payment(paid.rupiah, paid.method, paid.reason) if (paid := manifest.payment) else None,
    )


def _own_phone(named: OwnPhoneNamed) -> OwnPhoneClaim:
    return OwnPhoneClaim(UUID(named.id), named.mh, named.code)


def _place(gps: PlaceFix | NoPlace) -> Place | None:
    if isinstance(gps, NoPlace):
        return None
    return Place(gps.lat_e7, gps.lon_e7, gps.acc_m, datetime.fromisoformat(gps.fix_at))


def _part(line: MediaLine) -> Part:
    return Part(
        kind=line.kind,
        sha256=line.sha256,
        size=line.bytes,
        type=line.type,
        width=line.width,
        height=line.height,
    )
