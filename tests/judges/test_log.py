"""Go's own checksum-database code judges our log: it accepts what we publish and refuses every change to it."""

import random
import shutil

import pytest

from courier_app.db import Database
from courier_app.evidence.log_keys import load_log_key, make_log_key, read_known_key
from courier_app.log_mirror import NothingPublished, OtherHistory, export
from tests.house import LOG, furnish
from tests.judges.a_log import LEAVES, published_log, vkey_of
from tests.judges.golang import build, judge


@pytest.fixture(scope="module")
def judge_program(tmp_path_factory):
    return build(tmp_path_factory.mktemp("go"))


@pytest.fixture(scope="module")
def kept(databases, tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    house = Database(databases.fresh("sqlite", furnish))
    published_log(house, folder)
    yield house, folder
    house.engine.dispose()


def test_a_log_of_ten_thousand_leaves_is_accepted_whole(judge_program, kept):
    _, folder = kept
    said = judge(judge_program, folder / "mirror", vkey_of(folder))
    assert said == {"size": LEAVES, "proofs": 300}


def test_partial_tiles_of_earlier_checkpoints_are_still_there(kept):
    _, folder = kept
    assert (folder / "mirror/tile/0/001.p/44").exists()


def files_of(mirror):
    return sorted(str(path.relative_to(mirror)) for path in mirror.rglob("*") if path.is_file())


def needed(path):
    """Of the newest tree: tiles of earlier checkpoints are not read for it."""
    return path in ("checkpoint", "tile/1/000.p/40") or ".p/" not in path or path.endswith(".p/60")


@pytest.mark.parametrize("round_", range(24))
def test_one_flipped_bit_anywhere_is_refused(judge_program, kept, tmp_path, round_):
    """Checkpoint, hash tiles and entries in turn; which byte is drawn from the round's number."""
    _, folder = kept
    dice = random.Random(round_)
    kind = ("checkpoint", "tile/0", "tile/entries", "tile/1")[round_ % 4]
    shutil.copytree(folder / "mirror", tmp_path / "mirror")
    names = [name for name in files_of(tmp_path / "mirror") if name.startswith(kind) and needed(name)]
    victim = tmp_path / "mirror" / dice.choice(names)
    content = bytearray(victim.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    victim.write_bytes(content)
    assert isinstance(judge(judge_program, tmp_path / "mirror", vkey_of(folder), seed=round_), str)


def test_another_key_does_not_open_the_log(judge_program, kept, tmp_path):
    _, folder = kept
    make_log_key(tmp_path / "key", LOG)
    said = judge(judge_program, folder / "mirror", load_log_key(tmp_path / "key").vkey)
    assert "no verifiable signatures" in str(said)


def test_a_mirror_notices_that_the_past_changed(kept, tmp_path):
    house, folder = kept
    shutil.copytree(folder / "mirror", tmp_path / "mirror")
    first = tmp_path / "mirror/tile/entries/000"
    first.write_bytes(first.read_bytes().replace(b"surat-1", b"surat-X", 1))
    with pytest.raises(OtherHistory):
        export(house, read_known_key(folder / "key.pub"), tmp_path / "mirror")


def test_a_log_without_a_checkpoint_is_not_exported(databases, kept, tmp_path):
    _, folder = kept
    house = Database(databases.fresh("sqlite", furnish))
    with pytest.raises(NothingPublished):
        export(house, read_known_key(folder / "key.pub"), tmp_path)
    house.engine.dispose()
