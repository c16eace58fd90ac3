"""The main job on real input: register, print, hand over, scan the print, capture, send, audit, verify.

The camera sees the labels that the product printed. Nothing is typed that a person would not type, and the judge of
the device's signature is software that the product does not use.
"""

import sys
from typing import Any

import pytest
from playwright.sync_api import expect

from courier_app.printing.sheets import SHEETS
from tests.browser.browsers import DESKTOP, Street
from tests.browser.journeys import Delivery, an_officer, deliver, two_parcels
from tests.browser.judge import Manifest, read_signed, sha256
from tests.browser.pages.audit import Audit
from tests.browser.pages.citizen import Citizen
from tests.browser.pages.courier import Phone, picture_in
from tests.browser.pages.staff import to_postman
from tests.browser.paper import labels_in
from tests.browser.people import an_office_with_people
from tests.browser.server import Server
from tests.chromium import chromium_path

BROWSER = chromium_path  # the whole of it, as people have it: this is the journey

MOST_TAPS = 8  # of the courier's, from the round to "Selesai"; DESIGN.md, section 8, counts from the scan
WHOSE_WORD = "Menurut kurir sudah diterima"  # an identity card, and no claim code was asked for at the door
RECEIVED = "Sudah diterima"


def test_two_letters_go_from_the_counter_to_the_citizen(
    server: Server, street: Street, record_property: Any
) -> None:
    people = an_office_with_people(server.database)
    desk = an_officer(street, server, people)
    one, two = two_parcels(desk, SHEETS["a4-2x4"])
    desk.hand_over([one.sticker, two.sticker], to=to_postman(people.courier_id))

    phone = Phone(street.somebody(server.origin))
    phone.sign_in(people.postman)
    expect(phone.parcels()).to_have_count(2)
    phone.accept_all()
    deliveries = [deliver(street, phone, parcel) for parcel in (one, two)]
    phone.everything_is_sent()
    taps = [delivery.taps for delivery in deliveries]
    record_property("taps", taps)
    sys.stdout.write(f"taps from the round to Selesai: {taps}\n")
    assert max(taps) <= MOST_TAPS

    audit = Audit(street.somebody(server.origin, size=DESKTOP), people.auditor)
    manifests = [audited(audit, delivery, phone, server) for delivery in deliveries]
    assert_nothing_is_shared(*manifests)

    citizen = Citizen(street.somebody(server.origin))
    citizen.open_label(one.label)
    citizen.is_told(WHOSE_WORD)
    citizen.sees_nothing_of(one.name, "Melati", people.postman.name)
    citizen.check(one.registered.alias, one.registered.claim_code)
    citizen.is_told(WHOSE_WORD)
    citizen.confirm()
    citizen.is_told(RECEIVED)


def audited(audit: Audit, delivery: Delivery, phone: Phone, server: Server) -> Manifest:
    """The auditor's browser serves exactly the bytes that the phone signed, and they show the package scanned."""
    audit.open(delivery.proof)
    audit.finds_everything_in_order()
    seen = audit.evidence()
    manifest = read_signed(seen.jws, phone.public_key())
    assert manifest.label == delivery.parcel.label
    assert manifest.members["recipient"] == {"name": delivery.parcel.name, "rel": "self"}
    assert sha256(seen.photo) == manifest.sha256_of("photo") == delivery.photo
    assert sha256(seen.signature) == manifest.sha256_of("signature")
    assert labels_in(picture_in(seen.photo), server.host) == [delivery.parcel.label]
    return manifest


def assert_nothing_is_shared(one: Manifest, two: Manifest) -> None:
    """Two packages in a row: no photo, no ink and no number of the one in the other."""
    for kind in ("photo", "signature"):
        assert one.sha256_of(kind) != two.sha256_of(kind)
    assert one.members["proof"] != two.members["proof"]
    assert two.members["seq"] == one.members["seq"] + 1


@pytest.fixture(autouse=True)
def _bare_desk(street: Street) -> None:
    """No test begins with a label before the lens."""
    street.camera.point_at(None)
