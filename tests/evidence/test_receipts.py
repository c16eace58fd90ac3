"""A receipt: byte for byte the published one, refused after any change."""

from dataclasses import replace
from hashlib import sha256

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.base45 import ALPHABET, from_base45, to_base45
from courier_app.evidence.receipts import (
    PREFIX,
    BadReceipt,
    Receipt,
    ReceiptKey,
    load_receipt_key,
    make_receipt_key,
    read_receipt,
    sign_receipt,
    written,
)
from courier_app.evidence.secret_files import UnsafeKeyFile

KEY = ReceiptKey(Ed25519PrivateKey.from_private_bytes(sha256(b"suratsampai test receipt key").digest()))
PUBLIC = "85c66adffbd32105831b27d48e95b1f2f88e2c18116c293bd3902c0d54129e9f"
MH = "61e87784f57c1f4c171f5ecaa9441cb852a771ccdf5877ad8fa1723486839b32"
RECEIPT = Receipt(
    "pod.example.go.id", 1764000000, bytes(range(16)), "KTP-EL", "D", "33.74", bytes.fromhex(MH), 61234, "S"
)
TEXT = (
    "POD1:RRQD6BERK/-4O69EVM1$H19QT:VS3ET9EXVDGPCBWE-3EQ:5P4F8CKJ:D980S9E-TCB$CBECP9ERZCJ3D1*51TCBF3UR470055AX507H0QS00"
    "+0J61%H1CT1S-1100992H:K.-CTTAOW5IR9FDCEJ0CL6-$5-P6F6B:GC-4FO1V2/3O-2B:B.HLHS39KAHHEQAS$5F47IVJEA0H+RJ0T0YAUD 06OA."
    "48IRIPN96 B1:8ZKOB6RU24U8O RD2HJK/T/-CB38$R4VW3G2TMZBYV6R$HI34FBM7B4FDFM08.3IQSQZ5I/N6+4NS0DA+HE0"
)


def test_the_published_receipt_comes_out():
    assert (KEY.public.hex(), written(KEY, RECEIPT)) == (PUBLIC, TEXT)


def test_the_published_receipt_is_read():
    assert read_receipt(TEXT, KEY.public) == RECEIPT


@given(st.integers(len(PREFIX), len(TEXT) - 1), st.sampled_from(ALPHABET))
def test_one_changed_letter_is_refused(at, letter):
    changed = TEXT[:at] + letter + TEXT[at + 1 :]
    if changed != TEXT:
        with pytest.raises(BadReceipt):
            read_receipt(changed, KEY.public)


def test_every_flipped_bit_is_refused():
    message = from_base45(TEXT.removeprefix(PREFIX))
    for bit in range(len(message) * 8):
        flipped = (int.from_bytes(message) ^ 1 << bit).to_bytes(len(message))
        with pytest.raises(BadReceipt):
            read_receipt(PREFIX + to_base45(flipped), KEY.public)


CHANGED = {
    "cut short": TEXT[:-3],
    "longer": TEXT + "00",
    "another prefix": TEXT.replace("POD1", "POD2"),
    "no prefix": TEXT.removeprefix(PREFIX),
    "blanks around": f" {TEXT}",
    "empty": "",
    "a list for a message": PREFIX + to_base45(cbor2.dumps([1, 2])),
    "a message of three": PREFIX + to_base45(cbor2.dumps(cbor2.CBORTag(18, [b"", {}, b""]))),
}


@pytest.mark.parametrize("text", CHANGED.values(), ids=CHANGED)
def test_what_is_no_receipt_of_ours_is_refused(text):
    with pytest.raises(BadReceipt):
        read_receipt(text, KEY.public)


def test_another_key_does_not_open_it():
    with pytest.raises(BadReceipt):
        read_receipt(TEXT, Ed25519PrivateKey.generate().public_key().public_bytes_raw())


FOREIGN = {
    "a claim more": lambda claims: claims | {8: 1},
    "a claim fewer": lambda claims: {name: value for name, value in claims.items() if name != 6},
    "a fact more": lambda claims: claims | {-70001: claims[-70001] | {7: "x"}},
}


@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN)
def test_our_own_signature_over_another_profile_is_refused(change):
    class Other(Receipt):
        def claims(self):
            return change(super().claims())

    text = written(KEY, Other(**vars(RECEIPT)))
    with pytest.raises(BadReceipt):
        read_receipt(text, KEY.public)


def test_a_text_never_has_blanks_that_mail_would_eat():
    """About one in fourteen has; they are drawn again."""
    texts = [sign_receipt(KEY, RECEIPT)[1] for _ in range(200)]
    assert [text for text in texts if text != text.strip() or "  " in text] == []


def test_a_record_whose_hash_itself_gives_blanks_gets_its_receipt_all_the_same():
    """One in some hundred has such a hash: drawing again until they were gone never ended."""
    unlucky = replace(RECEIPT, mh=sha256(b"216").digest())
    named, text = sign_receipt(KEY, unlucky)
    assert "  " in text
    assert read_receipt(text, KEY.public) == named


def test_every_receipt_has_an_id_of_its_own():
    assert len({sign_receipt(KEY, RECEIPT)[0].id for _ in range(20)}) == 20


def test_an_issuer_that_needs_a_larger_qr_is_refused():
    with pytest.raises(ValueError, match="35 bytes"):
        written(KEY, replace(RECEIPT, issuer="x" * 36))


def test_a_key_is_made_once_and_read_back(tmp_path):
    make_receipt_key(tmp_path / "key")
    assert load_receipt_key(tmp_path / "key").public == load_receipt_key(tmp_path / "key").public
    with pytest.raises(FileExistsError):
        make_receipt_key(tmp_path / "key")


@pytest.mark.parametrize("content", [b"", b"a\nb\n", b"suratsampai-receipt-key-v1\n00\n"], ids=ascii)
def test_a_file_that_holds_no_receipt_key_stops_the_process(tmp_path, content):
    (tmp_path / "key").write_bytes(content)
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(UnsafeKeyFile):
        load_receipt_key(tmp_path / "key")
