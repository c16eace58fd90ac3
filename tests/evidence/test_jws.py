"""A device signature covers every byte, and its header leaves the sender no choice."""

import hashlib
import json
from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from courier_app.domain.refusals import BadSignature, Invalid, Refusal, UnknownDevice
from courier_app.evidence.jws import (
    ENROL,
    LOGIN,
    PROOF,
    PublicJwk,
    read_enrolment,
    read_jwk,
    read_signed,
    thumbprint,
)
from tests.evidence.phones import MANIFEST, Phone, compact, only, raw_b64u

PHONE, OTHER_PHONE = Phone(), Phone()
SENT = PHONE.signed()

# evidence.md, section 7
VECTOR_KEY = PublicJwk(
    x="039VDyTec-7trO4HP_zkh68s5Cx0tzRVRT98lF--ihM", y="B1Kkj3EV2umaPhCNuRYpE2_a-a2H7zlsm8nuwqCt2a0"
)
VECTOR_KID = "ScLupUlWcKh4G8JtsNl8uQmo_QR2cNK1WBkEX2KzavE"
VECTOR = (
    b"eyJhbGciOiJFUzI1NiIsImtpZCI6IlNjTHVwVWxXY0toNEc4SnRzTmw4dVFtb19RUjJjTksxV0JrRVgyS3phdkUi"
    b"LCJ0eXAiOiJwb2QrandzIn0.eyJ2IjoxLCJwcm9vZiI6IjhiNmYxZDFlLTJhNWMtNGY5Zi05ZTBiLTFhN2YwYTFm"
    b"MmMzZCJ9.9b3Xe7ZWkCU3tyICcDeBK88lBRibp-5SjSNAjNGbB5b9oa40TT4ssROYWGbIUCo_SJ1l4y6O30CDxybf"
    b"paKHOA"
)
VECTOR_MH = "61e87784f57c1f4c171f5ecaa9441cb852a771ccdf5877ad8fa1723486839b32"


def refusal_of(sent: bytes, *, phone: Phone = PHONE, typ: str = PROOF) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read_signed(sent, typ, find_key=only(phone))
    return refusal.value


def test_an_untouched_proof_opens_to_the_bytes_that_the_phone_signed() -> None:
    opened = read_signed(SENT, PROOF, find_key=only(PHONE))
    assert (opened.payload, opened.kid) == (MANIFEST, PHONE.kid)


def test_an_opened_proof_brings_its_members() -> None:
    assert read_signed(SENT, PROOF, find_key=only(PHONE)).members == json.loads(MANIFEST)


def test_the_published_vector_opens() -> None:
    opened = read_signed(VECTOR, PROOF, find_key={VECTOR_KID: VECTOR_KEY}.get)
    assert hashlib.sha256(opened.payload).hexdigest() == VECTOR_MH


def test_the_published_key_has_the_published_thumbprint() -> None:
    assert thumbprint(VECTOR_KEY) == VECTOR_KID


def test_a_foreign_library_finds_the_same_thumbprint() -> None:
    assert ECKey.import_key({**PHONE.jwk.as_dict()}).thumbprint() == PHONE.kid


def test_a_foreign_library_accepts_what_we_accept() -> None:
    token = JWS()
    token.deserialize(SENT.decode(), JWK(**PHONE.jwk.as_dict()))
    assert token.payload == MANIFEST


def test_we_accept_what_a_foreign_library_signs() -> None:
    key = JWK.generate(kty="EC", crv="P-256")
    jwk = read_jwk(key.export_public(as_dict=True))
    token = JWS(MANIFEST)
    token.add_signature(key, protected={"alg": "ES256", "kid": thumbprint(jwk), "typ": PROOF})
    sent = token.serialize(compact=True).encode()
    assert read_signed(sent, PROOF, find_key={thumbprint(jwk): jwk}.get).payload == MANIFEST


def test_every_flipped_bit_is_refused() -> None:
    survived = [bit for bit in range(len(SENT) * 8) if opens(flipped(SENT, bit))]
    assert survived == []


def opens(sent: bytes) -> bool:
    try:
        read_signed(sent, PROOF, find_key=lambda _kid: PHONE.jwk)
    except Refusal:
        return False
    return True


def flipped(sent: bytes, bit: int) -> bytes:
    changed = bytearray(sent)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_every_flipped_bit_of_the_manifest_breaks_the_signature() -> None:
    header, payload, signature = SENT.split(b".")
    raw = urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))
    changed = [header + b"." + raw_b64u(flipped(raw, bit)) + b"." + signature for bit in range(512)]
    assert {type(refusal_of(sent)) for sent in changed} == {BadSignature}


def test_the_key_of_another_phone_is_a_bad_signature() -> None:
    with pytest.raises(BadSignature):
        read_signed(SENT, PROOF, find_key=lambda _kid: OTHER_PHONE.jwk)


def test_a_phone_that_is_not_enrolled_to_this_courier_is_unknown() -> None:
    assert isinstance(refusal_of(SENT, phone=OTHER_PHONE), UnknownDevice)


