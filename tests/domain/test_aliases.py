"""Aliases shaped like UPU S10 numbers."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courier_app.domain.aliases import NUMBERS, BadAlias, alias_of, new_alias, parse_alias, s10_check

numbers = st.integers(0, NUMBERS - 1)


@pytest.mark.parametrize(
    ("digits", "check"),
    [("47312482", 9), ("12345678", 5), ("00000000", 5), ("00000001", 4), ("00000012", 0)],
)
def test_the_published_vectors_get_their_check_digit(digits, check):
    assert s10_check(digits) == check


def test_the_full_form_is_read():
    assert parse_alias("RR473124829ID") == "RR473124829ID"


@given(numbers)
def test_an_alias_reads_back_as_itself(number):
    alias = alias_of(number)
    assert parse_alias(alias) == alias


@given(numbers)
def test_an_alias_typed_with_blanks_and_small_letters_is_understood(number):
    alias = alias_of(number)
    assert parse_alias(f" {alias[:2]} {alias[2:6]}-{alias[6:]} ".lower()) == alias


@given(numbers, st.integers(2, 9), st.integers(1, 9))
def test_one_wrong_digit_is_noticed_unless_the_check_digit_is_five(number, place, step):
    """S10 writes 5 for two remainders, 5 and 11: only there can a slip stay hidden."""
    alias = alias_of(number)
    assume(alias[10] != "5")
    with pytest.raises(BadAlias, match="check"):
        parse_alias(alias[:place] + str((int(alias[place]) + step) % 10) + alias[place + 1 :])


def test_a_new_alias_carries_the_letters_of_the_setting():
    assert new_alias("QX", randbelow=lambda below: below - 1) == "QX999999995ID"


def test_a_new_alias_is_random():
    assert len({new_alias() for _ in range(50)}) > 45


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "SX473124829",
        "SX473124829MY",
        "S1473124829ID",
        "SX47312482\uff19ID",
        "SX473124829ID1",
        "\u017fX473124829ID",
    ],
)
def test_a_text_of_another_form_is_refused(typed):
    with pytest.raises(BadAlias, match="form"):
        parse_alias(typed)


@pytest.mark.parametrize(("number", "prefix"), [(-1, "SX"), (NUMBERS, "SX"), (1, "sx"), (1, "SXX")])
def test_no_alias_is_made_of_what_does_not_fit(number, prefix):
    with pytest.raises(BadAlias, match="form"):
        alias_of(number, prefix=prefix)
