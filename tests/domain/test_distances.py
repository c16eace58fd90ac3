"""Metres between phone and address."""

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.distances import EARTH_RADIUS_M, Band, band, metres_between

SIMPANG_LIMA = (-69904000, 1104229000)
points = st.tuples(st.integers(-900000000, 900000000), st.integers(-1800000000, 1800000000))


def test_a_place_is_no_distance_from_itself():
    assert metres_between(SIMPANG_LIMA, SIMPANG_LIMA) == 0


def test_a_thousandth_of_a_degree_northwards_is_111_metres():
    north = (SIMPANG_LIMA[0] + 10_000, SIMPANG_LIMA[1])
    assert metres_between(SIMPANG_LIMA, north) == pytest.approx(111.195, abs=0.001)


def test_semarang_to_surakarta_agrees_with_another_formula():
    """78 695.42 m by the spherical law of cosines."""
    assert metres_between(SIMPANG_LIMA, (-75755000, 1108243000)) == pytest.approx(78_695.42, abs=0.01)


def test_the_other_side_of_the_earth_is_half_its_girth_away():
    assert metres_between((0, 0), (0, 1800000000)) == pytest.approx(pi * EARTH_RADIUS_M)


def test_the_date_line_is_no_distance():
    assert metres_between((0, 1800000000), (0, -1800000000)) == pytest.approx(0, abs=1e-6)


@given(points, points)
def test_the_way_back_is_as_long(here, there):
    assert metres_between(here, there) == pytest.approx(metres_between(there, here), abs=1e-6)


@pytest.mark.parametrize(
    ("metres", "expected"),
    [(0, Band.OK), (50, Band.OK), (50.1, Band.LOW), (200, Band.LOW), (200.1, Band.HIGH), (9e6, Band.HIGH)],
)
def test_bands_end_at_50_and_200_metres(metres, expected):
    assert band(metres) is expected
