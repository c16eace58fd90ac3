"""The round: what a courier holds, and nothing of anybody else's."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, event, select

from courier_app.domain.health import PRESETS, Level
from courier_app.domain.packages import Status
from courier_app.domain.rulebooks import Rulebook
from courier_app.models import Courier, Look, Office, Package, PackageKey, Role
from courier_app.services.moves import Actor, walk
from courier_app.services.recipients import Recipient
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish, save_draft
from courier_app.services.rules_in_force import follow, rules_at
from tests.house import NOON, on_both
from tests.town import SITI, a_courier, a_package, a_user, an_office
from tests.web.courier.doors import a_postman, problem, sign_in

ROUND = "/kurir/api/round"


@pytest.fixture
def office(house) -> Office:
    with house.transaction() as session:
        return an_office(session)


@pytest.fixture
def budi(house, office) -> Courier:
    with house.transaction() as session:
        return a_postman(session, office)


@pytest.fixture
def client(app, budi):
    """Signed in as Budi."""
    client = app.test_client()
    assert sign_in(client).status_code == 200
    return client


@pytest.fixture
def parcel(house, ports, office, budi) -> Package:
    """In Budi's hands."""
    with house.transaction() as session:
        return a_package(session, ports, office, courier=budi, status=Status.PICKED_UP).package


def labels(client) -> set[str]:
    return {package["pkg"] for package in client.get(ROUND).json["packages"]}


@on_both
def test_a_courier_gets_the_package_with_its_recipient_and_its_rules(client, parcel):
    answer = client.get(ROUND).json
    [package], [policy] = answer["packages"], answer["policies"]
    assert package["pkg"] == parcel.label_id
    assert package["recipient"] == {
        "name": SITI.name,
        "address": SITI.address,
        "phone": SITI.phone,
        "note": None,
    }
    assert package["place"] == {"lat_e7": SITI.lat_e7, "lon_e7": SITI.lon_e7}
    assert package["fee"] == {"free": True, "amount": 0}
    assert package["policy"] == {"id": policy["id"], "version": policy["version"]}


def test_the_round_says_which_labels_are_ours_and_whom_to_call(client, office):
    answer = client.get(ROUND).json
    assert answer["hosts"] == ["surat.example.go.id"]
    assert answer["office"] == {
        "name": office.name,
        "phone": office.phone,
        "report_phone": office.report_phone,
    }


def test_a_package_of_a_colleague_is_not_in_it(client, house, ports, office):
    with house.transaction() as session:
        other = a_courier(session, office, name="Wati")
        a_package(session, ports, office, courier=other, status=Status.PICKED_UP)
    assert labels(client) == set()


@pytest.mark.parametrize("status", [Status.ASSIGNED, Status.PICKED_UP, Status.OUT_FOR_DELIVERY])
def test_what_he_holds_or_may_accept_is_in_it(client, house, ports, office, budi, status):
    with house.transaction() as session:
        package = a_package(session, ports, office, courier=budi, status=status).package
    assert labels(client) == {package.label_id}


@on_both
def test_what_he_delivered_today_stays_until_midnight_in_jawa_tengah(client, house, parcel, budi, clock):
    delivered(house, parcel, budi)
    clock.pass_(hours=11, minutes=59)
    assert labels(client) == {parcel.label_id}
    clock.pass_(minutes=1)
    assert labels(client) == set()


def test_a_missing_place_and_a_fee_are_told_when_there_are_any(client, house, ports, office, budi):
    nowhere = Recipient("Umar", "Dusun Sendang")
    with house.transaction() as session:
        a_package(
            session,
            ports,
            office,
            courier=budi,
            status=Status.ASSIGNED,
            recipient=nowhere,
            fee_rupiah=12_000,
        )
    [package] = client.get(ROUND).json["packages"]
    assert (package["place"], package["recipient"]["phone"]) == (None, None)
    assert package["fee"] == {"free": False, "amount": 12_000}


def test_an_erased_package_is_left_out(client, house, parcel):
    with house.transaction() as session:
        session.execute(delete(PackageKey))
    assert labels(client) == set()


