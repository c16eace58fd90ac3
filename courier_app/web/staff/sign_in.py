"""Staff come in with a name and a password, and go out again."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from courier_app.domain.refusals import BadCredentials, TooManyTries
from courier_app.models import Audience
from courier_app.web import sessions
from courier_app.web.credentials import check_sign_in, needs_code
from courier_app.web.sign_in import PAGE, TYPED
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.entry import enter, wanted, way_on
from courier_app.web.staff.second_step import ask_for_code
from courier_app.web.waiting import wait_words


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
        return redirect(way_on(), 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    try:
        account = check_sign_in(Audience.STAFF, form.username.data or "", form.password.data or "")
    except BadCredentials:
        return _page(form, 401, problem=gettext("Nama pengguna atau kata sandi salah."))
    except TooManyTries as wait:
        return _come_back_later(form, wait)
    if needs_code(account.user_id):
        return ask_for_code(account.user_id)
    enter(account.user_id)
    return redirect(way_on(), 303)


@bp.post("/keluar")
def sign_out() -> AnyResponse:
    sessions.end()
    return redirect(url_for("staff.sign_in", keluar=1), 303)


def _come_back_later(form: SignInForm, wait: TooManyTries) -> Response:
    answer = _page(form, 429, problem=wait_words(wait))
    answer.headers["Retry-After"] = str(wait.members["retry_after"])
    return answer


def _ended(word: str) -> str:
    """Only what ask_to_sign_in() says: an address that somebody made says nothing."""
    return word if word in (TYPED, PAGE) else ""


def _page(form: SignInForm, status: int, *, problem: str = "") -> Response:
    said = request.args if request.method == "GET" else {}
    facts = {"form": form, "problem": problem, "next": wanted()}
    facts |= {"left": "keluar" in said, "ended": _ended(said.get("berakhir", ""))}
    return make_response(render_template("staff/sign_in.html", **facts), status)
