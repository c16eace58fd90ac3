"""Signed notes and checkpoints as text (C2SP signed-note, tlog-checkpoint); keys and signatures are evidence's."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

MOST_BYTES = 32_768
MOST_SIGNATURES = 64
LONGEST_NUMBER = 19  # digits of a signed 64-bit number
DASH = "— "
ID_BYTES = 4

_NAME = re.compile(r"[^\s+]+")
_NUMBER = re.compile(rf"0|[1-9][0-9]{{0,{LONGEST_NUMBER - 1}}}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class BadNote(ValueError):  # noqa: N818 - named for the reason
    """Not a signed note, a checkpoint or a verifier key as the standard writes it."""


@dataclass(frozen=True)
class NoteSignature:
    """One signature line. `key_id` is a label of four bytes; two keys may share a name."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        return f"{DASH}{self.name} {base64.b64encode(self.key_id + self.value).decode('ascii')}\n"


@dataclass(frozen=True)
class Note:
    """`text` ends with a newline, and is what was signed."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def written(self) -> bytes:
        return (self.text + "\n" + "".join(one.line for one in self.signatures)).encode()


@dataclass(frozen=True)
class Checkpoint:
    """The size and root of the log that calls itself `origin`."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"


def read_note(content: bytes) -> Note:
    """Cut at the last empty line; whatever would not be written back byte for byte raises BadNote."""
    text, found, lines = _decoded(content).rpartition("\n\n")
    if not found or not lines.endswith("\n"):
        raise BadNote("a note ends with an empty line and signatures")
    signed = lines[:-1].split("\n")
    if len(signed) > MOST_SIGNATURES:
        raise BadNote("more signatures than anybody needs")
    note = Note(text + "\n", tuple(_signature(line) for line in signed))
    if note.written() != content:
        raise BadNote("written otherwise than the standard does")
    return note


def read_checkpoint(text: str) -> Checkpoint:
    """Three lines and nothing else: extension lines could not be audited."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise BadNote("a checkpoint has three lines")
    checkpoint = Checkpoint(lines[0], number_of(lines[1]), strict_b64(lines[2]))
    if len(checkpoint.root) != sha256().digest_size:
        raise BadNote("a root has 32 bytes")
    return checkpoint


def number_of(text: str) -> int:
    """Digits only, no leading zero: int() alone takes blanks, underscores and foreign digits."""
    if not _NUMBER.fullmatch(text):
        raise BadNote("not a number")
    return int(text)


def strict_b64(text: str) -> bytes:
    """Standard Base64 that reads back as it was written."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("not Base64") from None
    if base64.b64encode(found).decode("ascii") != text:
        raise BadNote("Base64 with stray bits")
    return found


def b64_lines(hashes: Sequence[bytes]) -> str:
    return "".join(base64.b64encode(one).decode("ascii") + "\n" for one in hashes)


def key_id(name: str, kind: int, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:ID_BYTES]


def vkey(name: str, kind: int, public: bytes) -> str:
    """The text form of a public key, for print and for other people's programs."""
    key = base64.b64encode(bytes([kind]) + public).decode("ascii")
    return f"{name}+{key_id(name, kind, public).hex()}+{key}"


def read_vkey(text: str) -> tuple[str, int, bytes]:
    """Name, kind and public key. Split at the first two `+` only: Base64 has its own."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_name(parts[0]):
        raise BadNote("not a verifier key")
    key = strict_b64(parts[2])
    if len(key) < 2 or vkey(parts[0], key[0], key[1:]) != text:
        raise BadNote("its id is another key's")
    return parts[0], key[0], key[1:]


def is_name(text: str) -> bool:
    """Whether a log or a witness may be called so."""
    return bool(_NAME.fullmatch(text)) and not _CONTROL.search(text)


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise BadNote("longer than any note")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise BadNote("not UTF-8") from None
    if _CONTROL.search(text):
        raise BadNote("a control character")
    return text


def _signature(line: str) -> NoteSignature:
    name, _, value = line.removeprefix(DASH).partition(" ")
    decoded = strict_b64(value)
    if not line.startswith(DASH) or not is_name(name) or len(decoded) <= ID_BYTES:
        raise BadNote("not a signature line")
    return NoteSignature(name, decoded[:ID_BYTES], decoded[ID_BYTES:])
