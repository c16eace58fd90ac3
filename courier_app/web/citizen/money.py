"""Reporting that money was demanded: what happens then, the form, and the word that it was taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.db import reading, transaction
from courier_app.domain.disputes import LONGEST_TEXT
from courier_app.queries.citizen import citizen_view
from courier_app.queries.money_reports import reports_of
from courier_app.services.money_reports import MOST_DEMANDED, Demanded, open_answer, report_demand
from courier_app.web.citizen.blueprint import bp, my_package
from courier_app.web.ports import clock, ports
from courier_app.web.typed_notes import problem_of, tidied

SHORTEST = 3
Typed = dict[str, str]


@dataclass(frozen=True)
class ReportSeen:
    """A report as its citizen reads it: the own words are not shown again, on whoever's phone that may be."""

    at: datetime
    answered_at: datetime | None
    answer: str | None


@bp.get("/cek/paket/uang")
def money() -> str:
    return _page({}, {})


@bp.post("/cek/paket/uang")
def report_money() -> Response:
    """Refuses with CaseClosed after the fifth report of a package, with TooManyTries after the third of a day."""
    typed = {name: tidied(request.form.get(name)) for name in ("jumlah", "cerita")}
    wrong = _problems(typed)
    if wrong:
        return make_response(_page(typed, wrong), 422)
    with transaction() as session:
        said = Demanded(_rupiah(typed["jumlah"]), typed["cerita"])
        report_demand(session, ports(), my_package(), said, now=clock())
    return cast(Response, redirect(url_for("citizen.mine", _anchor="money"), 303))


def reports_seen(session: Session) -> list[ReportSeen]:
    """Newest first."""
    return [
        ReportSeen(row.made_at, row.answered_at, open_answer(session, ports(), row))
        for row in reports_of(session, my_package())
    ]


def _page(typed: Typed, wrong: Typed) -> str:
    with reading() as session:
        seen = citizen_view(session, my_package())
    return render_template("citizen/money.html", seen=seen, typed=typed, wrong=wrong, most=LONGEST_TEXT)


def _problems(typed: Typed) -> Typed:
    digits = _digits(typed["jumlah"])
    readable = digits.isascii() and digits.isdigit() and len(digits) <= 8 and 0 < int(digits) <= MOST_DEMANDED
    odd = gettext("Tulis jumlahnya dengan angka, misalnya 50.000, atau kosongkan.")
    problems = {
        "jumlah": "" if readable or not digits else str(odd),
        "cerita": problem_of(typed["cerita"], shortest=SHORTEST),
    }
    return {name: problem for name, problem in problems.items() if problem}


def _rupiah(typed: str) -> int | None:
    digits = _digits(typed)
    return int(digits) if digits else None


def _digits(text: str) -> str:
    """`Rp50.000` as people write it."""
    return text.removeprefix("Rp").replace(".", "").replace(" ", "")
