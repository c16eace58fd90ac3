"""The certificate of an erasure: a page to file, and what proves it without us."""

import hashlib
import io
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.retention import ErasedWhy, Part
from courier_app.evidence.paper_files import script, zipped
from courier_app.models import Erasure, Leaf, Office, Package, ServerRecord
from courier_app.printing.erasures import ErasureFace, print_erasure
from courier_app.queries.scopes import Scope
from courier_app.services.inclusion import proof_file
from courier_app.services.ports import Ports
from courier_app.services.receipt_files import policy_file
from courier_app.services.rounds import WIB

# In Bahasa Indonesia, whatever language the page has: it is an official paper.
PARTS = {Part.PICTURES: "Foto dan tanda tangan", Part.EVERYTHING: "Semua data pribadi"}
WHYS = {
    ErasedWhy.DUE: "Masa simpan selesai",
    ErasedWhy.REQUEST: "Permintaan warga",
    ErasedWhy.ORDER: "Perintah pengelola sistem",
}


def erasure_zip(
    session: Session, ports: Ports, scope: Scope, erasure_id: UUID, *, backup_days: int
) -> bytes | None:
    """None for an erasure of another office. `backup_days`: how long the oldest backup with these keys lives. Refuses
    with NotYetPublished during the seconds before the log covers it."""
    query = select(Erasure).where(Erasure.id == erasure_id, scope.of(Erasure.office_id))
    erasure = session.scalar(query)
    if erasure is None:
        return None
    record = session.get_one(ServerRecord, erasure.leaf_index).record
    files = {
        "berita-acara.pdf": _page(_face(session, erasure, record, backup_days)),
        "record.json": record,
        "leaf.json": session.get_one(Leaf, erasure.leaf_index).entry,
        "leaf.tlog-proof": proof_file(session, erasure.leaf_index),
        "keys.policy": policy_file(ports),
        "verify.sh": script("verify-erasure.sh"),
    }
    return zipped(files)


def _face(session: Session, erasure: Erasure, record: bytes, backup_days: int) -> ErasureFace:
    return ErasureFace(
        office=session.get_one(Office, erasure.office_id).name,
        alias=session.get_one(Package, erasure.package_id).alias,
        part=PARTS[erasure.part],
        why=WHYS[erasure.why],
        files=erasure.files,
        erased_at=erasure.erased_at,
        until=(erasure.erased_at + timedelta(days=backup_days)).astimezone(WIB).date(),
        place_in_log=erasure.leaf_index,
        digest=hashlib.sha256(record).hexdigest(),
    )


def _page(face: ErasureFace) -> bytes:
    paper = io.BytesIO()
    print_erasure(face, paper)
    return paper.getvalue()
