"""Counting a courier's cash of one day in: what is there, beside what was declared, on record with a leaf."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.payments import MOST_COUNTED
from courier_app.domain.refusals import Invalid, UnknownPackage
from courier_app.models import Courier, FeeCount
from courier_app.queries.fees import CountRow, DayRow, counts_of, day_rows, doors_of
from courier_app.queries.scopes import Scope
from courier_app.services.ports import Ports
from courier_app.services.sealed_text import open_of_package, seal_for_package
from courier_app.services.server_records import append_record

COLUMN = "fee-count"  # what the vault binds the note to, beside the package and the row


@dataclass(frozen=True)
class NewCount:
    """Cash that an officer holds in hand, of one courier and day; `note` says what a figure cannot."""

    office_id: UUID
    courier_id: UUID
    day: date
    officer_id: UUID
    rupiah: int
    note: str = ""


def count_cash(session: Session, ports: Ports, new: NewCount, *, now: datetime) -> FeeCount | None:
    """A new row that stands above the earlier ones; None when it says what the last one says.

    Refuses with Invalid a sum that no courier carries, with UnknownPackage a courier who declared nothing on that day
    in this office. Locks the ledger's tail last.
    """
    if not 0 <= new.rupiah <= MOST_COUNTED:
        raise Invalid
    scope = Scope(new.office_id)
    session.scalar(select(Courier.id).where(Courier.id == new.courier_id).with_for_update())
    found = day_rows(session, scope, new.day, courier_id=new.courier_id)
    before = counts_of(session, scope, new.courier_id, new.day)
    package_id = _sealed_with(session, new, before)
    if not found or not package_id:
        raise UnknownPackage
    if before and _same(session, ports, before[0], new, found[0]):
        return None
    note = _note(session, ports, package_id, new.note)
    row = _row(new, found[0], note, now=now)
    row.leaf_index = append_record(
        session, LeafType.FEES, _facts(row, before[0].id if before else None), now=now
    )
    session.add(row)
    session.flush()
    return row


def open_count_note(session: Session, ports: Ports, row: CountRow) -> str | None:
    """None for no note, and when the package's data that it was sealed with were erased."""
    return open_of_package(session, ports, row.note_package_id, row.note_sealed, column=f"{COLUMN}.{row.id}")


def _sealed_with(session: Session, new: NewCount, before: Sequence[CountRow]) -> UUID | None:
    """Of which package the key holds the note. An earlier count can be put right after its last door was voided."""
    doors = doors_of(session, Scope(new.office_id), new.courier_id, new.day)
    packages = [*(door.package_id for door in doors), *(count.note_package_id for count in before)]
    return next(iter(packages), None)


def _same(session: Session, ports: Ports, last: CountRow, new: NewCount, day: DayRow) -> bool:
    """The button pressed twice, or an answer that got lost."""
    note = open_count_note(session, ports, last) or ""
    return (last.counted, last.declared, note) == (new.rupiah, day.totals.cash, new.note)


@dataclass(frozen=True)
class _Note:
    """The row's id, the package under whose key its note lies, and the note."""

    row_id: UUID
    package_id: UUID
    sealed: bytes | None


def _row(new: NewCount, day: DayRow, note: _Note, *, now: datetime) -> FeeCount:
    return FeeCount(
        id=note.row_id,
        office_id=new.office_id,
        courier_id=new.courier_id,
        day=new.day,
        due_rupiah=day.totals.due,
        declared_rupiah=day.totals.cash,
        counted_rupiah=new.rupiah,
        note_package_id=note.package_id,
        note_sealed=note.sealed,
        counted_by=new.officer_id,
        counted_at=now,
    )


def _note(session: Session, ports: Ports, package_id: UUID, text: str) -> _Note:
    row_id = uuid4()
    if not text:
        return _Note(row_id, package_id, None)
    sealed = seal_for_package(session, ports, package_id, text, column=f"{COLUMN}.{row_id}")
    return _Note(row_id, package_id, sealed)


def _facts(row: FeeCount, corrects: UUID | None) -> dict[str, object]:
    """Sums and who; of a note its hash alone."""
    facts: dict[str, object] = {
        "count": str(row.id),
        "office": str(row.office_id),
        "courier": str(row.courier_id),
        "day": row.day.isoformat(),
        "due": row.due_rupiah,
        "declared": row.declared_rupiah,
        "counted": row.counted_rupiah,
        "user": str(row.counted_by),
    }
    facts |= {"corrects": str(corrects)} if corrects else {}
    sealed = row.note_sealed
    return facts | ({"note_hash": hashlib.sha256(sealed).hexdigest()} if sealed else {})
