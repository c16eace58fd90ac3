"""The ledger's tree against RFC 6962's own recursive definitions and the published vectors."""

import json
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.merkle import (
    CORRECTIONS,
    EMPTY_ROOT,
    LeafType,
    append,
    consistency_ok,
    inclusion_ok,
    leaf_entry,
    leaf_hash,
    node_hash,
    root,
)

LEAVES = [leaf_hash(f"surat-{n}".encode()) for n in range(70)]
ROOT_3 = "e560108438fec41520d7717142d4a631073d197d5421ad65c61b54dff2003249"
ROOT_7 = "f89ddbc35b985cc6c3c9d200029948c5a47d85cb09145170307f7b57ed1d13c6"
LEAF_5 = "471b1f1d4bfcf726cbe64f4e85e42adf6f3e2d3143e9b04ba3738389653e94a4"
PATH_5_OF_7 = [
    "fa79bd11898f8227d1e627f9cfddb1cadb7fe3bb7d59bcffc443843c71091265",
    "fcb6b8618da04d5c42ea2b9841eb289f3f4c252cf562cb38f804c1dcbdc7ec5a",
    "6f5ed1f1648c2cd233d77f59fb0c3e2a64fb3a9b3856d86a14041e1b67697ded",
]
FROM_3_TO_7 = [
    "d99b987f65f42d891bad526b92f94da32fd2a668d6da00b02b22968d6c3d2c46",
    "dbe282e3ea7c9faf2053fff464aa10b73bc9829362a88e4d3f7df154a85b6695",
    "22acfd31767b403cba62362dca79b8e6326cf0b3d1574bc846056dc56cc12833",
    "a3df46e8e36351d9b59cf8fe1e4ad2959f259b928e747493db217dfc32d0b445",
]
HASH = "ab" * 32

sizes = st.integers(1, 70)


