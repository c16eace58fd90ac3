"""The ledger's tree (RFC 6962): entries, leaf and node hashes, append, inclusion, consistency."""

import json
import re
from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256

HASH_LENGTH = 32
EMPTY_ROOT = sha256(b"").digest()

_HEX_HASH = re.compile(r"[0-9a-f]{64}")


class LeafType(StrEnum):
    PROOF = "proof"
    VOID = "void"
    AMEND = "amend"
    ERASE = "erase"
    KEY_ENROL = "key-enrol"
    KEY_REVOKE = "key-revoke"
    ROUND = "round"
    LABEL_BATCH = "label-batch"
    AUDIT_ROOT = "audit-root"
    VERDICT = "verdict"
    COUNTED_IN = "counted-in"
    RULES = "rules"
    OWN_PHONE = "own-phone"
    SHIFT = "shift"
    DISPUTE = "dispute"
    OLD_CARD = "old-card"
    RECOVERED = "recovered"
    HOLD = "hold"
    RETENTION = "retention"
    RIGHTS = "rights"
    FACTOR = "factor"
    FEES = "fees"
    MONEY_REPORT = "money-report"
    REISSUED = "reissued"
    STATEMENT = "statement"
    COUNTER = "counter"
    COLLECTED = "collected"


CORRECTIONS = frozenset({LeafType.VOID, LeafType.AMEND})
# A package that was cancelled before anybody carried it has no leaf that its erasure could name.
MAY_REFER = CORRECTIONS | {LeafType.ERASE}


def leaf_entry(t: str, ts: int, *, mh: str, jh: str | None, ref: int | None = None) -> bytes:
    """The bytes that are hashed and published (evidence.md 1.8), in RFC 8785 order.

    `ts` is unix seconds, rounded down to the minute here. `mh` and `jh` are lower-case hex; `jh`
    None: the proof was not signed. `ref`, the index of an earlier leaf, goes with corrections, and with an
    erasure where there is one.
    """
    kind = LeafType(t)
    if ref is None and kind in CORRECTIONS:
        raise ValueError("ref names the leaf that a correction corrects")
    if ref is not None and (kind not in MAY_REFER or ref < 0):
        raise ValueError("ref names the leaf that a correction corrects")
    if not all(_HEX_HASH.fullmatch(text) for text in (mh, jh) if text is not None):
        raise ValueError("a hash is 64 lower-case hex digits")
    members = {"jh": jh, "mh": mh, "ref": ref, "t": kind.value, "ts": ts - ts % 60, "v": 1}
    present = {name: value for name, value in members.items() if value is not None}
    return json.dumps(present, sort_keys=True, separators=(",", ":")).encode("ascii")


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def append(edge: Sequence[bytes], size: int, leaf: bytes) -> tuple[bytes, ...]:
    """The right edge after one more leaf hash; `size` is the number of leaves before it.

    The edge holds the roots of the perfect subtrees, largest first: constant work on average.
    """
    if len(edge) != size.bit_count():
        raise ValueError("this edge belongs to another size")
    kept, joined = list(edge), leaf
    while size & 1:
        joined = node_hash(kept.pop(), joined)
        size >>= 1
    return (*kept, joined)


def root(edge: Sequence[bytes]) -> bytes:
    """The tree's root, folded from the right."""
    if not edge:
        return EMPTY_ROOT
    folded = edge[-1]
    for left in reversed(edge[:-1]):
        folded = node_hash(left, folded)
    return folded


def inclusion_ok(index: int, size: int, *, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf hash stands at `index` below `root` (RFC 9162, 2.1.3.2).

    The path does not bind the size: take `size` and `root` from one verified checkpoint.
    """
    if not 0 <= index < size or not _all_hashes(path):
        return False
    turns = _turns(index, size - 1, len(path))
    if turns is None:
        return False
    found = leaf
    for sibling, on_the_left in zip(path, turns, strict=True):
        found = node_hash(sibling, found) if on_the_left else node_hash(found, sibling)
    return found == root


def consistency_ok(
    old_size: int, new_size: int, *, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether the larger tree extends the smaller one unchanged (RFC 9162, 2.1.4.2)."""
    if not 0 <= old_size <= new_size or not _all_hashes(path):
        return False
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT
    if old_size == new_size:
        return not path and old_root == new_root
    return bool(path) and _extends((old_size, new_size), path, old_root=old_root, new_root=new_root)


def _extends(sizes: tuple[int, int], path: Sequence[bytes], *, old_root: bytes, new_root: bytes) -> bool:
    old_size, new_size = sizes
    perfect = old_size & (old_size - 1) == 0  # then the old root itself is where both walks begin
    start, *siblings = (old_root, *path) if perfect else path
    shift = _trailing_ones(old_size - 1)
    turns = _turns((old_size - 1) >> shift, (new_size - 1) >> shift, len(siblings))
    if turns is None:
        return False
    before = after = start
    for sibling, on_the_left in zip(siblings, turns, strict=True):
        before = node_hash(sibling, before) if on_the_left else before
        after = node_hash(sibling, after) if on_the_left else node_hash(after, sibling)
    return before == old_root and after == new_root


def _turns(first: int, last: int, steps: int) -> list[bool] | None:
    """For each sibling whether it stands on the left; None: wrong number of siblings."""
    turns = []
    for _ in range(steps):
        if last == 0:
            return None
        on_the_left = bool(first & 1) or first == last
        turns.append(on_the_left)
        while on_the_left and first and not first & 1:
            first, last = first >> 1, last >> 1
        first, last = first >> 1, last >> 1
    return turns if last == 0 else None


def _trailing_ones(number: int) -> int:
    return ((number + 1) & -(number + 1)).bit_length() - 1


def _all_hashes(path: Sequence[bytes]) -> bool:
    return all(len(sibling) == HASH_LENGTH for sibling in path)
