"""Tokens of forms: a change under a session of ours carries one that only our pages know (security.md, section 2)."""

from flask import Flask, current_app, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from courier_app.domain.refusals import FormExpired
from courier_app.models import Audience
from courier_app.web.safety import SAFE_METHODS
from courier_app.web.sessions import mine

FIELD, HEADER = "csrf_token", "X-CSRF-Token"
# The language of the screens is changed from pages of every audience; the two ways in begin a session anew, and may
# have been opened before the one that is running.
WITHOUT = frozenset({"public.language", "citizen.check", "staff.sign_in"})


def install(app: Flask) -> None:
    app.before_request(refuse_form_without_token)
    app.jinja_env.globals["csrf_token"] = form_token


def form_token() -> str:
    """Empty for a visitor without a session: there is nothing that another site could act on."""
    return str(generate_csrf()) if mine().holder else ""


def refuse_form_without_token() -> None:
    """Refuses with FormExpired. The courier's API takes no forms and has the origin check alone."""
    session = mine()
    if request.method in SAFE_METHODS or session.holder is None or session.audience is Audience.COURIER:
        return
    if request.endpoint in WITHOUT or not current_app.config["WTF_CSRF_ENABLED"]:
        return
    try:
        validate_csrf(request.headers.get(HEADER) or request.form.get(FIELD))
    except ValidationError:
        raise FormExpired from None
