"""Base45: the standard's own examples, and one text for each bytes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.base45 import ALPHABET, BadBase45, from_base45, to_base45

RFC_9285 = {"AB": "BB8", "Hello!!": "%69 VD92EX0", "base-45": "UJCLQE7W581", "ietf!": "QED8WEX0"}


@pytest.mark.parametrize(("plain", "text"), RFC_9285.items(), ids=RFC_9285)
def test_the_standards_examples_come_out(plain, text):
    assert (to_base45(plain.encode()), from_base45(text)) == (text, plain.encode())


@given(st.binary(max_size=300))
def test_every_bytes_come_back(content):
    assert from_base45(to_base45(content)) == content


@given(st.text(ALPHABET, max_size=40))
def test_what_is_read_is_written_the_same(text):
    with suppress(BadBase45):
        assert to_base45(from_base45(text)) == text


@pytest.mark.parametrize("text", ["A", "AAAA", ":::", "GGW", "Z:", "ab", "BB8\n", "É00"], ids=ascii)
def test_what_nobody_writes_is_refused(text):
    with pytest.raises(BadBase45):
        from_base45(text)
