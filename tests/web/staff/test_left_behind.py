"""A driver's trip is over and he still has envelopes: the desk waits for them, and finds them where it counts in."""

from datetime import timedelta
from uuid import uuid4

import pytest

from courier_app.domain.packages import Status
from courier_app.models import Handover, HandoverPackage, Package
from tests.house import NOON
from tests.town import a_courier, a_package, a_user

OJOL = {"user_id": None, "partner_code": "gojek", "name": "Agus Prasetyo"}


@pytest.fixture
def trip(house, ports, office):
    """A driver's handover with packages at these statuses, and the packages."""

    def make(*statuses, revoked=False, ends=timedelta(hours=8), postman=False):
        with house.transaction() as session:
            courier = a_courier(session, office, **({} if postman else OJOL))
            facts = {"office_id": office.id, "courier_id": courier.id, "officer_id": a_user(session).id}
            facts |= {"partner_code": courier.partner_code, "created_at": NOON, "claimed_at": NOON}
            facts |= {"expires_at": None if postman else NOON + ends}
            row = Handover(id=uuid4(), revoked_at=NOON if revoked else None, **facts)
            session.add(row)
            session.flush()
            packages = []
            for status in statuses:
                made = a_package(session, ports, office, status=status, courier=courier).package
                session.get_one(Package, made.id).handover_id = row.id
                given = {"policy_id": made.policy_id, "policy_version": made.policy_version}
                session.add(HandoverPackage(handover_id=row.id, package_id=made.id, **given))
                packages.append(made)
        return f"/petugas/serah-terima/{row.id}", packages

    return make


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"revoked": True}, "Serah terima ditarik kembali"),
        ({"ends": timedelta(0)}, "Waktu perjalanan habis"),
    ],
)
def test_what_a_driver_still_has_of_a_trip_that_is_over_is_waited_for(desk, trip, over, words):
    _path, (package,) = trip(Status.PICKED_UP, **over)
    page = desk.get("/petugas/kembali").text
    assert (f"Pilih paket {package.alias}" in page, words in page) == (True, True)


@pytest.mark.parametrize("going_on", [{}, {"postman": True, "revoked": True}])
def test_what_is_still_to_be_delivered_is_not_waited_for(desk, trip, going_on):
    _path, (package,) = trip(Status.PICKED_UP, **going_on)
    assert package.alias not in desk.get("/petugas/kembali").text


def test_another_offices_envelope_is_not_waited_for_here(desk_of, other_office, trip):
    _path, (package,) = trip(Status.PICKED_UP, revoked=True)
    assert package.alias not in desk_of(at=other_office).get("/petugas/kembali").text


def test_it_is_counted_in_like_what_comes_back_by_itself(desk, house, trip):
    _path, (package,) = trip(Status.PICKED_UP, revoked=True)
    desk.post("/petugas/kembali", paket=[str(package.id)])
    with house.reading() as session:
        assert session.get_one(Package, package.id).status is Status.RETURNED


def test_the_page_of_a_trip_that_was_taken_back_leads_there(desk, trip):
    path, _packages = trip(Status.PICKED_UP, revoked=True)
    assert 'href="/petugas/kembali"' in desk.get(path).text.partition("<main")[2]


def test_a_trip_that_goes_on_does_not_lead_there(desk, trip):
    path, _packages = trip(Status.PICKED_UP)
    assert 'href="/petugas/kembali"' not in desk.get(path).text.partition("<main")[2]


def asked(page):
    return page.text.partition('id="ask-revoke"')[2].partition("</dialog>")[0]


def test_before_taking_back_one_reads_what_happens_to_what_is_carried(desk, trip):
    path, _packages = trip(Status.PICKED_UP)
    words = asked(desk.get(path))
    assert "1 paket dibawa pengemudi: ponselnya menyuruhnya kembali ke kantor" in words
    assert "belum diterima" not in words


def test_before_taking_back_one_reads_how_many_will_be_ready_again(desk, trip):
    path, _packages = trip(Status.ASSIGNED, Status.ASSIGNED)
    words = asked(desk.get(path))
    assert "2 paket belum diterima kurir: menjadi siap dikirim lagi." in words
    assert "dibawa pengemudi" not in words


def test_a_postman_goes_on_with_what_he_has_taken(desk, trip):
    path, _packages = trip(Status.PICKED_UP, Status.ASSIGNED, postman=True)
    words = asked(desk.get(path))
    assert "1 paket sudah diambil kurir dan tidak ikut ditarik: kurir tetap dapat mengantarnya." in words
