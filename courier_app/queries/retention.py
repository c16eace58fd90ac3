"""What is to be erased and when: closed packages with the dates that the rule asks for, and what was erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from courier_app.domain.retention import ErasedWhy, Keeping, Part, due_at, keeping_of
from courier_app.models import Dispute, Erasure, KeepingRule, Package, User
from courier_app.queries.scopes import Scope

BATCH = 200
SHOWN = 100
Cursor = tuple[datetime, UUID]
Rules = Mapping[str, Keeping]

_DATA = and_(Package.closed_at.is_not(None), Package.erased_at.is_(None))
# What the partial indexes of the table hold, word for word, or the database does not use them.
_LEFT: dict[Part, ColumnElement[bool]] = {
    Part.EVERYTHING: _DATA,
    Part.PICTURES: and_(
        _DATA, or_(Package.pictures_erased_at.is_(None), Package.pictures_erased_at < Package.closed_at)
    ),
}


@dataclass(frozen=True)
class Candidate:
    """A closed package whose data, or pictures, are still there."""

    package_id: UUID
    alias: str
    office_id: UUID
    kind: str
    closed_at: datetime
    case_ended_at: datetime | None

    def due(self, rules: Rules, part: Part) -> datetime | None:
        ended = {"closed_at": self.closed_at, "case_ended_at": self.case_ended_at}
        return due_at(keeping_of(rules, self.kind), part, **ended)


@dataclass(frozen=True)
class ErasureRow:
    """One erasure in a list. Without a name for who may not see them, and where its time was over."""

    id: UUID
    package_id: UUID
    alias: str
    part: Part
    why: ErasedWhy
    files: int
    who: str | None
    erased_at: datetime
    finished_at: datetime | None
    leaf_index: int


def candidates(
    session: Session, part: Part, *, closed_before: datetime, after: Cursor | None = None
) -> tuple[Candidate, ...]:
    """The next BATCH, longest closed first, whatever may hold them."""
    query = _wanted().where(_LEFT[part], Package.closed_at <= closed_before)
    if after:
        query = query.where(tuple_(Package.closed_at, Package.id) > after)
    rows = session.execute(query.order_by(Package.closed_at, Package.id).limit(BATCH))
    return tuple(Candidate(*row) for row in rows)


def candidate(session: Session, package_id: UUID) -> Candidate | None:
    """None for a package that is not there or not closed."""
    query = _wanted().where(Package.id == package_id, Package.closed_at.is_not(None))
    row = session.execute(query).one_or_none()
    return Candidate(*row) if row else None


def rules_of(session: Session, office_id: UUID) -> dict[str, Keeping]:
    """What the office has set, by document kind; the last word counts."""
    return {
        rule.kind: Keeping(rule.pictures_days, rule.record_days) for rule in latest_rules(session, office_id)
    }


def latest_rules(session: Session, office_id: UUID) -> tuple[KeepingRule, ...]:
    said = select(KeepingRule).where(KeepingRule.office_id == office_id).order_by(KeepingRule.leaf_index)
    return tuple({rule.kind: rule for rule in session.scalars(said)}.values())


def erasures_of(session: Session, package_id: UUID) -> tuple[ErasureRow, ...]:
    """Oldest first."""
    return _rows(session, _erasures().where(Erasure.package_id == package_id).order_by(Erasure.leaf_index))


def last_erasures(session: Session, scope: Scope) -> tuple[ErasureRow, ...]:
    """The last SHOWN, newest first."""
    mine = _erasures().where(scope.of(Erasure.office_id))
    return _rows(session, mine.order_by(Erasure.erased_at.desc(), Erasure.id.desc()).limit(SHOWN))


def _wanted() -> Select:  # type: ignore[type-arg]
    ended = select(func.max(Dispute.decided_at)).where(Dispute.package_id == Package.id).scalar_subquery()
    columns = (Package.id, Package.alias, Package.office_id, Package.kind, Package.closed_at, ended)
    return select(*columns)


def _erasures() -> Select:  # type: ignore[type-arg]
    e = Erasure
    return (
        select(
            *(e.id, e.package_id, Package.alias, e.part, e.why, e.files, User.name),
            *(e.erased_at, e.finished_at, e.leaf_index),
        )
        .join(Package, Package.id == e.package_id)
        .outerjoin(User, User.id == e.user_id)
    )


def _rows(session: Session, query: Select) -> tuple[ErasureRow, ...]:  # type: ignore[type-arg]
    return tuple(ErasureRow(*row) for row in session.execute(query))
