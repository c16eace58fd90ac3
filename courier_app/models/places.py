"""Regions, their offices, and the partners that carry packages."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courier_app.domain.regions import RegionKind
from courier_app.models.base import Base, Code, UuidPk


class Region(Base):
    """One of the 35 kabupaten/kota; `code` as in Kepmendagri, for example 33.74."""

    __tablename__ = "regions"
    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[RegionKind]


class Office(Base):
    """A Disdukcapil office: the unit of separation. Its phone stands on labels and on couriers' screens."""

    __tablename__ = "offices"
    id: Mapped[UuidPk]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(240))
    phone: Mapped[str] = mapped_column(String(32))
    report_phone: Mapped[str] = mapped_column(String(32))
    region: Mapped[Region] = relationship(lazy="joined")


class Partner(Base):
    """Pos Indonesia, Gojek, Grab. `accounts` tells whether its couriers have accounts or get one-trip sessions."""

    __tablename__ = "partners"
    code: Mapped[Code] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    accounts: Mapped[bool]


class LabelHost(Base):
    """A host that this installation has put on labels: scanners know them after the server has moved."""

    __tablename__ = "label_hosts"
    host: Mapped[str] = mapped_column(String(80), primary_key=True)
    since: Mapped[datetime]
