"""A second judge of our log, tlog-scales: a reader of C2SP tiles whose proofs are checked by the letter of RFC 9162."""

import random
import shutil
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import (
    Checkpoint,
    ConsistencyProof,
    ConsistencyProofInvalid,
    InclusionProof,
    InclusionProofInvalid,
)

from courier_app.db import Database
from courier_app.domain.tiles import consistency_path, inclusion_path
from courier_app.queries.log import Hashes
from tests.house import furnish
from tests.judges.a_log import LEAVES, published_log, vkey_of

SIZES = (1, 2, 3, 255, 256, 257, 300, 4_095, 4_096, 4_097, 8_191, 10_239, LEAVES)
REFUSED = (InclusionProofInvalid, ConsistencyProofInvalid, InvalidSignature, RuntimeError, ValueError)


class NotThisTree(ValueError):  # noqa: N818 - named for the reason
    """Entries, tiles and signed root do not belong together."""


@pytest.fixture(scope="module")
def kept(databases, tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    house = Database(databases.fresh("sqlite", furnish))
    published_log(house, folder)
    yield house, folder
    house.engine.dispose()


@pytest.fixture(scope="module")
def judge(kept):
    return reader_of(kept[1] / "mirror")


@pytest.fixture(scope="module")
def ours(kept):
    """Our own proofs, from the tables as the server makes them."""
    with kept[0].reading() as session:
        yield Hashes(session)


def reader_of(mirror):
    reader = TilesReader(LocalBackend(mirror))
    reader.get_checkpoint()
    return reader


def judged(mirror, vkey):
    """The size, when signature, tiles and every entry fit. Raises one of REFUSED."""
    reader = reader_of(mirror)
    signed = reader.get_checkpoint()
    signed.verify(Vkey.from_string(vkey))
    if reader.calculate_root_hash() != signed.root_hash:
        raise NotThisTree
    for index in range(signed.size):
        if leaf_hash(reader.get_entry(index)) != reader.mth(index, index + 1):
            raise NotThisTree
    return signed.size


def flips_of(hashes):
    for place in range(len(hashes) * 256):
        changed = [bytearray(one) for one in hashes]
        changed[place // 256][place % 256 // 8] ^= 1 << place % 8
        yield [bytes(one) for one in changed]


def accepted(proof, *facts):
    try:
        proof.check(*facts)
    except REFUSED:
        return False
    return True


def test_every_entry_and_tile_of_ten_thousand_leaves_is_accepted(kept):
    assert judged(kept[1] / "mirror", vkey_of(kept[1])) == LEAVES


@pytest.mark.parametrize("size", SIZES)
def test_our_inclusion_proofs_are_accepted_in_trees_of_many_sizes(judge, ours, size):
    root, dice = judge.mth(0, size), random.Random(size)
    for index in {0, size - 1, *(dice.randrange(size) for _ in range(20))}:
        proof = InclusionProof(index, size, inclusion_path(ours, index, size))
        proof.check(leaf_hash(judge.get_entry(index)), root)


@pytest.mark.parametrize("new", SIZES)
def test_our_consistency_proofs_are_accepted_between_all_these_sizes(judge, ours, new):
    for old in (one for one in SIZES if one <= new):
        proof = ConsistencyProof(old, new, consistency_path(ours, old, new))
        proof.check(judge.mth(0, old), judge.mth(0, new))


@pytest.mark.parametrize(("index", "size"), [(0, 300), (4_096, 4_097), (9_999, LEAVES)])
def test_an_inclusion_proof_is_refused_after_any_flip_of_a_bit(judge, ours, index, size):
    path, facts = (
        inclusion_path(ours, index, size),
        (leaf_hash(judge.get_entry(index)), judge.mth(0, size)),
    )
    spoilt = [InclusionProof(index, size, changed) for changed in flips_of(path)]
    assert spoilt
    assert [one for one in spoilt if accepted(one, *facts)] == []


@pytest.mark.parametrize(("old", "new"), [(256, 300), (255, 4_097), (8_191, LEAVES)])
def test_a_consistency_proof_is_refused_after_any_flip_of_a_bit(judge, ours, old, new):
    path, facts = consistency_path(ours, old, new), (judge.mth(0, old), judge.mth(0, new))
    spoilt = [ConsistencyProof(old, new, changed) for changed in flips_of(path)]
    assert spoilt
    assert [one for one in spoilt if accepted(one, *facts)] == []


def test_a_proof_for_another_place_or_another_past_is_refused(judge, ours):
    path, root = inclusion_path(ours, 9_999, LEAVES), judge.mth(0, LEAVES)
    leaf = leaf_hash(judge.get_entry(9_999))
    assert not accepted(InclusionProof(9_998, LEAVES, path), leaf, root)
    growth = ConsistencyProof(8_191, LEAVES, consistency_path(ours, 8_191, LEAVES))
    assert not accepted(replace(growth, old_size=8_190), judge.mth(0, 8_190), root)
    assert not accepted(growth, judge.mth(0, 8_190), root)


def test_every_signed_letter_of_the_checkpoint_counts(kept):
    """Letters of Base64 in which this library overlooks a stray bit mean the same bytes: compared by what it read."""
    text, key = (
        (kept[1] / "mirror/checkpoint").read_text(),
        Vkey.from_string(vkey_of(kept[1])),
    )
    honest = Checkpoint.from_text(text)
    for at in range(len(text)):
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        assert not verified(changed, key) or Checkpoint.from_text(changed) == honest, f"letter {at}"


def verified(text, key):
    try:
        Checkpoint.from_text(text).verify(key)
    except (*REFUSED, IndexError):
        return False
    return True


def needed(path):
    return ".p/" not in path or path.endswith(".p/60") or path == "tile/1/000.p/40"


@pytest.mark.parametrize("round_", range(24))
def test_one_flipped_bit_in_tile_or_entry_is_refused(kept, tmp_path, round_):
    dice, kind = random.Random(round_), ("tile/0", "tile/entries", "tile/1")[round_ % 3]
    shutil.copytree(kept[1] / "mirror", tmp_path / "mirror")
    files = [str(one.relative_to(tmp_path / "mirror")) for one in (tmp_path / "mirror" / kind).rglob("*")]
    names = sorted(one for one in files if needed(one) and (tmp_path / "mirror" / one).is_file())
    victim = tmp_path / "mirror" / dice.choice(names)
    content = bytearray(victim.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    victim.write_bytes(content)
    with pytest.raises(REFUSED):
        judged(tmp_path / "mirror", vkey_of(kept[1]))
