"""A house in which one of each act has happened: for tests that change what it left in the tables."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import select

from courier_app.domain.code_renewals import Checked, CodeWhy
from courier_app.domain.collecting import Collecting
from courier_app.domain.devices import RevokedWhy
from courier_app.domain.health import PRESETS, Level
from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.rulebooks import NATIONAL
from courier_app.domain.second_factors import RemovalWhy
from courier_app.models import Answer, Device, Package, RecoveryCode, Role
from courier_app.services.claims import Word, state_receipt
from courier_app.services.collecting import NewCollection, hand_out
from courier_app.services.counter import NewStay, wait_at_counter
from courier_app.services.moves import Actor, walk
from courier_app.services.packages import Renewal, renew_claim_code
from courier_app.services.returns import NewCount, count_in
from courier_app.services.revocations import NewRevocation, revoke_phone
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish, save_draft, withdraw
from courier_app.services.second_factors import (
    Removal,
    begin_factor,
    confirm_factor,
    remove_factor,
    secret_in_hand,
    use_factor,
)
from courier_app.services.send_again import GoingOut, send_again
from courier_app.services.server_records import append_record
from tests.house import NOON
from tests.phone import Phone
from tests.town import SITI, a_courier, a_package, a_user, an_office

REMBANG, DAY = "33.17", timedelta(days=1)


@dataclass(frozen=True)
class Lived:
    """What the acts of `lived` are about."""

    officer: UUID
    newcomer: UUID
    again: UUID
    renewed: UUID
    delivered: UUID
    proof: UUID
    used_code: bytes


def enrol(session, ports, user_id):
    begin_factor(session, ports, user_id, now=NOON)
    session.flush()
    secret = secret_in_hand(session, ports, user_id) or b""
    code = TOTP(secret, 6, SHA1(), 30).generate(int(NOON.timestamp())).decode()  # noqa: S303 - what apps make
    paper = confirm_factor(session, ports, user_id, code, now=NOON)
    session.flush()
    return paper


@pytest.fixture
def people(house):
    with house.transaction() as session:
        office = an_office(session)
        admin, officer = a_user(session, Role.ADMIN, office=office), a_user(session, office=office)
        return office, admin, officer, a_courier(session, office)


@pytest.fixture
def lived(app, house, ports, people):
    """One of each act: a second factor with a code on paper used, one taken away, a package counted in and sent again,
    a code given anew, one collected at the counter, a delivery with the citizen's word, a phone revoked, a rule book
    published and one withdrawn."""
    office, admin, officer, courier = people
    with house.transaction() as session:
        paper = enrol(session, ports, officer.id)
        kept = set(session.scalars(select(RecoveryCode.digest)))
        use_factor(session, ports, officer.id, paper[0], now=NOON)
        used = (kept - set(session.scalars(select(RecoveryCode.digest)))).pop()
        enrol(session, ports, admin.id)
        remove_factor(session, Removal(admin.id, officer.id, RemovalWhy.LOST), now=NOON)
        publish_rules(session, admin)
        again, renewed, door = (one.id for one in packages(session, ports, office, courier))
        collect(session, ports, office, officer)
        walk_back(session, again, courier)
        count_in(session, NewCount(office.id, officer.id, frozenset({again})), now=NOON)
    with house.transaction() as session:
        send_again(session, ports, GoingOut(again, officer.id), now=NOON)
        renewal = Renewal(CodeWhy.LOST, Checked.CARD_SEEN, officer.id)
        renew_claim_code(session, ports, renewed, renewal, now=NOON)
    proof = deliver(app, house, courier, door)
    with house.transaction() as session:
        state_receipt(session, ports, door, Word(Answer.RECEIVED), now=NOON)
        device = session.scalars(select(Device)).one()
        told = NewRevocation(office.id, courier.id, device.id, officer.id, RevokedWhy.LOST)
        revoke_phone(session, told, now=NOON)
    return Lived(officer.id, a_newcomer(house, office), again, renewed, door, proof, used)


def packages(session, ports, office, courier):
    carried = {"status": Status.PICKED_UP, "courier": courier}
    return [a_package(session, ports, office, **said).package for said in (carried, {}, carried)]


def collect(session, ports, office, officer):
    """Put at the counter, and taken from there by the person named."""
    made = a_package(session, ports, office, status=Status.READY)
    wait_at_counter(session, NewStay(office.id, officer.id, frozenset({made.package.id})), now=NOON)
    herself = Collecting(SITI.name, "self", owner="", paper="", id_matches=True, signed=False)
    new = NewCollection(made.package.id, office.id, officer.id, herself, code=made.claim_code)
    assert hand_out(session, ports, new, now=NOON).missing == ()


def walk_back(session, package_id, courier):
    package = session.get_one(Package, package_id)
    steps = (Status.OUT_FOR_DELIVERY, Status.RETURNING)
    walk(session, package, steps, by=Actor(courier_id=courier.id), at=(NOON, NOON))


def publish_rules(session, admin):
    for book, begins in ((NATIONAL, NOON), (replace(NATIONAL, health=PRESETS[Level.PANDEMI]), NOON + DAY)):
        begin_draft(session, REMBANG, by=admin.id, now=NOON)
        save_draft(session, DraftInHand(REMBANG, admin.id, 1), book, now=NOON)
        publish(session, DraftInHand(REMBANG, admin.id, 2), begins, now=NOON)
    withdraw(session, REMBANG, 2, by=admin.id, now=NOON)


def deliver(app, house, courier, package_id):
    phone = Phone(app, courier)
    enrol_on_record(house, phone)
    with house.reading() as session:
        package = session.get_one(Package, package_id)
    sent = phone.freeze(package)
    assert phone.send(sent).status_code == 201
    return sent.proof


def enrol_on_record(house, phone):
    """The leaf of a key that the test's phone put into the table itself."""
    with house.transaction() as session:
        device = session.scalars(select(Device).where(Device.kid == phone.key.kid)).one()
        facts = {"device": str(device.id), "courier": str(phone.courier_id), "jwk": phone.key.jwk.as_dict()}
        append_record(session, LeafType.KEY_ENROL, facts, now=NOON)


def a_newcomer(house, office):
    with house.transaction() as session:
        return a_user(session, office=office).id
