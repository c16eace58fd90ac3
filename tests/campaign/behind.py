"""Behind the counter: what the server holds when all is over, every evidence file unsealed again."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.db import Database
from courier_app.evidence.jws import b64u
from courier_app.evidence.vault import open_field
from courier_app.models import Device, LedgerTail, Media, Package, Proof, ProofMedia
from courier_app.models import Leaf as LeafRow
from courier_app.services.evidence_files import Unopenable, open_original
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import COLUMN
from courier_app.services.recipients import package_dek
from tests.campaign.checker import Kept, Leaf, Server


def server_now(database: Database, ports: Ports, answers: Mapping[int, int]) -> Server:
    with database.reading() as session:
        files = _files(session, ports)
        rows = session.execute(select(Proof, Package.label_id).join(Package, Package.id == Proof.package_id))
        proofs = [_kept(session, ports, proof, label, files) for proof, label in rows.all()]
        leaves = [Leaf(row.index, row.entry, row.hash) for row in session.scalars(select(LeafRow))]
        edge = session.scalars(select(LedgerTail.edge)).one()
        keys = {str(row.id): {"x": b64u(row.x), "y": b64u(row.y)} for row in session.scalars(select(Device))}
    return Server(proofs, keys, leaves, edge, dict(answers))


def _kept(
    session: Session, ports: Ports, proof: Proof, label: str, files: Mapping[UUID, list[tuple[str, str]]]
) -> Kept:
    dek = package_dek(session, ports, proof.package_id)
    sent = open_field(dek, proof.sent_sealed, package_id=proof.package_id, column=COLUMN).encode()
    return Kept(
        proof=str(proof.id),
        pkg=label,
        outcome=proof.outcome.value,
        mark=proof.mark.value if proof.mark else None,
        device=str(proof.device_id) if proof.device_id else None,
        sent=sent,
        acknowledgement=proof.acknowledgement,
        leaf=proof.leaf_index,
        files=tuple(files.get(proof.id, ())),
    )


def _files(session: Session, ports: Ports) -> Mapping[UUID, list[tuple[str, str]]]:
    found = defaultdict(list)
    query = select(ProofMedia, Media).join(Media, Media.id == ProofMedia.media_id)
    for shown, media in session.execute(query.order_by(ProofMedia.position)):
        found[shown.proof_id].append((shown.kind.value, _hash(ports, media)))
    return found


def _hash(ports: Ports, media: Media) -> str:
    """Of the bytes that the store gives back, not of what the row says."""
    try:
        return hashlib.sha256(open_original(ports, media)).hexdigest()
    except Unopenable:
        return "does not open"
