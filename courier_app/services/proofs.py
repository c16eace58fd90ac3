"""Recording a proof: exactly once, whole, with its leaf and the answer that the phone keeps (evidence.md 1.9, 2.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from courier_app.domain.proofs import judge
from courier_app.domain.refusals import ProofConflict, UnknownPackage
from courier_app.models import Package, Proof
from courier_app.services.media import locked_media
from courier_app.services.moves import locked_package
from courier_app.services.ports import Ports
from courier_app.services.proof_facts import Scene, doubts_of, facts_of
from courier_app.services.proof_reading import Incoming, Opened, opened_proof
from courier_app.services.proof_rows import Judged, write_rows
from courier_app.services.recipients import Erased, package_dek
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
    opened = open_proof(session, sender, incoming)
    return opened if isinstance(opened, Kept) else write_proof(session, ports, opened, now=now)


def open_proof(session: Session, sender: Sender, incoming: Incoming) -> Kept | Opened:
    """The half that only reads, so that nobody waits for it. A known id is answered before its signature is looked
    at: the key may have been revoked since."""
    return _known(session, incoming) or opened_proof(session, sender, incoming)


def write_proof(session: Session, ports: Ports, opened: Opened, *, now: datetime) -> Kept:
    """The half under the package's lock: all of it or nothing. Looks again first, for the same proof may have come
    in between."""
    package = locked_package(session, opened.package_id)
    known = _known(session, opened.incoming)
    if known:
        return known
    media = locked_media(session, opened.sender, opened.claim.parts)
    scene = Scene(opened, package, _key(session, ports, package), media, now)
    verdict = judge(opened.claim, facts_of(session, ports, scene))
    judged = Judged(scene, verdict, doubts_of(session, scene))
    return Kept(write_rows(session, ports, judged), new=True)


def _known(session: Session, incoming: Incoming) -> Kept | None:
    """The same means the same bytes as they were sent; the same content in other bytes is another proof."""
    row = session.execute(_KNOWN, {"id": incoming.proof_id}).first()
    if row is None:
        return None
    if row.digest != incoming.digest:
        raise ProofConflict
    return Kept(row.acknowledgement, new=False)


def _key(session: Session, ports: Ports, package: Package) -> bytes:
    """A package whose data were erased has no key to seal a new record with: it is as good as unknown."""
    try:
        return package_dek(session, ports, package.id)
    except Erased:
        raise UnknownPackage from None
