"""Other people's programs judge what is signed: jwcrypto the phone's record, openssl the receipt, after every flip."""

import random
import re
import subprocess
from base64 import urlsafe_b64decode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from courier_app.domain.base45 import from_base45, to_base45
from courier_app.evidence.jws import b64u
from courier_app.evidence.paper_files import paper
from courier_app.evidence.paper_files import script as whole_script
from courier_app.evidence.receipts import PREFIX, Receipt, ReceiptKey, sign_receipt
from tests.evidence import phones

RECEIPT_KEY = ReceiptKey(Ed25519PrivateKey.from_private_bytes(sha256(b"a key of this test").digest()))
SAYS = Receipt("pod.example.go.id", 1_764_000_000, b"", "KTP-EL", "D", "33.74", b"\x07" * 32, 61_234, "S")
SAMPLE = 96


def flipped(raw, bit):
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def accepted(text, key):
    try:
        judge = JWS()
        judge.deserialize(text, key)
    except (JWException, ValueError, TypeError, AttributeError):
        return False
    return bool(judge.is_valid)


@pytest.fixture(scope="module")
def signed():
    """A manifest by a phone, in pieces, and the public key for the judge."""
    phone = phones.Phone()
    text = phone.signed(b'{"v":1,"typ":"pod-capture","seq":7}').decode()
    return text.split("."), JWK(**phone.jwk.as_dict())


def test_jwcrypto_accepts_an_untouched_record(signed):
    pieces, key = signed
    assert accepted(".".join(pieces), key)


@pytest.mark.parametrize("part", range(3), ids=["header", "manifest", "signature"])
def test_jwcrypto_refuses_every_flipped_bit(signed, part):
    pieces, key = signed
    raw = urlsafe_b64decode(pieces[part] + "==")
    spoilt = ([*pieces[:part], b64u(flipped(raw, bit)), *pieces[part + 1 :]] for bit in range(len(raw) * 8))
    assert [one for one in map(".".join, spoilt) if accepted(one, key)] == []


@pytest.fixture
def script(tmp_path):
    """The part of the script that checks a receipt, with the office's key beside it."""
    public = RECEIPT_KEY.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "receipt-key.pem").write_bytes(public)
    head = b"set -euo pipefail\nexport LC_ALL=C\nT=$(mktemp -d)\ntrap 'rm -rf \"$T\"' EXIT\n"
    (tmp_path / "check.sh").write_bytes(head + paper("checks.sh") + b"receipt\n")

    def accepts(text):
        (tmp_path / "receipt.txt").write_text(text)
        ended = subprocess.run(
            ["bash", "check.sh"], cwd=tmp_path, capture_output=True, check=False, timeout=60
        )
        return ended.returncode == 0

    return accepts


def test_openssl_accepts_a_receipt_and_refuses_sampled_flips_of_its_bits(script):
    """The empty map of unsigned headers, which COSE libraries overlook, is byte 34: it is in every sample."""
    _, text = sign_receipt(RECEIPT_KEY, SAYS)
    assert script(text)
    raw = from_base45(text.removeprefix(PREFIX))
    bits = {34 * 8 + 5, 34 * 8 + 7, *random.Random(1).sample(range(len(raw) * 8), SAMPLE)}
    assert [bit for bit in bits if script(PREFIX + to_base45(flipped(raw, bit)))] == []


def test_the_scripts_hold_every_check_in_one_file():
    for name in ("verify-receipt.sh", "verify-bundle.sh"):
        text = whole_script(name).decode()
        assert not re.search(r"^#CHECKS", text, re.MULTILINE)
        assert "receipt_says()" in text
