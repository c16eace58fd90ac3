"""What is left of a recipient's data while nobody has asked for them."""

from datetime import timedelta

import pytest

from courier_app.domain.reveals import LASTS, is_fresh, mask_address, mask_phone, mask_place
from tests.house import NOON


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("Jl. Melati 12, Lasem", "Jl. ••• 12, Lasem"),
        ("Jl. Melati 3 RT 02/RW 05, Rembang", "Jl. ••• 3, Rembang"),
        ("Gang Mawar No. 7B, Soditan, Lasem", "Gang ••• 7B, Lasem"),
        ("Dusun Krajan\nRT 1/RW 2\nSluke", "Dusun •••, Sluke"),
        ("rumah Bu Siti", "•••"),
        ("Jl. Melati 12, rumah Bu Siti", "Jl. ••• 12"),
        ("Jl. Melati 12, Bu Warni", "Jl. ••• 12"),
        ("Jl. Melati 12, Aminah", "Jl. ••• 12"),
        ("Melati 12", "••• 12"),
        ("Jl. Melati 12, RW05", "Jl. ••• 12"),
        ("", ""),
    ],
)
def test_an_address_keeps_the_kind_of_street_the_number_and_the_place(address: str, left: str) -> None:
    assert mask_address(address, name="Siti Aminah") == left


def test_a_telephone_number_keeps_three_digits_and_a_place_a_kilometre() -> None:
    assert (mask_phone("081234567890"), mask_phone("")) == ("•••• 890", "")
    assert mask_place((-69_904_000, 1_104_229_000)) == "≈ -6.99, 110.42"


@pytest.mark.parametrize(
    ("after", "fresh"),
    [
        (timedelta(), True),
        (LASTS - timedelta(seconds=1), True),
        (LASTS, False),
        (-timedelta(seconds=1), False),
    ],
)
def test_a_password_is_fresh_for_ten_minutes(after: timedelta, fresh: bool) -> None:
    assert is_fresh(NOON, now=NOON + after) is fresh


def test_who_never_gave_one_has_none() -> None:
    assert is_fresh(None, now=NOON) is False
