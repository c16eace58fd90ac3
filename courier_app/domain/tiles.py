"""Where the ledger's hashes lie in tiles, and which of them make a proof (C2SP tlog-tiles; RFC 6962, 2.1)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from courier_app.domain.merkle import HASH_LENGTH, node_hash, root

WIDTH = 256  # hashes, or entries, of a full tile
HEIGHT = 8  # levels of the tree that one tile covers
TOP_LEVEL = 63

_LEVEL = re.compile(r"0|[1-9][0-9]?", re.ASCII)
_NUMBER = re.compile(r"(?:x[0-9]{3}/){0,6}[0-9]{3}", re.ASCII)
_WIDTH = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)

# Hashes number start to start + count of one tile level; level L's hash m is the root over WIDTH**L leaves.
Read = Callable[[int, int, int], Sequence[bytes]]


class NoSuchTile(ValueError):  # noqa: N818 - named for the reason
    """A path that no tile has."""


@dataclass(frozen=True)
class Tile:
    """`level` None: a bundle of entries. `width` under WIDTH: the right edge of a tree of some size."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Below the log's prefix: tile/0/x001/x234/067, or tile/entries/000.p/7."""
        level = "entries" if self.level is None else self.level
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{number_path(self.number)}{partial}"

    @property
    def first(self) -> int:
        """Number of its first hash on this level, or of its first entry."""
        return self.number * WIDTH


def number_path(number: int) -> str:
    """1234067 is x001/x234/067."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])


def tile_of(level: str, path: str) -> Tile:
    """The tile that `tile/<level>/<path>` names; one name each: what would be written otherwise raises NoSuchTile."""
    number, partial, width = path.partition(".p/")
    if not _NUMBER.fullmatch(number) or (partial and not _WIDTH.fullmatch(width)):
        raise NoSuchTile
    tile = Tile(
        _level(level), int(number.replace("x", "").replace("/", "")), int(width) if partial else WIDTH
    )
    if tile.path != f"tile/{level}/{path}":
        raise NoSuchTile
    return tile


def width_in(tile: Tile, size: int) -> int:
    """How many hashes or entries this tile has in a tree of `size` leaves."""
    return max(0, min(WIDTH, (size >> HEIGHT * (tile.level or 0)) - tile.first))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every bundle and tile of a tree of `size` leaves, the partial ones included; what a mirror holds."""
    yield from _on_level(None, size)
    level, hashes = 0, size
    while hashes:
        yield from _on_level(level, hashes)
        level, hashes = level + 1, hashes >> HEIGHT


def hashes_in(tile: bytes) -> list[bytes]:
    """A tile's bytes cut into its hashes."""
    return [tile[at : at + HASH_LENGTH] for at in range(0, len(tile), HASH_LENGTH)]


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of neighbours."""
    row = list(hashes)
    while len(row) > 1:
        row = list(map(node_hash, row[::2], row[1::2]))
    return row[0]


def inclusion_path(read: Read, index: int, size: int) -> list[bytes]:
    """The hashes that lead from leaf `index` up to the root of `size` leaves. ValueError: it is not in there."""
    if not 0 <= index < size:
        raise ValueError("this leaf is not in a tree of this size")
    return [_root_over(read, *span) for span in _siblings(index, size)]


def consistency_path(read: Read, old: int, new: int) -> list[bytes]:
    """The hashes that lead from the root of `old` leaves to that of `new`. ValueError: it did not grow."""
    if not 0 <= old <= new:
        raise ValueError("a tree never shrinks")
    if old in (0, new):
        return []
    return [_root_over(read, *span) for span in _joints(old, new)]


def root_of(read: Read, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return root(_edge(read, 0, size))


def _level(text: str) -> int | None:
    if text == "entries":
        return None
    if not _LEVEL.fullmatch(text) or int(text) > TOP_LEVEL:
        raise NoSuchTile
    return int(text)


def _on_level(level: int | None, hashes: int) -> Iterator[Tile]:
    full, rest = divmod(hashes, WIDTH)
    yield from (Tile(level, number) for number in range(full))
    if rest:
        yield Tile(level, full, rest)


def _split(size: int) -> int:
    """RFC 6962: the largest power of two that is smaller."""
    return 1 << (size - 1).bit_length() - 1


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    """RFC 6962, 2.1.1: the spans beside the way down to one leaf, lowest first."""
    start, end, spans = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        left = index < middle
        spans.append((middle, end) if left else (start, middle))
        start, end = (start, middle) if left else (middle, end)
    return spans[::-1]


def _joints(old: int, new: int) -> list[tuple[int, int]]:
    """RFC 6962, 2.1.2: the spans from which both roots can be built, lowest first."""
    start, end, spans = 0, new, []
    while end != old:
        middle = start + _split(end - start)
        inside = old <= middle
        spans.append((middle, end) if inside else (start, middle))
        start, end = (start, middle) if inside else (middle, end)
    return ([(start, end)] if start else []) + spans[::-1]


def _root_over(read: Read, start: int, end: int) -> bytes:
    return root(_edge(read, start, end))


def _edge(read: Read, start: int, end: int) -> list[bytes]:
    """Roots of the perfect subtrees that cover a span, largest first."""
    roots = []
    while start < end:
        height = (end - start).bit_length() - 1
        roots.append(_perfect(read, height, start))
        start += 1 << height
    return roots


def _perfect(read: Read, height: int, start: int) -> bytes:
    """evidence.md 1.4: the tree hash of 2**r neighbours on the tile level below."""
    level, rest = divmod(height, HEIGHT)
    return _known_root(b"".join(read(level, start >> level * HEIGHT, 1 << rest)))


@lru_cache(maxsize=2_048)
def _known_root(neighbours: bytes) -> bytes:
    """Proofs share the upper part of the tree, which never changes: two hashings of three are saved."""
    return perfect_root(hashes_in(neighbours))
