"""Labels that were replaced when their packages went out again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from courier_app.models import Package, ReplacedLabel
from courier_app.queries.scopes import Scope


def former_labels(session: Session, package_id: UUID) -> frozenset[str]:
    mine = select(ReplacedLabel.label_id).where(ReplacedLabel.package_id == package_id)
    return frozenset(session.scalars(mine))


def is_former_label(session: Session, label_id: str) -> bool:
    return bool(session.scalar(select(exists().where(ReplacedLabel.label_id == label_id))))


def replaced_at(session: Session, package_id: UUID) -> datetime | None:
    """When the package was last sent again; None for a package that has its first label."""
    mine = ReplacedLabel.package_id == package_id
    return session.scalar(select(func.max(ReplacedLabel.replaced_at)).where(mine))


def package_once_labelled(session: Session, scope: Scope, label_id: str) -> UUID | None:
    query = select(Package.id).join(ReplacedLabel, ReplacedLabel.package_id == Package.id)
    return session.scalar(query.where(ReplacedLabel.label_id == label_id, scope.of(Package.office_id)))
