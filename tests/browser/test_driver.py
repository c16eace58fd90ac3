"""An ojol driver without an account does the postman's job, from nothing but the QR on the officer's screen.

These run on PostgreSQL, the other journeys on SQLite.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from courier_app.printing.sheets import SHEETS
from tests.browser.browsers import DESKTOP, Street
from tests.browser.journeys import an_officer, deliver, two_parcels
from tests.browser.judge import read_signed, sha256
from tests.browser.pages.audit import Audit
from tests.browser.pages.citizen import Citizen
from tests.browser.pages.courier import Phone
from tests.browser.pages.staff import to_partner
from tests.browser.people import an_office_with_people
from tests.browser.server import Server, running_server
from tests.chromium import chromium_path
from tests.databases import Databases
from tests.house import furnish

BROWSER = chromium_path  # the whole of it, as people have it: this is the journey

JOKO = {"name": "Joko Susilo", "phone": "081390001122", "plate": "K 4321 AB"}
THERMAL = SHEETS["termal-100x150"]


def test_a_driver_takes_over_by_qr_and_delivers(server: Server, street: Street) -> None:
    people = an_office_with_people(server.database)
    desk = an_officer(street, server, people)
    parcels = two_parcels(desk, THERMAL)
    desk.hand_over([parcel.sticker for parcel in parcels], to=to_partner("gojek"))
    address = desk.handover_qr()
    assert address.startswith(f"{server.origin}/kurir/serah#")

    driver = Phone(street.somebody(server.origin))
    driver.open_handover(address)
    driver.claim_trip(**JOKO)
    desk.sees_driver(JOKO["name"], JOKO["plate"])

    driver.accept_all()
    deliveries = [deliver(street, driver, parcel) for parcel in parcels]
    driver.everything_is_sent()
    expect(driver.queue()).to_have_count(4)
    assert states_of(driver) == ["accepted"] * 4

    audit = Audit(street.somebody(server.origin, size=DESKTOP), people.auditor)
    for delivery in deliveries:
        audit.open(delivery.proof)
        audit.finds_everything_in_order()
        audit.shows(JOKO["name"], "Gojek", JOKO["plate"])
        seen = audit.evidence()
        manifest = read_signed(seen.jws, driver.public_key())
        assert manifest.label == delivery.parcel.label
        assert sha256(seen.photo) == manifest.sha256_of("photo") == delivery.photo

    late = Phone(street.somebody(server.origin))
    late.person.complaints.expect("answer: 410 · POST .*/kurir/api/trips/look")
    late.open_handover(address)
    expect(late.page.locator(".alert.tone-bad")).to_be_visible()


def test_what_a_driver_captured_after_his_trip_was_revoked_is_kept_for_review(
    server: Server, street: Street
) -> None:
    people = an_office_with_people(server.database)
    desk = an_officer(street, server, people)
    parcel, other = two_parcels(desk, THERMAL)
    desk.hand_over([parcel.sticker, other.sticker], to=to_partner("grab"))
    driver = Phone(street.somebody(server.origin))
    driver.open_handover(desk.handover_qr())
    driver.claim_trip(**JOKO)
    driver.accept_all()
    driver.everything_is_sent()
    desk.sees_driver(JOKO["name"], JOKO["plate"])

    desk.revoke()
    driver.person.complaints.expect("answer: 401 · .*/kurir/api/")
    delivery = deliver(street, driver, parcel)
    driver.everything_is_sent()
    expect(driver.queue()).to_have_count(3)
    assert states_of(driver) == ["kept_for_review", "accepted", "accepted"]

    audit = Audit(street.somebody(server.origin, size=DESKTOP), people.auditor)
    audit.open(delivery.proof)
    audit.finds_everything_in_order()
    citizen = Citizen(street.somebody(server.origin))
    citizen.open_label(parcel.label)
    citizen.is_told("Sedang dibawa kembali")  # what a recalled driver sent changes nothing before the verdict


def states_of(phone: Phone) -> list[str]:
    return [str(line.get_attribute("data-state")) for line in phone.queue().all()]


@pytest.fixture(scope="module")
def production(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    url = databases.fresh("postgresql", furnish)
    with running_server(tmp_path_factory.mktemp("house"), database_url=url) as server:
        yield server


@pytest.fixture(autouse=True)
def _bare_desk(street: Street) -> None:
    """No test begins with the label of another before the lens."""
    street.camera.point_at(None)
