"""A policy of witnesses: read as C2SP writes it, refused otherwise, met by enough of them and by no fewer."""

import pytest

from courier_app.domain.notes import vkey
from courier_app.domain.witnesses import NOBODY, BadPolicy, cosigned_text, read_policy

A, B, C = (vkey(f"{name}.example", 4, bytes([at]) * 32) for at, name in enumerate("abc"))
WITNESSES = f"witness a {A} https://a.example/\nwitness b {B} http://127.0.0.1:1\nwitness c {C}\n"


@pytest.mark.parametrize(
    ("rule", "signed", "met"),
    [
        ("quorum a", {"a"}, True),
        ("quorum a", {"b", "c"}, False),
        ("quorum none", {"a", "b", "c"}, False),
        ("group g any a b\nquorum g", {"b"}, True),
        ("group g all a b\nquorum g", {"b"}, False),
        ("group g 2 a b c\nquorum g", {"a", "c"}, True),
        ("group g 2 a b c\nquorum g", {"c"}, False),
        ("group g any a b\ngroup h all g c\nquorum h", {"b", "c"}, True),
        ("group g any a b\ngroup h all g c\nquorum h", {"a", "b"}, False),
    ],
)
def test_enough_witnesses_and_no_fewer_meet_a_policy(rule, signed, met):
    assert read_policy(WITNESSES + rule).met(signed) is met


def test_a_policy_is_read_back_as_it_is_written():
    policy = read_policy(WITNESSES + "group g 2 a b c # two of three\n\nquorum g\n")
    assert read_policy(policy.text) == policy


def test_only_those_with_an_address_are_asked():
    assert [one.name for one in read_policy(WITNESSES + "quorum a").asked] == ["a", "b"]


def test_nobody_is_never_enough():
    assert (NOBODY.text, NOBODY.met({"a"})) == ("quorum none\n", False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "witness a x\nquorum a",
        f"witness a {vkey('a.example', 1, b'k' * 32)}\nquorum a",
        f"witness a {A} ftp://a\nquorum a",
        f"witness a {A}\nwitness a {B}\nquorum a",
        f"witness a {A}\nwitness b {A}\nquorum a",
        f"witness a {A}\nwitness b {vkey('other.example', 4, bytes(32))}\nquorum a",
        f"witness none {A}\nquorum none",
        WITNESSES + "group g 4 a b c\nquorum g",
        WITNESSES + "group g 0 a b c\nquorum g",
        WITNESSES + "group g any a a\nquorum g",
        WITNESSES + "group g any d\nquorum g",
        WITNESSES + "quorum d",
        WITNESSES + "quorum a\nquorum b",
        WITNESSES + "hello",
    ],
)
def test_another_writing_is_refused(text):
    with pytest.raises(BadPolicy):
        read_policy(text)


def test_a_witness_signs_the_time_with_the_checkpoint():
    assert cosigned_text(7, "log\n1\nr\n") == b"cosignature/v1\ntime 7\nlog\n1\nr\n"
