"""Uang antar: what couriers declared of delivery fees on a day, and the cash that the office counts of it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, gettext
from sqlalchemy.orm import Session

from courier_app.db import reading, transaction
from courier_app.domain.disputes import LONGEST_TEXT
from courier_app.domain.payments import MOST_COUNTED
from courier_app.queries.attention import counts
from courier_app.queries.fees import DAYS_SHOWN, DayRow, counts_of, day_rows, doors_of, uncounted_days
from courier_app.services.fee_counts import NewCount, count_cash
from courier_app.web.csv_files import csv_answer
from courier_app.web.fee_words import fee_shown
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.calendar import day_of, read_day
from courier_app.web.staff.cash_notes import notes_of
from courier_app.web.staff.handovers import office
from courier_app.web.staff.rights import scope_of
from courier_app.web.typed_notes import problem_of, tidied

Typed = dict[str, str]
Notes = Mapping[UUID, str | None]


@bp.get("/uang-antar")
def fees() -> str:
    scope, today = scope_of(me()), day_of(clock())
    day = read_day(request.args.get("hari", "")) or today
    with reading() as session:
        rows = day_rows(session, scope, day)
        reports = counts(session, scope, {"demanded"})["demanded"]
        open_days = uncounted_days(session, scope, since=today - timedelta(days=DAYS_SHOWN), before=today)
    facts = {"rows": rows, "open_days": open_days, "reports": reports, "names": scope.names}
    return render_template("staff/fees.html", day=day, today=today, **facts)


@bp.get("/uang-antar.csv")
def fees_file() -> Response:
    """The day as a spreadsheet. What a couriers' or an officers' field holds is never run."""
    scope = scope_of(me())
    day = read_day(request.args.get("hari", "")) or day_of(clock())
    with reading() as session:
        rows = day_rows(session, scope, day)
    notes = notes_of(row.count for row in rows if row.count) if scope.names else {}
    lines = [_line(row, day, notes, names=scope.names) for row in rows]
    return csv_answer(_heads(), lines, name=f"uang-antar-{day.isoformat()}")


@bp.get("/uang-antar/<uuid:courier_id>/<day>")
def fees_of_courier(courier_id: UUID, day: str) -> str:
    return _page(courier_id, _day_or_404(day))


@bp.post("/uang-antar/<uuid:courier_id>/<day>")
def count_fees(courier_id: UUID, day: str) -> ResponseReturnValue:
    """Refuses with Invalid, or with UnknownPackage a courier who declared nothing here on that day."""
    on, typed = _day_or_404(day), {name: tidied(request.form.get(name)) for name in ("uang", "catatan")}
    wrong = _problems(typed)
    if wrong:
        return make_response(_page(courier_id, on, typed=typed, wrong=wrong), 422)
    new = NewCount(office(), courier_id, on, me().id, int(_digits(typed["uang"])), typed["catatan"])
    with transaction() as session:
        _row_or_404(session, courier_id, on)
        counted = count_cash(session, ports(), new, now=clock())
    said = gettext("Hitungan disimpan.") if counted else gettext("Hitungan ini sudah tersimpan sebelumnya.")
    flash(said, "good")
    return redirect(url_for("staff.fees_of_courier", courier_id=courier_id, day=on.isoformat()), 303)


def _page(courier_id: UUID, day: date, *, typed: Typed | None = None, wrong: Typed | None = None) -> str:
    scope = scope_of(me())
    with reading() as session:
        row = _row_or_404(session, courier_id, day)
        doors = [(door, fee_shown(door.due, door.said)) for door in doors_of(session, scope, courier_id, day)]
        counts = counts_of(session, scope, courier_id, day)
    facts = {"row": row, "doors": doors, "counts": counts, "notes": notes_of(counts)}
    form = {"typed": typed or {}, "wrong": wrong or {}, "most": LONGEST_TEXT}
    return render_template("staff/fees_of_courier.html", day=day, **facts, **form)


def _day_or_404(text: str) -> date:
    return read_day(text) or abort(404)


def _row_or_404(session: Session, courier_id: UUID, day: date) -> DayRow:
    """A courier of another office is as unknown as one who carried nothing with a fee."""
    rows = day_rows(session, scope_of(me()), day, courier_id=courier_id)
    return rows[0] if rows else abort(404)


def _problems(typed: Typed) -> Typed:
    digits = _digits(typed["uang"])
    readable = digits.isascii() and digits.isdigit() and len(digits) <= 9 and int(digits) <= MOST_COUNTED
    problems = {
        "uang": ""
        if readable
        else str(gettext("Tulis jumlah uangnya dengan angka, misalnya 45.000. Tulis 0 bila tidak ada.")),
        "catatan": problem_of(typed["catatan"]),
    }
    return {name: problem for name, problem in problems.items() if problem}


def _digits(text: str) -> str:
    """`Rp45.000` as people write it."""
    return text.removeprefix("Rp").replace(".", "").replace(" ", "")


def _heads() -> list[str]:
    heads = (
        *(gettext("Tanggal"), gettext("Kantor"), gettext("Kurir"), gettext("Mitra"), gettext("Paket")),
        *(gettext("Harus dibayar"), gettext("Tunai"), gettext("QRIS"), gettext("Transfer")),
        *(gettext("Tidak dibayar"), gettext("Tunai yang masih diperiksa"), gettext("Dihitung kantor")),
        *(gettext("Selisih"), gettext("Dihitung oleh"), gettext("Waktu hitung"), gettext("Catatan")),
    )
    return [str(head) for head in heads]


def _line(row: DayRow, day: date, notes: Notes, *, names: bool) -> list[str | int | None]:
    totals, count = row.totals, row.count
    money = (totals.due, totals.cash, totals.qris, totals.transfer, totals.unpaid, totals.waiting)
    counted: Iterator[str | int | None] = iter(())
    if count:
        who = count.who if names else ""
        note = notes.get(count.id) or ""
        at = format_datetime(count.at, "yyyy-MM-dd HH.mm")
        counted = iter((count.counted, row.difference, who, at, note))
    courier = row.courier if names else ""
    return [day.isoformat(), row.office, courier, row.partner, totals.packages, *money, *counted]
