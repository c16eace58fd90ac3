"""Recording what a courier declares before work: exactly once, with its leaf and the answer that the phone keeps."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType, leaf_entry
from courier_app.domain.proofs import VerdictWord, happened_at
from courier_app.domain.refusals import ProofConflict, TooManyTries
from courier_app.domain.shifts import ShiftClaim
from courier_app.evidence.jws import SHIFT
from courier_app.evidence.signing import sign_acknowledgement
from courier_app.models import Courier, ShiftDeclaration
from courier_app.services.ledger import append_leaf
from courier_app.services.ports import Ports
from courier_app.services.proof_reading import opened_record
from courier_app.services.proofs import Kept
from courier_app.services.rechecks import written
from courier_app.services.senders import Sender

MOST_A_DAY = 20
A_DAY, LATER = timedelta(days=1), 3600  # seconds


@dataclass(frozen=True)
class IncomingShift:
    """`sent` is kept as it came; `signed` tells a JWS from bare JSON; `read` makes a claim of a manifest's members."""

    shift_id: UUID
    sent: bytes
    signed: bool
    read: Callable[[Mapping[str, Any]], ShiftClaim]

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.sent).digest()


def record_shift(
    session: Session, ports: Ports, sender: Sender, incoming: IncomingShift, *, now: datetime
) -> Kept:
    """Refuses with ProofConflict, Invalid, UnknownDevice, BadSignature, TooManyTries. Locks the tail: call it last."""
    known = session.get(ShiftDeclaration, incoming.shift_id)
    if known:
        return _same(known, incoming)
    device_id, manifest, members = opened_record(session, sender, incoming, SHIFT)
    claim = incoming.read(members)
    _check_rate(session, sender, now=now)
    mh, jh = hashlib.sha256(manifest).hexdigest(), incoming.digest.hex() if incoming.signed else None
    index = append_leaf(session, leaf_entry(LeafType.SHIFT, int(now.timestamp()), mh=mh, jh=jh))
    answer = sign_acknowledgement(ports.acknowledgement_key, _promise(claim, (mh, jh, index), now))
    session.add(
        ShiftDeclaration(
            id=claim.shift_id,
            courier_id=sender.courier_id,
            handover_id=sender.handover_id,
            office_id=session.get_one(Courier, sender.courier_id).office_id,
            device_id=device_id,
            policy_id=claim.policy_id,
            policy_version=claim.policy_version,
            fit=claim.answers.fit,
            declared_at=happened_at(claim, received_at=now),
            received_at=now,
            digest=incoming.digest,
            sent=incoming.sent,
            acknowledgement=answer,
            leaf_index=index,
        )
    )
    session.flush()
    return Kept(answer, new=True)


def _same(known: ShiftDeclaration, incoming: IncomingShift) -> Kept:
    if known.digest != incoming.digest:
        raise ProofConflict
    return Kept(known.acknowledgement, new=False)


def _check_rate(session: Session, sender: Sender, *, now: datetime) -> None:
    mine = (ShiftDeclaration.courier_id == sender.courier_id, ShiftDeclaration.received_at > now - A_DAY)
    if (session.scalar(select(func.count()).where(*mine)) or 0) >= MOST_A_DAY:
        raise TooManyTries(members={"retry_after": LATER})


def _promise(claim: ShiftClaim, written_as: tuple[str, str | None, int], now: datetime) -> dict[str, object]:
    """The same words as for a proof: the phone compares them in the same way."""
    mh, jh, index = written_as
    return {
        "proof": str(claim.shift_id),
        "mh": mh,
        "jh": jh,
        "parts": [],
        "index": index,
        "received_at": written(now),
        "verdict": VerdictWord.ACCEPTED.value,
        "reason": None,
    }
