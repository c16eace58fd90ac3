"""The log after a restored backup: goes on from a copy that somebody kept, and never as another story."""

import shutil

import pytest
from sqlalchemy import delete, select, update

from courier_app.domain.merkle import LeafType, append
from courier_app.evidence.log_keys import load_log_key, read_known_key
from courier_app.evidence.signer import Signer, SigningRefused, begin_state, read_state
from courier_app.log_mirror import export
from courier_app.log_recovery import NoCopy, recover
from courier_app.models import HashTile, Leaf, LedgerTail, PublishedCheckpoint, ServerRecord
from courier_app.publisher import Publisher
from courier_app.queries.log import tail
from courier_app.services.ledger_audit import faults_in
from courier_app.services.publishing import LogIsBehind
from courier_app.services.recovery import AnotherHistory, NothingMissing, Span, recovered_spans
from courier_app.services.server_records import append_record
from tests.house import LOG, NOON, on_both

BACKUP, PUBLISHED = 200, 300


class Office:
    """A log of 300 leaves, exported; its database as it was at 200."""

    def __init__(self, house, settings, folder):
        begin_state(folder / "state", LOG)
        self.house, self.folder = house, folder
        self.key = read_known_key(settings.log_vkey_file)
        self.signer = Signer(load_log_key(settings.log_key_file), folder / "state")
        self.publisher = Publisher(house, self.signer, LOG)

    def grow(self, upto, word="surat"):
        with self.house.transaction() as session:
            for number in range(tail(session).size, upto):
                append_record(session, LeafType.LABEL_BATCH, {"number": number, "word": word}, now=NOON)

    def publish(self, copy="copy"):
        self.publisher.publish(now=NOON)
        export(self.house, self.key, self.folder / copy)

    def restore(self, size):
        """What a backup of that moment holds: leaves, records, tiles, tail and checkpoints up to there."""
        with self.house.transaction() as session:
            edge: tuple[bytes, ...] = ()
            hashes = session.scalars(select(Leaf.hash).where(Leaf.index < size).order_by(Leaf.index)).all()
            for index, one in enumerate(hashes):
                edge = append(edge, index, one)
            session.execute(delete(PublishedCheckpoint).where(PublishedCheckpoint.size > size))
            session.execute(delete(ServerRecord).where(ServerRecord.leaf_index >= size))
            session.execute(delete(Leaf).where(Leaf.index >= size))
            session.execute(delete(HashTile))
            session.execute(update(LedgerTail).values(size=size, edge=b"".join(edge)))

    def recover(self, copy="copy", signer=None):
        return recover(self.house, self.key, signer or self.signer, folder=self.folder / copy, now=NOON)

    def size(self):
        with self.house.reading() as session:
            return tail(session).size

    def faults(self):
        with self.house.reading() as session:
            return list(faults_in(session, self.key))


@pytest.fixture
def office(house, settings, tmp_path):
    office = Office(house, settings, tmp_path)
    office.grow(BACKUP)
    office.publish("older")
    office.grow(PUBLISHED)
    office.publish()
    office.restore(BACKUP)
    return office


@on_both
def test_what_was_published_comes_back_and_the_log_goes_on(office):
    assert office.recover() == Span(BACKUP, PUBLISHED)
    office.grow(PUBLISHED + 20)
    office.publish()
    assert read_state(office.signer.state, LOG).size == PUBLISHED + 20


def test_without_a_copy_the_log_stands_still(office):
    office.grow(BACKUP + 1, word="new")
    with pytest.raises(LogIsBehind):
        office.publish()


@on_both
def test_the_audit_names_what_came_back_and_counts_no_orphans(office):
    office.recover()
    with office.house.reading() as session:
        assert list(recovered_spans(session)) == [Span(BACKUP, PUBLISHED)]
    assert office.faults() == []


def test_a_proof_that_goes_missing_after_a_recovery_is_still_found(office):
    """The negative control: the span excuses its own leaves alone."""
    office.recover()
    with office.house.transaction() as session:
        session.execute(delete(ServerRecord).where(ServerRecord.leaf_index == BACKUP - 1))
    assert [fault.where for fault in office.faults()] == [str(BACKUP - 1)]


def refused(office, problem, **how):
    with pytest.raises(problem):
        office.recover(**how)
    return office.size()


def test_a_copy_older_than_the_signers_memory_changes_nothing(office):
    office.restore(100)
    assert refused(office, LogIsBehind, copy="older") == 100


def test_a_copy_with_nothing_new_changes_nothing(office):
    assert refused(office, NothingMissing, copy="older") == BACKUP


def test_leaves_that_were_added_after_the_backup_stop_the_recovery(office):
    office.grow(BACKUP + 1, word="new")
    assert refused(office, AnotherHistory) == BACKUP + 1


def test_a_changed_entry_of_the_copy_stops_the_recovery(office):
    bundle = office.folder / "copy/tile/entries/000"
    bundle.write_bytes(bundle.read_bytes()[:-4] + b'"x":')
    assert refused(office, AnotherHistory) == BACKUP


def test_a_copy_with_a_hole_is_no_copy(office):
    (office.folder / "copy/tile/entries/001.p/44").unlink()
    assert refused(office, NoCopy) == BACKUP


def test_another_keys_copy_is_no_copy(office, tmp_path):
    shutil.copy(office.folder / "copy/tile/entries/000", office.folder / "copy/checkpoint")
    assert refused(office, NoCopy) == BACKUP


def test_a_signer_that_remembers_another_story_refuses_and_nothing_is_kept(office, tmp_path):
    """It signed a fork of this log elsewhere: our copy, honest as it is, is not what it remembers."""
    forked = Signer(office.signer.key, tmp_path / "forked")
    begin_state(forked.state, LOG)
    text = forked.state.read_text().replace("\n0\n", "\n250\n")
    forked.state.write_text(text)
    assert refused(office, SigningRefused, signer=forked) == BACKUP
