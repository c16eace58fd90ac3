"""The notice of a breach and the list behind it, from the access log; nothing in them names anybody."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.breaches import DISCLOSED_WORDS, disclosed_by, notify_by
from courier_app.evidence.paper_files import zipped
from courier_app.models import Office
from courier_app.printing.breaches import NoticeFace, print_notice
from courier_app.queries.breaches import BreachQuestion, SeenPackage, seen_packages
from courier_app.queries.scopes import Scope
from courier_app.services.rounds import WIB

HEAD = ("nomor_paket", "kali_dibuka", "pertama", "terakhir", "data_yang_terungkap")


@dataclass(frozen=True)
class BreachReport:
    """What an officer knows of it, beside what the access log says."""

    office_id: UUID
    asked: BreachQuestion
    known_at: datetime
    how: str
    measures: str


def breach_zip(session: Session, scope: Scope, report: BreachReport, *, now: datetime) -> bytes:
    """`pemberitahuan.pdf` for the agency and the people concerned, `daftar.csv` for the office that must reach them."""
    seen = seen_packages(session, scope, report.asked)
    paper = io.BytesIO()
    print_notice(_face(session, report, seen, now=now), paper)
    return zipped({"pemberitahuan.pdf": paper.getvalue(), "daftar.csv": _table(seen)})


def _face(
    session: Session, report: BreachReport, seen: Sequence[SeenPackage], *, now: datetime
) -> NoticeFace:
    office = session.get_one(Office, report.office_id)
    kinds = disclosed_by(what for one in seen for what in one.what)
    return NoticeFace(
        office=office.name,
        phone=office.phone,
        known_at=report.known_at,
        notify_by=notify_by(report.known_at),
        since=report.asked.since,
        before=report.asked.before,
        people=len(seen),
        times=sum(one.times for one in seen),
        data=[DISCLOSED_WORDS[kind].id for kind in kinds],
        how=report.how,
        measures=report.measures,
        made_at=now,
    )


def _table(seen: Sequence[SeenPackage]) -> bytes:
    """Numbers and times alone: whoever must be reached is looked up by the number, on record."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEAD)
    for one in seen:
        data = "; ".join(DISCLOSED_WORDS[kind].id for kind in disclosed_by(one.what))
        rows.writerow((one.alias, one.times, _moment(one.first), _moment(one.last), data))
    return out.getvalue().encode("utf-8-sig")


def _moment(at: datetime) -> str:
    return at.astimezone(WIB).strftime("%Y-%m-%d %H:%M")
