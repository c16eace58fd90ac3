"""Flask-Login over our own sessions: who the staff member is."""

from typing import cast
from uuid import UUID

from flask import Flask, Response, current_app, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user

from courier_app import db
from courier_app.models import Role, User
from courier_app.web.safety import SAFE_METHODS
from courier_app.web.sessions import has_ended

PAGE, TYPED = "halaman", "isian"  # in the address of the sign-in page: what a session that ended took along
# Forms that name what they are about to make: until it is made, nothing is at their address.
BEGUN_AT = {"staff.hand_over": "staff.new_handover", "staff.scan_for_handover": "staff.new_handover"}


class Staff(UserMixin):
    """The signed-in staff member as views see it: plain values, no open session behind them."""

    def __init__(self, user: User) -> None:
        self.id = user.id
        self.name = user.name
        self.role = user.role
        self.office_id = user.office_id
        self.office_name = user.office.name if user.office else None
        self.partner_code = user.partner_code

    def get_id(self) -> str:
        return str(self.id)

    @property
    def sees_all_offices(self) -> bool:
        return self.role is Role.PROVINCE


def install(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(load_staff)
    manager.unauthorized_handler(ask_to_sign_in)


def load_staff(user_id: str) -> Staff | None:
    """None for a closed account: disabling a user ends every session at once."""
    with db.reading() as session:
        user = session.get(User, UUID(user_id))
        return Staff(user) if user and user.active and user.role is not Role.COURIER else None


def ask_to_sign_in() -> Response:
    """`next` is a path of ours, never an address; what was sent is not kept, and that is said."""
    lost = None
    if request.method not in SAFE_METHODS:
        lost = TYPED
    elif has_ended():
        lost = PAGE
    return cast(Response, redirect(url_for("staff.sign_in", next=_way_back(), berakhir=lost)))


def _way_back() -> str | None:
    """The page of this address; a form's own, where it has one."""
    if request.endpoint in BEGUN_AT:
        return url_for(BEGUN_AT[request.endpoint])
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and adapter.test(request.path, "GET") else None


def me() -> Staff:
    return cast(Staff, current_user._get_current_object())
