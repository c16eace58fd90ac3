"""Publishes the log while the server runs: a checkpoint within a second or so of every new leaf."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TextIO

from courier_app.config import Settings
from courier_app.db import Database
from courier_app.domain.growths import ANOTHER_SIZE, Growth
from courier_app.domain.notes import read_checkpoint
from courier_app.evidence.cosignatures import load_witnesses
from courier_app.evidence.log_keys import load_log_key, read_known_key
from courier_app.evidence.signer import Signer, SigningRefused, SignsGrowth
from courier_app.evidence.signer_wire import RemoteSigner
from courier_app.evidence.time_stamps import load_authority
from courier_app.services.look_roots import keep_root, next_root
from courier_app.services.publishing import keep_checkpoint, next_growth
from courier_app.services.witnessing import is_contradicted
from courier_app.stamping import EVERY as EVERY_STAMP
from courier_app.stamping import StampRound
from courier_app.turns import is_free
from courier_app.witnessing import EVERY as EVERY_VISIT
from courier_app.witnessing import WitnessRound

EVERY = 1.0  # seconds
log = logging.getLogger("suratsampai.log")


class Contradicted(Exception):  # noqa: N818 - named for the reason
    """A witness says that this log told another story before: nothing more is signed until somebody has looked."""


@dataclass(frozen=True)
class Publisher:
    """Asks the signer for what the log has grown by, and keeps the answer. `witnesses`: the ids of those that may stop
    it."""

    database: Database
    signer: SignsGrowth
    origin: str
    witnesses: tuple[str, ...] = ()

    def publish(self, *, now: datetime) -> int | None:
        """The size published; None when nothing was new. Raises SigningRefused, SignerAway, LogIsBehind,
        Contradicted."""
        growth = self._growth(None)
        if growth is None:
            return None
        try:
            return self._signed(growth, now)
        except SigningRefused as refused:
            if refused.status != ANOTHER_SIZE:
                raise
            again = self._growth(refused.size)
        return self._signed(again, now) if again else None

    def _growth(self, since: int | None) -> Growth | None:
        with self.database.reading() as session:
            if is_contradicted(session, self.witnesses):
                raise Contradicted
            return next_growth(session, self.origin, since=since)

    def _signed(self, growth: Growth, now: datetime) -> int:
        line, checkpoint = self.signer.sign(growth), read_checkpoint(growth.checkpoint.decode())
        with self.database.transaction() as session:
            keep_checkpoint(session, checkpoint, line, now=now)
        return checkpoint.size


@dataclass(frozen=True)
class LogKeeper:
    """Puts the access log's root in before it publishes; what hinders the one does not stop the other."""

    publisher: Publisher

    def publish(self, *, now: datetime) -> int | None:
        quietly(lambda: root_looks(self.publisher.database, now=now))
        return self.publisher.publish(now=now)


def root_looks(database: Database, *, now: datetime) -> None:
    """Read first, written shortly: nobody waits for the hour's looks to be hashed."""
    with database.reading() as session:
        rooted = next_root(session, now=now)
    if rooted:
        with database.transaction() as session:
            keep_root(session, rooted, now=now)


class Publishes(Protocol):
    """What a routine does again and again."""

    def publish(self, *, now: datetime) -> int | None: ...


class Routine:
    """A thread that publishes; of all processes beside one data folder the first one does. `name`: of its turn."""

    def __init__(
        self, publisher: Publishes, folder: Path, *, every: float = EVERY, name: str = "publisher"
    ) -> None:
        self._publisher, self._turn, self._every = publisher, folder / f"{name}.turn", every
        self._file: TextIO | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()
        if self._file:
            self._file.close()

    def _run(self) -> None:
        while not self._over.wait(self._every):
            quietly(self._publish)

    def _publish(self) -> None:
        """A lock that cannot be had now, for whatever reason, is tried again in a moment."""
        self._file = self._file or self._turn.open("w")
        if is_free(self._file.fileno()):
            self._publisher.publish(now=datetime.now(UTC))


def begin(settings: Settings, database: Database) -> list[Routine]:
    """For a worker of the server, once it has forked: one thread publishes, another visits the witnesses, a
    third has it stamped."""
    key, witnesses = read_known_key(settings.log_vkey_file), load_witnesses(settings.witness_policy)
    keeper = LogKeeper(Publisher(database, open_signer(settings), key.name, witnesses.policy.ids))
    routines = [Routine(keeper, settings.data_dir)]
    if witnesses.policy.asked:
        visits = WitnessRound(database, witnesses)
        routines.append(Routine(visits, settings.data_dir, every=EVERY_VISIT, name="witnesses"))
    if authority := load_authority(settings.tsa_url, settings.tsa_roots):
        stamps = StampRound(database, authority)
        routines.append(Routine(stamps, settings.data_dir, every=EVERY_STAMP, name="stamps"))
    for one in routines:
        one.start()
    return routines


def open_signer(settings: Settings) -> SignsGrowth:
    """In this process, or the one behind the socket."""
    if settings.signer_socket:
        return RemoteSigner(settings.signer_socket)
    return Signer(load_log_key(settings.log_key_file), settings.signer_state)


def publish_once(settings: Settings, database: Database, *, now: datetime) -> None:
    """What stands in the ledger before the first worker runs, so that nobody finds it late."""
    publisher = Publisher(database, open_signer(settings), read_known_key(settings.log_vkey_file).name)
    quietly(lambda: publisher.publish(now=now))


def quietly(publish: Callable[[], object]) -> None:
    """A publisher that cannot publish now tries again: whoever looks at /kesehatan sees that it is late."""
    try:
        publish()
    except Exception as problem:  # whatever the signer, the disk or the database may raise
        log.error("the log is not published: %s %s", type(problem).__name__, getattr(problem, "status", ""))
