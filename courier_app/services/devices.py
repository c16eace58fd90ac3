"""Devices: the one-time challenge, enrolling a browser's key, coming back with it, revoking it (evidence.md, 2.3)."""

import hashlib
import secrets
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.refusals import ChallengeOver, DeviceRefused
from courier_app.evidence.jws import LOGIN, Opened, PublicJwk, b64u, read_signed, thumbprint
from courier_app.models import Challenge, Device, Proof
from courier_app.models.once import insert_once
from courier_app.services.senders import Sender
from courier_app.services.server_records import append_record

CHALLENGE_BYTES = 32
CHALLENGE_LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class Enrolled:
    """Where this key's chain of proofs goes on: the next number, and the hash of the last manifest in hex."""

    kid: str
    seq_next: int
    prev: str | None
    new: bool


def make_challenge(session: Session, *, now: datetime) -> tuple[str, datetime]:
    """In clear for the only time, and when it ends."""
    session.execute(delete(Challenge).where(Challenge.expires_at <= now))
    text, expires_at = b64u(secrets.token_bytes(CHALLENGE_BYTES)), now + CHALLENGE_LIFE
    session.add(Challenge(id=_digest(text), expires_at=expires_at))
    return text, expires_at


def use_challenge(session: Session, text: str, *, now: datetime) -> None:
    """Works once. Refuses with ChallengeOver."""
    mine = delete(Challenge).where(Challenge.id == _digest(text), Challenge.expires_at > now)
    if session.execute(mine.returning(Challenge.id)).first() is None:
        raise ChallengeOver


def enrol(session: Session, sender: Sender, key: PublicJwk, *, now: datetime) -> Enrolled:
    """This key speaks for this courier from now on; a one-trip courier's only within the trip. Safe to repeat: the
    second time it answers where the key stands. Refuses with DeviceRefused a key that was revoked or is another's."""
    kid = thumbprint(key)
    new = insert_once(session, Device, on=("kid",), values=_row(kid, key, sender, now))
    device = session.scalars(select(Device).where(Device.kid == kid)).one()
    if device.revoked_at or (device.courier_id, device.handover_id) != (
        sender.courier_id,
        sender.handover_id,
    ):
        raise DeviceRefused
    enrolled = _standing(session, device, new=new)
    if new:
        facts = {"device": str(device.id), "courier": str(device.courier_id), "jwk": key.as_dict()}
        append_record(session, LeafType.KEY_ENROL, facts, now=now)
    return enrolled


def read_login(session: Session, sent: bytes) -> Opened:
    """Whose key it is and whether it may still be used is found out by device_owner(). Refuses as read_signed()."""
    return read_signed(sent, LOGIN, find_key=lambda kid: _key_of(session, kid))


def device_owner(session: Session, kid: str) -> Sender:
    """For whom this key speaks. Refuses with DeviceRefused when it was revoked."""
    device = session.scalars(select(Device).where(Device.kid == kid)).one()
    if device.revoked_at:
        raise DeviceRefused
    return Sender(device.courier_id, device.handover_id)


def revoke_devices_of(session: Session, courier_id: UUID, *, now: datetime) -> Sequence[Device]:
    """All keys that still speak for this courier; those that were revoked now. Locks the ledger's tail."""
    live = select(Device).where(Device.courier_id == courier_id, Device.revoked_at.is_(None))
    devices = session.scalars(live.order_by(Device.enrolled_at, Device.id).with_for_update()).all()
    for device in devices:
        revoke_device(session, device, now=now)
    return devices


def revoke_device(
    session: Session, device: Device, *, now: datetime, told: Mapping[str, object] | None = None
) -> None:
    """From now on this key opens nothing, and what it signs is kept for review; the ledger says since when. `told`
    goes into its record as well: who, and for which reason of a closed list."""
    device.revoked_at = now
    facts = {"device": str(device.id), "courier": str(device.courier_id)} | dict(told or {})
    append_record(session, LeafType.KEY_REVOKE, facts, now=now)


def _row(kid: str, key: PublicJwk, sender: Sender, now: datetime) -> dict[str, object]:
    return {
        "kid": kid,
        "courier_id": sender.courier_id,
        "handover_id": sender.handover_id,
        "x": _raw(key.x),
        "y": _raw(key.y),
        "enrolled_at": now,
    }


def _standing(session: Session, device: Device, *, new: bool) -> Enrolled:
    last = select(Proof.seq, Proof.manifest_hash).where(Proof.device_id == device.id)
    row = session.execute(last.order_by(Proof.seq.desc()).limit(1)).first()
    return Enrolled(device.kid, row.seq + 1 if row else 1, row.manifest_hash.hex() if row else None, new)


def _key_of(session: Session, kid: str) -> PublicJwk | None:
    device = session.scalar(select(Device).where(Device.kid == kid))
    return PublicJwk(x=b64u(device.x), y=b64u(device.y)) if device else None


def _raw(coordinate: str) -> bytes:
    return urlsafe_b64decode(coordinate + "=")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
