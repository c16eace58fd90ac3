"""Writes tests/vectors/growth.json: checkpoints and growths of a small log, one witness. The same bytes at every run.

python -m tests.domain.growth_vectors
"""

import json
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courier_app.domain.growths import Growth
from courier_app.domain.notes import Checkpoint, Note, NoteSignature, key_id, vkey
from courier_app.domain.tiles import consistency_path
from courier_app.domain.witnesses import COSIGNATURE, cosigned_text
from courier_app.evidence.log_keys import LogKey
from tests.domain.test_tiles import ROOTS, read

FILE = Path(__file__).parent.parent / "vectors" / "growth.json"
ORIGIN, WITNESS, TIME = "pod.example.go.id/log1", "saksi.example", 1_764_000_000
SIZES = (0, 1, 2, 7, 8, 64, 255, 256, 257, 300)


def written() -> str:
    log, other = (LogKey(ORIGIN, _key(word)) for word in ("log", "other"))
    public = _key("witness").public_key().public_bytes_raw()
    facts = {
        "vkey": log.vkey,
        "witness": vkey(WITNESS, COSIGNATURE, public),
        "checkpoints": {size: _signed(log, ROOTS[size], size) for size in SIZES},
        "forged": _signed(log, sha256(b"another story").digest(), 7),
        "strangers": _signed(other, ROOTS[7], 7),
        "growths": {old: _growth(log, old, 300) for old in SIZES},
    }
    return json.dumps(facts, indent=1) + "\n"


def _growth(log: LogKey, old: int, new: int) -> str:
    path = tuple(consistency_path(read, old, new))
    return Growth(old, path, _signed(log, ROOTS[new], new).encode()).written().decode()


def _signed(log: LogKey, root: bytes, size: int) -> str:
    text = Checkpoint(ORIGIN, size, root).text
    return Note(text, (log.signature(text), _cosigned(text))).written().decode()


def _cosigned(text: str) -> NoteSignature:
    key = _key("witness")
    id_ = key_id(WITNESS, COSIGNATURE, key.public_key().public_bytes_raw())
    return NoteSignature(WITNESS, id_, TIME.to_bytes(8) + key.sign(cosigned_text(TIME, text)))


def _key(word: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(word.encode()).digest())


if __name__ == "__main__":
    FILE.write_text(written())
