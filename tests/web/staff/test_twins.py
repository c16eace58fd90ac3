"""The same person or request registered once more: the form asks before it makes a second package."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from courier_app.domain.packages import Status
from courier_app.domain.twins import TWIN_WITHIN
from courier_app.models import Package
from tests.house import NOON, on_both
from tests.town import an_office
from tests.web.staff.reading import claim_code_on
from tests.web.staff.test_registering import fresh, packages, register, register_all_the_same


@pytest.fixture
def form(desk):
    return fresh(desk)


def test_the_same_person_and_kind_once_more_is_asked_about_before_it_is_registered(desk, form, house):
    register(desk, form)
    (first,) = packages(house)
    page = register(desk, fresh(desk), request_number="").text
    assert "Paket serupa sudah terdaftar" in page
    assert f'href="/petugas/paket/{first.id}"' in page
    assert len(packages(house)) == 1


def test_what_was_typed_stays_in_the_form_and_out_of_the_address(desk, form):
    register(desk, form)
    answer = desk.post("/petugas/paket/baru", **fresh(desk))
    assert re.fullmatch(r"/petugas/paket/baru\?isian=[0-9a-f]{16}#serupa", answer.location)
    assert 'value="Siti Aminah"' in desk.get(answer.location).text


@on_both
def test_registered_all_the_same_it_is_registered_once_however_often_the_button_is_pressed(desk, form, house):
    register(desk, form)
    meant = fresh(desk)
    first = register_all_the_same(desk, meant)
    assert claim_code_on(register(desk, meant).text) == claim_code_on(first.text)
    assert len(packages(house)) == 2


def test_a_yes_to_one_package_is_no_yes_to_another(desk, form, house):
    register(desk, form)
    (siti,) = packages(house)
    register(desk, fresh(desk), name="Budi Santoso", request_number="")
    page = register(desk, fresh(desk), name="Budi Santoso", request_number="", serupa=siti.alias)
    assert "Paket serupa sudah terdaftar" in page.text
    assert len(packages(house)) == 2


@on_both
@pytest.mark.parametrize(
    ("changes", "alike"),
    [
        ({"name": "aminah SITI", "request_number": ""}, True),
        ({"name": "Siti", "request_number": ""}, False),
        ({"name": "Siti Aminah Lestari", "request_number": ""}, False),
        ({"kind": "KK", "request_number": ""}, False),
        ({"name": "Budi", "kind": "KK"}, True),
    ],
)
def test_alike_is_the_same_name_and_kind_or_the_same_request(desk, form, changes, alike):
    register(desk, form)
    assert ("Paket serupa sudah terdaftar" in register(desk, fresh(desk), **changes).text) is alike


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.CANCELLED, Status.LOST])
def test_what_has_ended_is_no_twin(desk, form, house, status):
    register(desk, form)
    with house.transaction() as session:
        session.execute(update(Package).values(status=status))
    assert "Paket terdaftar" in register(desk, fresh(desk)).text


def test_what_was_registered_two_weeks_ago_is_no_twin(desk, form, house):
    register(desk, form)
    with house.transaction() as session:
        session.execute(update(Package).values(registered_at=NOON - TWIN_WITHIN - timedelta(seconds=1)))
    assert "Paket terdaftar" in register(desk, fresh(desk)).text


def test_another_offices_packages_are_no_twins(desk, form, house):
    register(desk, form)
    with house.transaction() as session:
        elsewhere = an_office(session, region="33.18")
        session.execute(update(Package).values(office_id=elsewhere.id))
    assert "Paket terdaftar" in register(desk, fresh(desk)).text
