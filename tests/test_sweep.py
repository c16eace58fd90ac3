"""The sweep takes what nobody needs, and never what a proof names."""

import os
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, select

from courier_app import cli, installation
from courier_app.domain.proofs import EvidenceKind, Outcome
from courier_app.evidence.local_store import LocalStore
from courier_app.evidence.store import NotStored, new_name
from courier_app.models import (
    Audience,
    Challenge,
    Derivative,
    Leaf,
    LoginSession,
    Media,
    Proof,
    ProofMedia,
    Throttle,
)
from courier_app.services import sweeping
from courier_app.sweep import StrangeDatabase, Sweep
from tests.house import NOON, on_both
from tests.town import a_courier, a_package, an_office

NOW = datetime.now(UTC)
FOREVER, LONG, SHORT = timedelta(days=400), timedelta(days=31), timedelta(days=29)


class Archive:
    """A store in a folder, and rows that name what lies there, or do not."""

    def __init__(self, house, ports, folder: Path):
        self.house, self.folder = house, folder
        self.store = LocalStore(folder)
        self.ports = replace(ports, store=self.store, media_url=folder.as_uri())
        with house.transaction() as session:
            office = an_office(session)
            self.courier = a_courier(session, office)
            self.package = a_package(session, ports, office).package

    def object(self, *, age: timedelta = FOREVER) -> str:
        name = new_name()
        self.store.keep(name, b"sealed")
        self.aged(self.folder / name[:2] / name, age)
        return name

    def aged(self, path: Path, age: timedelta) -> None:
        at = (NOW - age).timestamp()
        os.utime(path, (at, at))

    def file(self, *, age: timedelta = LONG, store: str = "file") -> Media:
        sealed = {"kek_id": "k", "wrapped_dek": b"", "nonce": b"", "store": store}
        what = {"sha256": secrets.token_bytes(32), "size": 6, "type": "image/jpeg", "width": 1, "height": 1}
        names = {"courier_id": self.courier.id, "object_name": self.object(), "kept_at": NOW - age}
        media = Media(id=uuid4(), **names, **what, **sealed)
        with self.house.transaction() as session:
            session.add(media)
        return media

    def picture_of(self, media: Media) -> str:
        """Its copy for looking at."""
        sealed = {"kek_id": "k", "wrapped_dek": b"", "nonce": b"", "store": "file"}
        name = self.object()
        with self.house.transaction() as session:
            session.add(Derivative(media_id=media.id, kind="view", object_name=name, made_at=NOW, **sealed))
        return name

    def proof_of(self, *files: Media) -> None:
        whose = {"package_id": self.package.id, "office_id": self.package.office_id}
        what = {"courier_id": self.courier.id, "attempt": 1, "outcome": Outcome.RETURNED, "seq": 1}
        bytes_ = {"digest": b"", "manifest_hash": b"", "sent_sealed": b"", "acknowledgement": b""}
        with self.house.transaction() as session:
            index = session.scalar(select(func.count()).select_from(Leaf)) or 0
            session.add(Leaf(index=index, entry=b"{}", hash=secrets.token_bytes(32)))
            proof = Proof(
                id=uuid4(), leaf_index=index, captured_at=NOON, received_at=NOON, **whose, **what, **bytes_
            )
            session.add(proof)
            session.flush()
            for position, media in enumerate(files):
                kind = {"kind": EvidenceKind.PHOTO, "position": position}
                session.add(ProofMedia(proof_id=proof.id, media_id=media.id, **kind))

    def sweep(self, *, dry_run: bool = False) -> dict[str, int]:
        found = Sweep(self.house, self.ports, now=NOW, dry_run=dry_run).everything()
        return {what: number for what, number in found.items() if number}

    def rows(self) -> set[UUID]:
        with self.house.reading() as session:
            return set(session.scalars(select(Media.id)))

    def objects(self) -> set[str]:
        return set(self.store.names())


@pytest.fixture
def archive(house, ports, tmp_path):
    return Archive(house, ports, tmp_path / "media")


@on_both
def test_a_file_that_no_proof_names_goes_after_thirty_days_with_its_object_and_picture(archive):
    old, young = archive.file(age=LONG), archive.file(age=SHORT)
    archive.picture_of(old)
    assert archive.sweep() == {"files that no proof names": 1}
    assert (archive.rows(), archive.objects()) == ({young.id}, {young.object_name})


@on_both
@pytest.mark.parametrize("seed", range(4))
def test_whatever_lies_there_what_a_proof_names_stays(archive, monkeypatch, seed):
    """Many files and objects of all ages in batches of three: only by its row may one be found that nobody needs."""
    monkeypatch.setattr(sweeping, "BATCH", 3)
    chance = Random(seed)
    files = [archive.file(age=timedelta(days=chance.choice((0, 29, 31, 900)))) for _ in range(12)]
    pictures = {media.id: archive.picture_of(media) for media in files if chance.random() < 0.5}
    named = [media for media in files if chance.random() < 0.5]
    archive.proof_of(*named)
    for _ in range(5):
        archive.object(age=timedelta(days=chance.choice((0, 1, 3, 900))))
    archive.sweep()
    needed = {media.object_name for media in named} | {
        pictures[media.id] for media in named if media.id in pictures
    }
    assert {media.id for media in named} <= archive.rows()
    assert needed <= archive.objects()
    old = {media.id for media in files if media not in named and NOW - media.kept_at > sweeping.UNNAMED_FOR}
    assert not old & archive.rows()


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_same_file_goes_once_no_proof_names_it(archive, dry_run):
    """The negative control: it is the proof's word that keeps it, nothing else."""
    media = archive.file(age=FOREVER)
    archive.proof_of(media)
    assert (archive.sweep(), archive.rows()) == ({}, {media.id})
    with archive.house.transaction() as session:
        session.execute(delete(ProofMedia))
    assert archive.sweep(dry_run=dry_run) == {"files that no proof names": 1}
    assert archive.rows() == ({media.id} if dry_run else set())


