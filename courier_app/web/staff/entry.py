"""What both steps of signing in end with: a session, and the page that was asked for."""

import re
from uuid import UUID

from flask import request, session, url_for
from flask_login import login_user

from courier_app.domain.own_phone import browser_of
from courier_app.domain.refusals import BadCredentials
from courier_app.models import Audience, Role
from courier_app.services.sessions import BROWSER, ends_at
from courier_app.web import sessions
from courier_app.web.ports import clock
from courier_app.web.sessions import Holder
from courier_app.web.sign_in import Staff, load_staff, me
from courier_app.web.staff.step_up import note_confirmed

OUR_PATH = re.compile(r"/petugas/[A-Za-z0-9/_-]*")


def enter(user_id: UUID) -> None:
    """A new token at sign-in: one that somebody planted before is worth nothing."""
    staff = load_staff(str(user_id))
    if staff is None:
        raise BadCredentials
    sessions.begin(Holder(ends_at(Audience.STAFF, clock(), role=staff.role), user_id=user_id))
    login_user(staff)
    session[BROWSER] = browser_of(request.headers.get("User-Agent", ""))
    note_confirmed()


def way_on() -> str:
    return wanted() or home_of(me())


def home_of(staff: Staff) -> str:
    """The page that everything begins at."""
    return url_for("staff.partner" if staff.role is Role.PARTNER else "staff.packages")


def wanted() -> str | None:
    """The page asked for before signing in: a path of the officers' pages, and nothing that leads elsewhere."""
    path = request.args.get("next", "")
    return path if OUR_PATH.fullmatch(path) else None
