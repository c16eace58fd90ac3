"""Signed notes: only what is written exactly as the standard writes it."""

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.notes import (
    MOST_BYTES,
    BadNote,
    Checkpoint,
    Note,
    NoteSignature,
    key_id,
    number_of,
    read_checkpoint,
    read_note,
    read_vkey,
    strict_b64,
    vkey,
)

LOG = "pod.example.go.id/log1+40b16008+AZZq5fIOfP3S9P4dO/4tO1haUQz+spz8hbymZSaoFB8T"
WITNESS = "witness.example.org/w1+d243b224+BLNNKbG685ZD1dKWVyaBbwmRMQimeGcT6LU0tM4mx4dh"
NOTE = (
    "pod.example.go.id/log1\n7\n+J3bw1uYXMbDydIAAplIxaR9hcsJFFFwMH97V+0dE8Y=\n\n"
    "— pod.example.go.id/log1 QLFgCHA9sT7HRFkfNdK/UZSJlJXJeMdqH8gU1Y8wgmHNjhN7"
    "Zvz9uVIg3yokY2nvc5E7cCHrBfY81hH6RHMbfEWcFww=\n"
    "— witness.example.org/w1 0kOyJAAAAABpJIEAqp6mnsypxW7HTnDe3373VEwEE4obgpwF9GJrJePp3"
    "IbnpM63uYXQbebGjH3ILGdpj6iZwyUu6JKc24Lm7aBNAg==\n"
).encode()
ROOT = "+J3bw1uYXMbDydIAAplIxaR9hcsJFFFwMH97V+0dE8Y="

names = st.text(st.characters(categories=["L", "N"], include_characters="./-"), min_size=1, max_size=30)
signatures = st.builds(
    NoteSignature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=72)
)
texts = st.lists(st.text(st.characters(categories=["L", "N", "P"]), max_size=20), min_size=1, max_size=5)


def test_the_published_checkpoint_is_read():
    note = read_note(NOTE)
    assert read_checkpoint(note.text) == Checkpoint("pod.example.go.id/log1", 7, base64.b64decode(ROOT))
    assert [one.name for one in note.signatures] == ["pod.example.go.id/log1", "witness.example.org/w1"]


@given(texts, st.lists(signatures, min_size=1, max_size=16))
def test_every_note_is_read_back_as_it_was_written(lines, signed):
    note = Note("\n".join(lines) + "\n", tuple(signed))
    assert read_note(note.written()) == note


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    with suppress(BadNote):
        assert read_note(content).written() == content


@given(st.integers(0, len(NOTE) - 1), st.binary(min_size=1, max_size=1))
def test_a_changed_byte_gives_another_note_or_none(at, byte):
    changed = NOTE[:at] + byte + NOTE[at + 1 :]
    try:
        assert (read_note(changed) == read_note(NOTE)) == (changed == NOTE)
    except BadNote:
        assert changed != NOTE


BAD_NOTES = {
    "no signature": b"a\n\n",
    "no empty line": b"a\n",
    "no last newline": NOTE[:-1],
    "carriage return": NOTE.replace(b"\n", b"\r\n"),
    "a tab": NOTE.replace(b"7", b"\t7"),
    "a hyphen for the dash": NOTE.replace("—".encode(), b"-"),
    "two spaces": NOTE.replace("— ".encode(), "—  ".encode()),
    "a plus in a name": NOTE.replace("— pod".encode(), "— p+d".encode()),
    "not UTF-8": NOTE.replace(b"pod", b"p\xffd"),
    "a short signature": "a\n\n— b AAAA\n".encode(),
    "loose Base64": NOTE.replace(b"Fww=", b"Fwx="),
    "too long": b"a" * MOST_BYTES + b"\n\n" + NOTE,
}


@pytest.mark.parametrize("content", BAD_NOTES.values(), ids=BAD_NOTES)
def test_what_the_standard_would_not_write_is_no_note(content):
    with pytest.raises(BadNote):
        read_note(content)


def test_text_may_have_empty_lines_and_a_checkpoint_may_not():
    note = read_note(b"a\n\nb\n\n" + NOTE.split(b"\n\n")[1])
    assert note.text == "a\n\nb\n"
    with pytest.raises(BadNote):
        read_checkpoint(note.text)


BAD_CHECKPOINTS = {
    "an extension": f"o\n7\n{ROOT}\nmore\n",
    "a leading zero": f"o\n07\n{ROOT}\n",
    "a sign": f"o\n+7\n{ROOT}\n",
    "no origin": f"\n7\n{ROOT}\n",
    "a short root": "o\n7\nAAAA\n",
    "no last newline": f"o\n7\n{ROOT}",
}


@pytest.mark.parametrize("text", BAD_CHECKPOINTS.values(), ids=BAD_CHECKPOINTS)
def test_what_is_not_three_plain_lines_is_no_checkpoint(text):
    with pytest.raises(BadNote):
        read_checkpoint(text)


NO_NUMBERS = ["", " 1", "1 ", "1\n", "1_0", "٣", "-1", "00", "1" * 20]


@pytest.mark.parametrize("text", NO_NUMBERS, ids=ascii)
def test_only_plain_digits_are_a_number(text):
    with pytest.raises(BadNote):
        number_of(text)


@pytest.mark.parametrize("text", ["AA", "AA= =", "AAA=A", "AAB=", "AA-_", "A\nAA"], ids=ascii)
def test_loose_base64_is_refused(text):
    with pytest.raises(BadNote):
        strict_b64(text)


@pytest.mark.parametrize("text", [LOG, WITNESS], ids=["log", "witness"])
def test_a_published_key_is_read_and_written_back(text):
    name, kind, public = read_vkey(text)
    assert vkey(name, kind, public) == text
    assert key_id(name, kind, public).hex() == text.split("+")[1]


@pytest.mark.parametrize(
    "text",
    [LOG.replace("40b1", "40b2"), "a+b", "", LOG + "A", " " + LOG],
    ids=["id", "parts", "none", "b64", "name"],
)
def test_a_key_with_another_id_is_refused(text):
    with pytest.raises(BadNote):
        read_vkey(text)
