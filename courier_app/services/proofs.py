"""Recording a proof: exactly once, whole, with its leaf and the answer that the phone keeps (evidence.md 1.9, 2.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from courier_app.domain.proofs import judge
from courier_app.domain.refusals import ProofConflict
from courier_app.models import Proof
from courier_app.services.media import locked_media
from courier_app.services.moves import locked_package
from courier_app.services.ports import Ports
from courier_app.services.proof_facts import Scene, facts_of
from courier_app.services.proof_findings import Findings, findings_of
from courier_app.services.proof_reading import Incoming, opened_proof
from courier_app.services.proof_rows import write_rows
from courier_app.services.senders import Sender

_PROOFS = cast(Table, Proof.__table__)
_KNOWN = select(_PROOFS.c.digest, _PROOFS.c.acknowledgement).where(_PROOFS.c.id == bindparam("id"))


@dataclass(frozen=True)
class Kept:
    """The stored answer, byte for byte the same at every repeat."""

    acknowledgement: bytes
    new: bool


def record_proof(
    session: Session, ports: Ports, sender: Sender, incoming: Incoming, *, now: datetime
) -> Kept:
    """Both halves in one session. Refuses with ProofConflict, Invalid, UnknownDevice, BadSignature, UnknownPackage,
    EvidenceMissing; what only the rules turn down is kept and marked."""
    found = open_proof(session, ports, sender, incoming, now=now)
    return found if isinstance(found, Kept) else write_proof(session, ports, found)


def open_proof(
    session: Session, ports: Ports, sender: Sender, incoming: Incoming, *, now: datetime
) -> Kept | Findings:
    """The half that only reads, so that nobody waits for it. A known id is answered before its signature is looked
    at: the key may have been revoked since."""
    known = _known(session, incoming)
    if known:
        return known
    return findings_of(session, opened_proof(session, ports, sender, incoming), now=now)


def write_proof(session: Session, ports: Ports, found: Findings) -> Kept:
    """The half under the package's lock: all of it or nothing. Looks again first, for the same proof may have come
    in between."""
    opened = found.opened
    package = locked_package(session, opened.parcel.id)
    known = _known(session, opened.incoming)
    if known:
        return known
    scene = Scene(found, package, locked_media(session, opened.sender, opened.claim.parts))
    verdict = judge(opened.claim, facts_of(session, ports, scene))
    return Kept(write_rows(session, ports, scene, verdict=verdict), new=True)


def _known(session: Session, incoming: Incoming) -> Kept | None:
    """The same means the same bytes as they were sent; the same content in other bytes is another proof."""
    row = session.execute(_KNOWN, {"id": incoming.proof_id}).first()
    if row is None:
        return None
    if row.digest != incoming.digest:
        raise ProofConflict
    return Kept(row.acknowledgement, new=False)
