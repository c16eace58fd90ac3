"""Envelopes that come back: every scan counts one in at once; several can be ticked and counted in together."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.packages import Status, steps_when_counted_in
from courier_app.domain.refusals import Invalid, WrongStatus
from courier_app.domain.typed_text import Unreadable
from courier_app.queries.counter import used_up_among
from courier_app.queries.left_behind import left_behind
from courier_app.queries.packages import PAGE, Wanted, older_packages
from courier_app.services.counter import NewStay, Waits, end_at_office, wait_at_counter
from courier_app.services.returns import NewCount, count_in
from courier_app.web.converters import uuid_or_none
from courier_app.web.label_hosts import label_hosts
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.counter import day_of
from courier_app.web.staff.handovers import office
from courier_app.web.staff.kept import asked_again, asked_before
from courier_app.web.staff.package_forms import in_one_line
from courier_app.web.staff.picking import NOT_READY, UNREADABLE, find_package
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.wording import kind_name

LONGEST_SCAN, RETURNS = 96, "returns"
TO_COUNTER, YES = "loket", "ya"


@bp.get("/kembali")
def returns() -> str:
    with reading() as session:
        page = older_packages(session, scope_of(me()), Wanted(statuses=(Status.RETURNING,)))
        left = left_behind(session, scope_of(me()), now=clock())
        tired = used_up_among(session, [row.id for row in page.rows] + [one.id for one in left])
        until = day_of(end_at_office(session, office(), now=clock()))
    facts: dict[str, object] = {
        "rows": page.rows,
        "left": left,
        "more": page.older,
        "kind_name": kind_name,
        "most": PAGE,
    }
    facts |= {"tired": tired, "until": until}
    return render_template("staff/returns.html", **facts, **asked_before(RETURNS))


@bp.post("/kembali")
def count_back() -> Response:
    """What was scanned, or what was ticked. Refuses with UnknownPackage ticks that are not this office's."""
    scan = in_one_line(request.form.get("pindai"))[:LONGEST_SCAN]
    if not scan and not request.form.getlist("paket"):
        return _nothing_said()
    _count_scan(scan) if scan else _count_ticks()
    package_id = uuid_or_none(request.form.get("halaman", ""))
    if package_id:
        return redirect(url_for("staff.package", package_id=package_id), 303)
    return redirect(url_for("staff.returns"), 303)


def _nothing_said() -> Response:
    """A scanner's line keeps the focus, for the next scan; a list of ticks leads to what is missing."""
    words, address = gettext("Pindai atau centang sedikitnya satu paket."), url_for("staff.returns")
    if "daftar" in request.form:
        return asked_again(RETURNS, address, {"pilih-kembali": words})
    flash(words, "danger")
    return redirect(address, 303)


def _count_scan(scan: str) -> None:
    with transaction() as session:
        problem, package_id = _found(session, scan)
        counted = _counted(session, {package_id}) if package_id else Counted()
    if problem:
        flash(problem, "danger")
    else:
        _tell(counted)


def _found(session: Session, scan: str) -> tuple[str, UUID | None]:
    """A sentence when there is nothing to count in, or the package."""
    try:
        package = find_package(session, scan, office_id=office(), hosts=label_hosts())
    except Unreadable as bad:
        return str(UNREADABLE[bad.reason]), None
    if package is None:
        return str(gettext("Paket ini tidak ada dalam catatan kantor Anda.")), None
    if package.office_id != office():
        return str(gettext("Paket ini milik kantor lain. Kembalikan ke kantor pengirimnya.")), None
    if package.status is Status.HELD_FOR_PICKUP:
        return str(NOT_READY[package.status]) % {"alias": package.alias}, None
    if package.status is not Status.RETURNED and not steps_when_counted_in(package.status):
        return _stuck((package.alias,)), None
    return "", package.id


def _count_ticks() -> None:
    ids = {uuid_or_none(text) for text in request.form.getlist("paket")}
    if None in ids:
        raise Invalid
    try:
        with transaction() as session:
            counted = _counted(session, {one for one in ids if one})
    except WrongStatus as no:
        flash(_stuck(no.members.get("packages")), "warn")
    else:
        _tell(counted)


@dataclass(frozen=True)
class Counted:
    """What came back now; where it waits at the counter, until when; and what no courier is to try again."""

    aliases: tuple[str, ...] = ()
    waits: Waits | None = None
    tired: tuple[str, ...] = ()


def _counted(session: Session, package_ids: set[UUID]) -> Counted:
    """At the counter in the same act, where that was ticked: two steps, two leaves."""
    whose = (office(), me().id, frozenset(package_ids))
    aliases = count_in(session, NewCount(*whose), now=clock())
    if _to_counter():
        return Counted(aliases, wait_at_counter(session, NewStay(*whose), now=clock()))
    return Counted(aliases, tired=tuple(used_up_among(session, package_ids).values()))


def _to_counter() -> bool:
    return request.form.get(TO_COUNTER) == YES


def _tell(counted: Counted) -> None:
    if counted.waits:
        names, day = ", ".join(counted.waits.aliases), day_of(counted.waits.until)
        flash(gettext("Menunggu diambil di loket sampai %(day)s: %(names)s.", day=day, names=names), "good")
        return
    flash(_said(counted.aliases), "good")
    if counted.tired:
        tired = gettext("Percobaan antar sudah habis: %(names)s. Simpan di loket dari halaman paketnya.")
        flash(tired % {"names": ", ".join(counted.tired)}, "warn")


def _said(aliases: tuple[str, ...]) -> str:
    if not aliases:
        return str(gettext("Paket ini sudah dicatat kembali sebelumnya."))
    named = {"names": ", ".join(aliases)}
    words = ngettext(
        "%(num)d paket dicatat kembali di kantor: %(names)s.",
        "%(num)d paket dicatat kembali di kantor: %(names)s.",
        len(aliases),
        **named,
    )
    return str(words)


def _stuck(aliases: object) -> str:
    names = ", ".join(aliases) if isinstance(aliases, (list, tuple)) else ""
    return str(
        gettext(
            "Tidak dapat dicatat kembali, karena belum dibawa kurir atau sudah selesai: %(names)s.",
            names=names,
        )
    )
