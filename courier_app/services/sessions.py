"""Sessions as rows: find a live one, keep it, end it, end all of somebody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from courier_app.models import Audience, Courier, LoginSession, Role, User
from courier_app.models.prepared import AnyRow, Prepared, Source

PARALLEL = 3
IDLE = {
    Audience.STAFF: timedelta(minutes=30),
    Audience.COURIER: timedelta(hours=12),
    Audience.CITIZEN: timedelta(minutes=15),
}
ABSOLUTE = {
    Audience.STAFF: timedelta(hours=12),
    Audience.COURIER: timedelta(hours=16),
    Audience.CITIZEN: timedelta(minutes=30),
}
ADMIN_IDLE, ADMIN_ABSOLUTE = timedelta(minutes=15), timedelta(hours=8)
BROWSER = "browser"  # what kind of browser came in: in the data of a session
Data = Mapping[str, object]
_S, _U = (cast(Table, model.__table__) for model in (LoginSession, User))
_BY_DIGEST = Prepared(select(_S).where(_S.c.id == bindparam("id")))
_ROLE = Prepared(select(_U.c.role).where(_U.c.id == bindparam("id")))


def ends_at(audience: Audience, now: datetime, *, role: Role | None = None) -> datetime:
    """The absolute end of a session begun now (security.md, section 2)."""
    return now + (ADMIN_ABSOLUTE if role is Role.ADMIN else ABSOLUTE[audience])


def ends_when(audience: Audience, *, role: Role, used: datetime, expires_at: datetime) -> datetime:
    """If nobody uses it again."""
    idle = ADMIN_IDLE if role is Role.ADMIN else IDLE[audience]
    return min(expires_at, used + idle)


def live_session(source: Source, digest: bytes, *, audience: Audience, now: datetime) -> AnyRow | None:
    """The row, unless it is another audience's, over, or idle for too long."""
    row = _BY_DIGEST.first(source, {"id": digest})
    if row is None or row.audience is not audience:
        return None
    return None if now >= row.expires_at or _idle_too_long(source, row, now) else row


def _idle_too_long(source: Source, row: AnyRow, now: datetime) -> bool:
    """Whose session it is is only asked when the answer depends on it."""
    away = now - row.seen_at
    return away >= IDLE[row.audience] or (away >= ADMIN_IDLE and _is_admin(source, row))


def _is_admin(source: Source, row: AnyRow) -> bool:
    if row.user_id is None:
        return False
    return _ROLE.one(source, {"id": row.user_id}).role is Role.ADMIN


def begin_session(session: Session, row: LoginSession, *, now: datetime) -> None:
    """A fourth session of one person ends the oldest; those whose time is over are swept away."""
    session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    session.add(row)
    session.flush()
    _end_oldest(session, row)


def refresh_session(session: Session, row: LoginSession, *, before: Data, now: datetime) -> None:
    """What this request changed (`before` is what it found), laid over what others wrote meanwhile: two tabs lose
    nothing of each other. One that was ended while its request was under way stays ended."""
    mine = LoginSession.id == row.id
    kept = session.scalar(select(LoginSession.data).where(mine).with_for_update())
    if kept is None:
        return
    left = {name: value for name, value in kept.items() if name not in before or name in row.data}
    new = {name: value for name, value in row.data.items() if name not in before or before[name] != value}
    session.execute(update(LoginSession).where(mine).values(data=left | new, seen_at=now))


def _end_oldest(session: Session, row: LoginSession) -> None:
    mine = _of(user_id=row.user_id, courier_id=row.courier_id)
    if mine is None:
        return
    newest_first = select(LoginSession.id).where(mine).order_by(LoginSession.created_at.desc())
    surplus = session.scalars(newest_first.offset(PARALLEL)).all()
    session.execute(delete(LoginSession).where(LoginSession.id.in_(surplus)))


def _of(*, user_id: UUID | None, courier_id: UUID | None) -> ColumnElement[bool] | None:
    if user_id:
        return LoginSession.user_id == user_id
    return LoginSession.courier_id == courier_id if courier_id else None


def end_session(session: Session, digest: bytes) -> None:
    session.execute(delete(LoginSession).where(LoginSession.id == digest))


@dataclass(frozen=True)
class Place:
    """Where somebody is signed in. `id` is the digest of the token, which opens nothing."""

    id: bytes
    browser: str
    created_at: datetime
    seen_at: datetime


def sessions_of(session: Session, user_id: UUID, *, now: datetime) -> list[Place]:
    """At desks; the one used last on top."""
    live = (LoginSession.user_id == user_id, LoginSession.expires_at > now)
    rows = session.scalars(select(LoginSession).where(*live).order_by(LoginSession.seen_at.desc()))
    return [Place(row.id, str(row.data.get(BROWSER, "")), row.created_at, row.seen_at) for row in rows]


def end_one_of(session: Session, user_id: UUID, name: str) -> None:
    """By the digest in hex; another person's, or one that is no digest, ends nothing."""
    mine = select(LoginSession.id).where(LoginSession.user_id == user_id)
    for digest in session.scalars(mine).all():
        if digest.hex() == name:
            end_session(session, digest)


def end_other_sessions(session: Session, user_id: UUID, *, keep: bytes) -> None:
    mine = (LoginSession.user_id == user_id, LoginSession.id != keep)
    session.execute(delete(LoginSession).where(*mine))


def end_sessions_of_person(session: Session, user_id: UUID) -> None:
    """At a desk and on phones: a courier's are kept under the courier."""
    carried = select(Courier.id).where(Courier.user_id == user_id)
    mine = (LoginSession.user_id == user_id) | LoginSession.courier_id.in_(carried)
    session.execute(delete(LoginSession).where(mine))


def end_sessions_of_courier(session: Session, courier_id: UUID) -> None:
    """On his phones; a postman has none at a desk."""
    session.execute(delete(LoginSession).where(LoginSession.courier_id == courier_id))


def end_sessions_of_handover(session: Session, handover_id: UUID) -> None:
    session.execute(delete(LoginSession).where(LoginSession.handover_id == handover_id))
