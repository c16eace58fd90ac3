"""The desks of one office, and of everybody who is not it."""

from collections.abc import Callable

import pytest
from flask import Flask

from courier_app.db import Database
from courier_app.models import Office, Role
from tests.town import a_user, an_office
from tests.web.staff.desk import Desk

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
