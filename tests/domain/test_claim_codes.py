"""Claim codes: six digits, kept as a keyed digest."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.claim_codes import (
    CODES,
    BadClaimCode,
    claim_digest,
    new_claim_code,
    normalise_claim_code,
)

KEY = b"k" * 32
PACKAGE = UUID(int=1)

codes = st.integers(0, CODES - 1).map(lambda number: f"{number:06d}")


def test_a_new_code_keeps_its_leading_zeros():
    assert new_claim_code(lambda _: 42) == "000042"


def test_a_new_code_may_be_any_of_a_million():
    assert new_claim_code(lambda below: below - 1) == "999999"


def test_new_codes_differ():
    assert len({new_claim_code() for _ in range(50)}) > 45


@given(codes)
def test_a_code_typed_with_a_gap_is_understood(code):
    assert normalise_claim_code(f" {code[:3]} {code[3:]}\n") == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345",
        "1234567",
        "12345a",
        "\uff11\uff12\uff13\uff14\uff15\uff16",
        "\u0661\u0662\u0663\u0664\u0665\u0666",
        "1.2345",
        "+12345",
    ],
)
def test_what_is_not_six_plain_digits_is_refused(typed):
    with pytest.raises(BadClaimCode):
        normalise_claim_code(typed)


def test_the_digest_is_the_documented_hmac():
    """The same by: openssl dgst -sha256 -mac hmac."""
    assert claim_digest(KEY, PACKAGE, "012345").hex() == DIGEST


DIGEST = "30ee0f3656816d53584e2a44ff222edb074d2043b37ea52c37297597a02ca485"


def test_the_digest_does_not_depend_on_how_the_code_was_typed():
    assert claim_digest(KEY, PACKAGE, "012 345") == claim_digest(KEY, PACKAGE, "012345")


@pytest.mark.parametrize(
    ("key", "package", "code"),
    [(b"j" * 32, PACKAGE, "012345"), (KEY, UUID(int=2), "012345"), (KEY, PACKAGE, "012346")],
)
def test_another_key_package_or_code_gives_another_digest(key, package, code):
    assert claim_digest(key, package, code) != claim_digest(KEY, PACKAGE, "012345")


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="too short"):
        claim_digest(b"k" * 31, PACKAGE, "012345")
