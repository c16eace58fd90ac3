"""What can be found of a proof before anything is locked: the rules it followed, how far it was, what is in doubt."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import Integer, Table, bindparam, select

from courier_app.domain.checks import IdCheck
from courier_app.domain.distances import FAR_M, metres_between
from courier_app.domain.doubts import Doubts
from courier_app.domain.evidence_classes import SIGNATURE
from courier_app.domain.policies import Policy, asks_for_id, checks_asked
from courier_app.domain.proof_times import after_trip, before_handover, old_fix
from courier_app.domain.proofs import Outcome, ProofClaim, happened_at, skew
from courier_app.domain.recipients import names_agree
from courier_app.domain.shifts import Declared
from courier_app.evidence.vault import seal_field
from courier_app.models import Proof
from courier_app.models.prepared import Prepared, Source
from courier_app.queries.policies import known_policy, was_given
from courier_app.services.proof_reading import Opened
from courier_app.services.shift_standing import declared_for

COLUMN = "sent"  # what the vault binds the sealed record to, beside the package
AT_THE_ADDRESS = frozenset({Outcome.DELIVERED, Outcome.ATTEMPT_FAILED})
_PROOFS = cast(Table, Proof.__table__)
_NEIGHBOURS = Prepared(
    select(_PROOFS.c.seq, _PROOFS.c.manifest_hash).where(
        _PROOFS.c.device_id == bindparam("device_id"),
        _PROOFS.c.seq.between(bindparam("first", type_=Integer), bindparam("last", type_=Integer)),
    )
)


@dataclass(frozen=True)
class Findings:
    """`received_at` is when we heard of it, `happened_at` when it happened by our clock; `sealed` the record as it was
    sent, readable for as long as the package's key lives."""

    opened: Opened
    received_at: datetime
    policy: Policy | None
    distance_m: int | None
    doubts: Doubts
    declared: Declared
    sealed: bytes = field(repr=False)

    @property
    def claim(self) -> ProofClaim:
        return self.opened.claim

    @property
    def happened_at(self) -> datetime:
        return happened_at(self.claim, received_at=self.received_at)


def findings_of(source: Source, opened: Opened, *, now: datetime) -> Findings:
    policy = _policy(source, opened)
    metres = distance_m(opened.claim, opened.parcel.recipient.place)
    declared = declared_for(source, opened, policy, now=now)
    return Findings(
        opened=opened,
        received_at=now,
        policy=policy,
        distance_m=metres,
        doubts=Doubts(
            clock_off=skew(opened.claim, received_at=now),
            far=(metres or 0) > FAR_M,
            name_differs=not names_agree(opened.claim.recipient_name or "", opened.parcel.recipient.name),
            gap=_has_gap(source, opened),
            identity_open=identity_open(opened.claim, policy),
            checks_open=checks_open(opened.claim, policy),
            too_early=before_handover(opened.claim, opened.parcel.span),
            too_late=after_trip(opened.claim, opened.parcel.span),
            old_place=old_fix(opened.claim),
            undeclared=declared is Declared.MISSING,
            card_on_word=card_on_word(opened.claim, policy),
        ),
        declared=declared,
        sealed=_sealed(opened),
    )


def _policy(source: Source, opened: Opened) -> Policy | None:
    """The rules that the phone followed, if they are this package's: nobody chooses easier ones. What an earlier
    handover gave the same courier counts too, for his phone may have been offline since."""
    claim, parcel = opened.claim, opened.parcel
    followed = (claim.policy_id, claim.policy_version)
    present = (parcel.policy_id, parcel.policy_version)
    holding = (opened.sender.courier_id, opened.sender.handover_id)
    if followed == present or was_given(source, parcel.id, followed, by=holding):
        return known_policy(source, *followed)
    return None


def distance_m(claim: ProofClaim, there: tuple[int, int] | None) -> int | None:
    """Metres from the address, where the act belongs there and both places are known."""
    here = claim.place
    if here is None or there is None or claim.outcome not in AT_THE_ADDRESS:
        return None
    return round(metres_between((here.lat_e7, here.lon_e7), there))


def identity_open(claim: ProofClaim, policy: Policy | None) -> bool:
    asked = policy is not None and asks_for_id(policy, claim.mode) and claim.outcome is Outcome.DELIVERED
    return asked and claim.id_check == IdCheck.NOT_DONE


def card_on_word(claim: ProofClaim, policy: Policy | None) -> bool:
    """A card for a citizen, and nothing that only the recipient can give: somebody asks them."""
    return policy is not None and policy.id_match and claim.claim_code is None and claim.own_phone is None


def checks_open(claim: ProofClaim, policy: Policy | None) -> bool:
    if policy is None or claim.outcome is not Outcome.DELIVERED:
        return False
    asked = checks_asked(policy, claim.mode, drawn=SIGNATURE in claim.kinds)
    return not set(asked) <= set(claim.checks)


def _has_gap(source: Source, opened: Opened) -> bool:
    """Whether the key's history is broken here: the record before is not the one that was named, or the number was
    used before. Without a key there is no history."""
    claim = opened.claim
    if opened.device_id is None:
        return False
    around = {"device_id": opened.device_id, "first": claim.seq - 1, "last": claim.seq}
    rows = _NEIGHBOURS.all(source, around)
    before = {row.manifest_hash.hex() for row in rows if row.seq < claim.seq}
    return any(row.seq == claim.seq for row in rows) or claim.prev not in (
        before if claim.seq > 1 else {None}
    )


def _sealed(opened: Opened) -> bytes:
    parcel, sent = opened.parcel, opened.incoming.sent.decode()
    return seal_field(parcel.dek, sent, package_id=parcel.id, column=COLUMN)
