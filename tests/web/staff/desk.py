"""An officer at the desk: a test client that is signed in and sends the form's token with every change."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from courier_app.db import Database
from courier_app.models import Audience, LoginSession, User
from tests.house import NOON

PASSWORD = "kucing-oranye-tidur"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Desk:
    """Signed in by a row, without a password; `post` asks a page for its token first. Not `confirmed`: the password was
    given longer ago than data in clear ask for."""

    def __init__(self, app: Flask, user: User, *, confirmed: bool = True) -> None:
        self.client: FlaskClient = app.test_client()
        cookie = secrets.token_urlsafe(32)
        house: Database = app.extensions["suratsampai_db"]
        with house.transaction() as session:
            session.add(_session_row(user, cookie, confirmed=confirmed))
        self.client.set_cookie("petugas", cookie)
        self.token = ""

    def get(self, path: str, **said: Any) -> TestResponse:
        answer = self.client.get(path, **said)
        found = TOKEN.search(answer.text) if answer.mimetype == "text/html" else None
        self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, **form: Any) -> TestResponse:
        if not self.token:
            self.get("/petugas/audit")
        return self.client.post(path, data={"csrf_token": self.token, **form})

    def reveal(self, path: str, reason: str = "verdict", **form: Any) -> TestResponse:
        """Opened in clear, for a reason: the page that it leads to."""
        return self.send(path, **{"reveal-reason": reason} | form)

    def send(self, path: str, **form: Any) -> TestResponse:
        """`post`, and the page that it leads to: what the officer sees."""
        answer = self.post(path, **form)
        return self.get(answer.location) if answer.status_code == 303 else answer


def _session_row(user: User, cookie: str, *, confirmed: bool) -> LoginSession:
    given = {"confirmed_at": NOON.isoformat()} if confirmed else {}
    return LoginSession(
        id=hashlib.sha256(cookie.encode()).digest(),
        audience=Audience.STAFF,
        user_id=user.id,
        data={"_user_id": str(user.id), "_fresh": True, "csrf_token": secrets.token_hex(20)} | given,
        created_at=NOON,
        seen_at=NOON,
        expires_at=NOON + timedelta(hours=8),
    )
