"""Who may sign in, who carries, and the sessions and devices that speak for them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, LargeBinary, String
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courier_app.models.base import Base, Sha256, UuidPk
from courier_app.models.places import Office, Partner


class Role(StrEnum):
    ADMIN = "admin"
    PROVINCE = "province"
    OFFICER = "officer"
    AUDITOR = "auditor"
    DPO = "dpo"
    PARTNER = "partner"
    COURIER = "courier"


class Audience(StrEnum):
    STAFF = "staff"
    COURIER = "courier"
    CITIZEN = "citizen"


class User(Base):
    """A person with an account. `office_id` is null for the province; `partner_code` only for partner and courier."""

    __tablename__ = "users"
    id: Mapped[UuidPk]
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"))
    partner_code: Mapped[str | None] = mapped_column(ForeignKey("partners.code"))
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    office: Mapped[Office | None] = relationship(lazy="joined")

    @hybrid_property
    def active(self) -> bool:
        """May sign in and is given work."""
        return self.closed_at is None

    @active.inplace.expression
    @classmethod
    def _active(cls) -> ColumnElement[bool]:
        return cls.closed_at.is_(None)


class Courier(Base):
    """Who carries: a postman with an account (`user_id`), or an ojol driver for one trip (none).

    Name, phone and plate of a courier are shown to the office and, in part, to the recipient.
    """

    __tablename__ = "couriers"
    id: Mapped[UuidPk]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), unique=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"), index=True)
    partner_code: Mapped[str] = mapped_column(ForeignKey("partners.code"))
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(32))
    plate: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime]
    office: Mapped[Office] = relationship(lazy="joined")
    partner: Mapped[Partner] = relationship(lazy="joined")


class LoginSession(Base):
    """A server-side session; the cookie's token is never stored, only its SHA-256. Staff have `user_id`, couriers
    `courier_id`, an ojol driver's ends with its handover."""

    __tablename__ = "login_sessions"
    id: Mapped[Sha256] = mapped_column(primary_key=True)
    audience: Mapped[Audience]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    courier_id: Mapped[UUID | None] = mapped_column(ForeignKey("couriers.id"), index=True)
    handover_id: Mapped[UUID | None] = mapped_column(ForeignKey("handovers.id"), index=True)
    package_id: Mapped[UUID | None] = mapped_column(ForeignKey("packages.id"))
    data: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Device(Base):
    """An enrolled browser with its own P-256 key. `kid` is the RFC 7638 thumbprint. Never deleted: revoked."""

    __tablename__ = "devices"
    id: Mapped[UuidPk]
    kid: Mapped[str] = mapped_column(String(43), unique=True)
    courier_id: Mapped[UUID] = mapped_column(ForeignKey("couriers.id"), index=True)
    handover_id: Mapped[UUID | None] = mapped_column(ForeignKey("handovers.id"))
    x: Mapped[bytes] = mapped_column(LargeBinary(32))
    y: Mapped[bytes] = mapped_column(LargeBinary(32))
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Challenge(Base):
    """A one-time nonce for enrolling a device or re-opening a session; stored hashed, used once."""

    __tablename__ = "challenges"
    id: Mapped[Sha256] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class Throttle(Base):
    """Counted tries in a shared store: `key` is a keyed digest, never a name or an address."""

    __tablename__ = "throttles"
    __table_args__ = (Index("ix_throttles_resets_at", "resets_at"),)
    key: Mapped[Sha256] = mapped_column(primary_key=True)
    tries: Mapped[int]
    resets_at: Mapped[datetime]
