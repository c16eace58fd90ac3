"""Flask-Login over our own sessions: who the staff member is."""

from typing import cast
from uuid import UUID

from flask import Flask, Response, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user

from courier_app import db
from courier_app.models import Role, User


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
    """`next` is a path of ours, never an address."""
    wanted = request.path if request.method == "GET" else None
    return cast(Response, redirect(url_for("staff.sign_in", next=wanted)))


def me() -> Staff:
    return cast(Staff, current_user._get_current_object())
