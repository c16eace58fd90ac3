"""A house with one of everything in it, and a session for everybody who may come to a door: made once, copied often."""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from courier_app import create_app
from courier_app.config import Settings, settings_from
from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.domain.proofs import EvidenceKind
from courier_app.domain.retention import ErasedWhy, Part
from courier_app.domain.rights import Right
from courier_app.evidence.signer import begin_state
from courier_app.models import (
    Answer,
    Audience,
    Dispute,
    Handover,
    HandoverPackage,
    LoginSession,
    MoneyReport,
    Office,
    Package,
    ProofMedia,
    Role,
    User,
)
from courier_app.publisher import Publisher, open_signer
from courier_app.services.claims import Word, state_receipt
from courier_app.services.erasing import Order, erase
from courier_app.services.money_reports import Demanded, report_demand
from courier_app.services.ports import Ports
from courier_app.services.rights import Asking, ask
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish
from courier_app.web.sessions import COOKIES
from tests.databases import Databases
from tests.house import KEY, LOG, NOON, Clock, furnish
from tests.phone import Phone
from tests.town import a_courier, a_package, a_user, an_office

NOBODY = "nobody"
STAFF = ("admin", "officer", "auditor", "dpo", "province", "partner")
FOREIGN = ("foreign admin", "foreign officer", "foreign auditor", "foreign dpo")
PHONES = ("courier", "other courier", "driver")
CITIZENS = ("citizen",)
# An account of role `courier` that comes to the officers' door with an officers' cookie.
STRAY = "courier at the desk"
EVERYBODY = (NOBODY, *STAFF, *FOREIGN, STRAY, *PHONES, *CITIZENS)
AUDIENCE = {
    **dict.fromkeys((*STAFF, *FOREIGN, STRAY), Audience.STAFF),
    **dict.fromkeys(PHONES, Audience.COURIER),
    **dict.fromkeys(CITIZENS, Audience.CITIZEN),
}


@dataclass
class Town:
    """Where things are; `folder` holds keys and media, `rows` the database as it was furnished."""

    folder: Path
    rows: Path
    ids: dict[str, Any] = field(default_factory=dict)

    def settings(self, database: Path) -> Settings:
        env = {
            "SURAT_DATA_DIR": str(self.folder),
            "SURAT_PUBLIC_URL": "http://localhost",
            "SURAT_DATABASE_URL": f"sqlite:///{database}",
            "SURAT_MEDIA_URL": f"file://{self.folder / 'media'}",
            "SURAT_LABEL_HOST": "surat.example.go.id",
            **dict.fromkeys(("SURAT_SECRET_KEY", "SURAT_CLAIM_KEY", "SURAT_INDEX_KEY"), KEY),
            "SURAT_ENVIRONMENT": "test",
        }
        return settings_from(env)


class Doors:
    """One application over the town; every request finds the town as it was furnished."""

    def __init__(self, town: Town, database: Path) -> None:
        self.town, self._database = town, database
        shutil.copyfile(town.rows, database)
        self.app = create_app(town.settings(database))
        self.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        self.app.extensions["suratsampai_clock"] = Clock()
        self.house: Database = self.app.extensions["suratsampai_db"]

    def restored(self) -> None:
        self.house.engine.dispose()
        for rest in ("-wal", "-shm"):
            Path(f"{self._database}{rest}").unlink(missing_ok=True)
        shutil.copyfile(self.town.rows, self._database)

    def client(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        if who != NOBODY:
            client.set_cookie(COOKIES[AUDIENCE[who]], who.replace(" ", "-"))
        return client


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, databases: Databases, house_dir: Path) -> Town:
    """Furnished through the product's own doors: a delivered package, its proof and media, a handover, a free one."""
    folder = tmp_path_factory.mktemp("everybody")
    shutil.copytree(house_dir / "secrets", folder / "secrets")
    town = Town(folder, Path(str(make_url(databases.fresh("sqlite", furnish)).database)))
    app = create_app(town.settings(town.rows))
    app.extensions["suratsampai_clock"] = Clock()
    house: Database = app.extensions["suratsampai_db"]
    _furnish(app, house, town)
    house.engine.dispose()  # the last connection that closes leaves one file behind, and nothing beside it
    return town


