"""Setting up one's own second factor: the password, a QR for the app, a code back, and ten codes for paper."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.refusals import BadCredentials, TooManyTries
from courier_app.evidence.totp import provisioning_uri, secret_text
from courier_app.models import User
from courier_app.printing.screen_qr import screen_qr
from courier_app.services.second_factors import (
    begin_factor,
    confirm_factor,
    count_factor_try,
    secret_in_hand,
)
from courier_app.web.ports import clock, ports, settings
from courier_app.web.sign_in import me
from courier_app.web.staff.account import account_page, back_to_account
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.confirm_form import ConfirmForm, is_confirmed_by
from courier_app.web.staff.kept import forget, keep, kept
from courier_app.web.staff.step_up import is_confirmed
from courier_app.web.waiting import wait_words

CODES = "recovery-codes"


@bp.post("/akun/kode")
def begin_own_factor() -> AnyResponse:
    """Refuses with WrongStatus while one stands."""
    form = ConfirmForm(prefix="factor-")
    if not is_confirmed_by(form):
        return make_response(account_page(factor=form), 422)
    with transaction() as session:
        begin_factor(session, ports(), me().id, now=clock())
    return redirect(url_for("staff.set_up_factor"), 303)


@bp.get("/akun/kode")
def set_up_factor() -> AnyResponse:
    """The QR, to whoever has just given the password, as long as no code came back."""
    return _set_up(200)


@bp.post("/akun/kode/sahkan")
def confirm_own_factor() -> AnyResponse:
    """Refuses with WrongStatus when nothing is being set up."""
    if not is_confirmed():
        return back_to_account()
    try:
        with transaction() as session:
            count_factor_try(session, ports(), me().id, now=clock())
        with transaction() as session:
            codes = confirm_factor(session, ports(), me().id, request.form.get("code", ""), now=clock())
    except BadCredentials:
        return _set_up(
            422, gettext("Kode ini tidak cocok. Cocokkan jam ponsel, lalu tulis kode yang sedang tampil.")
        )
    except TooManyTries as wait:
        return _set_up(429, wait_words(wait))
    keep(CODES, {"codes": list(codes)}, key=CODES)
    flash(gettext("Kode masuk terpasang. Mulai sekarang ditanyakan setiap kali Anda masuk."), "good")
    return redirect(url_for("staff.recovery_codes"), 303)


@bp.get("/akun/kode/cadangan")
def recovery_codes() -> AnyResponse:
    """Shown once: a reload leads back to the account."""
    shown = kept(CODES, key=CODES)
    if not shown:
        return back_to_account()
    forget(CODES, CODES)
    return make_response(render_template("staff/recovery_codes.html", **shown))


def _set_up(status: int, problem: str = "") -> AnyResponse:
    with reading() as session:
        secret = secret_in_hand(session, ports(), me().id) if is_confirmed() else None
        username = session.get_one(User, me().id).username
    if secret is None:
        return back_to_account()
    uri = provisioning_uri(secret, username=username, issuer=f"SuratSampai {settings().host}")
    facts = {"qr": screen_qr(uri), "secret": secret_text(secret), "uri": uri, "problem": problem}
    return make_response(render_template("staff/set_up_factor.html", **facts), status)
