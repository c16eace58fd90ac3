"""Writing a judged proof: leaf, signed answer, rows and the package's steps, in the one transaction of its caller."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType, leaf_entry
from courier_app.domain.proofs import Doubts, Outcome, ProofClaim, Verdict, flags
from courier_app.domain.reasons import REASONS, Reason
from courier_app.evidence.signing import sign_acknowledgement
from courier_app.evidence.vault import seal_field
from courier_app.models import Proof, ProofMedia
from courier_app.services.ledger import append_leaf
from courier_app.services.moves import Actor, walk
from courier_app.services.ports import Ports
from courier_app.services.proof_facts import Scene
from courier_app.services.proof_reading import Opened

COLUMN = "sent"  # what the vault binds the sealed record to, beside the package
BETWEEN_FLAGS = " "
_NEW_PROOF = insert(cast(Table, Proof.__table__))
_NEW_PROOF_MEDIA = insert(cast(Table, ProofMedia.__table__))


@dataclass(frozen=True)
class Judged:
    """What was found, beside the scene it was found in."""

    scene: Scene
    verdict: Verdict
    doubts: Doubts


def write_rows(session: Session, ports: Ports, judged: Judged) -> bytes:
    """The acknowledgement. The ledger's tail is locked as late as can be: the proof's row names its leaf."""
    scene = judged.scene
    index = append_leaf(session, _leaf_of(scene))
    acknowledgement = sign_acknowledgement(ports.acknowledgement_key, _promise(judged, index))
    row = _proof_row(judged)
    session.execute(_NEW_PROOF, row | {"leaf_index": index, "acknowledgement": acknowledgement})
    if scene.media:
        session.execute(_NEW_PROOF_MEDIA, _media_rows(scene))
    _move_package(session, judged)
    return acknowledgement


def _leaf_of(scene: Scene) -> bytes:
    opened = scene.opened
    mh, jh = opened.manifest_hash.hex(), _signed_hash(opened)
    return leaf_entry(LeafType.PROOF, int(scene.now.timestamp()), mh=mh, jh=jh)


def _promise(judged: Judged, index: int) -> dict[str, object]:
    """What the phone compares before it forgets anything (evidence.md 2.4)."""
    scene, mark = judged.scene, judged.verdict.mark
    return {
        "proof": str(scene.claim.proof_id),
        "mh": scene.opened.manifest_hash.hex(),
        "jh": _signed_hash(scene.opened),
        "parts": [part.sha256 for part in scene.claim.parts],
        "index": index,
        "received_at": _written(scene.now),
        "verdict": judged.verdict.word.value,
        "reason": mark.value if mark else None,
    }


def _proof_row(judged: Judged) -> dict[str, object]:
    scene, claim = judged.scene, judged.scene.claim
    opened, package = scene.opened, scene.package
    return {
        "id": claim.proof_id,
        "package_id": package.id,
        "office_id": package.office_id,
        "courier_id": opened.sender.courier_id,
        "device_id": opened.device_id,
        "attempt": claim.attempt,
        "outcome": claim.outcome,
        "reason": claim.reason,
        "mark": judged.verdict.mark,
        "flags": BETWEEN_FLAGS.join(sorted(flags(claim, judged.doubts))),
        "captured_at": claim.captured_at,
        "received_at": scene.now,
        "offset_ms": claim.offset_ms,
        "distance_m": scene.distance_m,
        "seq": claim.seq,
        "digest": opened.incoming.digest,
        "manifest_hash": opened.manifest_hash,
        "sent_sealed": _sealed(scene),
    }


def _sealed(scene: Scene) -> bytes:
    """The record as it was sent, readable for as long as the package's key lives."""
    sent = scene.opened.incoming.sent.decode()
    return seal_field(scene.dek, sent, package_id=scene.package.id, column=COLUMN)


def _media_rows(scene: Scene) -> list[dict[str, object]]:
    described = zip(scene.claim.parts, scene.media, strict=True)
    return [
        {"proof_id": scene.claim.proof_id, "position": position, "media_id": media_id, "kind": part.kind}
        for position, (part, media_id) in enumerate(described)
    ]


def _move_package(session: Session, judged: Judged) -> None:
    scene, steps = judged.scene, judged.verdict.steps
    if not steps:
        return
    by = Actor(courier_id=scene.opened.sender.courier_id, proof_id=scene.claim.proof_id)
    walk(session, scene.package, steps, by=by, at=(scene.happened_at, scene.now))
    scene.package.attempt += _counts(scene.claim)


def _counts(claim: ProofClaim) -> bool:
    """Whether the next try is another attempt: a flooded road is none (domain.md, section 5)."""
    failed = claim.outcome is Outcome.ATTEMPT_FAILED
    return failed and REASONS[Reason(str(claim.reason))].counts_as_attempt


def _signed_hash(opened: Opened) -> str | None:
    return opened.incoming.digest.hex() if opened.incoming.signed else None


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
