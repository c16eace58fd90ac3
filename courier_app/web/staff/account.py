"""One's own account: the second factor, where one is signed in, and the password."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField
from wtforms.validators import EqualTo, Length

from courier_app.db import reading, transaction
from courier_app.models import User
from courier_app.services.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD, change_password
from courier_app.services.passwords import hash_password
from courier_app.services.second_factors import codes_left, has_factor
from courier_app.services.sessions import end_one_of, sessions_of
from courier_app.web import sessions
from courier_app.web.ports import clock, ports, settings
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.confirm_form import ConfirmForm, Needed, is_confirmed_by
from courier_app.web.staff.step_up import forget_confirmed


class PasswordForm(ConfirmForm):
    """The old one is asked for whenever it was given: a screen left open is no reason to change it."""

    new = PasswordField(
        lazy_gettext("Kata sandi baru"),
        [
            Needed(),
            Length(
                SHORTEST_PASSWORD, LONGEST_PASSWORD, lazy_gettext("Kata sandi baru: 12 sampai 128 huruf.")
            ),
        ],
        description=lazy_gettext("Sedikitnya 12 huruf. Empat kata acak mudah diingat dan sulit ditebak."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy_gettext("Kata sandi baru, sekali lagi"),
        [Needed(), EqualTo("new", lazy_gettext("Tidak sama dengan yang di atas."))],
        render_kw={"autocomplete": "new-password"},
    )


@bp.get("/akun")
def account() -> str:
    return account_page()


@bp.post("/akun/sesi")
def end_session() -> AnyResponse:
    """One of one's own; to end this one is to sign out."""
    with transaction() as session:
        end_one_of(session, me().id, request.form.get("sesi", ""))
    flash(gettext("Sesi itu diakhiri."), "good")
    return back_to_account()


@bp.post("/akun/sandi")
def change_own_password() -> AnyResponse:
    """The password as it is, the new one twice; every other session ends."""
    form = PasswordForm()
    forget_confirmed()
    if not form.validate() or not is_confirmed_by(form):
        return make_response(account_page(password=form), 422)
    hashed = hash_password(form.new.data or "", hasher=ports().hasher)
    with transaction() as session:
        change_password(session, me().id, hashed, keep=_this_session())
    flash(gettext("Kata sandi diganti. Semua sesi lain diakhiri."), "good")
    return back_to_account()


@bp.get("/akun/sesi")
@bp.get("/akun/sandi")
@bp.get("/akun/kode/sahkan")
def back_to_account() -> AnyResponse:
    return redirect(url_for("staff.account"), 303)


def account_page(*, password: PasswordForm | None = None, factor: ConfirmForm | None = None) -> str:
    """With a form that could not be taken."""
    with reading() as session:
        facts = _facts(session)
    facts |= {"password": password or PasswordForm(formdata=None)}
    facts |= {"factor": factor or ConfirmForm(formdata=None, prefix="factor-")}
    return render_template("staff/account.html", **facts)


def _facts(session: Session) -> dict[str, object]:
    user = session.get_one(User, me().id)
    return {
        "username": user.username,
        "has_factor": has_factor(session, user.id),
        "codes_left": codes_left(session, user.id),
        "required": user.role.value in settings().totp_required,
        "places": sessions_of(session, user.id, now=clock()),
        "here": _this_session(),
    }


def _this_session() -> bytes:
    """As it lies in the database until this request ends."""
    current = sessions.mine()
    return sessions.digest(current.old_token or current.token or "")
