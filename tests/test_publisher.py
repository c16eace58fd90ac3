"""The log is published as it grows, and by nobody who would tell two stories."""

import errno
import logging
import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete, update

from courier_app.domain.merkle import consistency_ok, inclusion_ok, leaf_hash
from courier_app.domain.tiles import consistency_path, inclusion_path, root_of
from courier_app.evidence.log_keys import known_key, load_log_key, make_log_key, open_checkpoint
from courier_app.evidence.signer import Signer, SigningRefused, begin_state
from courier_app.evidence.signer_wire import SignerAway
from courier_app.models import HashTile, Leaf, LedgerTail, PublishedCheckpoint
from courier_app.publisher import Publisher, Routine, quietly
from courier_app.queries.log import Hashes, leaf_hashes, newest_checkpoint
from courier_app.services.ledger import append_leaf, close_tiles
from courier_app.services.publishing import LogIsBehind
from tests.house import NOON, on_both

ORIGIN = "surat.example.go.id/log"


@pytest.fixture
def signer(tmp_path):
    make_log_key(tmp_path / "key", ORIGIN)
    begin_state(tmp_path / "state", ORIGIN)
    return Signer(load_log_key(tmp_path / "key"), tmp_path / "state")


@pytest.fixture
def publisher(house, signer):
    return Publisher(house, signer, ORIGIN)


def grow(house, leaves):
    with house.transaction() as session:
        for number in range(leaves):
            append_leaf(session, f"surat-{number}".encode())


def published(house, signer):
    with house.reading() as session:
        row = newest_checkpoint(session)
    return open_checkpoint(row.note, known_key(signer.key.vkey)) if row else None


@on_both
def test_what_was_appended_is_published_and_proven_from_tiles(house, publisher, signer):
    publisher.publish(now=NOON)
    checkpoints = [published(house, signer)]
    for more in (1, 6, 250, 300):
        grow(house, more)
        publisher.publish(now=NOON)
        checkpoints.append(published(house, signer))
    with house.reading() as session:
        assert all(is_sound(session, one) for one in checkpoints[1:])
        assert all(grew(Hashes(session), *two) for two in pairwise(checkpoints))
    assert [one.size for one in checkpoints] == [0, 1, 7, 257, 557]


