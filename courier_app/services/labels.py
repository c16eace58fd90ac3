"""Labels: what stands on them, batch by batch, and the record that they were printed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.labels import grouped, label_url
from courier_app.domain.packages import CLOSED, Status
from courier_app.domain.refusals import WrongStatus
from courier_app.models import LabelHost, Package
from courier_app.models.once import insert_once
from courier_app.printing.labels import LabelFace, RecipientFace
from courier_app.queries.labels import LabelFacts, label_facts
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor, move
from courier_app.services.ports import Ports
from courier_app.services.recipients import Recipient, open_recipients

BATCH = 500


def in_batches(package_ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """So many at a time that memory stays small and nobody waits long for the database."""
    return (package_ids[start : start + BATCH] for start in range(0, len(package_ids), BATCH))


def label_faces(
    session: Session, ports: Ports, package_ids: Sequence[UUID], *, with_address: bool
) -> Iterator[LabelFace]:
    """In the order of the ids, read as they are drawn. With addresses: whoever prints them records the looks
    (`record_printing`) before handing the paper out. An erased recipient leaves a label without address."""
    for batch in in_batches(package_ids):
        known = open_recipients(session, ports, batch) if with_address else {}
        for facts in label_facts(session, batch):
            yield _face(ports, facts, known.get(facts.id))


def record_printing(
    session: Session, package_ids: Sequence[UUID], *, with_address: bool, by: UUID, now: datetime
) -> None:
    """One batch is on paper: the first label makes a registered package ready, another one is a look on record.

    Refuses with WrongStatus, whole, when one of them was closed meanwhile.
    """
    query = select(Package).where(Package.id.in_(package_ids)).order_by(Package.id).with_for_update()
    actor = Actor(user_id=by)
    for package in session.scalars(query.execution_options(populate_existing=True)).all():
        if package.status in CLOSED:
            raise WrongStatus
        if package.status is Status.REGISTERED:
            move(session, package, Status.READY, by=actor, now=now)
        else:
            record_look(session, Sight(What.LABEL_AGAIN, package.id), by=actor, now=now)
        if with_address:
            record_look(session, Sight(What.LABEL_WITH_ADDRESS, package.id), by=actor, now=now)


def _face(ports: Ports, facts: LabelFacts, recipient: Recipient | None) -> LabelFace:
    return LabelFace(
        url=label_url(ports.label_host, facts.label_id),
        grouped_id=grouped(facts.label_id),
        alias=facts.alias,
        office=facts.office_name,
        domain=ports.label_host,
        report_number=facts.report_phone,
        delivery_fee=facts.fee_rupiah,
        recipient=RecipientFace(recipient.name, recipient.address) if recipient else None,
    )


def keep_host(session: Session, ports: Ports, *, now: datetime) -> None:
    """The host that stands on today's labels, once: they are on paper when the server's address changes."""
    insert_once(session, LabelHost, on=("host",), values={"host": ports.label_host.lower(), "since": now})


def accepted_hosts(session: Session, ports: Ports) -> tuple[str, ...]:
    """Whose labels are ours: today's host first, then those on labels printed before."""
    today = ports.label_host.lower()
    before = session.scalars(select(LabelHost.host).order_by(LabelHost.since, LabelHost.host))
    return (today, *(host for host in before if host != today))
