"""The log's own key, and what its signature is worth (C2SP signed-note, type Ed25519; evidence.md 1.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from courier_app.domain.notes import (
    BadNote,
    Checkpoint,
    Note,
    NoteSignature,
    is_name,
    key_id,
    read_checkpoint,
    read_note,
    read_vkey,
    vkey,
)
from courier_app.evidence.secret_files import UnsafeKeyFile, read_secret, write_secret

ED25519 = 1
_FORM = "suratsampai-log-key-v1"


@dataclass(frozen=True, repr=False)
class LogKey:
    """Signs checkpoints of one log and nothing else; its name is the log's origin, for the life of the log."""

    origin: str
    key: Ed25519PrivateKey

    @property
    def vkey(self) -> str:
        return vkey(self.origin, ED25519, self.key.public_key().public_bytes_raw())

    def signature(self, text: str) -> NoteSignature:
        public = self.key.public_key().public_bytes_raw()
        return NoteSignature(self.origin, key_id(self.origin, ED25519, public), self.key.sign(text.encode()))


@dataclass(frozen=True)
class KnownKey:
    """A key somebody trusts, read from its text form `vkey`. A log's key has the name of its origin."""

    name: str
    id: bytes
    public: Ed25519PublicKey
    vkey: str

    def signed(self, signature: NoteSignature, text: str) -> bool:
        try:
            self.public.verify(signature.value, text.encode())
        except InvalidSignature:
            return False
        return True


def make_log_key(path: Path, origin: str) -> None:
    """A new key, mode 600. FileExistsError if there is one: checkpoints that people remember name it."""
    if not is_name(origin):
        raise ValueError("an origin has no blank and no plus")
    seed = Ed25519PrivateKey.generate().private_bytes_raw().hex()
    write_secret(path, f"{_FORM}\n{origin}\n{seed}\n".encode())


def load_log_key(path: Path) -> LogKey:
    """Raises UnsafeKeyFile when others may read the file or it is not one of ours."""
    try:
        form, origin, seed, end = read_secret(path).decode().split("\n")
        key = LogKey(origin, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)))
    except ValueError:
        raise UnsafeKeyFile(f"{path} is not a log key") from None
    if (form, end) != (_FORM, "") or not is_name(origin):
        raise UnsafeKeyFile(f"{path} is not a log key")
    return key


def known_key(text: str) -> KnownKey:
    """From a verifier key; BadNote for another type than Ed25519."""
    name, kind, public = read_vkey(text)
    if kind != ED25519 or len(public) != 32:
        raise BadNote("not an Ed25519 key")
    return KnownKey(name, key_id(name, kind, public), Ed25519PublicKey.from_public_bytes(public), text)


def write_known_key(path: Path, key: LogKey) -> None:
    """The public half, for processes that must not hold the other; written anew, it is always the same."""
    path.write_text(f"{key.vkey}\n", encoding="ascii")


def read_known_key(path: Path) -> KnownKey:
    """Raises UnsafeKeyFile when it is missing or no key."""
    try:
        return known_key(path.read_text(encoding="ascii").removesuffix("\n"))
    except (FileNotFoundError, ValueError):
        raise UnsafeKeyFile(f"{path} is not a log's public key: `make run` writes it") from None


def open_note(content: bytes, keys: Sequence[KnownKey]) -> Note:
    """The note, if a known key signed it. A known key's bad signature condemns it; unknown keys count for nothing."""
    note = read_note(content)
    known = {(key.name, key.id): key for key in keys}
    ours = [(known[name], one) for one in note.signatures if (name := (one.name, one.key_id)) in known]
    if not ours or not all(key.signed(one, note.text) for key, one in ours):
        raise BadNote("no good signature by a known key")
    return note


def open_checkpoint(content: bytes, key: KnownKey) -> Checkpoint:
    """What the log itself signed. BadNote: another log's, or not signed by it."""
    checkpoint = read_checkpoint(open_note(content, [key]).text)
    if checkpoint.origin != key.name:
        raise BadNote("another log's checkpoint")
    return checkpoint
