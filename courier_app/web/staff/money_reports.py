"""Laporan permintaan uang: what citizens report of demanded money, and what the office answers."""

from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.disputes import LONGEST_TEXT, SHORTEST_REASON
from courier_app.models import MoneyReport
from courier_app.queries.money_reports import ReportRow, answered, report_row, unanswered
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.money_reports import Reply, answer_report, open_answer, open_report
from courier_app.services.moves import Actor
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.rights import scope_of
from courier_app.web.typed_notes import problem_of, tidied


@bp.get("/laporan-uang")
def money_reports() -> str:
    scope = scope_of(me())
    with reading() as session:
        waiting, done = unanswered(session, scope), answered(session, scope)
    return render_template("staff/money_reports.html", waiting=waiting, done=done, names=scope.names)


@bp.get("/laporan-uang/<uuid:report_id>")
def money_report(report_id: UUID) -> str:
    return _page(report_id)


@bp.post("/laporan-uang/<uuid:report_id>")
def answer_money_report(report_id: UUID) -> Response:
    """Refuses with CaseClosed when a colleague was faster."""
    text = tidied(request.form.get("jawaban"))
    problem = problem_of(text, shortest=SHORTEST_REASON)
    if problem:
        return make_response(_page(report_id, typed=text, problem=problem), 422)
    with transaction() as session:
        if report_row(session, scope_of(me()), report_id) is None:
            abort(404)
        answer_report(session, ports(), Reply(report_id, text, me().id), now=clock())
    flash(gettext("Jawaban disimpan. Warga membacanya di halamannya."), "good")
    return redirect(url_for("staff.money_report", report_id=report_id), 303)


def _page(report_id: UUID, *, typed: str = "", problem: str = "") -> str:
    """The look is on record before a word is opened."""
    with transaction() as session:
        row: ReportRow = report_row(session, scope_of(me()), report_id) or abort(404)
        sight = Sight(What.MONEY_REPORT, row.package_id, report_id)
        record_look(session, sight, by=Actor(user_id=me().id), now=clock())
    with reading() as session:
        kept = session.get_one(MoneyReport, report_id)
        facts = {"said": open_report(session, ports(), kept), "answer": open_answer(session, ports(), kept)}
    form = {"typed": typed, "problem": problem, "most": LONGEST_TEXT}
    return render_template("staff/money_report.html", row=row, **facts, **form)
