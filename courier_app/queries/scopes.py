"""How far a staff member sees: one office, or all of them. Every staff query takes one."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, true
from sqlalchemy.orm import InstrumentedAttribute


@dataclass(frozen=True)
class Scope:
    """`office_id` None means every office. `names`: whether recipients' names may be shown at all."""

    office_id: UUID | None
    names: bool = True

    def of(
        self, office: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]
    ) -> ColumnElement[bool]:
        """The condition for a query over rows that belong to an office."""
        return true() if self.office_id is None else office == self.office_id

    def covers(self, office_id: UUID) -> bool:
        return self.office_id in (None, office_id)


def scope_given_later() -> Scope:
    """Of one office, for a statement that is built once: which one comes with each question, as `office`."""
    return Scope(cast(UUID, bindparam("office")))
