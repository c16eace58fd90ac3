"""Two streams of the same acts meet: nothing is missed, nothing is held that has met, whatever the order."""

from random import Random

import pytest

from courier_app.services.side_by_side import side_by_side


def met(rows, records):
    return sorted(side_by_side(rows, records), key=str)


def pairs(names):
    return [(name, f"of {name}") for name in names]


@pytest.mark.parametrize("seed", range(20))
def test_in_any_order_each_meets_its_own(seed):
    names = [str(number) for number in range(50)]
    rows, records = pairs(names), pairs(names)
    Random(seed).shuffle(records)
    assert met(rows, records) == sorted((name, f"of {name}", f"of {name}") for name in names)


def test_what_only_one_side_has_is_told_with_an_empty_other():
    assert met(pairs("ab"), pairs("bc")) == [
        ("a", "of a", None),
        ("b", "of b", "of b"),
        ("c", None, "of c"),
    ]


@pytest.mark.parametrize("records", [[("a", 1), ("a", 2)], [("x", 0), ("a", 1), ("a", 2)]])
def test_of_two_records_of_one_act_the_first_counts_and_the_second_is_told(records):
    found = [one for one in met([("a", "row")], records) if one[0] == "a"]
    assert found == [("a", "row", 1), ("a", None, 2)] or found == [("a", None, 2), ("a", "row", 1)]


def test_a_second_record_that_comes_before_the_row_is_told_too():
    found = met([("b", "row"), ("c", "row"), ("a", "row")], [("a", 1), ("a", 2)])
    assert [one for one in found if one[0] == "a"] == [("a", "row", 1), ("a", None, 2)]


def test_neither_side_is_read_ahead_of_the_other():
    taken = {"rows": 0, "records": 0}

    def stream(side):
        for number in range(1000):
            taken[side] += 1
            yield str(number), number

    for number, _ in enumerate(side_by_side(stream("rows"), stream("records")), 1):
        assert max(taken.values()) <= number + 1
