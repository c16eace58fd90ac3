"""What may go on a new handover: ready packages of an office, and who may carry them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from courier_app.domain.packages import Status
from courier_app.models import Courier, Package, Partner, User

MOST_SHOWN = 100


@dataclass(frozen=True)
class Candidate:
    """A package as the tick list shows it: no name, no address."""

    id: UUID
    office_id: UUID
    alias: str
    label_id: str
    kind: str
    status: Status
    registered_at: datetime
    attempt: int = 1


@dataclass(frozen=True)
class Carrier:
    """A postman, or with `courier_id` None a partner whose drivers have no account."""

    partner_code: str
    partner: str
    courier_id: UUID | None = None
    name: str = ""


def ready_packages(session: Session, office_id: UUID, *, alias_part: str = "") -> list[Candidate]:
    """The newest MOST_SHOWN, those alone whose alias has these letters in it."""
    query = _candidates().where(Package.office_id == office_id, Package.status == Status.READY)
    if alias_part:
        query = query.where(Package.alias.contains(alias_part, autoescape=True))
    newest = query.order_by(Package.registered_at.desc(), Package.id.desc()).limit(MOST_SHOWN)
    return [Candidate(*row) for row in session.execute(newest)]


def chosen_packages(session: Session, office_id: UUID, ids: Collection[UUID]) -> list[Candidate]:
    """Those of the office that are still ready, in the order in which they were chosen."""
    query = _candidates().where(Package.office_id == office_id, Package.status == Status.READY)
    found = {row.id: Candidate(*row) for row in session.execute(query.where(Package.id.in_(ids)))}
    return [found[package_id] for package_id in ids if package_id in found]


def package_by_label(session: Session, label_id: str) -> Candidate | None:
    """Of any office: whoever reads a label holds the envelope."""
    row = session.execute(_candidates().where(Package.label_id == label_id)).one_or_none()
    return Candidate(*row) if row else None


def package_by_alias(session: Session, alias: str, *, office_id: UUID) -> Candidate | None:
    """Of one office only: an alias can be guessed, and says nothing about other offices."""
    query = _candidates().where(Package.alias == alias, Package.office_id == office_id)
    row = session.execute(query).one_or_none()
    return Candidate(*row) if row else None


def carriers(session: Session, office_id: UUID) -> list[Carrier]:
    """The office's active postmen by name, then the partners of ojol drivers."""
    postmen = (
        select(Partner.code, Partner.name, Courier.id, Courier.name)
        .join(Courier, Courier.partner_code == Partner.code)
        .join(User, User.id == Courier.user_id)
        .where(Courier.office_id == office_id, User.active)
        .order_by(Courier.name, Courier.id)
    )
    ojol = select(Partner.code, Partner.name).where(~Partner.accounts).order_by(Partner.name)
    return [Carrier(*row) for query in (postmen, ojol) for row in session.execute(query)]


def _candidates() -> Select[*tuple[Any, ...]]:
    return select(
        *(Package.id, Package.office_id, Package.alias, Package.label_id),
        *(Package.kind, Package.status, Package.registered_at, Package.attempt),
    )
