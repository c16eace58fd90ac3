"""Whatever the text, a column never overflows; what must stand whole does."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.printing.fonts import BOLD, width_of
from courier_app.printing.typesetting import (
    PADDING_BESIDE,
    Frame,
    Group,
    Passage,
    SetGroup,
    height_of,
    set_column,
)

WIDTH, HEIGHT = 150.0, 105.0


def groups(name: str, address: str, *, report: str = "0293 491 004") -> Iterator[Group]:
    yield Group((Passage(name, 9, BOLD, lines=3), Passage(address, 7.5, lines=8)), Frame.RULE)
    yield Group((Passage(f"Lapor: {report}", 8, lines=2, whole=True),), Frame.SOLID, at_foot=True)


def lines_of(column: list[SetGroup]) -> list[str]:
    return [line for group in column for passage in group.passages for line in passage.lines]


@given(name=st.text(max_size=120), address=st.text(max_size=600))
def test_a_column_stays_in_its_box(name: str, address: str) -> None:
    column = set_column(groups(name, address), width=WIDTH, height=HEIGHT)
    assert height_of(column) <= HEIGHT
    for group in column:
        room = WIDTH - 2 * PADDING_BESIDE[group.frame]
        for passage in group.passages:
            assert all(width_of(line, passage.letters) <= room + 0.001 for line in passage.lines)


@given(address=st.text("abcde \n", max_size=2000))
def test_a_report_number_is_never_cut(address: str) -> None:
    column = set_column(groups("Siti", address), width=WIDTH, height=HEIGHT)
    assert lines_of(column)[-1] == "Lapor: 0293 491 004"


def test_text_that_fits_is_set_at_its_full_size() -> None:
    column = set_column(groups("Siti", "Jl. Mawar 1\nRembang"), width=WIDTH, height=HEIGHT)
    assert lines_of(column)[:3] == ["Siti", "Jl. Mawar 1", "Rembang"]
    assert [passage.letters.size for passage in column[0].passages] == [9, 7.5]


def test_longer_text_shrinks_before_it_is_cut() -> None:
    column = set_column(groups("Siti", "Jl. Mawar Melati " * 23), width=WIDTH, height=HEIGHT)
    name, address = column[0].passages
    assert name.letters.size < 9
    assert "…" not in "".join(address.lines)


def test_line_breaks_are_given_up_before_text_is() -> None:
    address = "\n".join(["Jl. Mawar"] * 12)
    column = set_column(groups("Siti", address), width=WIDTH, height=HEIGHT)
    assert " ".join(column[0].passages[1].lines) == ", ".join(["Jl. Mawar"] * 12)


def test_what_cannot_shrink_further_ends_with_an_ellipsis() -> None:
    column = set_column(groups("Siti", "Jl. Mawar Melati " * 60), width=WIDTH, height=HEIGHT)
    assert column[0].passages[1].lines[-1].endswith("…")


def test_a_column_too_small_for_one_line_each_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        set_column(groups("Siti", "Jl. Mawar"), width=WIDTH, height=20)
