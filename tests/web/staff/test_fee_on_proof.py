"""The delivery fee on the officers' pages: what was due, what the courier says, and what wants a look."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from courier_app.domain.rulebooks import NATIONAL, Fee, FeeKind
from courier_app.services.rules_in_force import RulesNow
from tests.web.staff.case import CaseTown

DAY = date(2026, 11, 23)
CASH = {"rupiah": 9000, "method": "cash", "reason": None}


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


def proven(town, payment, *, due=9000):
    said = {"payment": payment} if payment else {}
    frozen = town.phone.freeze(town.package(fee_rupiah=due), **said)
    town.phone.send(frozen)
    return town.page(frozen)


@pytest.mark.parametrize(
    ("payment", "due", "says"),
    [
        (CASH, 9000, "dibayar Rp9.000, Tunai"),
        (None, 9000, "tidak dicatat kurir"),
        ({"rupiah": 0, "method": None, "reason": "refused"}, 9000, "tidak dibayar: Tidak mau membayar"),
        (CASH | {"rupiah": 20_000}, 9000, "Warga membayar LEBIH dari ongkos kirim."),
        (CASH | {"rupiah": 4_000}, 9000, "Dibayar kurang dari ongkos kirim."),
        (CASH, 0, "Warga membayar LEBIH dari ongkos kirim."),
    ],
)
def test_the_auditor_reads_what_the_courier_says_of_the_fee(town, payment, due, says):
    assert says in proven(town, payment, due=due)


def test_silence_is_named_among_what_is_missing(town):
    assert "Catatan ongkos kirim: dibayar atau tidak" in proven(town, None)


def test_a_free_package_says_nothing_of_a_fee(town):
    assert "Menurut kurir</dt>" not in proven(town, None, due=0)


def rules(fee):
    return RulesNow(replace(NATIONAL, fee=fee), ("33.17", 1), DAY)


@pytest.mark.parametrize(("until", "rupiah"), [(None, 9000), (DAY, 9000), (DAY - timedelta(days=1), 0)])
def test_the_form_begins_with_the_tariff_of_the_day(until, rupiah):
    assert rules(Fee(FeeKind.COD_TO_CARRIER, 9000, "Perbup 1/2026", until)).fee_rupiah == rupiah


def test_without_a_tariff_of_the_region_delivery_is_free():
    assert RulesNow(None, ("33.17", 0), DAY).fee_rupiah == 0
