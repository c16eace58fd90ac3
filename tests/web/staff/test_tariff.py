"""The fee on a label: nothing, or what the region's rules ask for today; no officer makes one up."""

import pytest

from courier_app.domain.refusals import FeeNotTariff
from courier_app.domain.rulebooks import Fee, FeeKind, Rulebook
from courier_app.services.packages import NewPackage, register_package
from tests.editions import an_edition
from tests.house import NOON
from tests.town import SITI
from tests.web.staff.test_registering import fresh, packages, register

TARIFF = Rulebook(fee=Fee(FeeKind.COD_TO_CARRIER, 9_000, "Perbup 12/2026"))


@pytest.fixture
def charging(house, office):
    with house.transaction() as session:
        an_edition(session, office, TARIFF)


@pytest.mark.parametrize(("typed", "rupiah"), [("9000", 9000), ("9.000", 9000), ("Rp 9.000", 9000), ("0", 0)])
def test_the_tariff_is_typed_as_people_write_money_and_nothing_is_always_allowed(
    desk, charging, house, typed, rupiah
):
    register(desk, fresh(desk), fee_rupiah=typed)
    assert packages(house)[0].fee_rupiah == rupiah


def test_the_form_begins_with_the_tariff_and_says_that_only_it_may_be_asked(desk, charging):
    page = desk.get("/petugas/paket/baru").text
    assert 'value="9000"' in page
    assert "Tarif wilayah ini Rp9.000, dan hanya itu yang boleh diminta." in page


@pytest.mark.parametrize("typed", ["1", "8999", "9001", "20000", "500000"])
def test_any_other_sum_is_refused_beside_its_field(desk, charging, house, typed):
    assert (
        "Tulis 0 (gratis) atau tarif wilayah ini: Rp9.000."
        in register(desk, fresh(desk), fee_rupiah=typed).text
    )
    assert packages(house) == []


@pytest.mark.parametrize("typed", ["1", "9000"])
def test_where_carriage_is_free_no_sum_is_taken(desk, house, typed):
    assert "Di wilayah ini pengantaran gratis. Tulis 0." in register(desk, fresh(desk), fee_rupiah=typed).text
    assert packages(house) == []


@pytest.mark.parametrize("book", [Rulebook(), Rulebook(fee=Fee(FeeKind.FREE_BUDGETED))])
def test_an_edition_that_says_free_means_it(house, ports, office, book):
    with house.transaction() as session:
        an_edition(session, office, book)
    new = NewPackage(office_id=office.id, kind="KK", recipient=SITI, fee_rupiah=9_000)
    with pytest.raises(FeeNotTariff) as no, house.transaction() as session:
        register_package(session, ports, new, by=None, now=NOON)
    assert no.value.members == {"tariff": 0}
