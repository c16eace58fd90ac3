"""What a driver types about himself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.drivers import BadDriver, Driver, read_driver

AGUS = Driver("Agus Salim", "081234567890", "H 1234 AB")


def test_what_is_well_typed_is_taken_as_it_is():
    assert read_driver("Agus Salim", "081234567890", "H 1234 AB") == AGUS


@pytest.mark.parametrize(
    "phone", ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", "(0812) 3456.7890"]
)
def test_one_phone_number_has_many_spellings(phone):
    assert read_driver("Agus Salim", phone, "H 1234 AB") == AGUS


@pytest.mark.parametrize("plate", ["h1234ab", "H-1234-AB", " h 1234 ab "])
def test_one_plate_has_many_spellings(plate):
    assert read_driver("  Agus   Salim ", "081234567890", plate) == AGUS


@pytest.mark.parametrize("plate", ["K 9", "AB 12 C", "AD 1234 XYZ"])
def test_short_and_long_plates_are_plates(plate):
    assert read_driver("Agus Salim", "081234567890", plate).plate == plate


@pytest.mark.parametrize("name", ["", "A", "1234", "x" * 121, "Agus\u202eSalim"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(BadDriver) as bad:
        read_driver(name, AGUS.phone, AGUS.plate)
    assert bad.value.reason == "name"


@pytest.mark.parametrize(
    "phone", ["", "12345", "021 555 1234", "08123456789012", "0812345678a", "\uff10812345678"]
)
def test_what_is_no_mobile_number_is_refused(phone):
    with pytest.raises(BadDriver) as bad:
        read_driver(AGUS.name, phone, AGUS.plate)
    assert bad.value.reason == "phone"


@pytest.mark.parametrize("plate", ["", "1234", "ABC 12 D", "H 12345 AB", "H AB", "H 1234 ABCD"])
def test_what_is_no_plate_is_refused(plate):
    with pytest.raises(BadDriver) as bad:
        read_driver(AGUS.name, AGUS.phone, plate)
    assert bad.value.reason == "plate"


def test_all_that_cannot_be_true_is_named_at_once():
    with pytest.raises(BadDriver) as bad:
        read_driver("", AGUS.phone, "?")
    assert bad.value.faults == ("name", "plate")


@given(st.text(), st.text(), st.text())
def test_nothing_that_is_typed_breaks_the_reader(name, phone, plate):
    try:
        driver = read_driver(name, phone, plate)
    except BadDriver:
        return
    assert read_driver(driver.name, driver.phone, driver.plate) == driver
