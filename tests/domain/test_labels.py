"""Label ids and addresses: made, printed, typed by hand, scanned."""

import json
import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from courier_app.domain.labels import (
    ALPHABET,
    BadLabel,
    check_character,
    grouped,
    label_url,
    new_label_id,
    parse_label_id,
    parse_label_url,
)
from tests.domain.label_vectors import VECTORS, text

HOST = "surat.example.go.id"
LABEL = "7K2M9QX4T1B8ZC3DA"

bodies = st.text(ALPHABET, min_size=16, max_size=16)
label_ids = st.builds(lambda number: new_label_id(iter_bytes(number)), st.integers(0, 2**80 - 1))
hosts = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,40}[a-z0-9])?(:[0-9]{1,5})?", fullmatch=True).filter(
    lambda host: "xn--" not in host
)
stored = json.loads(VECTORS.read_text())


def iter_bytes(number):
    """A source that starts at a number and goes on counting: redraws end."""
    drawn = iter(range(number, number + 10_000))
    return lambda size: (next(drawn) % 2**80).to_bytes(size)


def test_the_published_examples_get_their_check_characters():
    assert [check_character(body) for body in ("7K2M9QX4T1B8ZC3D", "0" * 16)] == ["A", "9"]


@given(bodies)
def test_a_check_character_is_the_one_python_stdnum_gives(body):
    assert check_character(body) == mod_37_36.calc_check_digit(body)


def test_a_new_label_has_seventeen_characters_without_look_alikes():
    assert set(new_label_id()) <= set(ALPHABET)
    assert len(new_label_id()) == 17


def test_a_thousand_new_labels_are_all_different():
    assert len({new_label_id() for _ in range(1000)}) == 1000


@given(label_ids)
def test_a_new_label_reads_back_as_itself(label_id):
    assert parse_label_id(label_id) == label_id


def test_a_label_is_drawn_again_when_its_check_character_looks_like_another():
    bad = next(n for n in range(1000) if check_character(body_of(n)) in "ILOU")
    good = next(n for n in range(bad, 1000) if check_character(body_of(n)) in ALPHABET)
    assert new_label_id(iter_bytes(bad))[:16] == body_of(good)


def body_of(number):
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(16))


def test_every_random_bit_shows_in_the_label():
    seen = {body_of(1 << bit) for bit in range(80)}
    made = {new_label_id(iter_bytes(1 << bit))[:16] for bit in range(80)}
    assert len(seen) == 80
    assert len(made & seen) > 60  # the others were drawn again


@given(label_ids, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(label_id, place, other):
    assume(label_id[place] != other)
    with pytest.raises(BadLabel, match="check"):
        parse_label_id(label_id[:place] + other + label_id[place + 1 :])


@given(label_ids)
def test_a_label_read_aloud_and_typed_carelessly_is_understood(label_id):
    typed = grouped(label_id).lower().replace("0", "o").replace("1", "l")
    assert parse_label_id(typed) == label_id


def test_a_label_is_printed_in_groups_of_four():
    assert grouped(LABEL) == "7K2M 9QX4 T1B8 ZC3D A"


def test_the_stored_vectors_are_fresh():
    assert VECTORS.read_text(encoding="ascii") == text(), "python -m tests.domain.label_vectors"


def test_there_are_enough_vectors_of_every_sort():
    sorts = [(name, case["id"] is None) for name in ("urls", "entries") for case in stored[name]]
    assert len(sorts) >= 200
    assert min(sorts.count(sort) for sort in set(sorts)) >= 40


@pytest.mark.parametrize("case", stored["urls"], ids=lambda case: case["why"])
def test_a_scanned_text_gets_the_expected_answer(case):
    assert answer(lambda: parse_label_url(case["text"], stored["hosts"])) == case["id"]


@pytest.mark.parametrize("case", stored["entries"], ids=lambda case: case["why"])
def test_a_typed_text_gets_the_expected_answer(case):
    assert answer(lambda: parse_label_id(case["text"])) == case["id"]


def answer(parse):
    try:
        return parse()
    except BadLabel:
        return None


@given(hosts, label_ids)
@example("localhost:8000", LABEL)
def test_what_is_printed_is_what_is_read(host, label_id):
    assert parse_label_url(label_url(host, label_id), [host.upper()]) == label_id


def test_an_address_is_upper_case_for_the_small_qr_mode():
    url = label_url(HOST, LABEL)
    assert url == "HTTPS://SURAT.EXAMPLE.GO.ID/P/7K2M9QX4T1B8ZC3DA"
    assert set(url) <= set(string.digits + string.ascii_uppercase + " $%*+-./:")


@given(st.text(max_size=120))
def test_any_other_text_is_refused_and_never_crashes(scanned):
    assume(not scanned.lower().startswith("https://"))
    with pytest.raises(BadLabel, match="form"):
        parse_label_url(scanned, [HOST])


@given(label_ids, st.integers(0, 46), st.characters())
def test_nothing_can_be_slipped_into_an_address(label_id, place, slipped):
    url = label_url(HOST, label_id)
    changed = url[:place] + slipped + url[place:]
    assert answer(lambda: parse_label_url(changed, [HOST])) is None


def test_a_label_of_another_office_is_told_apart_from_no_label():
    with pytest.raises(BadLabel) as refused:
        parse_label_url(f"HTTPS://TOKO.EXAMPLE/P/{LABEL}", [HOST])
    assert refused.value.reason == "host"


@pytest.mark.parametrize("host", ["", "a b", "surat.example.go.id/x", "xn--a.id", "x" * 69, "ö.id"])
def test_no_label_is_printed_with_a_host_that_could_not_be_read_back(host):
    with pytest.raises(BadLabel):
        label_url(host, LABEL)


def test_no_label_is_printed_with_a_wrong_check_character():
    with pytest.raises(BadLabel, match="check"):
        label_url(HOST, LABEL[:-1] + "B")


def test_the_longest_address_has_96_characters():
    assert len(label_url("x" * 68, LABEL)) == 96


def test_a_refusal_does_not_repeat_what_was_typed():
    with pytest.raises(BadLabel) as refused:
        parse_label_id("Siti Aminah")
    assert "Siti" not in str(refused.value)
