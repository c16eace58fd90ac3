"""The judge of the journeys can say no."""

import pytest
from jwcrypto.jws import InvalidJWSSignature

from tests.browser.judge import read_signed, sha256
from tests.evidence.phones import Phone, compact

MANIFEST = compact({"pkg": "7K2M9QX4T1B8ZC3DA", "media": [{"kind": "photo", "sha256": sha256(b"photo")}]})


def test_the_judge_reads_what_a_phone_signed() -> None:
    phone = Phone()
    manifest = read_signed(phone.signed(MANIFEST), phone.jwk.as_dict())
    assert manifest.label == "7K2M9QX4T1B8ZC3DA"
    assert manifest.sha256_of("photo") == sha256(b"photo")


def test_the_judge_refuses_what_another_phone_signed() -> None:
    with pytest.raises(InvalidJWSSignature):
        read_signed(Phone().signed(MANIFEST), Phone().jwk.as_dict())


def test_the_judge_refuses_a_manifest_changed_after_signing() -> None:
    phone = Phone()
    header, _, signature = phone.signed(MANIFEST).split(b".")
    other = phone.signed(MANIFEST.replace(b"7K2M", b"8K2M")).split(b".")[1]
    with pytest.raises(InvalidJWSSignature):
        read_signed(b".".join((header, other, signature)), phone.jwk.as_dict())
