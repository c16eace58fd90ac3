"""Sealed records against the rows beside them: opened with our keys, verified with the phones', compared column by
column. What no record says stands in docs/ledger.md."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from courier_app.domain.claim_codes import claim_digest
from courier_app.domain.packages import Status
from courier_app.domain.payments import Payment, Standing, standing
from courier_app.domain.proofs import Outcome, ProofClaim, happened_at
from courier_app.domain.refusals import Refusal
from courier_app.evidence.jws import PROOF
from courier_app.models import (
    Device,
    FeePayment,
    Media,
    Package,
    PackageKey,
    Proof,
    ProofMedia,
)
from courier_app.queries.former_labels import former_labels
from courier_app.queries.policies import was_given
from courier_app.services.moves import moved_last
from courier_app.services.ports import Ports
from courier_app.services.rechecks import is_signed_by
from courier_app.services.records import Record, open_sent
from courier_app.services.rounds import WIB
from courier_app.services.sealed_findings import findings_that_differ

Read = Callable[[Mapping[str, Any], UUID, bool], ProofClaim]
Differing = tuple[UUID, tuple[str, ...]]


@dataclass(frozen=True)
class Opened:
    """One proof with what hangs on it. `claim` is what the record says, `signed` whether it came as a JWS."""

    proof: Proof
    package: Package
    device: Device | None
    record: Record
    claim: ProofClaim


def proofs_that_differ(
    session: Session, ports: Ports, ids: Sequence[UUID], *, read: Read
) -> Iterator[Differing]:
    """Names of what differs, for each proof whose row, files or package say another thing than its sealed record; of
    an erased package there is none to compare with (services/erasure_audit.py judges that). `read`: as at the door."""
    kept = exists().where(PackageKey.package_id == Proof.package_id)
    for proof in session.scalars(select(Proof).where(Proof.id.in_(ids), kept).order_by(Proof.id)):
        differing = tuple(dict.fromkeys(_differing(session, ports, proof, read)))
        if differing:
            yield proof.id, differing


def _differing(session: Session, ports: Ports, proof: Proof, read: Read) -> Iterator[str]:
    record = open_sent(session, ports, proof.package_id, proof.sent_sealed)
    claim = _claim(proof, record, read)
    if claim is None or record.sent is None:
        yield "sent_sealed"
        return
    device = session.get(Device, proof.device_id) if proof.device_id else None
    opened = Opened(proof, session.get_one(Package, proof.package_id), device, record, claim)
    yield from _hashes(opened)
    yield from (name for name, value in _said(opened).items() if getattr(proof, name) != value)
    yield from _whose(session, opened)
    yield from _files(session, opened)
    yield from findings_that_differ(session, ports, proof, claim)
    if proof.outcome is Outcome.DELIVERED:
        yield from _payment(session, opened)
    if proof.outcome is Outcome.DELIVERED and proof.mark is None:
        yield from _delivered(session, ports, opened)


def _claim(proof: Proof, record: Record, read: Read) -> ProofClaim | None:
    """None for what could never have come in at the door under this proof's address."""
    try:
        return read(record.members, proof.id, _is_signed(record))
    except Refusal:
        return None


def _is_signed(record: Record) -> bool:
    """By its first letter, as at the door (services/proof_reading.py)."""
    return not (record.sent or b"").startswith(b"{")


def _hashes(opened: Opened) -> Iterator[str]:
    record, proof, device = opened.record, opened.proof, opened.device
    if hashlib.sha256(record.sent or b"").digest() != proof.digest:
        yield "digest"
    if hashlib.sha256(record.payload).digest() != proof.manifest_hash:
        yield "manifest_hash"
    if _is_signed(record) != (device is not None):
        yield "device_id"
    elif device and not is_signed_by(device, record.sent or b"", PROOF):
        yield "signature"


def _said(opened: Opened) -> dict[str, object]:
    """The columns of `proofs` that repeat what the phone said."""
    claim = opened.claim
    return {
        "attempt": claim.attempt,
        "outcome": claim.outcome,
        "reason": claim.reason,
        "captured_at": claim.captured_at,
        "offset_ms": claim.offset_ms,
        "seq": claim.seq,
    }


def _whose(session: Session, opened: Opened) -> Iterator[str]:
    """The seal holds the package; its label must be one that the package has had. Office and courier follow from
    package and key."""
    proof, package, device = opened.proof, opened.package, opened.device
    if opened.claim.label_id not in former_labels(session, package.id) | {package.label_id}:
        yield "packages.label_id"
    if proof.office_id != package.office_id:
        yield "office_id"
    if device and device.courier_id != proof.courier_id:
        yield "courier_id"


def _files(session: Session, opened: Opened) -> Iterator[str]:
    """Each line of the manifest, in its order, and whose file it is."""
    wanted = select(ProofMedia, Media).join(Media, Media.id == ProofMedia.media_id)
    mine = wanted.where(ProofMedia.proof_id == opened.proof.id).order_by(ProofMedia.position)
    rows = session.execute(mine).all()
    signed = [(part.kind, part.sha256) for part in opened.claim.parts]
    kept = [(row.kind, media.sha256.hex()) for row, media in rows]
    if kept != signed or [row.position for row, _ in rows] != list(range(len(signed))):
        yield "proof_media"
        return
    for part, (_, media) in zip(opened.claim.parts, rows, strict=True):
        said = {name: getattr(part, name) for name in ("size", "type", "width", "height")}
        said |= {"courier_id": opened.proof.courier_id}
        yield from (f"media.{name}" for name, value in said.items() if getattr(media, name) != value)


def _payment(session: Session, opened: Opened) -> Iterator[str]:
    """What was noted of the fee beside the delivery, and the fee that was due."""
    row, package, proof = session.get(FeePayment, opened.proof.id), opened.package, opened.proof
    if row is None:
        if standing(package.fee_rupiah, opened.claim.payment) is not Standing.FREE:
            yield "packages.fee_rupiah"
        return
    said = opened.claim.payment or Payment(0, None, None)
    day = happened_at(proof, received_at=proof.received_at).astimezone(WIB).date()
    noted = (row.package_id, row.office_id, row.courier_id, row.day)
    if noted != (proof.package_id, proof.office_id, proof.courier_id, day):
        yield "fee_payments"
    if Payment(row.paid_rupiah, row.method, row.reason) != said:
        yield "fee_payments"
    if row.due_rupiah != package.fee_rupiah:
        yield "packages.fee_rupiah"


def _delivered(session: Session, ports: Ports, opened: Opened) -> Iterator[str]:
    """Of the delivery that its package stands at: who brought it, by which code and by which rules."""
    proof, package, claim = opened.proof, opened.package, opened.claim
    if package.status is not Status.DELIVERED or not _is_last(session, opened):
        return
    if package.courier_id != proof.courier_id:
        yield "packages.courier_id"
    code = claim.claim_code
    if code is not None and claim_digest(ports.claim_key, package.id, code) != package.claim_digest:
        yield "packages.claim_digest"
    followed = (claim.policy_id, claim.policy_version)
    holding = (proof.courier_id, opened.device.handover_id if opened.device else None)  # as at the door
    present = (package.policy_id, package.policy_version)
    if followed != present and not was_given(session, package.id, followed, by=holding):
        yield "packages.policy_id"


def _is_last(session: Session, opened: Opened) -> bool:
    """Not one that was voided since, before another delivery."""
    return moved_last(session, opened.package.id) == opened.proof.id
