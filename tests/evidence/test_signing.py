"""The server's answer to a phone can be checked by anyone who holds the pinned key."""

import json
from pathlib import Path

import pytest
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS, InvalidJWSSignature

from courier_app.evidence.jws import read_jwk, thumbprint
from courier_app.evidence.signing import (
    AcknowledgementKey,
    load_acknowledgement_key,
    make_acknowledgement_key,
    public_jwk,
    sign_acknowledgement,
)

ANSWER = {"proof": "8b6f1d1e", "mh": "61e8", "jh": None, "parts": ["ab"], "index": 7}


@pytest.fixture
def key(tmp_path: Path) -> AcknowledgementKey:
    make_acknowledgement_key(tmp_path / "key.json")
    return load_acknowledgement_key(tmp_path / "key.json")


def judged(sent: bytes, key: AcknowledgementKey) -> JWS:
    token = JWS()
    token.deserialize(sent.decode(), JWK(**public_jwk(key)))
    return token


def test_a_foreign_library_accepts_the_acknowledgement(key: AcknowledgementKey) -> None:
    assert json.loads(judged(sign_acknowledgement(key, ANSWER), key).payload) == ANSWER


def test_an_acknowledgement_says_what_it_is_and_who_signed(key: AcknowledgementKey) -> None:
    header = judged(sign_acknowledgement(key, ANSWER), key).jose_header
    assert header == {"alg": "ES256", "kid": key.kid, "typ": "pod-ack+jws"}


def test_an_acknowledgement_is_compact_and_ascii(key: AcknowledgementKey) -> None:
    payload = judged(sign_acknowledgement(key, {"office": "Kota é"}), key).payload
    assert payload == b'{"office":"Kota \\u00e9"}'


def test_a_changed_acknowledgement_is_refused_by_a_foreign_library(key: AcknowledgementKey) -> None:
    header, _, signature = sign_acknowledgement(key, ANSWER).split(b".")
    with pytest.raises(InvalidJWSSignature):
        judged(header + b".eyJpbmRleCI6OH0." + signature, key)


def test_what_is_published_holds_no_private_half(key: AcknowledgementKey) -> None:
    assert public_jwk(key).keys() == {"kty", "crv", "x", "y", "kid"}


def test_the_key_id_is_the_thumbprint_of_the_published_key(key: AcknowledgementKey) -> None:
    published = public_jwk(key)
    assert published.pop("kid") == thumbprint(read_jwk(published)) == key.kid


def test_a_key_never_shows_in_a_log(key: AcknowledgementKey, tmp_path: Path) -> None:
    private = json.loads((tmp_path / "key.json").read_bytes())["d"]
    assert private not in repr(key)
