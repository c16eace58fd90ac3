"""What tests of the citizen's pages ask for."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.services.packages import Registered
from courier_app.services.ports import Ports
from tests.web.citizen.doors import Envelopes


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def envelopes(house: Database, ports: Ports) -> Envelopes:
    return Envelopes(house, ports)


@pytest.fixture
def delivered(envelopes: Envelopes) -> Registered:
    return envelopes.one(Status.DELIVERED)
