"""The second step of signing in: a code from the phone, or one from paper, after the password was right."""

from datetime import timedelta
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from courier_app.domain.refusals import BadCredentials, TooManyTries
from courier_app.web import sessions
from courier_app.web.converters import uuid_or_none
from courier_app.web.credentials import check_code
from courier_app.web.ports import clock
from courier_app.web.sessions import Holder
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.entry import enter, wanted, way_on
from courier_app.web.waiting import wait_words

HALF_WAY = "half_way"
LASTS = timedelta(minutes=5)


def ask_for_code(user_id: UUID) -> AnyResponse:
    """A session that opens this step and nothing else: it belongs to nobody yet."""
    sessions.begin(Holder(clock() + LASTS))
    session[HALF_WAY] = str(user_id)
    return redirect(url_for("staff.second_step", next=wanted()), 303)


@bp.route("/masuk/kode", methods=["GET", "POST"])
def second_step() -> AnyResponse:
    if current_user.is_authenticated:
        return redirect(way_on(), 303)
    user_id = uuid_or_none(session.get(HALF_WAY, ""))
    if user_id is None:
        return redirect(url_for("staff.sign_in", next=wanted()), 303)
    return _page(200) if request.method == "GET" else _judged(user_id)


def _judged(user_id: UUID) -> AnyResponse:
    try:
        check_code(user_id, request.form.get("code", ""))
    except BadCredentials:
        words = gettext(
            "Kode ini salah, sudah dipakai, atau sudah lewat. Tunggu kode berikutnya lalu tulis lagi."
        )
        return _page(401, problem=words)
    except TooManyTries as wait:
        answer = _page(429, problem=wait_words(wait))
        answer.headers["Retry-After"] = str(wait.members["retry_after"])
        return answer
    enter(user_id)
    return redirect(way_on(), 303)


def _page(status: int, *, problem: str = "") -> Response:
    page = render_template("staff/second_step.html", problem=problem, next=wanted())
    return make_response(page, status)
