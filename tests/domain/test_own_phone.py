"""The link of a courier's QR and its short code; tests/js/own_phone.test.js has the same vectors."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from courier_app.domain.own_phone import (
    OPEN_WITHIN,
    OwnPhoneClaim,
    browser_of,
    is_signature,
    link_key,
    matches,
    read_token,
    short_code,
    write_token,
)

KEY, ID = bytes(range(32)), UUID("8b6f1d1e-2a5c-4f9f-9e0b-1a7f0a1f2c3d")
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
TOKEN = "RNXR2HRKLRHZ7HQLDJ7QUHZMHVVQHSCQD2EH6TR5NXBFJESVHWVQ"
RECORD, CODE = b'{"a":1}', "39676846"


def test_a_token_is_written_as_the_phone_writes_it():
    assert write_token(KEY, ID, NOW) == TOKEN


def test_and_read_back():
    link = read_token(TOKEN)
    assert link
    assert (link.id, link.issued_at, link.made_with(KEY)) == (ID, NOW, True)


@pytest.mark.parametrize(
    "text", ["", TOKEN[:-1], TOKEN + "A", TOKEN.lower(), TOKEN[:-1] + "R", "1" * 52, "é" * 52]
)
def test_what_no_phone_wrote_is_no_link(text):
    assert read_token(text) is None


def test_any_other_letter_breaks_it():
    for at in range(len(TOKEN)):
        link = read_token(TOKEN[:at] + ("A" if TOKEN[at] != "A" else "B") + TOKEN[at + 1 :])
        assert link is None or not link.made_with(KEY)


def test_it_is_over_after_its_time():
    link = read_token(TOKEN)
    assert link
    assert (link.is_over(NOW + OPEN_WITHIN), link.is_over(NOW + OPEN_WITHIN + timedelta(seconds=1))) == (
        False,
        True,
    )


def test_every_package_attempt_and_handover_has_a_key_of_its_own():
    keys = {link_key(KEY, ID, attempt, held) for attempt in (1, 2, 11) for held in (None, ID)}
    assert len({*keys, link_key(KEY, UUID(int=1), 1, None)}) == 7


def test_the_short_code_is_the_pages():
    link = read_token(TOKEN)
    assert link
    assert short_code(link.token, RECORD) == CODE


@pytest.mark.parametrize(
    ("claim", "fits"),
    [
        (OwnPhoneClaim(ID, (b"m" * 32).hex(), None), True),
        (OwnPhoneClaim(ID, (b"n" * 32).hex(), None), False),
        (OwnPhoneClaim(ID, None, CODE), True),
        (OwnPhoneClaim(ID, None, "39676847"), False),
        (OwnPhoneClaim(ID, None, None), False),
    ],
)
def test_a_record_is_named_by_its_hash_or_its_code(claim, fits):
    assert matches(claim, mh=b"m" * 32, code=CODE) is fits


ELEVEN_FAR = [number for step in range(11) for number in (step * 10, 5)]
TWELVE_NEAR = [number for step in range(12) for number in (step * 7, 5)]


@pytest.mark.parametrize("strokes", [[], [[1, 1]], [ELEVEN_FAR], [TWELVE_NEAR]])
def test_too_little_is_no_signature(strokes):
    assert not is_signature(strokes)


def test_a_line_of_twelve_points_and_eighty_pixels_is_one():
    assert is_signature([[number for step in range(12) for number in (step * 8, 5)]])


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8", "lain, lain"),
    ],
)
def test_a_browser_is_named_by_its_kind(agent, words):
    assert browser_of(agent) == words
