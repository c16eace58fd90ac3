"""The log's key in hardware that never gives it out (PKCS#11; CKM_EDDSA, Ed25519), for the signer's process alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pkcs11
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.types import SignMixin

from courier_app.domain.notes import NoteSignature, is_name, key_id, vkey
from courier_app.evidence.log_keys import ED25519
from courier_app.evidence.secret_files import UnsafeKeyFile, read_secret

ED25519_CURVE = bytes.fromhex("06032b6570")  # the OID of RFC 8410, as EC_PARAMS wants it
POINT_BYTES = 32


@dataclass(frozen=True)
class Token:
    """Where the key is. `pin_file` has mode 600. The key's label is the log's origin: one key, one name."""

    module: Path
    label: str
    pin_file: Path

    @contextmanager
    def session(self) -> Iterator[pkcs11.Session]:
        """Raises UnsafeKeyFile when the module, the token or the PIN is not as the settings say."""
        pin = read_secret(self.pin_file).decode().strip()
        try:
            token = pkcs11.lib(str(self.module)).get_token(token_label=self.label)
            with token.open(user_pin=pin, rw=True) as session:
                yield session
        except (pkcs11.PKCS11Error, RuntimeError) as problem:
            raise UnsafeKeyFile(f"the token {self.label} does not sign: {type(problem).__name__}") from None


@dataclass(frozen=True)
class HardwareKey:
    """A session for each signature: a token that was away for a moment signs again when it is back."""

    origin: str
    public: bytes
    token: Token

    @property
    def vkey(self) -> str:
        return vkey(self.origin, ED25519, self.public)

    def signature(self, text: str) -> NoteSignature:
        """Checked before it leaves: hardware that answers nonsense is told from one that signs."""
        with self.token.session() as session:
            found = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=self.origin)
            value = cast(SignMixin, found).sign(text.encode(), mechanism=Mechanism.EDDSA)
        Ed25519PublicKey.from_public_bytes(self.public).verify(value, text.encode())
        return NoteSignature(self.origin, key_id(self.origin, ED25519, self.public), value)


def load_hardware_key(token: Token, origin: str) -> HardwareKey:
    """Raises UnsafeKeyFile when there is no such Ed25519 key, or more than one."""
    with token.session() as session:
        wanted = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.LABEL: origin}
        points = [bytes(key[Attribute.EC_POINT]) for key in session.get_objects(wanted)]
    if len(points) != 1 or len(points[0]) not in (POINT_BYTES, POINT_BYTES + 2):
        raise UnsafeKeyFile(f"the token {token.label} holds no single Ed25519 key called {origin}")
    return HardwareKey(origin, points[0][-POINT_BYTES:], token)


def make_hardware_key(token: Token, origin: str) -> HardwareKey:
    """Born in the token; it can be neither read nor copied out. FileExistsError if there is one already."""
    if not is_name(origin):
        raise ValueError("an origin has no blank and no plus")
    with token.session() as session:
        if list(session.get_objects({Attribute.LABEL: origin})):
            raise FileExistsError(f"the token {token.label} holds {origin} already")
        curve = {Attribute.EC_PARAMS: ED25519_CURVE}
        session.create_domain_parameters(KeyType.EC_EDWARDS, curve, local=True).generate_keypair(
            mechanism=Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
            store=True,
            label=origin,
            private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
        )
    return load_hardware_key(token, origin)
