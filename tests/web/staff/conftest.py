"""The desks of one office, and of everybody who is not it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from courier_app.db import Database
from courier_app.domain.card_rules import CardWhy
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import Status
from courier_app.models import Office, Role
from courier_app.services.moves import Actor
from courier_app.services.old_cards import CardStep, take_step
from courier_app.services.passwords import hash_password
from tests.house import NOON
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.staff.desk import PASSWORD, Desk

DeskOf = Callable[..., Desk]


@pytest.fixture
def office(house: Database) -> Office:
    with house.transaction() as session:
        return an_office(session)


@pytest.fixture
def other_office(house: Database) -> Office:
    with house.transaction() as session:
        return an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")


@pytest.fixture
def desk_of(app: Flask, house: Database, office: Office) -> DeskOf:
    """`desk_of(Role.AUDITOR)`, `desk_of(Role.OFFICER, other_office)`, `desk_of(Role.PROVINCE, None)`."""

    def make(role: Role = Role.OFFICER, at: Office | None = office) -> Desk:
        with house.transaction() as session:
            user = a_user(session, role, office=at)
        desk = Desk(app, user)
        desk.get("/petugas/")
        return desk

    return make


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    """An officer of the office."""
    return desk_of()


@pytest.fixture
def collect(house, ports, office):
    """A card that a courier has collected, `days` ago."""

    def make(name="Budi Santoso", *, seal="A-4711", days=0, state=OldCard.COLLECTED):
        at = NOON - timedelta(days=days)
        with house.transaction() as session:
            courier = a_courier(session, office, name=name)
            facts = {"status": Status.OUT_FOR_DELIVERY, "courier": courier, "card_why": CardWhy.DAMAGED}
            package = a_package(session, ports, office, **facts).package
            whose = (package.id, office.id)
            if state is not OldCard.OWED:
                package.old_card = state
                step = CardStep(OldCard.COLLECTED, seal=seal)
                take_step(session, step, whose, by=Actor(courier_id=courier.id), at=(at, at))
            if state is OldCard.COUNTED_IN:
                take_step(session, CardStep(state, seal=seal), whose, by=Actor(), at=(at, at))
        return package

    return make


@pytest.fixture
def second(house, ports, office):
    """Another officer, who knows a password."""
    kept = hash_password(PASSWORD, hasher=ports.hasher)
    with house.transaction() as session:
        return a_user(session, office=office, name="Dewi Kedua", password_hash=kept)