# RFC 6962, sections 2.1 to 2.1.2, word for word: slow and obviously right.
def tree_hash(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    k = split(len(leaves))
    return node_hash(tree_hash(leaves[:k]), tree_hash(leaves[k:]))


def audit_path(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*audit_path(m, leaves[:k]), tree_hash(leaves[k:])]
    return [*audit_path(m - k, leaves[k:]), tree_hash(leaves[:k])]


def extension_path(m, leaves, *, whole=True):
    if m == len(leaves):
        return [] if whole else [tree_hash(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*extension_path(m, leaves[:k], whole=whole), tree_hash(leaves[k:])]
    return [*extension_path(m - k, leaves[k:], whole=False), tree_hash(leaves[:k])]


def split(size):
    return 1 << (size - 1).bit_length() - 1


def edge_of(leaves):
    edge: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        edge = append(edge, size, leaf)
    return edge


def unhex(texts):
    return [bytes.fromhex(text) for text in texts]


def included(index, size, *, path=None):
    path = audit_path(index, LEAVES[:size]) if path is None else path
    return inclusion_ok(index, size, leaf=LEAVES[index], path=path, root=tree_hash(LEAVES[:size]))


def extends(old, new, path):
    roots = {"old_root": tree_hash(LEAVES[:old]), "new_root": tree_hash(LEAVES[:new])}
    return consistency_ok(old, new, path=path, **roots)


def test_the_published_roots_are_found():
    assert [root(edge_of(LEAVES[:n])).hex() for n in (3, 7)] == [ROOT_3, ROOT_7]


def test_the_published_leaf_is_found():
    assert LEAVES[5].hex() == LEAF_5


def test_the_published_inclusion_proof_holds():
    roots = bytes.fromhex(ROOT_7)
    assert inclusion_ok(5, 7, leaf=LEAVES[5], path=unhex(PATH_5_OF_7), root=roots)


def test_the_published_consistency_proof_holds():
    old, new = unhex([ROOT_3, ROOT_7])
    assert consistency_ok(3, 7, path=unhex(FROM_3_TO_7), old_root=old, new_root=new)


def test_the_empty_tree_has_the_hash_of_nothing():
    assert root(()) == sha256(b"").digest()


def test_a_leaf_never_looks_like_a_node():
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != node_hash(LEAVES[0], LEAVES[1])


@given(sizes)
def test_appending_gives_the_root_of_the_definition(size):
    assert root(edge_of(LEAVES[:size])) == tree_hash(LEAVES[:size])


def test_appending_leaves_the_old_edge_as_it_was():
    edge = edge_of(LEAVES[:3])
    append(edge, 3, LEAVES[3])
    assert edge == edge_of(LEAVES[:3])


def test_an_edge_of_another_size_is_refused():
    with pytest.raises(ValueError, match="another size"):
        append(edge_of(LEAVES[:3]), 4, LEAVES[3])


def test_every_leaf_of_every_tree_up_to_40_is_proven():
    assert all(included(index, size) for size in range(1, 41) for index in range(size))


def test_every_tree_up_to_40_extends_every_smaller_one():
    pairs = [(old, new) for new in range(1, 41) for old in range(1, new + 1)]
    assert all(extends(old, new, extension_path(old, LEAVES[:new])) for old, new in pairs)


@given(st.data(), sizes)
def test_a_proof_with_one_flipped_bit_proves_nothing(data, size):
    index = data.draw(st.integers(0, size - 1))
    path = audit_path(index, LEAVES[:size])
    if path:
        assert not included(index, size, path=flipped(data, path))


@given(st.data(), sizes)
def test_an_extension_with_one_flipped_bit_proves_nothing(data, new):
    old = data.draw(st.integers(1, new))
    path = extension_path(old, LEAVES[:new])
    if path:
        assert not extends(old, new, flipped(data, path))


def flipped(data, path):
    place, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
    changed = int.from_bytes(path[place]) ^ 1 << bit
    return [*path[:place], changed.to_bytes(32), *path[place + 1 :]]


@given(st.data(), sizes)
def test_a_proof_belongs_to_one_index_only(data, size):
    index, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    path = audit_path(index, LEAVES[:size])
    roots = tree_hash(LEAVES[:size])
    found = inclusion_ok(other, size, leaf=LEAVES[index], path=path, root=roots)
    assert found == (index == other)


@given(st.data(), sizes)
def test_a_proof_that_is_too_long_or_too_short_is_refused(data, size):
    index = data.draw(st.integers(0, size - 1))
    path = audit_path(index, LEAVES[:size])
    assert not included(index, size, path=[*path, LEAVES[0]])
    assert not path or not included(index, size, path=path[:-1])


@given(st.data(), sizes)
def test_an_extension_that_is_too_long_or_too_short_is_refused(data, new):
    old = data.draw(st.integers(1, new))
    path = extension_path(old, LEAVES[:new])
    assert not extends(old, new, [*path, LEAVES[0]])
    assert not path or not extends(old, new, path[:-1])


def test_a_false_size_may_pass_so_the_size_must_come_from_the_checkpoint():
    """Trap 1 of evidence.md 1.7, kept here so that nobody relies on the contrary."""
    path, roots = audit_path(0, LEAVES[:3]), tree_hash(LEAVES[:3])
    assert inclusion_ok(0, 4, leaf=LEAVES[0], path=path, root=roots)


def test_rewritten_history_is_noticed():
    rewritten = [leaf_hash(b"another story"), *LEAVES[1:7]]
    path = extension_path(3, rewritten)
    old, new = tree_hash(LEAVES[:3]), tree_hash(rewritten)
    assert not consistency_ok(3, 7, path=path, old_root=old, new_root=new)


@pytest.mark.parametrize(("index", "size"), [(-1, 7), (7, 7), (0, 0)])
def test_no_leaf_stands_outside_its_tree(index, size):
    assert not inclusion_ok(index, size, leaf=LEAVES[0], path=[], root=tree_hash(LEAVES[:7]))


@pytest.mark.parametrize(("old", "new"), [(-1, 7), (8, 7)])
def test_no_tree_extends_a_larger_or_impossible_one(old, new):
    assert not consistency_ok(old, new, path=[], old_root=EMPTY_ROOT, new_root=EMPTY_ROOT)


def test_every_tree_extends_the_empty_one_without_a_path():
    assert extends(0, 7, [])
    assert not extends(0, 7, [LEAVES[0]])


def test_the_empty_tree_has_no_other_root():
    assert not consistency_ok(0, 7, path=[], old_root=LEAVES[0], new_root=LEAVES[1])


def test_a_tree_extends_itself_only_with_the_same_root():
    assert not consistency_ok(7, 7, path=[], old_root=LEAVES[0], new_root=LEAVES[1])


@pytest.mark.parametrize("wrong", [b"", b"short", b"x" * 33])
def test_a_sibling_that_is_no_hash_is_refused(wrong):
    path = audit_path(5, LEAVES[:7])
    assert not included(5, 7, path=[*path[:-1], wrong])
    assert not extends(3, 7, [*extension_path(3, LEAVES[:7])[:-1], wrong])


def test_an_entry_is_the_published_form():
    entry = leaf_entry("proof", 1764000000, mh=HASH, jh=HASH)
    assert entry.decode() == f'{{"jh":"{HASH}","mh":"{HASH}","t":"proof","ts":1764000000,"v":1}}'


def test_an_entry_of_an_unsigned_proof_has_no_jh():
    assert "jh" not in json.loads(leaf_entry("proof", 60, mh=HASH, jh=None))


def test_a_correction_names_the_leaf_it_corrects():
    entry = leaf_entry(LeafType.VOID, 60, mh=HASH, jh=None, ref=0)
    assert json.loads(entry)["ref"] == 0


@given(st.integers(0, 2**40))
def test_the_time_of_an_entry_is_rounded_down_to_the_minute(ts):
    rounded = json.loads(leaf_entry("proof", ts, mh=HASH, jh=None))["ts"]
    assert rounded % 60 == 0
    assert 0 <= ts - rounded < 60


@given(st.sampled_from(LeafType), st.integers(0, 2**40), st.booleans())
def test_members_stand_in_rfc_8785_order_without_blanks(kind, ts, signed):
    ref = 3 if kind in CORRECTIONS else None
    entry = leaf_entry(kind, ts, mh=HASH, jh=HASH if signed else None, ref=ref)
    names = list(json.loads(entry))
    assert all(one < next_one for one, next_one in pairwise(names))
    assert b" " not in entry


@pytest.mark.parametrize(
    ("kind", "ref"), [("proof", 1), ("void", None), ("amend", -1), ("erase", -1), ("round", 0)]
)
def test_ref_goes_with_corrections_and_nothing_else(kind, ref):
    with pytest.raises(ValueError, match="ref"):
        leaf_entry(kind, 60, mh=HASH, jh=None, ref=ref)


@pytest.mark.parametrize("wrong", ["", "AB" * 32, "ab" * 31, "ab" * 32 + "\n", "Siti Aminah"])
def test_only_hashes_enter_a_leaf(wrong):
    with pytest.raises(ValueError, match="64 lower-case"):
        leaf_entry("proof", 60, mh=wrong, jh=None)
    with pytest.raises(ValueError, match="64 lower-case"):
        leaf_entry("proof", 60, mh=HASH, jh=wrong)


def test_a_leaf_of_an_unknown_type_is_refused():
    with pytest.raises(ValueError, match="note"):
        leaf_entry("note", 60, mh=HASH, jh=None)
