"""Packages, their sealed recipient data and their history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, LargeBinary, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import Status
from courier_app.models.base import Base, Code, UuidPk
from courier_app.models.people import Courier
from courier_app.models.places import Office

# Few packages are disputed: an index of those alone is small, and finds them at once.
_DATA = "closed_at IS NOT NULL AND erased_at IS NULL"
_PICTURES = f"{_DATA} AND (pictures_erased_at IS NULL OR pictures_erased_at < closed_at)"
# What is still to be erased, oldest first: a package leaves these indexes when it has been.
WITH_PICTURES: dict[str, Any] = {"sqlite_where": text(_PICTURES), "postgresql_where": text(_PICTURES)}
WITH_DATA: dict[str, Any] = {"sqlite_where": text(_DATA), "postgresql_where": text(_DATA)}
DISPUTED: dict[str, Any] = {
    "sqlite_where": text("disputed_at IS NOT NULL"),
    "postgresql_where": text("disputed_at IS NOT NULL"),
}
OVERTURNED: dict[str, Any] = {
    "sqlite_where": text("overturned_at IS NOT NULL"),
    "postgresql_where": text("overturned_at IS NOT NULL"),
}
HELD: dict[str, Any] = {
    "sqlite_where": text("held_until IS NOT NULL"),
    "postgresql_where": text("held_until IS NOT NULL"),
}
WITH_CARD: dict[str, Any] = {
    "sqlite_where": text("old_card IS NOT NULL"),
    "postgresql_where": text("old_card IS NOT NULL"),
}


class Package(Base):
    """What is delivered. Recipient name, address, phone and note are one sealed JSON under the package's own key.
    `claim_tries` counts wrong codes at the door; `web_tries` those on our pages, of the day `web_tries_day` alone.
    The policy is the one in force when the package was last handed over or put at the counter; `for_adult`: its owner
    is of age by now.
    `disputed_at` is when the citizen said "not received", for as long as that is the last word.
    `overturned_at` is when a verdict found its delivery not received, while that delivery still counts: until two
    officers void it, its citizen says that it came after all, or the case is opened once more.
    `old_card` stands here, and not with its steps, so that the lock on the package guards it; None: none comes back.
    `last_attempt`: the number of the attempt after which the courier brings it to the counter, fixed with the handover;
    None for what was handed over before there was one. `held_until`: while it waits at the counter for its citizen.
    `pictures_erased_at`, `erased_at`: when photos and signatures, and when all personal data, were made unreadable."""

    __tablename__ = "packages"
    __table_args__ = (
        Index("ix_packages_office_registered", "office_id", "registered_at", "id"),
        Index("ix_packages_office_status", "office_id", "status", "registered_at", "id"),
        Index("ix_packages_office_kind", "office_id", "kind", "registered_at", "id"),
        Index("ix_packages_office_request", "office_id", "request_number", "registered_at", "id"),
        Index("ix_packages_office_courier", "office_id", "courier_id", "registered_at", "id"),
        Index("ix_packages_office_disputed", "office_id", "registered_at", "id", **DISPUTED),
        Index("ix_packages_office_overturned", "office_id", "registered_at", "id", **OVERTURNED),
        Index("ix_packages_office_card", "office_id", "old_card", "id", **WITH_CARD),
        Index("ix_packages_office_held", "office_id", "held_until", "id", **HELD),
        Index("ix_packages_courier_status", "courier_id", "status"),
        Index("ix_packages_courier_closed", "courier_id", "closed_at"),
        Index("ix_packages_pictures_to_erase", "closed_at", "id", **WITH_PICTURES),
        Index("ix_packages_to_erase", "closed_at", "id", **WITH_DATA),
    )
    id: Mapped[UuidPk]
    label_id: Mapped[str] = mapped_column(String(17), unique=True)
    alias: Mapped[str] = mapped_column(String(13), unique=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    kind: Mapped[Code]
    request_number: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[Status]
    attempt: Mapped[int] = mapped_column(default=1)
    last_attempt: Mapped[int | None]
    held_until: Mapped[datetime | None]
    policy_id: Mapped[Code]
    policy_version: Mapped[int]
    for_adult: Mapped[bool] = mapped_column(default=False, server_default=false())
    fee_rupiah: Mapped[int] = mapped_column(default=0)
    old_card: Mapped[OldCard | None]
    card_why: Mapped[CardWhy | None]
    card_edition: Mapped[int | None]
    courier_id: Mapped[UUID | None] = mapped_column(ForeignKey("couriers.id"))
    handover_id: Mapped[UUID | None] = mapped_column(ForeignKey("handovers.id"))
    recipient_sealed: Mapped[bytes]
    claim_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    claim_tries: Mapped[int] = mapped_column(default=0)
    web_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    web_tries_day: Mapped[date | None]
    registered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    registered_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    disputed_at: Mapped[datetime | None]
    overturned_at: Mapped[datetime | None]
    pictures_erased_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    office: Mapped[Office] = relationship()
    courier: Mapped[Courier | None] = relationship()


class PackageKey(Base):
    """The wrapped key of a package's personal data; deleting this row erases them (evidence.md, section 4)."""

    __tablename__ = "package_keys"
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    kek_id: Mapped[Code]
    wrapped_dek: Mapped[bytes] = mapped_column(LargeBinary(40))


class NameToken(Base):
    """A keyed hash of one word of a recipient's name, so that staff can search without plain names in the database."""

    __tablename__ = "name_tokens"
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    token: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), primary_key=True, index=True)


class ReplacedLabel(Base):
    """A label that stopped working when its package went out again. What a phone still sends under it is kept, and
    moves nothing; who scans it is told. Append-only."""

    __tablename__ = "replaced_labels"
    label_id: Mapped[str] = mapped_column(String(17), primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), index=True)
    replaced_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    replaced_at: Mapped[datetime]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)


class PackageEvent(Base):
    """One step of a package's life. Append-only; the status on the package is the last of these."""

    __tablename__ = "package_events"
    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), index=True)
    status: Mapped[Status]
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    courier_id: Mapped[UUID | None] = mapped_column(ForeignKey("couriers.id"))
    proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("proofs.id"))


class Policy(Base):
    """A versioned set of rules as the phone and the judge use it. Written once, only ever replaced by a version."""

    __tablename__ = "policies"
    id: Mapped[Code] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rules: Mapped[str]
    valid_from: Mapped[datetime]
