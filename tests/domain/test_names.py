"""Names: tokens to search by, comparison, masking."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.names import mask_name, name_tokens
from courier_app.domain.recipients import names_agree


@pytest.mark.parametrize(
    ("written", "tokens"),
    [
        ("Siti Aminah", ("siti", "aminah")),
        ("  SITI   AMINAH ", ("siti", "aminah")),
        ("Suparno", ("suparno",)),
        ("H. Ahmad Dahlan", ("ahmad", "dahlan")),
        ("H.AHMAD DAHLAN", ("ahmad", "dahlan")),
        ("Hj. Siti Aminah, S.Pd", ("siti", "aminah")),
        ("Siti Aminah,S. Pd. I", ("siti", "aminah")),
        ("Siti Aminah SPdI M.Pd.", ("siti", "aminah")),
        ("Prof. Dr. dr. Budi, Sp.OG", ("budi",)),
        ("Suparno (alm)", ("suparno",)),
        ("St. Aminah", ("st", "aminah")),
        ("M. Ali", ("m", "ali")),
        ("M.Ali", ("m", "ali")),
        ("Nur'aini", ("nuraini",)),
        ("Nur\u2019aini", ("nuraini",)),
        ("Ma`ruf", ("maruf",)),
        ("José", ("jose",)),
        ("\uff33\uff49\uff54\uff49", ("siti",)),
        ("Si\u200bti", ("siti",)),
        ("H", ("h",)),
        ("S.Pd", ("s", "pd")),
        ("...", ()),
        ("", ()),
    ],
)
def test_a_name_is_cut_into_its_words(written, tokens):
    assert name_tokens(written) == tokens


@given(st.text(max_size=40))
def test_words_cut_again_stay_the_same(written):
    once = name_tokens(written)
    assert name_tokens(" ".join(once)) == once


@given(st.text(max_size=40))
def test_words_hold_letters_and_digits_only(written):
    assert all(unicodedata.category(sign)[0] in "LNM" for sign in "".join(name_tokens(written)))


@given(st.text("abcdefgh. ", max_size=20))
def test_something_is_left_of_every_name(written):
    assert bool(name_tokens(written)) == any(sign.isalpha() for sign in written)


@pytest.mark.parametrize(
    ("typed", "addressee"),
    [
        ("siti aminah", "Siti Aminah"),
        ("Siti Aminah", "Hj. SITI AMINAH, S.Pd"),
        ("Suparno", "Suparno"),
        ("Ahmad  Dahlan", "H. Ahmad Dahlan"),
        ("Nuraini", "Nur'aini"),
    ],
)
def test_two_spellings_of_one_name_agree(typed, addressee):
    assert names_agree(typed, addressee)


@pytest.mark.parametrize(
    ("typed", "addressee"),
    [
        ("Siti", "Siti Aminah"),
        ("Aminah Siti", "Siti Aminah"),
        ("Siti Aminah", "Siti Aminah Putri"),
        ("Suparno", "Suparmo"),
        ("", ""),
        ("-", "-"),
    ],
)
def test_two_names_do_not_agree(typed, addressee):
    assert not names_agree(typed, addressee)


@given(st.text(max_size=30), st.text(max_size=30))
def test_agreeing_does_not_depend_on_who_typed(one, other):
    assert names_agree(one, other) == names_agree(other, one)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Siti Aminah", "S••• A•••••"),
        ("Suparno", "S••••••"),
        ("  Siti   A ", "S••• A"),
        ("E\u0301va", "É••"),
        ("", ""),
    ],
)
def test_a_masked_name_shows_first_letters(name, masked):
    assert mask_name(name) == masked


@given(st.lists(st.text("abcdef", min_size=1, max_size=9), max_size=4))
def test_a_masked_name_hides_all_but_one_letter_of_each_word(words):
    assert sum(sign != "•" for sign in mask_name(" ".join(words)).replace(" ", "")) == len(words)
