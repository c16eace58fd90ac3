"""A proof checked again, from the stored bytes up: what must fit together, and whether it still does."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from courier_app.domain.merkle import leaf_hash
from courier_app.domain.proofs import EvidenceKind, VerdictWord
from courier_app.domain.refusals import Refusal
from courier_app.evidence.jws import PROOF, PublicJwk, b64u, read_signed, thumbprint
from courier_app.evidence.signing import ACKNOWLEDGEMENT, public_half
from courier_app.models import Device
from courier_app.queries.proofs import Case, EvidenceFile
from courier_app.services.evidence_files import ERASED_KEY, Unopenable, open_original
from courier_app.services.ports import Ports
from courier_app.services.records import Record


class Point(StrEnum):
    """What is checked. Each has a sentence for "yes" and one for "no" on the auditor's page."""

    RECORD = "record"  # the sealed record opens and has the hash that the row names
    SIGNATURE = "signature"  # the device's key signed it
    MANIFEST = "manifest"  # its content has the hash that the row names
    ROWS = "rows"  # what the list shows is what the record says
    FILES = "files"  # the files on record are those that the manifest lists, in its order
    FILE = "file"  # one file opens and has the hash that was signed
    OWN_PHONE = "own_phone"  # what the recipient signed on their own phone (services/own_phone_record.py)
    ANSWER = "answer"  # our own signed answer fits all of it
    LEDGER = "ledger"  # the ledger's entry fits all of it


@dataclass(frozen=True)
class Recheck:
    """`ok` None: there is nothing to check (not signed; data erased). `technical`: pairs of word and value."""

    point: Point
    ok: bool | None
    technical: tuple[tuple[str, str], ...] = ()
    kind: EvidenceKind | None = None


def recheck(ports: Ports, case: Case, record: Record) -> tuple[Recheck, ...]:
    """Every point, in the order in which the record was made. Opens the media store: takes a while."""
    return (
        _record(case, record),
        _signature(case, record),
        _manifest(case, record),
        _rows(case, record),
        _files(case, record),
        *(_file(ports, file, record) for file in case.files),
        _answer(ports, case),
        _ledger(case),
    )


def _record(case: Case, record: Record) -> Recheck:
    found = hashlib.sha256(record.sent).hexdigest() if record.sent is not None else ""
    ok = None if record.erased else found == case.proof.digest.hex()
    return Recheck(Point.RECORD, ok, (("SHA-256", found), ("expected", case.proof.digest.hex())))


def _signature(case: Case, record: Record) -> Recheck:
    device = case.device
    if device is None or record.erased:
        return Recheck(Point.SIGNATURE, None, (("unsigned", str(record.members.get("unsigned", ""))),))
    key = key_of(device)
    technical = (("alg", "ES256, P-256"), ("kid", device.kid), ("x", key.x), ("y", key.y))
    return Recheck(Point.SIGNATURE, is_signed_by(device, record.sent or b"", PROOF), technical)


def key_of(device: Device) -> PublicJwk:
    return PublicJwk(x=b64u(device.x), y=b64u(device.y))


def is_signed_by(device: Device, sent: bytes, typ: str) -> bool:
    key = key_of(device)
    return thumbprint(key) == device.kid and _read(sent, typ, device.kid, key) is not None


def _read(sent: bytes, typ: str, kid: str, key: PublicJwk) -> Mapping[str, Any] | None:
    try:
        return read_signed(sent, typ, find_key={kid: key}.get).members
    except Refusal:
        return None


def _manifest(case: Case, record: Record) -> Recheck:
    found, expected = hashlib.sha256(record.payload).hexdigest(), case.proof.manifest_hash.hex()
    ok = None if record.erased else found == expected
    return Recheck(Point.MANIFEST, ok, (("mh", found), ("expected", expected)))


