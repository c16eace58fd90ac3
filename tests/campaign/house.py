"""The production server under `kill -9`: gunicorn, two processes, SQLite in a file, evidence in a folder."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from courier_app.config import Settings, settings_from
from tests.browser.server import end, environment_of, is_healthy
from tests.campaign.waiting import TooLate, until
from tests.house import furnish_file, secret_files

START_S = 60.0


@dataclass
class House:
    """`origin` is where phones go: the proxy. `port` is the server's own."""

    folder: Path
    tree: Path
    origin: str
    port: int
    kills: Counter[str] = field(default_factory=Counter)
    _process: "subprocess.Popen[bytes] | None" = None
    _log: BinaryIO | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def settings(self) -> Settings:
        return settings_from(self._environment())

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self) -> None:
        """In a process group of its own, so that one signal ends all of it at one moment."""
        command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
        self._log = self._log or self.log.open("ab")
        self._process = subprocess.Popen(
            command,
            cwd=self.tree,
            env=self._environment(),
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def wait_until_healthy(self) -> None:
        """Raises TooLate with what the server said last, at once when it has given up."""
        until(lambda: self._is_up() or self._gave_up(), START_S, "the server did not come up")
        if not self._is_up():
            raise TooLate(f"the server gave up:\n{self.log.read_text()[-2000:]}")

    def _is_up(self) -> bool:
        return is_healthy(f"http://localhost:{self.port}")

    def _gave_up(self) -> bool:
        with self._turn:
            return self._process is None or self._process.poll() is not None

    def kill(self) -> None:
        """Everything at once, as when somebody pulls the plug of the process; then it starts again."""
        with self._turn:
            self._end()
            self.start()
            self.kills["server"] += 1

    def kill_a_worker(self) -> None:
        """One of the two processes; the master makes another."""
        with self._turn:
            until(self._workers, START_S, "no worker started")
            os.kill(self._workers()[0], signal.SIGKILL)
            self.kills["worker"] += 1

    def close(self) -> None:
        with self._turn:
            self._end()
        if self._log:
            self._log.close()

    def _workers(self) -> list[int]:
        assert self._process
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        return [int(child) for child in children.read_text().split()] if children.exists() else []

    def _end(self) -> None:
        if self._process:
            end(self._process)

    def _environment(self) -> dict[str, str]:
        url = f"sqlite:///{self.folder / 'suratsampai.db'}"
        return environment_of(self.folder, url, origin=self.origin, bind=f"127.0.0.1:{self.port}")


@contextmanager
def a_house(folder: Path, tree: Path, *, origin: str, port: int) -> Iterator[House]:
    """Furnished and answering; dead when the block ends, whatever happened."""
    furnish_file(folder / "suratsampai.db")
    (folder / "secrets").mkdir(mode=0o700)
    secret_files(folder)
    house = House(folder, tree, origin, port)
    try:
        house.start()
        house.wait_until_healthy()
        yield house
    finally:
        house.close()
