"""A package that came back, or waited at the counter, goes out again: a new label, a new code, the old ones dead."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.claim_codes import claim_digest, new_claim_code
from courier_app.domain.code_renewals import code_hash, label_hash
from courier_app.domain.labels import new_label_id
from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.refusals import Invalid, WrongStatus
from courier_app.domain.retries import FromCounter
from courier_app.models import Package, ReplacedLabel, ServerRecord
from courier_app.services.moves import Actor, locked_package, move
from courier_app.services.packages import Registered
from courier_app.services.ports import Ports
from courier_app.services.recipients import Erased, package_dek
from courier_app.services.record_members import member, members_of
from courier_app.services.server_records import append_record

FROM = frozenset({Status.RETURNED, Status.HELD_FOR_PICKUP})


@dataclass(frozen=True)
class GoingOut:
    """Who sends which package again; `why`, where its citizen was told to collect it at the counter."""

    package_id: UUID
    by: UUID
    why: FromCounter | None = None


def send_again(session: Session, ports: Ports, going: GoingOut, *, now: datetime) -> Registered:
    """What lies in the office becomes `ready`, with nobody's name on it. The claim code in clear, for the only time.

    Refuses with UnknownPackage, with WrongStatus whatever does not lie in the office, or has lost its data, and with
    Invalid what waits at the counter and goes out for no reason. Locks the ledger's tail last.
    """
    package = locked_package(session, going.package_id)
    if package.status not in FROM or not _readable(session, ports, package):
        raise WrongStatus
    if package.status is Status.HELD_FOR_PICKUP and going.why is None:
        raise Invalid
    old, code = package.label_id, new_claim_code()
    package.label_id, package.claim_digest = new_label_id(), claim_digest(ports.claim_key, package.id, code)
    package.claim_tries = package.web_tries = 0
    package.courier_id = package.handover_id = None
    move(session, package, Status.READY, by=Actor(user_id=going.by), now=now)
    index = append_record(session, LeafType.REISSUED, _facts(package, old, going), now=now)
    replaced = {"replaced_by": going.by, "replaced_at": now, "leaf_index": index}
    session.add(ReplacedLabel(label_id=old, package_id=package.id, **replaced))
    session.flush()
    return Registered(package, code)


def whys_of(session: Session, package_id: UUID) -> dict[datetime, FromCounter]:
    """Why it left the counter, by when it did; nothing for what was sent again from elsewhere."""
    one = ReplacedLabel
    both = select(one.replaced_at, ServerRecord.record).join(
        ServerRecord, ServerRecord.leaf_index == one.leaf_index
    )
    rows = session.execute(both.where(one.package_id == package_id))
    told = {at: member(members_of(record), "why", str) for at, record in rows}
    return {at: FromCounter(why) for at, why in told.items() if why in set(FromCounter)}


def _facts(package: Package, old_label: str, going: GoingOut) -> dict[str, object]:
    """Hashes of labels and code, so that whoever puts another one into the tables is noticed."""
    labels = {"old_label": label_hash(old_label), "label": label_hash(package.label_id)}
    who = {"step": "sent-again", "package": str(package.id), "user": str(going.by)}
    why = {"why": going.why.value} if going.why else {}
    return {**who, **why, **labels, "code": code_hash(package.claim_digest)}


def _readable(session: Session, ports: Ports, package: Package) -> bool:
    """Nobody can bring what has no name and no address any more."""
    try:
        package_dek(session, ports, package.id)
    except Erased:
        return False
    return True
