"""Sums of money as people write them, without a blank after Rp."""

import pytest

from courier_app.domain.rupiah import rupiah


@pytest.mark.parametrize(
    ("amount", "indonesian", "english"),
    [
        (0, "Rp0", "Rp0"),
        (500, "Rp500", "Rp500"),
        (9_000, "Rp9.000", "Rp9,000"),
        (1_250_000, "Rp1.250.000", "Rp1,250,000"),
    ],
)
def test_thousands_are_parted_as_the_language_does(amount, indonesian, english):
    assert (rupiah(amount).id, rupiah(amount).en) == (indonesian, english)
