"""Tiles against the tree of RFC 6962 and the published vectors."""

from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.merkle import append, consistency_ok, inclusion_ok, leaf_hash, root
from courier_app.domain.tiles import (
    WIDTH,
    NoSuchTile,
    Tile,
    consistency_path,
    hashes_in,
    inclusion_path,
    perfect_root,
    root_of,
    tile_of,
    tiles_of,
    width_in,
)

LEAVES = [leaf_hash(f"surat-{n}".encode()) for n in range(70_100)]
PATH_5_OF_7 = "fa79bd11898f8227d1e627f9cfddb1cadb7fe3bb7d59bcffc443843c71091265"
sizes = st.integers(1, 2_000)


def levels_of(leaves):
    """Level after level, complete groups of 256 only."""
    levels = [leaves]
    while len(levels[-1]) >= WIDTH:
        row = levels[-1]
        levels.append([perfect_root(row[at : at + WIDTH]) for at in range(0, len(row) - WIDTH + 1, WIDTH)])
    return levels


LEVELS = levels_of(LEAVES)


def read(level, start, count):
    found = LEVELS[level][start : start + count]
    assert len(found) == count, "a hash that no tile has"
    return found


def roots_by_appending(upto):
    edge: tuple[bytes, ...] = ()
    roots = [root(())]
    for size, leaf in enumerate(LEAVES[:upto]):
        edge = append(edge, size, leaf)
        roots.append(root(edge))
    return roots


ROOTS = roots_by_appending(len(LEAVES))


def test_the_root_from_tiles_is_the_root_from_appending():
    sizes = [*range(600), 65_535, 65_536, 65_537, 70_000]
    assert [root_of(read, size) for size in sizes] == [ROOTS[size] for size in sizes]


def test_the_published_path_comes_out():
    assert inclusion_path(read, 5, 7)[0].hex() == PATH_5_OF_7


@pytest.mark.parametrize("size", [*range(1, 66), 255, 256, 257, 511, 512, 513])
def test_every_leaf_of_a_small_tree_is_proven(size):
    assert all(proven(index, size) for index in range(size))


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 70_000])
def test_leaves_of_a_large_tree_are_proven(size):
    assert all(proven(index, size) for index in (0, 1, 255, 256, size // 2, size - 2, size - 1))


@given(sizes, st.data())
def test_any_growth_is_proven(new, data):
    old = data.draw(st.integers(0, new))
    path = consistency_path(read, old, new)
    assert consistency_ok(old, new, path=path, old_root=ROOTS[old], new_root=ROOTS[new])


@pytest.mark.parametrize(("old", "new"), list(pairwise([1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000])))
def test_growth_over_the_border_of_a_tile_is_proven(old, new):
    path = consistency_path(read, old, new)
    assert consistency_ok(old, new, path=path, old_root=ROOTS[old], new_root=ROOTS[new])


@given(sizes, st.data())
def test_a_path_with_a_changed_hash_proves_nothing(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(read, index, size)
    spoilt = [*path[:-1], sha256(b"other").digest()] if path else [LEAVES[0]]
    assert not inclusion_ok(index, size, leaf=LEAVES[index], path=spoilt, root=ROOTS[size])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (7, 7), (-1, 7)])
def test_a_leaf_outside_the_tree_has_no_path(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_path(read, index, size)


def test_a_tree_never_shrinks():
    with pytest.raises(ValueError, match="never shrinks"):
        consistency_path(read, 8, 7)


PATHS = [
    (Tile(0, 0), "tile/0/000"),
    (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
    (Tile(1, 999, 7), "tile/1/999.p/7"),
    (Tile(None, 1_000, 255), "tile/entries/x001/000.p/255"),
    (Tile(63, 0, 1), "tile/63/000.p/1"),
]


@pytest.mark.parametrize(("tile", "path"), PATHS, ids=[path for _, path in PATHS])
def test_a_tile_has_one_path(tile, path):
    _, level, rest = path.split("/", 2)
    assert (tile.path, tile_of(level, rest)) == (path, tile)


ODD = [
    *[("0", path) for path in ("0", "0000", "x000/067", "001/067", "x001/x067", "000.p/0", "000.p/256")],
    *[("0", path) for path in ("000.p/07", "000.p/", "000.p", "00٣", "000\n", "-01", "x001", "")],
    *[(level, "000") for level in ("00", "64", "-1", "٣", "", "1 ", "Entries")],
]


@pytest.mark.parametrize(("level", "path"), ODD, ids=[f"{level!a} {path!a}" for level, path in ODD])
def test_what_would_be_written_otherwise_is_no_tile(level, path):
    with pytest.raises(NoSuchTile):
        tile_of(level, path)


def test_a_tree_of_seventy_thousand_has_the_tiles_of_the_standard():
    widths: dict[int | None, list[int]] = {}
    for tile in tiles_of(70_000):
        widths.setdefault(tile.level, []).append(tile.width)
    assert widths == {
        None: [256] * 273 + [112],
        0: [256] * 273 + [112],
        1: [256, 17],
        2: [1],
    }


@given(st.integers(0, 200_000))
def test_a_tile_says_the_same_width_as_the_list(size):
    assert all(width_in(tile, size) == tile.width for tile in tiles_of(size))


def test_a_tile_is_cut_into_its_hashes():
    assert hashes_in(b"".join(LEAVES[:7])) == LEAVES[:7]


def proven(index, size):
    path = inclusion_path(read, index, size)
    return inclusion_ok(index, size, leaf=LEAVES[index], path=path, root=ROOTS[size])