@pytest.fixture(scope="module")
def doors(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    made = Doors(town, tmp_path_factory.mktemp("doors") / "house.db")
    yield made
    made.house.engine.dispose()


def _furnish(app: Flask, house: Database, town: Town) -> None:
    ports = app.extensions["suratsampai_ports"]
    with house.transaction() as session:
        here = an_office(session)
        there = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
        courier, other = a_courier(session, here), a_courier(session, here, name="Joko")
        driver = a_courier(session, here, user_id=None, partner_code="gojek")
        delivered = a_package(session, ports, here, status=Status.PICKED_UP, courier=courier)
        waiting = a_package(session, ports, here, status=Status.READY)
        desks = [role for role in STAFF if role not in ("province", "partner")]
        users = {role: a_user(session, Role(role), office=here) for role in desks}
        users["partner"] = a_user(session, Role.PARTNER, office=here, partner_code="pos")
        users |= {f"foreign {role}": a_user(session, Role(role), office=there) for role in STAFF[:4]}
        users |= {
            "province": a_user(session, Role.PROVINCE),
            STRAY: a_user(session, Role.COURIER, office=here),
        }
        trip = _handover(session, users["officer"], driver.id, waiting.package.id)
        for who, user in users.items():
            session.add(_login(who, user_id=user.id, data={"_user_id": str(user.id), "_fresh": True}))
        session.add(_login("courier", courier_id=courier.id))
        session.add(_login("other courier", courier_id=other.id))
        session.add(_login("driver", courier_id=driver.id, handover_id=trip))
        session.add(_login("citizen", package_id=delivered.package.id))
    admin = users["admin"]
    phone = Phone(app, courier)
    proof = phone.freeze(delivered.package)
    assert phone.send(proof).status_code == 201
    _deny(house, ports, delivered.package.id)
    _coming_rules(house, admin)
    with house.transaction() as session:
        asking = Asking(delivered.package.id, Right.ACCESS)
        town.ids["request_id"] = ask(session, ports, asking, now=NOON).id
    town.ids["erasure_id"] = _erased(house, ports, here)
    _publish(house, app.extensions["suratsampai_settings"])
    with house.reading() as session:
        photos = select(ProofMedia.media_id).where(ProofMedia.kind == EvidenceKind.PHOTO)
        media = session.scalars(photos).first()
        town.ids["dispute_id"] = session.scalars(select(Dispute.id)).one()
        town.ids["report_id"] = session.scalars(select(MoneyReport.id)).one()
        label = session.get_one(Package, delivered.package.id).label_id
    town.ids |= {"proof_id": proof.proof, "media_id": media, "handover_id": trip, "label": label}
    town.ids |= {"package_id": delivered.package.id, "waiting_id": waiting.package.id}
    town.ids |= {"courier_id": courier.id}
    town.ids |= {"alias": delivered.package.alias, "claim_code": delivered.claim_code}


def _deny(house: Database, ports: Ports, package_id: UUID) -> None:
    with house.transaction() as session:
        state_receipt(session, ports, package_id, Word(Answer.NOT_RECEIVED), now=NOON)
        report_demand(session, ports, package_id, Demanded(None, "Diminta uang"), now=NOON)


def _erased(house: Database, ports: Ports, office: Office) -> UUID:
    with house.transaction() as session:
        gone = a_package(session, ports, office, status=Status.CANCELLED).package
        done = erase(session, Order(gone.id, Part.EVERYTHING, ErasedWhy.ORDER), now=NOON)
        assert done is not None
        return done.id


def _coming_rules(house: Database, admin: User) -> None:
    """An edition that will never have begun, whenever the tests are run."""
    with house.transaction() as session:
        begin_draft(session, "33.17", by=admin.id, now=NOON)
        mine = DraftInHand("33.17", admin.id, 1)
        publish(session, mine, NOON + timedelta(days=36_500), now=NOON)


def _publish(house: Database, settings: Settings) -> None:
    begin_state(settings.signer_state, LOG)
    Publisher(house, open_signer(settings), LOG).publish(now=NOON)


def _handover(session: Session, officer: User, courier_id: UUID, package_id: UUID) -> UUID:
    times = {"created_at": NOON, "claimed_at": NOON, "expires_at": NOON + timedelta(hours=8)}
    handover = Handover(
        office_id=officer.office_id,
        partner_code="gojek",
        officer_id=officer.id,
        courier_id=courier_id,
        **times,
    )
    session.add(handover)
    session.flush()
    session.add(HandoverPackage(handover_id=handover.id, package_id=package_id))
    return handover.id


def _login(who: str, **whose: Any) -> LoginSession:
    cookie = who.replace(" ", "-").encode()
    times = {"created_at": NOON, "seen_at": NOON, "expires_at": NOON + timedelta(hours=8)}
    facts = {"id": hashlib.sha256(cookie).digest(), "audience": AUDIENCE[who], "data": {}}
    return LoginSession(**facts | times | whose)
