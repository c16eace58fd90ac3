"""What stands behind each entry of the ledger: a proof, a recipient's record, a declaration, a record of the house."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.models import Leaf, OwnPhoneSignature, Proof, ServerRecord, ShiftDeclaration
from courier_app.services.record_members import member, members_of
from courier_app.services.records import Record
from courier_app.services.recovery import recovered_spans
from courier_app.services.sweeping import DECLARED_FOR

STREAMED = {"yield_per": 4_096}
_FIRST, _LAST_TS = datetime(1970, 1, 1, tzinfo=UTC), 253_402_300_799  # of the year 9999
_BEHIND = (Proof, ServerRecord, OwnPhoneSignature, ShiftDeclaration)


def entries_that_differ(session: Session) -> Iterator[int]:
    """Indexes of leaves whose entry says another thing than what stands behind them."""
    for index, entry, expected in _claims(session):
        said = members_of(entry)
        if any(said.get(name) != value for name, value in expected.items()):
            yield index


def orphans_of(session: Session) -> Iterator[int]:
    """Indexes of leaves that nothing stands behind. Told apart: what came back from a copy of the log, and health
    declarations, which are swept after DECLARED_FOR. Their age is taken from the youngest leaf, not from a clock."""
    taken = (select(one.leaf_index).where(one.leaf_index.is_not(None)) for one in _BEHIND)
    alone = select(Leaf.index, Leaf.entry).where(*(Leaf.index.not_in(one) for one in taken))
    told, newest = list(recovered_spans(session)), _newest(session)
    for index, entry in session.execute(alone.order_by(Leaf.index)):
        if not any(index in span for span in told) and not _is_swept(members_of(entry), newest):
            yield index


def _newest(session: Session) -> datetime:
    last = session.scalar(select(Leaf.entry).order_by(Leaf.index.desc()).limit(1))
    return _time_of(members_of(last or b""))


def _time_of(said: dict[str, Any]) -> datetime:
    """Of an entry that somebody made up the first moment that there is, or the last."""
    return _FIRST + timedelta(seconds=min(max(member(said, "ts", int), 0), _LAST_TS))


def _is_swept(said: dict[str, Any], newest: datetime) -> bool:
    return said.get("t") == LeafType.SHIFT and _time_of(said) <= newest - DECLARED_FOR


def _claims(session: Session) -> Iterator[tuple[int, bytes, dict[str, object]]]:
    """Index and entry of each leaf, and what its entry must say."""
    for index, entry, mh, digest, device in session.execute(_PROOFS, execution_options=STREAMED):
        yield index, entry, {"t": "proof", "mh": mh.hex(), "jh": digest.hex() if device else None}
    for index, entry, signed, received_at in session.execute(_OWN_PHONE, execution_options=STREAMED):
        yield index, entry, _of_own_phone(signed, received_at)
    for index, entry, sent, device in session.execute(_SHIFTS, execution_options=STREAMED):
        yield index, entry, _of_shift(sent, signed=device is not None)
    for index, entry, record in session.execute(_RECORDS, execution_options=STREAMED):
        facts = members_of(record)
        yield index, entry, {"t": facts.get("t"), "mh": hashlib.sha256(record).hexdigest()}


def _of_own_phone(signed: bytes | None, at: datetime | None) -> dict[str, object]:
    """A leaf tells no seconds."""
    ts = int(at.timestamp()) // 60 * 60 if at else None
    return {"t": LeafType.OWN_PHONE.value, "mh": signed.hex() if signed else None, "ts": ts}


def _of_shift(sent: bytes, *, signed: bool) -> dict[str, object]:
    mh = hashlib.sha256(Record(sent).payload).hexdigest()
    jh = hashlib.sha256(sent).hexdigest() if signed else None
    return {"t": LeafType.SHIFT.value, "mh": mh, "jh": jh}


_PROOFS = select(Leaf.index, Leaf.entry, Proof.manifest_hash, Proof.digest, Proof.device_id).join(
    Proof, Proof.leaf_index == Leaf.index
)
_S = OwnPhoneSignature
_OWN_PHONE = select(Leaf.index, Leaf.entry, _S.record_hash, _S.received_at).join(
    _S, _S.leaf_index == Leaf.index
)
_SHIFTS = select(Leaf.index, Leaf.entry, ShiftDeclaration.sent, ShiftDeclaration.device_id).join(
    ShiftDeclaration, ShiftDeclaration.leaf_index == Leaf.index
)
_RECORDS = select(Leaf.index, Leaf.entry, ServerRecord.record).join(
    ServerRecord, ServerRecord.leaf_index == Leaf.index
)
