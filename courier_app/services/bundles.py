"""The evidence of one proof in one ZIP, for inspectors and courts: checked with openssl, without us (DESIGN.md 6)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.proofs import Outcome
from courier_app.evidence.paper_files import paper, script, zipped
from courier_app.evidence.signing import public_jwk
from courier_app.models import Device, Proof, PublishedCheckpoint, ServerRecord
from courier_app.queries.log import tail
from courier_app.queries.proofs import Case
from courier_app.services.bundle_records import OtherRules, decision_files, logged, rule_files
from courier_app.services.evidence_files import Unopenable, open_original
from courier_app.services.inclusion import proof_at, proof_file
from courier_app.services.own_phone_record import OwnPhoneShown, own_phone_shown, recheck_own_phone
from courier_app.services.ports import Ports
from courier_app.services.receipt_files import policy_file, receipt_key_pem
from courier_app.services.receipts import receipt_of
from courier_app.services.rechecks import key_of, written
from courier_app.services.records import Record
from courier_app.services.stamping import first_stamp_of, signed_text

Files = Mapping[str, bytes]
ENDING = {"image/jpeg": "jpg", "image/png": "png"}
# Leaves tell their time to the minute, and a proof may be received while a key is being enrolled.
AROUND = timedelta(minutes=10)
STREAMED = {"yield_per": 1_000}


class NotWhole(Exception):  # noqa: N818 - named for the reason
    """Part of the evidence was erased, or lost, or is not what it was: nothing to hand to a court."""


@dataclass(frozen=True)
class Gathered:
    """What the tables have for a bundle; photos are opened later, outside of any transaction."""

    case: Case
    record: Record
    files: Files


def gather(session: Session, ports: Ports, case: Case, record: Record, *, now: datetime) -> Gathered:
    """Gives the citizen's receipt if nobody has asked for it yet. Refuses with NotYetPublished, and with
    NotWhole when the courier's record is erased or damaged."""
    if record.sent is None or case.leaf is None:
        raise NotWhole
    inclusion = proof_file(session, case.leaf.index)
    files = {
        "proof.jws" if case.device else "proof.json": record.sent,
        "leaf.json": case.leaf.entry,
        "leaf.tlog-proof": inclusion,
        "checkpoint": inclusion.partition(b"\n\n")[2],
        "keys.policy": policy_file(ports),
        "acknowledgement.jws": case.proof.acknowledgement,
        "server-key.json": _json(public_jwk(ports.acknowledgement_key)),
    }
    files |= _told(session, case, record)
    files |= _own_phone(own_phone_shown(session, ports, case, record), session)
    receipt = _receipt(session, ports, case.proof, now=now)
    stamp = _stamp(session, ports, case.leaf.index)
    return Gathered(case, record, {**files, **receipt, **stamp, **_key_files(session, case.device)})


def bundle_zip(ports: Ports, gathered: Gathered) -> bytes:
    """Opens the media store: takes a while. The same proof and checkpoint give the same bytes. Refuses with
    NotWhole when a photo is not what it was."""
    files = {
        "BACA-SAYA.txt": paper("BACA-SAYA-bundle.txt"),
        "README.txt": paper("README-bundle.txt"),
        "verify.sh": script("verify-bundle.sh"),
        **gathered.files,
        **dict(_media(ports, gathered.case)),
    }
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return zipped({**files, "SHA256SUMS": sums.encode()})


def _media(ports: Ports, case: Case) -> Iterator[tuple[str, bytes]]:
    for number, file in enumerate(case.files, start=1):
        try:
            body = open_original(ports, file.media)
        except Unopenable:
            raise NotWhole from None
        if hashlib.sha256(body).digest() != file.media.sha256:
            raise NotWhole
        yield f"media/{number}-{file.kind.value}.{ENDING.get(file.media.type, 'bin')}", body


def _told(session: Session, case: Case, record: Record) -> Files:
    """The rules that the record followed, and what people decided about it since."""
    try:
        return {**rule_files(session, record), **decision_files(session, case)}
    except OtherRules:
        raise NotWhole from None


def _receipt(session: Session, ports: Ports, proof: Proof, *, now: datetime) -> Files:
    """Only the accepted proof of a delivery has one."""
    if proof.outcome is not Outcome.DELIVERED:
        return {}
    given = receipt_of(session, ports, proof.package_id, now=now)
    if given is None or given.handed.proof_id != proof.id:
        return {}
    return {"receipt.txt": given.text.encode("ascii"), "receipt-key.pem": receipt_key_pem(ports)}


def _stamp(session: Session, ports: Ports, index: int) -> Files:
    """The first time stamp under which the record stood, and the way from the one to the other. Until there is one the
    bundle goes without."""
    stamp = first_stamp_of(session, index) if ports.authority else None
    if stamp is None or ports.authority is None:
        return {}
    checkpoint = session.get_one(PublishedCheckpoint, stamp.size)
    return {
        "stamp/leaf.tlog-proof": proof_at(session, index, checkpoint),
        "stamp/checkpoint.txt": signed_text(checkpoint),
        "stamp/checkpoint.tsr": stamp.answer,
        "stamp/roots.pem": ports.authority.roots_pem,
    }


def _own_phone(shown: OwnPhoneShown | None, session: Session) -> Files:
    """What the recipient signed on their own phone, when the proof names it and it is here. Refuses with NotWhole
    when it is here and is not what was named."""
    if shown is None or not shown.has_arrived:
        return {}
    if shown.record is None or shown.leaf is None or recheck_own_phone(shown).ok is not True:
        raise NotWhole
    return {
        "own-phone/record.json": shown.record,
        "own-phone/leaf.json": shown.leaf.entry,
        "own-phone/leaf.tlog-proof": proof_file(session, shown.leaf.index),
    }


def _key_files(session: Session, device: Device | None) -> Files:
    if device is None:
        return {}
    facts = {
        "kid": device.kid,
        "jwk": key_of(device).as_dict(),
        "enrolled_at": written(device.enrolled_at),
        "revoked_at": written(device.revoked_at) if device.revoked_at else None,
    }
    files = {"device-key.json": _json(facts)}
    for kind, folder, at in (
        (LeafType.KEY_ENROL, "enrolment", device.enrolled_at),
        (LeafType.KEY_REVOKE, "revocation", device.revoked_at),
    ):
        found = _record_of(session, kind, device.id, at) if at else None
        files.update(logged(session, folder, found) if found else {})
    return files


def _record_of(session: Session, kind: LeafType, device_id: UUID, at: datetime) -> ServerRecord | None:
    """The first of this kind about this phone. Looked for among the entries of about that time: nothing in the log
    leads from a phone to its entries."""
    first, last = _span(session, at)
    near = select(ServerRecord).where(ServerRecord.leaf_index.between(first, last))
    told = (f'"t":"{kind.value}"'.encode(), f'"device":"{device_id}"'.encode())
    with closing(session.scalars(near.order_by(ServerRecord.leaf_index), execution_options=STREAMED)) as rows:
        return next((row for row in rows if all(part in row.record for part in told)), None)


def _span(session: Session, at: datetime) -> tuple[int, int]:
    """Between the last proof well before and the first well after."""
    index = select(Proof.leaf_index)
    before = index.where(Proof.received_at < at - AROUND).order_by(Proof.received_at.desc(), Proof.id.desc())
    after = index.where(Proof.received_at > at + AROUND).order_by(Proof.received_at, Proof.id)
    first, last = session.scalar(before.limit(1)), session.scalar(after.limit(1))
    return first or 0, tail(session).size if last is None else last


def _json(facts: object) -> bytes:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
