"""A phone's key: enrolled once, used to come back without a password."""

import json
from hashlib import sha256
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from courier_app.domain.merkle import leaf_entry
from courier_app.models import Courier, Device, Leaf, ServerRecord
from courier_app.services.accounts import close_account, revoke_phones
from tests.evidence.phones import Phone
from tests.house import NOON, on_both
from tests.town import an_office
from tests.web.courier.doors import a_postman, challenge, enrol, problem, reopen, sign_in

SOON = int(NOON.timestamp()) + 120


@pytest.fixture
def budi(house) -> Courier:
    with house.transaction() as session:
        return a_postman(session, an_office(session))


@pytest.fixture
def client(app, budi):
    """Signed in as Budi."""
    client = app.test_client()
    assert sign_in(client).status_code == 200
    return client


@pytest.fixture
def phone(client) -> Phone:
    """Enrolled as Budi's."""
    phone = Phone()
    assert enrol(client, phone).status_code == 201
    return phone


@on_both
def test_a_new_key_is_enrolled_and_starts_at_one(client):
    phone = Phone()
    answer = enrol(client, phone)
    assert answer.status_code == 201
    assert answer.json == {"kid": phone.kid, "seq_next": 1, "prev": None}


@on_both
def test_enrolling_again_says_the_same_and_logs_nothing_more(client, phone, house):
    again = enrol(client, phone)
    assert (again.status_code, again.json["seq_next"]) == (200, 1)
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Leaf)) == 1


def test_the_leaf_of_an_enrolment_holds_the_hash_of_a_record_and_no_key(phone, house):
    with house.reading() as session:
        leaf, kept = session.scalars(select(Leaf)).one(), session.scalars(select(ServerRecord)).one()
    mh = sha256(kept.record).hexdigest()
    assert leaf.entry == leaf_entry("key-enrol", int(NOON.timestamp()), mh=mh, jh=None)
    assert json.loads(kept.record)["jwk"] == phone.jwk.as_dict()
    assert len(json.loads(kept.record)["salt"]) == 22


def test_a_challenge_works_once(client):
    once = challenge(client)
    assert enrol(client, Phone(), challenge=once).status_code == 201
    assert problem(enrol(client, Phone(), challenge=once)) == "challenge-over"


def test_a_challenge_is_over_after_five_minutes(client, clock):
    old = challenge(client)
    clock.pass_(minutes=5)
    assert problem(enrol(client, Phone(), challenge=old)) == "challenge-over"


def test_a_key_that_was_made_for_another_trip_is_not_enrolled_for_this_one(client, house):
    """The cookie changed hands while the question was on its way."""
    assert problem(enrol(client, Phone(), courier=str(uuid4()))) == "sign-in-needed"
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Device)) == 0


def test_a_key_is_enrolled_for_the_courier_whom_it_names(client, budi):
    assert enrol(client, Phone(), courier=str(budi.id)).status_code == 201


def test_an_invented_challenge_is_refused(client):
    assert problem(enrol(client, Phone(), challenge="A" * 43)) == "challenge-over"


def test_what_was_signed_for_another_host_is_refused(client):
    answer = enrol(client, Phone(), host="surat-sampai.example")
    assert (problem(answer), answer.json["reason"]) == ("invalid", "host")


def test_a_signature_by_another_key_is_refused(client):
    honest, thief = Phone(), Phone()
    thief.jwk = honest.jwk
    assert problem(enrol(client, thief)) == "bad-signature"


def test_nobody_enrols_without_a_session(app):
    assert problem(enrol(app.test_client(), Phone())) == "sign-in-needed"


def test_a_key_of_another_courier_is_refused(app, phone, house):
    with house.transaction() as session:
        a_postman(session, an_office(session, region="33.18"), "wati")
    other = app.test_client()
    sign_in(other, "wati")
    assert problem(enrol(other, phone)) == "device-refused"


def test_a_revoked_key_is_not_enrolled_again(client, phone, house):
    revoke(house)
    assert problem(enrol(client, phone)) == "device-refused"


