"""The office has ended a driver's trip: whoever waits for the envelope gives him nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from courier_app.domain.packages import Status
from courier_app.models import Handover, Package
from courier_app.services.moves import Actor, walk
from tests.house import NOON
from tests.town import a_user
from tests.web.citizen.doors import claim, words

READY_THE_CODE = "Siapkan KTP dan kode klaim"
ASKED_BACK = "Kantor meminta amplop ini dibawa kembali."
GIVE_NO_CODE = "Jangan memberikan kode klaim kepada kurir."


@pytest.fixture
def carried(house, envelopes):
    """On a handover: a trip, unless `trip` says that a postman has it."""

    def make(*, revoked=True, trip=True, status=Status.OUT_FOR_DELIVERY):
        made = envelopes.one(status)
        with house.transaction() as session:
            facts = {"office_id": envelopes.office.id, "courier_id": envelopes.courier.id}
            facts |= {"officer_id": a_user(session).id, "partner_code": "gojek", "created_at": NOON}
            facts |= {"expires_at": NOON + timedelta(hours=8) if trip else None}
            row = Handover(id=uuid4(), revoked_at=NOON if revoked else None, **facts)
            session.add(row)
            session.flush()
            session.get_one(Package, made.package.id).handover_id = row.id
        return made

    return make


def mine(client, made):
    claim(client, made)
    return words(client.get("/cek/paket"))


def test_whoever_waits_for_it_is_told_to_give_no_code(client, carried):
    page = mine(client, carried())
    assert (ASKED_BACK in page, GIVE_NO_CODE in page, READY_THE_CODE in page) == (True, True, False)


def test_the_driver_is_named_no_more(client, carried):
    page = mine(client, carried())
    assert [word for word in ("Agus", "4821", "Gojek") if word in page] == []


@pytest.mark.parametrize("status", [Status.ATTEMPT_FAILED, Status.RETURNING])
def test_no_code_is_given_as_long_as_he_has_it(client, carried, status):
    assert GIVE_NO_CODE in mine(client, carried(status=status))


def test_it_is_said_in_english_too(client, carried):
    client.set_cookie("bahasa", "en")
    assert "Do not give the claim code to the courier." in mine(client, carried())


def test_the_labels_page_says_what_it_says_of_anything_that_comes_back(client, carried):
    pages = [
        words(client.get(f"/P/{made.package.label_id}")).replace(made.package.label_id, "")
        for made in (carried(), carried(revoked=False, status=Status.RETURNING))
    ]
    told = [page.partition("Lihat lebih lengkap")[0] for page in pages]
    assert told[0] == told[1]


@pytest.mark.parametrize("said", [{"revoked": False}, {"trip": False}])
def test_whom_the_office_lets_go_on_is_expected_as_before(client, carried, said):
    """A postman keeps what he has taken, and his phone goes on with it."""
    page = mine(client, carried(**said))
    assert (READY_THE_CODE in page, ASKED_BACK in page) == (True, False)


def test_once_it_was_delivered_the_end_of_the_trip_says_nothing_of_it(client, carried):
    page = mine(client, carried(status=Status.DELIVERED))
    assert (ASKED_BACK in page, "Agus" in page) == (False, True)


def test_back_at_the_office_the_page_says_so(client, carried, house):
    made = carried(status=Status.RETURNING)
    with house.transaction() as session:
        walk(session, session.merge(made.package), (Status.RETURNED,), by=Actor(), at=(NOON, NOON))
    assert "Sudah kembali di kantor" in mine(client, made)