def _rows(case: Case, record: Record) -> Recheck:
    """Names the members that differ."""
    if record.erased:
        return Recheck(Point.ROWS, None)
    said, proof = record.members, case.proof
    rows = {
        "proof": str(proof.id),
        "pkg": said.get("pkg") if said.get("pkg") in case.labels else case.package.label_id,
        "attempt": proof.attempt,
        "outcome": proof.outcome.value,
        "reason": proof.reason,
        "captured_at": written(proof.captured_at),
        "offset_ms": proof.offset_ms,
        "seq": proof.seq,
    }
    other = [name for name, value in rows.items() if said.get(name, "") != value]
    return Recheck(Point.ROWS, not other, tuple(("differs", name) for name in other))


def written(moment: datetime) -> str:
    """As a browser's toISOString() writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _files(case: Case, record: Record) -> Recheck:
    if record.erased:
        return Recheck(Point.FILES, None)
    signed = [(line.get("kind"), line.get("sha256")) for line in record.media]
    kept = [(file.kind.value, file.media.sha256.hex()) for file in case.files]
    return Recheck(Point.FILES, signed == kept, (("signed", str(len(signed))), ("kept", str(len(kept)))))


def _file(ports: Ports, file: EvidenceFile, record: Record) -> Recheck:
    """The hash of what the store gives back, against the row's and against the signed one; nothing to check where the
    file was erased."""
    if file.media.wrapped_dek == ERASED_KEY:
        return Recheck(Point.FILE, None, (("expected", file.media.sha256.hex()),), kind=file.kind)
    signed = {str(line.get("sha256")) for line in record.media} or {file.media.sha256.hex()}
    try:
        found = hashlib.sha256(open_original(ports, file.media)).hexdigest()
    except Unopenable:
        found = ""
    ok = found == file.media.sha256.hex() and found in signed
    return Recheck(
        Point.FILE, ok, (("SHA-256", found), ("expected", file.media.sha256.hex())), kind=file.kind
    )


def _answer(ports: Ports, case: Case) -> Recheck:
    key = ports.acknowledgement_key
    said = read_answer(public_half(key), case.proof.acknowledgement)
    other = [name for name, value in _promised(case).items() if said.get(name, "") != value]
    return Recheck(Point.ANSWER, not other, (("kid", key.kid), *(("differs", name) for name in other)))


def read_answer(key: PublicJwk, acknowledgement: bytes) -> Mapping[str, Any]:
    """Its members; none when this key did not sign it."""
    return _read(acknowledgement, ACKNOWLEDGEMENT, thumbprint(key), key) or {}


def _promised(case: Case) -> dict[str, object]:
    proof = case.proof
    return {
        "proof": str(proof.id),
        "mh": proof.manifest_hash.hex(),
        "jh": _jh(case),
        "parts": [file.media.sha256.hex() for file in case.files],
        "index": proof.leaf_index,
        "received_at": written(proof.received_at),
        "verdict": (VerdictWord.KEPT_FOR_REVIEW if proof.mark else VerdictWord.ACCEPTED).value,
        "reason": proof.mark.value if proof.mark else None,
    }


def _jh(case: Case) -> str | None:
    """Absent: the proof was not signed."""
    return case.proof.digest.hex() if case.proof.device_id else None


def _ledger(case: Case) -> Recheck:
    leaf = case.leaf
    if leaf is None:
        return Recheck(Point.LEDGER, ok=False)
    fits = leaf_hash(leaf.entry) == leaf.hash and _entry_fits(case, leaf.entry)
    technical = (("index", str(leaf.index)), ("leaf", leaf.hash.hex()), *_shown(leaf.entry))
    return Recheck(Point.LEDGER, fits, technical)


def _entry_fits(case: Case, entry: bytes) -> bool:
    expected = {"t": "proof", "mh": case.proof.manifest_hash.hex(), "jh": _jh(case)}
    try:
        said = json.loads(entry)
    except ValueError:
        return False
    return isinstance(said, dict) and all(said.get(name) == value for name, value in expected.items())


def _shown(entry: bytes) -> Iterator[tuple[str, str]]:
    yield "entry", entry.decode("ascii", "replace")
