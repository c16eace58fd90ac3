"""Staff come in with a name and a password, and go out again."""

import re
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user, login_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from courier_app.domain.refusals import BadCredentials, TooManyTries
from courier_app.models import Audience
from courier_app.services.sessions import ends_at
from courier_app.web import sessions
from courier_app.web.credentials import check_sign_in
from courier_app.web.ports import clock
from courier_app.web.sessions import Holder
from courier_app.web.sign_in import load_staff
from courier_app.web.staff.blueprint import bp

OUR_PATH = re.compile(r"/petugas/[A-Za-z0-9/_-]*")


class SignInForm(FlaskForm):
    """Nobody is signed in yet, so there is no session a token could belong to: the origin check guards it."""

    class Meta:
        csrf = False

    username = StringField(
        lazy_gettext("Nama pengguna"),
        [InputRequired(lazy_gettext("Isi nama pengguna."))],
        filters=[lambda text: text if text and text.isprintable() else ""],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy_gettext("Kata sandi"),
        [InputRequired(lazy_gettext("Isi kata sandi."))],
        render_kw={"autocomplete": "current-password"},
    )


@bp.route("/masuk", methods=["GET", "POST"])
def sign_in() -> AnyResponse:
    if current_user.is_authenticated:
        return redirect(_way_on(), 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    try:
        account = check_sign_in(Audience.STAFF, form.username.data or "", form.password.data or "")
    except BadCredentials:
        return _page(form, 401, problem=gettext("Nama pengguna atau kata sandi salah."))
    except TooManyTries as wait:
        return _come_back_later(form, wait)
    _begin(account.user_id)
    return redirect(_way_on(), 303)


@bp.post("/keluar")
def sign_out() -> AnyResponse:
    sessions.end()
    return redirect(url_for("staff.sign_in", keluar=1), 303)


def _begin(user_id: UUID) -> None:
    """A new token at sign-in: one that somebody planted before is worth nothing."""
    staff = load_staff(str(user_id))
    if staff is None:
        raise BadCredentials
    sessions.begin(Holder(ends_at(Audience.STAFF, clock(), role=staff.role), user_id=user_id))
    login_user(staff)


def _come_back_later(form: SignInForm, wait: TooManyTries) -> Response:
    seconds = wait.members["retry_after"]
    problem = gettext("Terlalu sering mencoba. Coba lagi %(seconds)s detik lagi.", seconds=seconds)
    answer = _page(form, 429, problem=problem)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _page(form: SignInForm, status: int, *, problem: str = "") -> Response:
    left = "keluar" in request.args and request.method == "GET"
    facts = {"form": form, "problem": problem, "left": left, "next": _wanted()}
    return make_response(render_template("staff/sign_in.html", **facts), status)


def _way_on() -> str:
    return _wanted() or url_for("staff.packages")


def _wanted() -> str | None:
    """The page asked for before signing in: a path of the officers' pages, and nothing that leads elsewhere."""
    path = request.args.get("next", "")
    return path if OUR_PATH.fullmatch(path) else None
