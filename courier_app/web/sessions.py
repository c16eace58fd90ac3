"""Server-side sessions: one cookie per audience, only the token's hash in the database (security.md, section 2)."""

import hashlib
import secrets
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from flask import Flask, Request, Response, request, session
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import OperationalError

from courier_app import db
from courier_app.models import Audience, LoginSession
from courier_app.models.prepared import AnyRow
from courier_app.services import sessions as kept
from courier_app.web.ports import clock, settings

COOKIES = {Audience.COURIER: "kurir", Audience.STAFF: "petugas", Audience.CITIZEN: "warga"}
TOUCH = timedelta(seconds=60)
PASS_LIFE = timedelta(minutes=30)
BEARER, PASS = "Bearer ", "pass"


@dataclass
class Holder:
    """Whose session this is; `expires_at` is the absolute end."""

    expires_at: datetime
    user_id: UUID | None = None
    courier_id: UUID | None = None
    handover_id: UUID | None = None
    package_id: UUID | None = None


class ServerSession(dict[str, Any], SessionMixin):
    """Flask's session over a row. Empty sessions are never stored: a visitor leaves no trace."""

    def __init__(
        self, audience: Audience, token: str | None = None, data: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data or {})
        self.audience, self.token = audience, token
        self.holder: Holder | None = None
        self.before = _as_found(data or {})
        self.seen_at: datetime | None = None
        self.old_token: str | None = None
        self.renewed = False
        self.by_pass = False
        self.unanswered: OperationalError | None = None

    @property
    def changed(self) -> bool:
        return self.renewed or dict(self) != self.before


class DatabaseSessions(SessionInterface):
    def open_session(self, _app: Flask, request: Request) -> ServerSession:
        audience = audience_of(request.path)
        shown = _shown_pass(request, audience)
        token = request.cookies.get(cookie_name(audience)) if shown is None else shown
        if not token:
            return ServerSession(audience)
        try:
            row = _live(token, audience)
        except OperationalError as error:
            return _unanswered(audience, error)
        if row is None or bool(row.data.get(PASS)) != (shown is not None):
            return ServerSession(audience)
        return _restored(row, token)

    def save_session(self, _app: Flask, session: SessionMixin, response: Response) -> None:
        mine = cast(ServerSession, session)
        if mine.by_pass:
            return
        if mine.old_token and not mine.token:
            _forget(mine.old_token, mine.audience, response)
        elif mine.token and mine.holder and (mine.changed or _stale(mine)):
            _keep(mine, mine.token, mine.holder, response)


def _keep(mine: ServerSession, token: str, holder: Holder, response: Response) -> None:
    with db.transaction() as writing:
        if mine.old_token:
            kept.end_session(writing, digest(mine.old_token))
        row = _row(mine, token, holder)
        if mine.renewed:
            kept.begin_session(writing, row, now=clock())
        else:
            kept.refresh_session(writing, row, before=mine.before, now=clock())
    if mine.renewed:
        _set_cookie(response, mine.audience, token)


def _forget(token: str, audience: Audience, response: Response) -> None:
    with db.transaction() as writing:
        kept.end_session(writing, digest(token))
    name = cookie_name(audience)
    response.delete_cookie(name, path="/", secure=settings().secure, httponly=True, samesite="Strict")


def install(app: Flask) -> None:
    app.session_interface = DatabaseSessions()
    app.before_request(pass_on_silence)


def pass_on_silence() -> None:
    """A database that did not answer for the session: raised here, where an error finds its page and its headers."""
    unanswered = mine().unanswered
    if unanswered:
        raise unanswered


def _live(token: str, audience: Audience) -> AnyRow | None:
    with db.asking() as line:
        return kept.live_session(line, digest(token), audience=audience, now=clock())


def _unanswered(audience: Audience, error: OperationalError) -> ServerSession:
    empty = ServerSession(audience)
    empty.unanswered = error
    return empty


def begin(holder: Holder) -> None:
    """Start a session of this request's audience with a new token; what was in the old one is gone."""
    current = mine()
    current.old_token, current.token = current.token, secrets.token_urlsafe(32)
    current.clear()
    current["csrf_token"] = secrets.token_hex(20)  # now, so that two first pages at once share it
    current.holder, current.renewed = holder, True


def make_pass(holder: Holder) -> str:
    """A session beside the one that the browser's cookie names, and in no cookie: whoever shows it sends what this
    courier has left and sees his round; as a cookie it opens nothing (docs/decisions/0063 and 0064)."""
    token = secrets.token_urlsafe(32)
    beside = ServerSession(Audience.COURIER, token, {PASS: True})
    with db.transaction() as writing:
        kept.begin_session(writing, _row(beside, token, holder), now=clock())
    return token


def renew() -> None:
    """The same session under a new token: whoever knew the old one is out."""
    current = mine()
    current.old_token, current.token, current.renewed = current.token, secrets.token_urlsafe(32), True


def end() -> None:
    current = mine()
    current.old_token, current.token = current.token, None
    current.clear()
    current.holder = None


def mine() -> ServerSession:
    return cast(ServerSession, session._get_current_object())  # type: ignore[attr-defined]


def audience_of(path: str) -> Audience:
    if path.startswith("/kurir/"):
        return Audience.COURIER
    return Audience.STAFF if path.startswith("/petugas/") else Audience.CITIZEN


def cookie_name(audience: Audience) -> str:
    return ("__Host-" if settings().secure else "") + COOKIES[audience]


def has_ended() -> bool:
    """Asked where nobody is let in: the cookie of a session is there still, so it ended by itself or from elsewhere."""
    return cookie_name(mine().audience) in request.cookies


def last_use() -> datetime:
    """Of this session, as it will be on record after this request."""
    current = mine()
    if current.seen_at is None or current.changed or _stale(current):
        return clock()
    return current.seen_at


def pass_unseen() -> datetime:
    """This request is no use of the session; when the last one was."""
    current = mine()
    used, current.seen_at = current.seen_at or clock(), None
    return used


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _shown_pass(request: Request, audience: Audience) -> str | None:
    """None: none was shown, and the cookie counts. Only couriers' phones have any."""
    said = request.headers.get("Authorization", "")
    return said.removeprefix(BEARER) if audience is Audience.COURIER and said.startswith(BEARER) else None


def _as_found(data: Mapping[str, Any]) -> dict[str, Any]:
    """A list inside may grow: flashed messages do. A word may not, and most sessions hold no more than one."""
    return {name: value if isinstance(value, str) else deepcopy(value) for name, value in data.items()}


def _restored(row: AnyRow, token: str) -> ServerSession:
    restored = ServerSession(row.audience, token, dict(row.data))
    restored.by_pass = PASS in row.data
    restored.holder = Holder(row.expires_at, row.user_id, row.courier_id, row.handover_id, row.package_id)
    restored.seen_at = row.seen_at
    return restored


def _row(mine: ServerSession, token: str, holder: Holder) -> LoginSession:
    return LoginSession(
        id=digest(token),
        audience=mine.audience,
        user_id=holder.user_id,
        courier_id=holder.courier_id,
        handover_id=holder.handover_id,
        package_id=holder.package_id,
        data=dict(mine),
        created_at=clock(),
        seen_at=clock(),
        expires_at=holder.expires_at,
    )


def _stale(session: ServerSession) -> bool:
    return session.seen_at is not None and clock() - session.seen_at > TOUCH


def _set_cookie(response: Response, audience: Audience, token: str) -> None:
    secure = settings().secure
    response.set_cookie(
        cookie_name(audience), token, path="/", secure=secure, httponly=True, samesite="Strict"
    )
