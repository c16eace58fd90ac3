"""Recording a proof: exactly once, whole, with its leaf and the answer that the phone keeps (evidence.md 1.9, 2.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.proofs import judge
from courier_app.domain.refusals import ProofConflict
from courier_app.models import Courier, Device, Proof, User
from courier_app.models.prepared import AnyRow, Prepared, Source
from courier_app.services.media import locked_media
from courier_app.services.moves import held_package
from courier_app.services.own_phone_facts import network_digest, own_phone_seen
from courier_app.services.ports import Ports
from courier_app.services.proof_facts import Scene, facts_of
from courier_app.services.proof_findings import Findings, findings_of
from courier_app.services.proof_reading import Incoming, opened_proof
from courier_app.services.proof_rows import Judged, write_rows
from courier_app.services.senders import Sender

_P, _C, _D, _U = (cast(Table, model.__table__) for model in (Proof, Courier, Device, User))
_KNOWN = Prepared(select(_P.c.digest, _P.c.acknowledgement).where(_P.c.id == bindparam("proof_id")))
# One row always, and one question: it is asked in every proof while others wait.
_KNOWN_AND_DISOWNED = Prepared(
    select(
        _P.c.digest,
        _P.c.acknowledgement,
        or_(_D.c.revoked_at.is_not(None), _U.c.closed_at.is_not(None)).label("disowned"),
    )
    .select_from(
        _C.outerjoin(_U, _U.c.id == _C.c.user_id)
        .outerjoin(_D, _D.c.id == bindparam("device_id"))
        .outerjoin(_P, _P.c.id == bindparam("proof_id"))
    )
    .where(_C.c.id == bindparam("courier_id"))
)


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
    kept = found if isinstance(found, Kept) else write_proof(session, ports, found)
    session.expire_all()  # its objects have not heard of what was written beside them
    return kept


def open_proof(
    source: Source, ports: Ports, sender: Sender, incoming: Incoming, *, now: datetime
) -> Kept | Findings:
    """The half that only reads, so that nobody waits for it. A known id is answered before its signature is looked
    at: the key may have been revoked since."""
    row = _KNOWN.first(source, {"proof_id": incoming.proof_id})
    known = _known(row, incoming) if row else None
    if known:
        return known
    return findings_of(source, opened_proof(source, ports, sender, incoming), now=now)


def write_proof(source: Source, ports: Ports, found: Findings) -> Kept:
    """The half under the package's lock: all of it or nothing. Looks again first, for the same proof may have come
    in between, the key may have been revoked, the account closed."""
    opened = found.opened
    package = held_package(source, opened.parcel.id)
    asked = {"proof_id": opened.incoming.proof_id, "device_id": opened.device_id}
    row = _KNOWN_AND_DISOWNED.one(source, asked | {"courier_id": opened.sender.courier_id})
    known = _known(row, opened.incoming)
    if known:
        return known
    media = locked_media(source, opened.sender, opened.claim.parts)
    signed = own_phone_seen(source, opened, network=_network(ports, opened.incoming))
    scene = Scene(found, package, media, disowned=row.disowned, own_phone=signed)
    facts = facts_of(source, ports, scene)
    return Kept(write_rows(source, ports, scene, Judged(facts, judge(opened.claim, facts))), new=True)


def _network(ports: Ports, incoming: Incoming) -> bytes | None:
    return network_digest(ports, incoming.address) if incoming.address else None


def _known(row: AnyRow, incoming: Incoming) -> Kept | None:
    """The same means the same bytes as they were sent; the same content in other bytes is another proof."""
    if row.digest is None:
        return None
    if row.digest != incoming.digest:
        raise ProofConflict
    return Kept(row.acknowledgement, new=False)
