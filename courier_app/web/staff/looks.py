"""The access log for those who answer for it: who looked at what, when and why."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from courier_app.db import reading
from courier_app.queries.looks import LookFilter, LookRow, look_rows, lookers, watched
from courier_app.services.looks import open_words
from courier_app.web.converters import uuid_or_none
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import ALARMED, bp
from courier_app.web.staff.calendar import begin_of, end_of, read_day
from courier_app.web.staff.look_words import look_words, what_words, why_words
from courier_app.web.staff.proof_filters import read_cursor, written_cursor
from courier_app.web.staff.rights import scope_of

NAMES = ("orang", "apa", "sengaja", "dari", "sampai")


@dataclass(frozen=True)
class Line:
    """One look in words. `said`: the reason as the person wrote it."""

    row: LookRow
    what: str
    why: str
    said: str | None


@bp.get("/pembukaan")
def looks() -> str:
    scope, wanted = scope_of(me()), _wanted(request.args)
    after = read_cursor(request.args.get("sebelum", ""))
    with reading() as session:
        rows, more = look_rows(session, scope, wanted, after=after)
        lines = [_line(session, row) for row in rows]
        people = [(str(id_), name) for id_, name in lookers(session, scope)]
        busy = watched(session, scope, now=clock()) if me().role in ALARMED else []
    said = _said(request.args, wanted)
    older = url_for("staff.looks", **said, sebelum=written_cursor(more)) if more else ""
    facts = {"lines": lines, "people": people, "busy": busy, "whats": list(what_words().items())}
    return render_template("staff/looks.html", said=said, older=older, first=after is None, **facts)


def _wanted(args: MultiDict[str, str]) -> LookFilter:
    """Anything unreadable counts as not said."""
    since, until = read_day(args.get("dari", "")), read_day(args.get("sampai", ""))
    what = args.get("apa", "")
    return LookFilter(
        user_id=uuid_or_none(args.get("orang", "")),
        what=what if what in what_words() else None,
        reasoned=args.get("sengaja") == "1",
        since=begin_of(since) if since else None,
        before=end_of(until) if until else None,
    )


def _said(args: MultiDict[str, str], wanted: LookFilter) -> dict[str, Any]:
    """The address holds only what could be read: codes and days."""
    values = (wanted.user_id, wanted.what, wanted.reasoned, wanted.since, wanted.before)
    return {name: args[name] for name, value in zip(NAMES, values, strict=True) if value}


def _line(session: Session, row: LookRow) -> Line:
    sealed = row.words_sealed
    said = open_words(session, ports(), row.package_id, sealed) if sealed else None
    return Line(row, look_words(row.what), why_words(row.reason), said)
