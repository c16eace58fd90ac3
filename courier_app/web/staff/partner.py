"""The pages of a courier partner: where to begin, what its couriers could not deliver, and open cases about what they
brought. Read only; nothing of a recipient."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext

from courier_app.db import reading
from courier_app.domain.disputes import VERDICT_WORDS
from courier_app.domain.next_actions import ACTION_WORDS
from courier_app.domain.packages import CLOSED
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.retries import next_action
from courier_app.queries.case_endings import endings_of
from courier_app.queries.partner import (
    MOST_COUNTED,
    AttemptFilter,
    AttemptRow,
    Cursor,
    count_failed,
    failed_attempts,
    open_cases_of,
    own_postmen,
    where_it_is,
)
from courier_app.web.converters import uuid_or_none
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.calendar import begin_of, day_of, end_of, read_day
from courier_app.web.staff.proof_filters import read_cursor, written_cursor
from courier_app.web.staff.rights import own_couriers
from courier_app.web.words import say

LATELY = timedelta(days=6)  # and today: a week
ENDED_SINCE = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """A failed attempt in words."""

    row: AttemptRow
    reason: str
    next: str


@bp.get("/mitra")
def partner() -> str:
    mine, now = own_couriers(me()), clock()
    today = day_of(now)
    since = {"today": today, "week": today - LATELY}
    with reading() as session:
        name, office = where_it_is(session, mine)
        failed = {
            word: count_failed(session, mine, AttemptFilter(since=begin_of(day)))
            for word, day in since.items()
        }
        cases = open_cases_of(session, mine)
        postmen = own_postmen(session, mine)
    facts = {"name": name, "office": office, "failed": failed, "days": since, "most": MOST_COUNTED}
    late = sum(case.owed(now) for case in cases)
    return render_template("staff/partner.html", cases=cases, late=late, couriers=postmen, **facts)


@bp.get("/mitra/gagal")
def partner_attempts() -> str:
    mine, said = own_couriers(me()), _said()
    after = read_cursor(request.args.get("sebelum", ""))
    with reading() as session:
        rows, more = failed_attempts(session, mine, _wanted(said), after=after)
        couriers = [(str(id_), name) for id_, name in own_postmen(session, mine)]
    reasons = [(one.value, say(REASONS[one].words)) for one in Reason]
    facts = {"lines": [_line(row) for row in rows], "couriers": couriers, "reasons": reasons, "said": said}
    return render_template(
        "staff/partner_attempts.html", older=_older(said, more), first=after is None, **facts
    )


@bp.get("/mitra/sanggahan")
def partner_cases() -> str:
    mine, now = own_couriers(me()), clock()
    with reading() as session:
        cases, ended = open_cases_of(session, mine), endings_of(session, mine, since=now - ENDED_SINCE)
    late = sum(case.owed(now) for case in cases)
    facts = {"ended": ended, "verdicts": {v.value: say(words) for v, words in VERDICT_WORDS.items()}}
    return render_template("staff/partner_cases.html", cases=cases, late=late, now=now, **facts)


def _said() -> dict[str, str]:
    """Of the address, only what could be read: codes and days, never a name."""
    read = {
        "sebab": lambda text: text in set(Reason),
        "kurir": uuid_or_none,
        "dari": read_day,
        "sampai": read_day,
    }
    asked = {name: request.args.get(name, "") for name in read}
    return {name: text for name, text in asked.items() if text and read[name](text)}


def _wanted(said: Mapping[str, str]) -> AttemptFilter:
    since, until = read_day(said.get("dari", "")), read_day(said.get("sampai", ""))
    return AttemptFilter(
        reason=Reason(said["sebab"]) if "sebab" in said else None,
        courier_id=uuid_or_none(said.get("kurir", "")),
        since=begin_of(since) if since else None,
        before=end_of(until) if until else None,
    )


def _line(row: AttemptRow) -> Line:
    """What the office has closed since needs nothing more of the courier."""
    return Line(row, say(REASONS[row.reason].words), _next(row))


def _next(row: AttemptRow) -> str:
    if row.waiting:
        return str(gettext("Menunggu putusan kantor"))
    asked = ACTION_WORDS[next_action(row.reason, last=row.last)]
    return "–" if row.status in CLOSED else say(asked)


def _older(said: Mapping[str, Any], more: Cursor | None) -> str:
    return url_for("staff.partner_attempts", **said, sebelum=written_cursor(more)) if more else ""