def test_the_key_alone_opens_the_session_again(app, phone, budi):
    later = app.test_client()
    answer = reopen(later, phone, exp=SOON)
    assert (answer.status_code, answer.json["courier"]["id"]) == (200, str(budi.id))
    assert later.get("/kurir/api/session").status_code == 200


def test_a_challenge_opens_one_session_only(app, phone):
    once = challenge(app.test_client())
    assert reopen(app.test_client(), phone, exp=SOON, challenge=once).status_code == 200
    assert problem(reopen(app.test_client(), phone, exp=SOON, challenge=once)) == "challenge-over"


def test_a_revoked_key_opens_nothing(app, phone, house):
    revoke(house)
    assert problem(reopen(app.test_client(), phone, exp=SOON)) == "device-refused"


def test_a_closed_account_s_key_opens_a_session_to_send_what_is_left(app, phone, house):
    close(house)
    later = app.test_client()
    assert reopen(later, phone, exp=SOON).status_code == 200
    assert later.get("/kurir/api/round").json["packages"] == []


def test_no_new_phone_joins_a_closed_account(app, phone, house):
    close(house)
    later = app.test_client()
    reopen(later, phone, exp=SOON)
    assert problem(enrol(later, Phone())) == "sign-in-needed"


def test_a_week_after_an_account_was_closed_its_key_opens_nothing(app, phone, house, clock):
    close(house)
    clock.pass_(days=7)
    assert problem(reopen(app.test_client(), phone, exp=SOON + 7 * 86400)) == "sign-in-needed"


def test_a_lost_phone_is_out_at_once_and_its_key_opens_nothing(app, client, phone, house):
    lose(house)
    assert problem(client.get("/kurir/api/round")) == "sign-in-needed"
    assert problem(reopen(app.test_client(), phone, exp=SOON)) == "device-refused"


@on_both
def test_the_ledger_says_since_when_a_key_is_revoked(phone, house):
    lose(house)
    with house.reading() as session:
        device = session.scalars(select(Device)).one()
        leaf = session.scalars(select(Leaf).order_by(Leaf.index)).all()[-1]
        kept = session.get_one(ServerRecord, leaf.index)
    mh = sha256(kept.record).hexdigest()
    assert leaf.entry == leaf_entry("key-revoke", int(NOON.timestamp()), mh=mh, jh=None)
    assert json.loads(kept.record)["device"] == str(device.id)


def test_a_courier_who_lost_his_phone_enrols_a_new_one(app, phone, house):
    lose(house)
    later = app.test_client()
    sign_in(later)
    assert enrol(later, Phone()).status_code == 201


def test_a_key_nobody_enrolled_opens_nothing(app, client):
    assert problem(reopen(app.test_client(), Phone(), exp=SOON)) == "unknown-device"


@pytest.mark.parametrize("exp", [SOON - 120, SOON - 3600, SOON + 3600])
def test_a_login_is_good_for_minutes_only(app, phone, exp):
    answer = reopen(app.test_client(), phone, exp=exp)
    assert (problem(answer), answer.json["reason"]) == ("invalid", "exp")


def test_a_login_for_another_host_opens_nothing(app, phone):
    assert problem(reopen(app.test_client(), phone, exp=SOON, host="localhost:81")) == "invalid"


def test_a_signed_proof_cannot_stand_in_for_a_login(app, phone):
    visitor = app.test_client()
    answer = visitor.post(
        "/kurir/api/session/device", data=phone.signed(typ="pod+jws"), content_type="application/jose"
    )
    assert problem(answer) == "invalid"


def close(house):
    with house.transaction() as session:
        close_account(session, "budi", now=NOON)


def lose(house):
    with house.transaction() as session:
        revoke_phones(session, "budi", now=NOON)


def revoke(house):
    with house.transaction() as session:
        session.execute(update(Device).values(revoked_at=NOON))


def test_a_member_too_many_is_refused(client):
    assert problem(enrol(client, Phone(), colour="merah")) == "invalid"
