"""Offices as anyone may know them: who to telephone."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.models import Office


@dataclass(frozen=True)
class OfficePhone:
    """Public: it stands on every label too."""

    name: str
    phone: str


def office_phones(session: Session) -> list[OfficePhone]:
    """All of them, by name."""
    query = select(Office.name, Office.phone).order_by(Office.name)
    return [OfficePhone(*row) for row in session.execute(query)]