def is_sound(session, checkpoint):
    leaves = (0, checkpoint.size // 2, checkpoint.size - 1)
    assert root_of(Hashes(session), checkpoint.size) == checkpoint.root
    return all(is_in(session, index, checkpoint) for index in leaves)


def is_in(session, index, checkpoint):
    [leaf] = leaf_hashes(session, index, index + 1)
    path = inclusion_path(Hashes(session), index, checkpoint.size)
    return inclusion_ok(index, checkpoint.size, leaf=leaf, path=path, root=checkpoint.root)


def grew(read, old, new):
    path = consistency_path(read, old.size, new.size)
    return consistency_ok(old.size, new.size, path=path, old_root=old.root, new_root=new.root)


def test_an_empty_log_is_published_too(publisher, house, signer):
    assert publisher.publish(now=NOON) == 0
    assert published(house, signer).size == 0


def test_nothing_new_is_not_published_again(publisher, house):
    grow(house, 3)
    assert [publisher.publish(now=NOON), publisher.publish(now=NOON)] == [3, None]


def test_a_signature_that_was_lost_in_a_crash_is_asked_for_again(publisher, house, signer):
    """The signer remembers five; our database never heard of it."""
    grow(house, 5)
    publisher.publish(now=NOON)
    with house.transaction() as session:
        session.execute(delete(PublishedCheckpoint))
    grow(house, 2)
    assert publisher.publish(now=NOON) == 7
    assert published(house, signer).size == 7


def test_a_database_restored_from_a_backup_publishes_nothing(publisher, house):
    """Leaves that were signed for are gone: to sign the shorter tree would be a second story."""
    grow(house, 5)
    publisher.publish(now=NOON)
    with house.transaction() as session:
        early = Rewound(session, 3)
        early.do()
    with pytest.raises(LogIsBehind):
        publisher.publish(now=NOON)


@on_both
def test_an_administrator_who_rewrites_history_gets_no_signature(publisher, house):
    """All leaves after the third are made anew, with every hash recomputed, as an administrator could."""
    grow(house, 5)
    publisher.publish(now=NOON)
    with house.transaction() as session:
        Rewound(session, 3).do()
        for text in ("other", "story", "and more"):
            append_leaf(session, text.encode())
    with pytest.raises(SigningRefused) as no:
        publisher.publish(now=NOON)
    assert no.value.status == 422


class Rewound:
    """The database as it was after some leaves, its own traces of later ones removed."""

    def __init__(self, session, size):
        self.session, self.size = session, size

    def do(self):
        self.session.execute(delete(PublishedCheckpoint))
        self.session.execute(delete(Leaf).where(Leaf.index >= 0))
        self.session.execute(update(LedgerTail).values(size=0, edge=b""))
        for number in range(self.size):
            append_leaf(self.session, f"surat-{number}".encode())


def test_two_publishers_at_once_publish_one_story(house, publisher):
    grow(house, 5)
    start, answers = threading.Barrier(4), []

    def publish():
        start.wait()
        answers.append(publisher.publish(now=NOON))

    asking = [threading.Thread(target=publish) for _ in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert set(answers) <= {5, None}
    with house.reading() as session:
        assert session.query(PublishedCheckpoint).count() == 1


def test_a_full_tile_of_a_higher_level_makes_one_above_it(house):
    """65,536 leaves would take a minute to append: the hashes stand in for their tiles."""
    leaf = leaf_hash(b"x")
    with house.transaction() as session:
        session.add(HashTile(level=1, number=0, hashes=b"\x01" * 32 * 255))
        for index in range(65_280, 65_536):
            session.add(Leaf(index=index, entry=b"x", hash=leaf))
        session.flush()
        close_tiles(session, 255)
    with house.reading() as session:
        sizes = {(row.level, row.number): len(row.hashes) for row in session.query(HashTile)}
    assert sizes == {(0, 255): 8_192, (1, 0): 8_192, (2, 0): 32}


def test_a_signer_that_is_away_leaves_the_publisher_running(caplog):
    def publish():
        raise SignerAway

    with caplog.at_level(logging.ERROR):
        quietly(publish)
    assert "SignerAway" in caplog.text


def test_the_routine_publishes_by_itself(house, publisher, tmp_path):
    routine = Routine(publisher, tmp_path, every=0.01)
    routine.start()
    try:
        grow(house, 3)
        wait_until(lambda: published_size(house) == 3)
    finally:
        routine.stop()


def test_a_lock_that_cannot_be_had_for_a_moment_does_not_end_the_routine(
    house, publisher, tmp_path, monkeypatch
):
    """Network file systems say ENOLCK now and then."""
    refusals = [OSError(errno.ENOLCK, "no locks"), OSError(errno.ENOLCK, "no locks")]

    def is_ours(_file):
        if refusals:
            raise refusals.pop()
        return True

    monkeypatch.setattr("courier_app.publisher.is_free", is_ours)
    routine = Routine(publisher, tmp_path / "routine", every=0.01)
    (tmp_path / "routine").mkdir()
    routine.start()
    try:
        grow(house, 3)
        wait_until(lambda: published_size(house) == 3)
    finally:
        routine.stop()
    assert refusals == []


def test_of_two_routines_one_publishes_and_the_other_stands_by(house, tmp_path):
    asked: list[str] = []
    names = ("first", "second")
    routines = [Routine(Watched(name, asked), tmp_path, every=0.01) for name in names]
    for one in routines:
        one.start()
    wait_until(lambda: len(asked) > 20)
    for one in routines:
        one.stop()
    assert len(set(asked)) == 1


class Watched:
    def __init__(self, name, asked):
        self.name, self.asked = name, asked

    def publish(self, *, now):
        self.asked.append(self.name)


def published_size(house):
    with house.reading() as session:
        row = newest_checkpoint(session)
    return row.size if row else None


def wait_until(done, tries=2_000):
    pause = threading.Event()
    for _ in range(tries):
        if done():
            return
        pause.wait(0.01)
    raise AssertionError("it did not happen")


def test_a_checkpoint_says_when_it_was_signed(house, publisher):
    grow(house, 1)
    publisher.publish(now=NOON + timedelta(minutes=1))
    with house.reading() as session:
        kept = newest_checkpoint(session)
    assert kept is not None
    assert kept.signed_at == NOON + timedelta(minutes=1)
