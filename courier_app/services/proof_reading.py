"""Reading a proof before anything is locked: whose key, good signature, strict manifest, one of our packages."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from courier_app.domain.proof_times import Span
from courier_app.domain.proofs import ProofClaim
from courier_app.domain.refusals import UnknownPackage
from courier_app.evidence.jws import LONGEST, PROOF, PublicJwk, b64u, read_signed
from courier_app.evidence.strict_json import refused, strict_json
from courier_app.evidence.vault import WrappedDek, unwrap
from courier_app.models import Device, Handover, Package, PackageKey, ReplacedLabel
from courier_app.models.prepared import AnyRow, Prepared, Source
from courier_app.services.ports import Ports
from courier_app.services.recipients import Recipient, recipient_under
from courier_app.services.senders import Sender

_OF = (Device, Package, PackageKey, Handover, ReplacedLabel)
_D, _P, _K, _H, _R = (cast(Table, model.__table__).c for model in _OF)
_DEVICES = Prepared(
    select(_D.id, _D.kid, _D.x, _D.y, _D.handover_id).where(_D.courier_id == bindparam("courier_id"))
)
_PARCELS = (
    select(
        *(
            _P.id,
            _P.office_id,
            _P.policy_id,
            _P.policy_version,
            _P.recipient_sealed,
            _K.kek_id,
            _K.wrapped_dek,
        ),
        *(_H.created_at, _H.claimed_at, _H.expires_at, _H.revoked_at),
    )
    .join_from(Package.__table__, PackageKey.__table__, _K.package_id == _P.id)
    .outerjoin(Handover.__table__, _H.id == _P.handover_id)
)
_PARCEL = Prepared(_PARCELS.where(_P.label_id == bindparam("label_id")))
_FORMER_PARCEL = Prepared(
    _PARCELS.join(ReplacedLabel.__table__, _R.package_id == _P.id).where(_R.label_id == bindparam("label_id"))
)
Read = Callable[[Mapping[str, Any]], ProofClaim]


@dataclass(frozen=True)
class Incoming:
    """A proof at the door. `sent` is kept as it came; `signed` tells a JWS from bare JSON; `read` makes a claim of a
    manifest's members and refuses what the schema does not know; `address` is the caller's, if it is known."""

    proof_id: UUID
    sent: bytes
    signed: bool
    read: Read
    address: str | None = None

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.sent).digest()


@dataclass(frozen=True)
class Parcel:
    """What never changes of a package on its way, and the key of its personal data. `span`: its present handover."""

    id: UUID
    office_id: UUID
    policy_id: str
    policy_version: int
    span: Span
    recipient: Recipient = field(repr=False)
    dek: bytes = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """Read, verified and about one of our packages; not judged yet."""

    incoming: Incoming
    sender: Sender
    claim: ProofClaim
    manifest_hash: bytes
    device_id: UUID | None
    parcel: Parcel


def opened_proof(source: Source, ports: Ports, sender: Sender, incoming: Incoming) -> Opened:
    """In the order of evidence.md 2.1. Refuses with Invalid, UnknownDevice, BadSignature, UnknownPackage."""
    device_id, manifest, members = opened_record(source, sender, incoming, PROOF)
    claim = incoming.read(members)
    return Opened(
        incoming=incoming,
        sender=sender,
        claim=claim,
        manifest_hash=hashlib.sha256(manifest).digest(),
        device_id=device_id,
        parcel=_parcel(source, ports, claim.label_id),
    )


class Sent(Protocol):
    """What arrived: the bytes as they are kept, and whether they claim a signature."""

    @property
    def sent(self) -> bytes: ...
    @property
    def signed(self) -> bool: ...


_Content = tuple[UUID | None, bytes, Mapping[str, Any]]


def opened_record(source: Source, sender: Sender, incoming: Sent, typ: str) -> _Content:
    """Device, the manifest's bytes and its members. Refuses with Invalid, UnknownDevice, BadSignature."""
    return _signed(source, sender, incoming, typ) if incoming.signed else _bare(incoming)


def _signed(source: Source, sender: Sender, incoming: Sent, typ: str) -> _Content:
    """A revoked key still verifies: whether it is revoked is asked under the lock, and the mark is for the judge."""
    devices = _devices(source, sender)
    keys = {kid: PublicJwk(x=b64u(device.x), y=b64u(device.y)) for kid, device in devices.items()}
    opened = read_signed(incoming.sent, typ, find_key=keys.get)
    return devices[opened.kid].id, opened.payload, opened.members


def _devices(source: Source, sender: Sender) -> dict[str, AnyRow]:
    """Every key that ever spoke for this sender; a trip has keys of its own."""
    devices = _DEVICES.all(source, {"courier_id": sender.courier_id})
    return {device.kid: device for device in devices if device.handover_id == sender.handover_id}


def _bare(incoming: Sent) -> _Content:
    """From a phone that cannot keep a key: the manifest's bytes alone."""
    if len(incoming.sent) > LONGEST:
        raise refused("too-long")
    if not incoming.sent.startswith(b"{"):  # by its first letter a bare record is told from a JWS ever after
        raise refused("not-an-object")
    return None, incoming.sent, strict_json(incoming.sent)


def _parcel(source: Source, ports: Ports, label_id: str) -> Parcel:
    """A package whose data were erased has no key to seal a new record with: it is as good as unknown. A label
    that was replaced still finds its package: what a phone held under it is kept."""
    asked = {"label_id": label_id}
    row = _PARCEL.first(source, asked) or _FORMER_PARCEL.first(source, asked)
    if row is None:
        raise UnknownPackage
    dek = unwrap(ports.keks, WrappedDek(row.kek_id, row.wrapped_dek))
    recipient = recipient_under(dek, row.recipient_sealed, row.id)
    return Parcel(row.id, row.office_id, row.policy_id, row.policy_version, _span(row), recipient, dek)


def _span(row: AnyRow) -> Span:
    """A postman's handover has no end: what he holds when it is revoked stays with him."""
    ends = [end for end in (row.expires_at, row.revoked_at) if end and row.expires_at]
    return Span(row.claimed_at or row.created_at, min(ends, default=None))