@pytest.mark.parametrize(
    "header",
    [
        '{"alg":"none","kid":"KID","typ":"pod+jws"}',
        '{"alg":"HS256","kid":"KID","typ":"pod+jws"}',
        '{"alg":"ES256","kid":"KID"}',
        '{"alg":"ES256","typ":"pod+jws","kid":"KID"}',
        '{"alg": "ES256","kid":"KID","typ":"pod+jws"}',
        '{"alg":"ES256","kid":"KID","typ":"pod+jws"} ',
        '{"alg":"ES256","kid":"KID","typ":"pod+jws"}\n',
        '{"alg":"ES256","kid":"KID","typ":"podxjws"}',
        '{"alg":"ES256","kid":"KID","typ":"pod+jws","crit":["exp"]}',
        '{"alg":"ES256","kid":"KID","typ":"pod+jws","b64":false}',
        '{"alg":"ES256","kid":"KID","typ":"pod+jws","jku":"https://x.example"}',
        '{"alg":"ES256","kid":"../../keys","typ":"pod+jws"}',
        "",
        "[]",
    ],
)
def test_any_other_header_is_refused_although_its_signature_is_good(header: str) -> None:
    sent = PHONE.signed_under(header.replace("KID", PHONE.kid).encode())
    assert refusal_of(sent).members == {"reason": "header"}


def test_a_key_in_the_header_of_a_proof_is_refused() -> None:
    header = {"alg": "ES256", "jwk": PHONE.jwk.as_dict(), "kid": PHONE.kid, "typ": PROOF}
    assert refusal_of(PHONE.signed_under(compact(header))).members == {"reason": "header"}


SPARE = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def with_a_spare_bit(sent: bytes) -> bytes:
    """Another last character for the same 64 bytes: sloppy decoders take it."""
    return sent[:-1] + SPARE[SPARE.index(sent[-1:]) + 1 :][:1]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "not-compact"),
        (SENT + b".", "not-compact"),
        (SENT.replace(b".", b"", 1), "not-compact"),
        (SENT + b"==", "not-base64url"),
        (SENT + b"\n", "not-base64url"),
        (b" " + SENT, "not-base64url"),
        (with_a_spare_bit(SENT), "not-base64url"),
        (SENT.replace(b".", b".\xc3\xa9", 1), "not-base64url"),
        (PHONE.signed(b'{"x":"' + b"x" * 16_000 + b'"}'), "too-long"),
    ],
)
def test_a_form_that_readers_could_take_differently_is_refused(sent: bytes, reason: str) -> None:
    assert refusal_of(sent).members == {"reason": reason}


@pytest.mark.parametrize("length", [0, 63, 65, 70])
def test_a_signature_has_64_bytes(length: int) -> None:
    head = SENT.rpartition(b".")[0]
    assert isinstance(refusal_of(head + b"." + raw_b64u(bytes(length))), BadSignature)


def test_a_signature_of_zeros_is_bad() -> None:
    head = SENT.rpartition(b".")[0]
    assert isinstance(refusal_of(head + b"." + raw_b64u(bytes(64))), BadSignature)


def test_a_signed_manifest_is_read_strictly() -> None:
    assert refusal_of(PHONE.signed(b'{"v":1,"v":2}')).members == {"reason": "member-twice"}


@pytest.mark.parametrize("typ", [LOGIN, ENROL, "pod-ack+jws"])
def test_one_kind_of_signature_never_stands_in_for_a_proof(typ: str) -> None:
    assert refusal_of(PHONE.signed(typ=typ)).members == {"reason": "header"}


def test_a_sign_in_opens_at_its_own_address() -> None:
    sent = PHONE.signed(b'{"challenge":"c","host":"h","exp":1}', typ=LOGIN)
    assert read_signed(sent, LOGIN, find_key=only(PHONE)).members["challenge"] == "c"


def test_a_proof_never_stands_in_for_a_sign_in() -> None:
    assert isinstance(refusal_of(SENT, typ=LOGIN), Invalid)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_and_never_an_error(sent: bytes) -> None:
    assert isinstance(refusal_of(sent), Refusal)


def test_an_enrolment_brings_the_key_that_signed_it() -> None:
    enrolment = read_enrolment(PHONE.enrolling())
    assert (enrolment.key, enrolment.members) == (PHONE.jwk, {"challenge": "c", "host": "h"})


def test_an_enrolment_with_somebody_elses_key_is_a_bad_signature() -> None:
    with pytest.raises(BadSignature):
        read_enrolment(PHONE.enrolling(OTHER_PHONE.jwk.as_dict()))


OFF_CURVE = {**PHONE.jwk.as_dict(), "y": PHONE.jwk.x}
BAD_KEYS = {
    "its private half": {**PHONE.jwk.as_dict(), "d": PHONE.jwk.x},
    "a key id": {**PHONE.jwk.as_dict(), "kid": PHONE.kid},
    "another curve": {**PHONE.jwk.as_dict(), "crv": "P-384"},
    "another kind": {**PHONE.jwk.as_dict(), "kty": "oct"},
    "a point off the curve": OFF_CURVE,
    "a short number": {**PHONE.jwk.as_dict(), "x": "AAAA"},
    "no number": {**PHONE.jwk.as_dict(), "x": 5},
    "no y": {"kty": "EC", "crv": "P-256", "x": PHONE.jwk.x},
    "zeros": {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
}


@pytest.mark.parametrize("jwk", BAD_KEYS.values(), ids=BAD_KEYS.keys())
def test_an_enrolment_brings_one_public_key_and_nothing_else(jwk: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        read_enrolment(PHONE.enrolling(jwk))


def test_a_proof_is_no_enrolment() -> None:
    with pytest.raises(Invalid):
        read_enrolment(SENT)
