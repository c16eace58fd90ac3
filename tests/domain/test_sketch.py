"""The drawing of two places: directions, scale, and nothing outside the paper."""

from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.sketch import HALF, sketch

HOME = (-69_904_000, 1_104_229_000)
HUNDRED_METRES = 8_983  # of latitude, in degrees × 10^7


def test_north_is_up_and_east_is_right() -> None:
    north = sketch(HOME, (HOME[0] + HUNDRED_METRES, HOME[1]), accuracy_m=5)
    east = sketch(HOME, (HOME[0], HOME[1] + HUNDRED_METRES), accuracy_m=5)
    assert (north.x, north.y < 0) == (0, True)
    assert (east.x > 0, east.y) == (True, 0)


def test_the_ring_is_a_round_number_that_reaches_the_phone() -> None:
    drawn = sketch(HOME, (HOME[0] + HUNDRED_METRES // 2, HOME[1]), accuracy_m=5)
    assert drawn.ring_m == 50
    assert abs(drawn.y) <= drawn.ring


def test_two_places_that_are_one_lie_in_the_middle() -> None:
    drawn = sketch(HOME, HOME, accuracy_m=3)
    assert (drawn.x, drawn.y, drawn.ring_m) == (0, 0, 10)


@given(
    st.tuples(st.integers(-900_000_000, 900_000_000), st.integers(-1_800_000_000, 1_800_000_000)),
    st.integers(0, 10**9),
)
def test_everything_stays_on_the_paper(phone: tuple[int, int], accuracy_m: int) -> None:
    drawn = sketch(HOME, phone, accuracy_m=accuracy_m)
    assert max(abs(drawn.x), abs(drawn.y), drawn.accuracy) <= HALF
