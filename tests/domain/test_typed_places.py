"""A point pasted from a map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.typed_places import BadPlace, parse_place, written_place


@pytest.mark.parametrize(
    "text",
    [
        "-6.70461, 111.34482",
        "-6.70461,111.34482",
        " -6.70461 111.34482 ",
        "(-6.70461, 111.34482)",
        "-6.70461; 111.34482",
        "-6.70461°, 111.34482°",
    ],
)
def test_decimal_degrees_are_read_in_many_spellings(text: str) -> None:
    assert parse_place(text) == (-67046100, 1113448200)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "form"),
        ("Rembang", "form"),
        ("-6.70461", "form"),
        ("-6,70461, 111,34482", "form"),
        ("nan, inf", "form"),
        ("1e3, 111", "form"),
        ("111.34482, -6.70461", "swapped"),
        ("52.37, 4.89", "outside"),
        ("6.70461, 11.34482", "outside"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(BadPlace) as refused:
        parse_place(text)
    assert refused.value.reason == reason


@given(st.integers(-11_000_000, 6_000_000), st.integers(95_000_000, 141_000_000))
def test_what_is_written_is_read_back(lat: int, lon: int) -> None:
    lat_e7, lon_e7 = lat // 100 * 1000, lon // 100 * 1000
    assert parse_place(written_place(lat_e7, lon_e7)) == (lat_e7, lon_e7)