@on_both
def test_a_file_that_a_proof_names_meanwhile_stays(archive):
    """Between the look and the lock."""
    media = archive.file()
    archive.proof_of(media)
    with archive.house.transaction() as session:
        assert sweeping.drop_media(session, [media.id]) == sweeping.Dropped(0, [])
    assert archive.rows() == {media.id}


def test_an_object_that_no_row_names_goes_after_two_days(archive):
    media, young = archive.file(age=SHORT), archive.object(age=timedelta(days=1))
    archive.object(age=timedelta(days=3))
    assert archive.sweep() == {"objects that no row names": 1}
    assert archive.objects() == {media.object_name, young}


def test_a_file_in_another_store_is_left_to_the_day_when_that_store_is_in_use(archive):
    media = archive.file(store="s3")
    assert (archive.sweep(), archive.rows()) == ({}, {media.id})
    assert archive.store.fetch(media.object_name)


def test_what_a_crash_left_half_written_goes(archive):
    left = archive.folder / "00" / ".00abc.1234"
    left.write_bytes(b"ha")
    archive.file(age=SHORT)
    assert archive.sweep() == {}
    archive.aged(left, timedelta(days=3))
    assert (archive.sweep(dry_run=True), left.exists()) == ({"half-written files": 1}, True)
    assert (archive.sweep(), left.exists()) == ({"half-written files": 1}, False)


@on_both
def test_what_is_over_goes_and_what_is_not_stays(archive, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    ends = [NOW - timedelta(days=2)] * 5 + [NOW + timedelta(minutes=1)]
    times = {"created_at": NOW, "seen_at": NOW}
    with archive.house.transaction() as session:
        for end in ends:
            key = secrets.token_bytes(32)
            session.add(Challenge(id=key, expires_at=end))
            session.add(Throttle(key=key, tries=1, resets_at=end))
            session.add(LoginSession(id=key, audience=Audience.STAFF, data={}, expires_at=end, **times))
    expected = {"challenges": 5, "sessions": 5, "counts of tries": 5}
    assert archive.sweep(dry_run=True) == archive.sweep() == expected
    assert archive.sweep() == {}
    with archive.house.reading() as session:
        left = [session.scalar(select(func.count()).select_from(kind)) for kind in (Challenge, Throttle)]
    assert left == [1, 1]


def test_a_dry_run_removes_nothing(archive):
    archive.file()
    archive.object()
    before = archive.rows(), archive.objects()
    assert archive.sweep(dry_run=True) == {"files that no proof names": 1, "objects that no row names": 1}
    assert (archive.rows(), archive.objects()) == before


def test_another_databases_photos_are_not_taken_for_nobodys(archive):
    """A new or a wrong database beside a full store: the worst that an operator may do."""
    archive.object()
    with pytest.raises(StrangeDatabase):
        archive.sweep()
    assert len(archive.objects()) == 1


def test_an_object_that_cannot_be_removed_now_is_found_the_next_time(archive, monkeypatch):
    media = archive.file()
    archive.file(age=SHORT)
    with monkeypatch.context() as broken:
        broken.setattr(LocalStore, "remove", refuse)
        with pytest.raises(OSError, match="full"):
            archive.sweep()
    assert archive.sweep() == {"objects that no row names": 1}
    with pytest.raises(NotStored):
        archive.store.fetch(media.object_name)


def refuse(_store: LocalStore, _name: str) -> None:
    raise OSError(5, "the disk is full of errors")


@pytest.fixture
def run(tmp_path):
    """The command line beside a new installation."""
    env = {
        "SURAT_DATA_DIR": str(tmp_path / "data"),
        "SURAT_PUBLIC_URL": "http://localhost:8000",
        "SURAT_ENVIRONMENT": "test",
    }
    with installation.alone_in(tmp_path / "data"):
        installation.prepare(env, now=NOW)
    return lambda *words: CliRunner(env=env).invoke(cli.commands, words)


def test_the_operator_reads_what_went_and_what_would_go(run):
    told = run("sweep")
    assert (told.exit_code, "0 files that no proof names" in told.output) == (0, True)
    assert "a dry run" not in told.output
    assert "Nothing was removed: a dry run." in run("sweep", "--dry-run").output


def test_the_operator_is_told_when_store_and_database_are_strangers(run, tmp_path):
    store = LocalStore(tmp_path / "data" / "media")
    name = new_name()
    store.keep(name, b"another's")
    os.utime(tmp_path / "data" / "media" / name[:2] / name, (0, 0))
    told = run("sweep")
    assert (told.exit_code, "This database knows no photo" in told.output) == (1, True)
    assert list(store.names()) == [name]
