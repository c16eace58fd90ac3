"""Printing labels: which packages, which sheet, from which place; the PDF, and the record that it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.printing.labels import print_labels
from courier_app.printing.sheets import SHEETS, SheetFormat
from courier_app.queries.labels import count_never_printed, never_printed, printable, still_at_office
from courier_app.services.labels import in_batches, keep_host, label_faces, record_printing
from courier_app.web.ports import clock, ports, settings
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.calendar import begin_of, day_of, end_of, read_day
from courier_app.web.staff.handovers import office
from courier_app.web.staff.kept import keep, kept, typed
from courier_app.web.staff.papers import pdf_answer
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.wording import sheet_words

MOST_TICKED, ORDER = 200, "labels"
USUAL_SHEET = "a4-2x4"


@dataclass(frozen=True)
class Order:
    """The form as it stands. `which`: `new` never printed, `day` registered on a day and still here, `these`."""

    which: str
    day: str
    chosen: tuple[UUID, ...]
    sheet: SheetFormat
    with_address: bool
    start_at: int


@bp.get("/label")
def labels() -> str:
    """As the form was left; or for packages that another page names."""
    left = kept(ORDER)
    if left:
        return _page(_order(MultiDict(left["form"])), problem=bool(left.get("problem")))
    chosen = _ids(request.args.getlist("paket"))
    sheet = SHEETS.get(request.args.get("lembar", ""), SHEETS[USUAL_SHEET])
    which = "these" if chosen else "new"
    return _page(Order(which, day_of(clock()).isoformat(), chosen, sheet, with_address=True, start_at=0))


@bp.get("/label/pilih")
def back_to_labels() -> AnyResponse:
    return redirect(url_for("staff.labels"), 303)


@bp.post("/label/pilih")
def choose_labels() -> AnyResponse:
    """The same page for ticked packages or another sheet; nothing is printed."""
    return _back_to_form()


@bp.post("/label")
def print_sheet() -> AnyResponse:
    """The PDF. Everything slow happens before the record; nothing leaves before the record is kept."""
    order = _order(request.form)
    with reading() as session:
        package_ids = _wanted(session, order)
        if not package_ids:
            return _back_to_form(problem=True)
        paper = pdf_answer(
            lambda out: _draw(session, order, package_ids, out),
            record=lambda: _record(order, package_ids),
            name="label",
        )
    paper.headers["X-Labels"] = str(len(package_ids))
    _tell(len(package_ids))
    return paper


def _back_to_form(**said: object) -> AnyResponse:
    key = keep(ORDER, {"form": typed(request.form), **said})
    return redirect(url_for("staff.labels", isian=key), 303)


def _tell(num: int) -> None:
    """For the next page, where no script could tell it on this one: a browser stays where it was when it saves."""
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return
    said = ngettext(
        "%(num)d label sudah dibuat. Cetak, tempel, lalu serahkan paketnya kepada kurir.",
        "%(num)d label sudah dibuat. Cetak, tempel, lalu serahkan paketnya kepada kurir.",
        num,
    )
    flash(said, "good")


def _draw(session: Session, order: Order, package_ids: Sequence[UUID], out: BinaryIO) -> None:
    faces = label_faces(session, ports(), package_ids, with_address=order.with_address)
    print_labels(faces, out, sheet=order.sheet, start_at=order.start_at)


def _record(order: Order, package_ids: Sequence[UUID]) -> None:
    """All of them or none: a label of a package that was closed meanwhile must not leave with the others."""
    with transaction() as session:
        keep_host(session, ports(), now=clock())
        for batch in in_batches(package_ids):
            record_printing(session, batch, with_address=order.with_address, by=me().id, now=clock())


def _wanted(session: Session, order: Order) -> Sequence[UUID]:
    if order.which == "these":
        return printable(session, scope_of(me()), order.chosen)
    if order.which == "new":
        return never_printed(session, office())
    day = read_day(order.day)
    return still_at_office(session, office(), begin_of(day), end_of(day)) if day else ()


def _order(form: MultiDict[str, str]) -> Order:
    """Anything unreadable counts as not said; the sheet's own buttons say `lembar_lain`."""
    chosen = _ids(form.getlist("paket"))
    sheet = SHEETS.get(form.get("lembar_lain", form.get("lembar", "")), SHEETS[USUAL_SHEET])
    which = form.get("pilihan", "these")
    return Order(
        which=which if which in ("new", "day", "these") else "new",
        day=form.get("hari", day_of(clock()).isoformat()),
        chosen=chosen,
        sheet=sheet,
        with_address=form.get("alamat", "ya") == "ya",
        start_at=_place(form.get("mulai", ""), sheet),
    )


def _place(text: str, sheet: SheetFormat) -> int:
    """Places are counted from one on the screen."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    return number - 1 if 1 <= number <= sheet.per_sheet else 0


def _ids(texts: Sequence[str]) -> tuple[UUID, ...]:
    found: dict[UUID, None] = {}
    for text in texts[:MOST_TICKED]:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return tuple(found)


def _page(order: Order, *, problem: bool = False) -> str:
    with reading() as session:
        chosen = printable(session, scope_of(me()), order.chosen)
        facts = {"new_count": count_never_printed(session, office()), "chosen": chosen}
    sheets = [(code, sheet_words(code)) for code in SHEETS]
    facts |= {"problem": problem, "sheets": sheets, "only_here": not settings().secure}
    return render_template("staff/labels.html", order=order, **facts)