def test_an_unchanged_round_is_not_sent_again(client, parcel, clock):
    tag = client.get(ROUND).headers["ETag"]
    clock.pass_(minutes=10)
    answer = client.get(ROUND, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_compressed_round_is_known_again_too(client, parcel, encoding):
    wanted = {"Accept-Encoding": encoding}
    first = client.get(ROUND, headers=wanted)
    assert first.headers["Content-Encoding"] == encoding
    again = client.get(ROUND, headers=wanted | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_changed_round_is_sent(client, house, ports, office, budi):
    tag = client.get(ROUND).headers["ETag"]
    with house.transaction() as session:
        a_package(session, ports, office, courier=budi, status=Status.ASSIGNED)
    assert client.get(ROUND, headers={"If-None-Match": tag}).status_code == 200


def test_each_recipient_shown_is_on_record_once_a_day(client, house, parcel, budi, clock):
    for _ in range(3):
        client.get(ROUND)
        clock.pass_(minutes=5)
    assert looks(house) == [(parcel.id, budi.id, "round")]
    clock.pass_(hours=12)
    sign_in(client)
    client.get(ROUND)
    assert len(looks(house)) == 2


def test_a_round_that_was_not_sent_again_is_no_look(client, house, parcel):
    tag = client.get(ROUND).headers["ETag"]
    with house.transaction() as session:
        session.execute(delete(Look))
    client.get(ROUND, headers={"If-None-Match": tag})
    assert looks(house) == []


@on_both
def test_thirty_packages_ask_the_database_no_more_than_one(client, house, ports, office, budi, parcel):
    one = questions(house, client)
    with house.transaction() as session:
        for _ in range(29):
            a_package(session, ports, office, courier=budi, status=Status.ASSIGNED)
    client.get(ROUND)
    assert len(client.get(ROUND).json["packages"]) == 30
    assert questions(house, client) == one


def test_without_a_session_there_is_no_round(app):
    assert problem(app.test_client().get(ROUND)) == "sign-in-needed"


def questions(house, client):
    """Statements that one poll of a known round sends."""
    client.get(ROUND)
    asked: list[str] = []

    def note(*said: Any):
        asked.append(said[2])

    event.listen(house.engine, "before_cursor_execute", note)
    client.get(ROUND)
    event.remove(house.engine, "before_cursor_execute", note)
    return len(asked)


def looks(house):
    with house.reading() as session:
        rows = session.execute(select(Look.package_id, Look.courier_id, Look.what)).all()
    return [tuple(row) for row in rows]


def delivered(house, parcel, courier):
    with house.transaction() as session:
        package = session.get_one(Package, parcel.id)
        walk(session, package, (Status.DELIVERED,), by=Actor(courier_id=courier.id), at=(NOON, NOON))


def test_every_answer_tells_the_time_in_a_header_of_ours(app, client, clock, parcel):
    """Refusals and "unchanged" too; the phone believes no other."""
    first = client.get(ROUND)
    same = client.get(ROUND, headers={"If-None-Match": first.headers["ETag"]})
    answers = (first, same, app.test_client().get(ROUND), client.post(ROUND))
    assert [answer.status_code for answer in answers[:3]] == [200, 304, 401]
    times = {answer.headers.get("Surat-Time") for answer in answers[:3]}
    assert times == {clock().isoformat(timespec="milliseconds")}


def test_a_round_expires_with_its_day(client):
    assert client.get(ROUND).json["expires_at"] == "2026-11-23T17:00:00.000Z"


@on_both
def test_a_regions_rules_travel_with_the_package_and_make_it_another_round(
    client, house, office, budi, parcel
):
    first = client.get(ROUND)
    with house.transaction() as session:
        admin = a_user(session, Role.ADMIN, office=office)
        begin_draft(session, office.region_code, by=admin.id, now=NOON)
        mine = DraftInHand(office.region_code, admin.id, 1)
        save_draft(session, mine, Rulebook(health=PRESETS[Level.PANDEMI]), now=NOON)
        publish(session, replace(mine, revision=2), NOON, now=NOON)
        package = session.get_one(Package, parcel.id)
        follow(package, rules_at(session, office.region_code, now=NOON))
    answer = client.get(ROUND, headers={"If-None-Match": first.headers["ETag"]})
    assert answer.status_code == 200
    [policy] = answer.json["policies"]
    assert (policy["id"], policy["version"]) == ("3317-a-self-or-kk", 1)
    assert (policy["needs"]["delivered"], policy["share_device"]) == ([["photo"], ["factor"]], False)
    assert (policy["distance_m"], policy["placed"]) == (2, ["stepped_back", "saw_taken", "name_said"])


def test_the_national_rules_are_told_without_additions_but_what_is_put_down_is_seen_taken(client, parcel):
    [policy] = client.get(ROUND).json["policies"]
    assert (policy["needs"], policy["share_device"]) == (None, True)
    assert policy["placed"] == ["stepped_back", "saw_taken", "name_said"]
