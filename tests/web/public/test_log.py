"""The open log as other people's programs read it."""

import base64
import hashlib

import pytest

from courier_app.domain.growths import read_growth
from courier_app.domain.merkle import append, consistency_ok, inclusion_ok, leaf_hash, root
from courier_app.domain.tiles import hashes_in, tiles_of
from courier_app.evidence.log_keys import load_log_key, open_checkpoint
from courier_app.evidence.signer import Signer, begin_state
from courier_app.publisher import Publisher
from courier_app.services.ledger import append_leaf
from tests.house import LOG, NOON

LEAVES = [f"surat-{number}".encode() for number in range(300)]


@pytest.fixture
def publisher(house, settings, tmp_path):
    begin_state(tmp_path / "state", LOG)
    return Publisher(house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG)


@pytest.fixture
def log(client, house, publisher):
    """Three hundred leaves, published; the reader."""
    with house.transaction() as session:
        for leaf in LEAVES:
            append_leaf(session, leaf)
    publisher.publish(now=NOON)
    return client


def checkpoint_of(log, ports):
    return open_checkpoint(log.get("/log/checkpoint").data, ports.log_key)


def test_the_checkpoint_is_signed_by_the_log(log, ports):
    checkpoint = checkpoint_of(log, ports)
    assert (checkpoint.origin, checkpoint.size) == (LOG, 300)


def test_every_tile_of_the_tree_is_there_and_hashes_to_the_root(log, ports):
    got = {tile: log.get(f"/log/{tile.path}") for tile in tiles_of(300)}
    assert {answer.status_code for answer in got.values()} == {200}
    found = {(tile.level, tile.number): answer.data for tile, answer in got.items()}
    edge = [*hashes_in(found[1, 0]), *right_edge(hashes_in(found[0, 1]))]
    assert root(edge) == checkpoint_of(log, ports).root
    assert [leaf_hash(one) for one in entries(found[None, 1])] == hashes_in(found[0, 1])


def right_edge(hashes):
    """44 = 32 + 8 + 4."""
    parts, start = [], 0
    for width in (32, 8, 4):
        row = hashes[start : start + width]
        while len(row) > 1:
            row = [hashlib.sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row), 2)]
        parts.append(row[0])
        start += width
    return parts


def entries(bundle):
    while bundle:
        length = int.from_bytes(bundle[:2])
        yield bundle[2 : 2 + length]
        bundle = bundle[2 + length :]


def test_a_tile_may_be_kept_for_ever_and_the_checkpoint_for_seconds(log):
    kept = [log.get(path).headers["Cache-Control"] for path in ("/log/tile/0/000", "/log/checkpoint")]
    assert kept == ["public, max-age=31536000, immutable", "public, max-age=2"]


ABSENT = ["0/002", "0/001", "0/001.p/45", "1/000", "entries/001", "2/000.p/1", "0/1", "9x/000", "0/000.p/256"]


@pytest.mark.parametrize("path", ABSENT)
def test_a_tile_that_the_tree_has_not_is_not_there(log, path):
    assert log.get(f"/log/tile/{path}").status_code == 404


def test_an_earlier_partial_tile_stays(log):
    narrow, wide = (log.get(f"/log/tile/0/001.p/{width}").data for width in (7, 44))
    assert wide.startswith(narrow)
    assert len(narrow) == 7 * 32


def test_a_proof_file_leads_from_the_leaf_to_the_signed_root(log, ports):
    lines, _, note = log.get("/log/bukti/257.tlog-proof").data.partition(b"\n\n")
    form, index, *path = lines.decode().split("\n")
    checkpoint = open_checkpoint(note, ports.log_key)
    hashes = [base64.b64decode(line) for line in path]
    assert (form, index) == ("c2sp.org/tlog-proof@v1", "index 257")
    assert inclusion_ok(257, checkpoint.size, leaf=leaf_hash(LEAVES[257]), path=hashes, root=checkpoint.root)


def test_a_leaf_without_a_checkpoint_has_no_proof_yet(log, house):
    with house.transaction() as session:
        append_leaf(session, b"new")
    assert log.get("/log/bukti/300.tlog-proof").status_code == 404


def test_before_anything_is_published_there_is_no_checkpoint(client):
    assert client.get("/log/checkpoint").status_code == 404


def test_a_tile_is_not_shown_before_its_checkpoint(log, house):
    """What nobody signed may be another after a restored backup, and tiles are kept for ever."""
    with house.transaction() as session:
        append_leaf(session, b"new")
    assert log.get("/log/tile/0/001.p/45").status_code == 404


@pytest.mark.parametrize("old", [0, 1, 255, 256, 299, 300])
def test_whoever_kept_a_checkpoint_is_shown_that_the_log_only_grew(log, ports, old):
    growth = read_growth(log.get(f"/log/tumbuh/{old}").data)
    now = open_checkpoint(growth.checkpoint, ports.log_key)
    edge: tuple[bytes, ...] = ()
    for size, leaf in enumerate(LEAVES[:old]):
        edge = append(edge, size, leaf_hash(leaf))
    assert consistency_ok(old, 300, path=growth.path, old_root=root(edge), new_root=now.root)


def test_a_log_that_is_shorter_than_what_somebody_remembers_shows_no_growth(log):
    assert log.get("/log/tumbuh/301").status_code == 404
