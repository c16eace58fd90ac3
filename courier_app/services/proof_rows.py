"""Writing a judged proof: leaf, signed answer, rows and the package's steps, in the one transaction of its caller."""

from dataclasses import dataclass
from datetime import UTC, datetime

from courier_app.domain.doubts import flags
from courier_app.domain.exchange import OldCard
from courier_app.domain.merkle import LeafType, leaf_entry
from courier_app.domain.proofs import (
    Flag,
    Outcome,
    ProofClaim,
    ProofFacts,
    Verdict,
    awaits_only_signature,
)
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.retries import is_used_up
from courier_app.evidence.signing import sign_acknowledgement
from courier_app.models import Proof, ProofMedia
from courier_app.models.prepared import Source, new_row
from courier_app.services.fee_payments import note_payment
from courier_app.services.ledger import append_leaf
from courier_app.services.moves import Actor, Way, walk_held
from courier_app.services.old_cards import CardStep, take_step
from courier_app.services.ports import Ports
from courier_app.services.proof_facts import Scene
from courier_app.services.proof_findings import AT_THE_ADDRESS, Findings

BETWEEN_FLAGS = " "
_NEW_PROOF = new_row(Proof)
_NEW_PROOF_MEDIA = new_row(ProofMedia)


@dataclass(frozen=True)
class Judged:
    """What was known, and what follows."""

    facts: ProofFacts
    verdict: Verdict


def write_rows(source: Source, ports: Ports, scene: Scene, judged: Judged) -> bytes:
    """The acknowledgement. The ledger's tail is locked as late as can be: the proof's row names its leaf."""
    row, verdict = _proof_row(scene, judged), judged.verdict
    index = append_leaf(source, _leaf_of(scene.found))
    acknowledgement = sign_acknowledgement(ports.acknowledgement_key, _promise(scene.found, verdict, index))
    _NEW_PROOF.run(source, row | {"leaf_index": index, "acknowledgement": acknowledgement})
    _NEW_PROOF_MEDIA.run(source, *_media_rows(scene))
    note_payment(source, scene)
    _move_package(source, scene, verdict)
    return acknowledgement


def _leaf_of(found: Findings) -> bytes:
    mh, jh = found.opened.manifest_hash.hex(), _signed_hash(found)
    return leaf_entry(LeafType.PROOF, int(found.received_at.timestamp()), mh=mh, jh=jh)


def _promise(found: Findings, verdict: Verdict, index: int) -> dict[str, object]:
    """What the phone compares before it forgets anything (evidence.md 2.4)."""
    return {
        "proof": str(found.claim.proof_id),
        "mh": found.opened.manifest_hash.hex(),
        "jh": _signed_hash(found),
        "parts": [part.sha256 for part in found.claim.parts],
        "index": index,
        "received_at": _written(found.received_at),
        "verdict": verdict.word.value,
        "reason": verdict.mark.value if verdict.mark else None,
    }


def _proof_row(scene: Scene, judged: Judged) -> dict[str, object]:
    found, claim, opened = scene.found, scene.claim, scene.found.opened
    return {
        "id": claim.proof_id,
        "package_id": opened.parcel.id,
        "office_id": opened.parcel.office_id,
        "courier_id": opened.sender.courier_id,
        "device_id": opened.device_id,
        "attempt": claim.attempt,
        "outcome": claim.outcome,
        "reason": claim.reason,
        "mark": judged.verdict.mark,
        "flags": BETWEEN_FLAGS.join(sorted(_flags(scene, judged))),
        "captured_at": claim.captured_at,
        "received_at": found.received_at,
        "offset_ms": claim.offset_ms,
        "distance_m": found.distance_m,
        "seq": claim.seq,
        "digest": opened.incoming.digest,
        "manifest_hash": opened.manifest_hash,
        "sent_sealed": found.sealed,
    }


def _flags(scene: Scene, judged: Judged) -> frozenset[Flag]:
    awaited = {Flag.OWN_PHONE_AWAITED} if awaits_only_signature(judged.facts, judged.verdict) else set()
    extra = {Flag.EXTRA_ATTEMPT} if _is_extra(scene) else set()
    return flags(scene.claim, scene.found.doubts) | scene.own_phone.flags | awaited | extra


def _is_extra(scene: Scene) -> bool:
    """After the handover's last attempt the courier should have come to the counter. What he did all the same is
    evidence like any other."""
    used_up = is_used_up(scene.package.attempt, scene.package.last_attempt)
    return used_up and scene.held_by_sender and scene.claim.outcome in AT_THE_ADDRESS


def _media_rows(scene: Scene) -> list[dict[str, object]]:
    described = zip(scene.claim.parts, scene.media, strict=True)
    return [
        {"proof_id": scene.claim.proof_id, "position": position, "media_id": media_id, "kind": part.kind}
        for position, (part, media_id) in enumerate(described)
    ]


def _move_package(source: Source, scene: Scene, verdict: Verdict) -> None:
    found = scene.found
    if not verdict.steps:
        return
    by = Actor(courier_id=found.opened.sender.courier_id, proof_id=found.claim.proof_id)
    at = found.happened_at, found.received_at
    card = _card_after(scene)
    attempt = scene.package.attempt + _counts(found.claim)
    way = Way(scene.package.id, verdict.steps, attempt, card or scene.package.old_card)
    walk_held(source, way, by=by, at=at)
    if card:
        office_id = found.opened.parcel.office_id
        take_step(
            source, CardStep.at_the_door(card, found.claim.card), (scene.package.id, office_id), by=by, at=at
        )


def _card_after(scene: Scene) -> OldCard | None:
    """Only a delivery, and only of a card that is owed."""
    owed = scene.package.old_card is OldCard.OWED and scene.claim.outcome is Outcome.DELIVERED
    return scene.claim.card_after if owed else None


def _counts(claim: ProofClaim) -> bool:
    """Whether the next try is another attempt: a flooded road is none (domain.md, section 5)."""
    failed = claim.outcome is Outcome.ATTEMPT_FAILED
    return failed and REASONS[Reason(str(claim.reason))].counts_as_attempt


def _signed_hash(found: Findings) -> str | None:
    return found.opened.incoming.digest.hex() if found.opened.incoming.signed else None


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
