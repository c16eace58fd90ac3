"""The citizen's receipt: a COSE_Sign1 over a CWT, in Base45 for a QR (evidence.md 3.1; RFC 9052, 8392, 9285)."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from courier_app.domain.base45 import BadBase45, from_base45, to_base45
from courier_app.domain.receipt_words import LONGEST_ISSUER
from courier_app.evidence.secret_files import UnsafeKeyFile, read_secret, write_secret

PREFIX = "POD1:"
DRAWS = 32  # by then one in 10**36 still has blanks that a draw could have changed
ID_BYTES, KID_BYTES, SIGNATURE_BYTES = 16, 8, 64
# The protected header with a hole for the key's id: alg -8 (EdDSA), kid, typ "application/cwt".
_HEAD, _TYPE = bytes.fromhex("a301270448"), b"\x10\x6fapplication/cwt"
_ISSUER, _ISSUED, _ID, _FACTS = 1, 6, 7, -70001
_FORM = "suratsampai-receipt-key-v1"


class BadReceipt(ValueError):  # noqa: N818 - named for the reason
    """Not a receipt of ours, or not signed by this key."""


@dataclass(frozen=True)
class Receipt:
    """What a receipt says, and nothing personal: `kind` is the document's class, `outcome` and `relation` are letters,
    `office` the code of its region, `mh` the hash of the courier's manifest, `index` its place in the log."""

    issuer: str
    issued_at: int
    id: bytes
    kind: str
    outcome: str
    office: str
    mh: bytes
    index: int
    relation: str

    def claims(self) -> dict[int, object]:
        facts = (self.kind, self.outcome, self.office, self.mh, self.index, self.relation)
        named = dict(enumerate(facts, start=1))
        return {_ISSUER: self.issuer, _ISSUED: self.issued_at, _ID: self.id, _FACTS: named}


@dataclass(frozen=True, repr=False)
class ReceiptKey:
    """Signs receipts and nothing else."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()


def make_receipt_key(path: Path) -> None:
    """A new key, mode 600. FileExistsError if there is one: receipts in drawers name it."""
    seed = Ed25519PrivateKey.generate().private_bytes_raw().hex()
    write_secret(path, f"{_FORM}\n{seed}\n".encode())


def load_receipt_key(path: Path) -> ReceiptKey:
    """Raises UnsafeKeyFile when others may read the file or it is not one of ours."""
    try:
        form, seed, end = read_secret(path).decode().split("\n")
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    except ValueError:
        raise UnsafeKeyFile(f"{path} is not a receipt key") from None
    if (form, end) != (_FORM, ""):
        raise UnsafeKeyFile(f"{path} is not a receipt key")
    return ReceiptKey(key)


def sign_receipt(
    key: ReceiptKey, receipt: Receipt, *, draw: Callable[[int], bytes] = secrets.token_bytes
) -> tuple[Receipt, str]:
    """The receipt with an id of its own, and its text. Texts with blanks that mail and pages would eat are drawn
    again: about one in fourteen. In one of some hundred the blanks stand in what no draw changes, the hash of a record
    or the key's name: after DRAWS the text stays as it is, for a code carries it all the same."""
    for _ in range(DRAWS - 1):
        named = replace(receipt, id=draw(ID_BYTES))
        text = written(key, named)
        if _survives_mail(text):
            return named, text
    named = replace(receipt, id=draw(ID_BYTES))
    return named, written(key, named)


def _survives_mail(text: str) -> bool:
    return text == text.strip() and "  " not in text


def written(key: ReceiptKey, receipt: Receipt) -> str:
    """The text of the QR. ValueError: the issuer's name is too long for it."""
    if len(receipt.issuer.encode()) > LONGEST_ISSUER:
        raise ValueError("an issuer has 35 bytes at most")
    head, body = _protected(key.public), cbor2.dumps(receipt.claims(), canonical=True)
    signature = key.key.sign(_to_be_signed(head, body))
    message = cbor2.dumps(cbor2.CBORTag(18, [head, {}, body, signature]), canonical=True)
    return PREFIX + to_base45(message)


def read_receipt(text: str, public: bytes) -> Receipt:
    """What the receipt says, after its signature by the key `public` was checked. Raises BadReceipt."""
    head, body, signature = _parts(text, public)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _to_be_signed(head, body))
    except InvalidSignature:
        raise BadReceipt("not signed by this key") from None
    return _receipt(body)


def key_id(public: bytes) -> bytes:
    return sha256(public).digest()[:KID_BYTES]


def _protected(public: bytes) -> bytes:
    return _HEAD + key_id(public) + _TYPE


def _to_be_signed(head: bytes, body: bytes) -> bytes:
    return cbor2.dumps(["Signature1", head, b"", body])


def _parts(text: str, public: bytes) -> tuple[bytes, bytes, bytes]:
    """Compared with what we would have written: a second way of writing the same is refused."""
    try:
        message = from_base45(text.removeprefix(PREFIX))
        found = cbor2.loads(message)
        head, _, body, signature = found.value
        again = cbor2.dumps(cbor2.CBORTag(18, [_protected(public), {}, body, signature]), canonical=True)
    except (BadBase45, cbor2.CBORError, AttributeError, ValueError, TypeError):
        raise BadReceipt("not a receipt") from None
    if not text.startswith(PREFIX) or again != message or len(signature) != SIGNATURE_BYTES:
        raise BadReceipt("not a receipt of this profile")
    return head, body, signature


def _receipt(body: bytes) -> Receipt:
    claims = cbor2.loads(body)
    if cbor2.dumps(claims, canonical=True) != body or set(claims) != {_ISSUER, _ISSUED, _ID, _FACTS}:
        raise BadReceipt("claims of another profile")
    facts: Mapping[int, Any] = claims[_FACTS]
    if set(facts) != set(range(1, 7)):
        raise BadReceipt("facts of another profile")
    return Receipt(claims[_ISSUER], claims[_ISSUED], claims[_ID], *(facts[number] for number in range(1, 7)))
