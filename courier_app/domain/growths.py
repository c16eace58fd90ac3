"""What a signer or a witness is shown of a checkpoint: that the log only grew (C2SP tlog-witness; evidence.md 1.6)."""

from dataclasses import dataclass

from courier_app.domain.merkle import EMPTY_ROOT, HASH_LENGTH, consistency_ok
from courier_app.domain.notes import BadNote, Checkpoint, b64_lines, number_of, strict_b64

MOST_HASHES = 63
MOST_BYTES = 65_536

# What the one asked says, in the protocol's own numbers.
SIGNED, MALFORMED, UNKNOWN_ORIGIN, ANOTHER_SIZE, FORKED = 200, 400, 404, 409, 422


@dataclass(frozen=True)
class Growth:
    """From `old` leaves to the checkpoint, with the hashes that prove it. `checkpoint` is a text or a signed note."""

    old: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def written(self) -> bytes:
        return f"old {self.old}\n{b64_lines(self.path)}\n".encode() + self.checkpoint


@dataclass(frozen=True)
class Seen:
    """The last tree that somebody signed for."""

    size: int = 0
    root: bytes = EMPTY_ROOT


def read_growth(content: bytes) -> Growth:
    """Raises BadNote for what the protocol would not write."""
    head, found, checkpoint = content.partition(b"\n\n")
    if not found or len(content) > MOST_BYTES:
        raise BadNote("a growth has a head and a checkpoint")
    first, *hashes = _ascii(head).split("\n")
    if not first.startswith("old ") or len(hashes) > MOST_HASHES:
        raise BadNote("a growth begins with the old size")
    path = tuple(strict_b64(one) for one in hashes)
    if any(len(one) != HASH_LENGTH for one in path):
        raise BadNote("a hash has 32 bytes")
    return Growth(number_of(first.removeprefix("old ")), path, checkpoint)


def verdict_on(growth: Growth, new: Checkpoint, seen: Seen) -> int:
    """SIGNED when `new` extends the tree last seen; otherwise why not. The proof is checked from the root that was
    seen, never from one that the asker names."""
    if growth.old > new.size:
        return MALFORMED
    if growth.old != seen.size:
        return ANOTHER_SIZE
    grew = consistency_ok(seen.size, new.size, path=growth.path, old_root=seen.root, new_root=new.root)
    return SIGNED if grew else FORKED


def _ascii(head: bytes) -> str:
    try:
        return head.decode("ascii")
    except UnicodeDecodeError:
        raise BadNote("not ASCII") from None
