"""A queue that a phone handed over as a file: whose it is, and each proof through the same steps as over the wire."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.proofs import Part
from courier_app.domain.refusals import (
    ExportIncomplete,
    OtherOffice,
    SealedDamaged,
    SenderUnproven,
    UnknownDevice,
)
from courier_app.evidence.jws import kid_of
from courier_app.models import Courier, Device, Look, Package, ReplacedLabel, User
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.media import Upload, has_media, whole_upload
from courier_app.services.moves import Actor
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import Findings
from courier_app.services.senders import Sender
from courier_app.services.vouchers import sender_vouched


@dataclass(frozen=True)
class Whose:
    """How a proof in the file says whose it is: by the key that signed it, or, unsigned, by the server's voucher."""

    kid: str | None
    voucher: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Importer:
    """The officer who chose the file."""

    user_id: UUID
    office_id: UUID


@dataclass(frozen=True)
class Imported:
    """Who brought a proof in as a file, and when."""

    name: str
    at: datetime


def whose_is(sent: bytes, *, signed: bool, voucher: str | None) -> Whose:
    """The key that a proof names; whether it really signed is found out when the proof is opened. Refuses like
    read_signed()."""
    return Whose(kid_of(sent) if signed else None, voucher)


def sender_of(session: Session, ports: Ports, whose: Whose, *, office_id: UUID) -> Sender:
    """Never the officer's own session: who sent it is what the key or the voucher says. A revoked key still says so;
    its proof is then marked, as over the wire.

    Refuses with UnknownDevice, SenderUnproven, OtherOffice.
    """
    sender = _keyed(session, whose.kid) if whose.kid else _vouched(ports, whose.voucher)
    courier = session.get(Courier, sender.courier_id)
    if courier is None or courier.office_id != office_id:
        raise OtherOffice
    return sender


def files_of(parts: Sequence[tuple[str, bytes]], announced: Sequence[tuple[str, str]]) -> tuple[Upload, ...]:
    """The files behind a proof, each the one announced: `parts` are (type, bytes), `announced` (type, SHA-256 in hex).

    Refuses with ExportIncomplete, SealedDamaged.
    """
    if len(parts) < len(announced):
        raise ExportIncomplete
    if len(parts) > len(announced):
        raise SealedDamaged
    return tuple(_file(part, said) for part, said in zip(parts, announced, strict=True))


def files_to_keep(session: Session, found: Findings, files: Collection[Upload]) -> list[Upload]:
    """Of the files, those that the proof itself names and the courier has not sent before: nothing else comes in."""
    wanted = {part.sha256 for part in found.claim.parts}
    named = [file for file in files if file.sha256.hex() in wanted]
    _all_there(found.claim.parts, named)
    return [file for file in named if not has_media(session, found.opened.sender, file.sha256)]


def record_import(session: Session, found: Findings, importer: Importer, *, now: datetime) -> None:
    """In the transaction that writes the proof: who brought it in stands beside it for ever."""
    sight = Sight(What.PROOF_IMPORTED, found.opened.parcel.id, found.claim.proof_id)
    record_look(session, sight, by=Actor(user_id=importer.user_id), now=now)


def imported_by(session: Session, package_id: UUID, proof_id: UUID) -> Imported | None:
    """None for a proof that the phone sent itself."""
    brought = (
        Look.package_id == package_id,
        Look.subject_id == proof_id,
        Look.what == What.PROOF_IMPORTED.value,
    )
    query = select(User.name, Look.at).join(User, User.id == Look.user_id).where(*brought)
    row = session.execute(query.order_by(Look.at).limit(1)).first()
    return Imported(row.name, row.at) if row else None


def aliases_of(session: Session, label_ids: Collection[str], *, office_id: UUID) -> dict[str, str]:
    """By label id; another office's packages are as unknown as ones that never were."""
    mine = Package.label_id.in_(label_ids), Package.office_id == office_id
    former = select(ReplacedLabel.label_id, Package.alias).join(
        Package, Package.id == ReplacedLabel.package_id
    )
    once = (ReplacedLabel.label_id.in_(label_ids), Package.office_id == office_id)
    queries = (select(Package.label_id, Package.alias).where(*mine), former.where(*once))
    return {row.label_id: row.alias for query in queries for row in session.execute(query)}


def courier_name(session: Session, sender: Sender) -> str:
    return session.get_one(Courier, sender.courier_id).name


def _keyed(session: Session, kid: str) -> Sender:
    device = session.scalar(select(Device).where(Device.kid == kid))
    if device is None:
        raise UnknownDevice
    return Sender(device.courier_id, device.handover_id)


def _vouched(ports: Ports, voucher: str | None) -> Sender:
    sender = sender_vouched(ports, voucher) if voucher else None
    if sender is None:
        raise SenderUnproven
    return sender


def _file(part: tuple[str, bytes], said: tuple[str, str]) -> Upload:
    """Refuses with SealedDamaged: a whole file in another's place."""
    type_, body = part
    if (type_, hashlib.sha256(body).hexdigest()) != said:
        raise SealedDamaged
    return whole_upload(bytes.fromhex(said[1]), type_, body)


def _all_there(parts: Sequence[Part], files: Collection[Upload]) -> None:
    if {part.sha256 for part in parts} - {file.sha256.hex() for file in files}:
        raise ExportIncomplete
