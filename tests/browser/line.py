"""The line between phones and a real server: a proxy that a test may break, a server that can be restored."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from courier_app.config import Settings, settings_from
from courier_app.db import Database
from courier_app.services.ports import Ports, open_ports
from tests.browser.server import end_warm, environment_of, free_port, wait_until_healthy
from tests.browser.warm import started
from tests.faults.proxy import Fault, FaultProxy, Request, running_proxy
from tests.house import furnish_file, secret_files

STOP_S = 20.0
Weather = Callable[[Request], Fault]


def fair(_: Request) -> Fault:
    return Fault.NONE


@dataclass
class Line:
    """`origin` is where phones go. `weather` is asked about each request; `seen` is what was sent, in order."""

    folder: Path
    origin: str
    port: int
    proxy: FaultProxy
    weather: Weather = fair
    _process: ForkServerProcess | None = None
    _database: Database | None = None
    _ports: Ports | None = None
    requests: list[Request] = field(default_factory=list)

    @property
    def database(self) -> Database:
        self._database = self._database or Database(self._url)
        return self._database

    @property
    def ports(self) -> Ports:
        self._ports = self._ports or open_ports(self.settings)
        return self._ports

    @property
    def settings(self) -> Settings:
        return settings_from(self._environment())

    def sent(self, beginning: str) -> list[Request]:
        """Requests of phones to addresses that begin so."""
        return [request for request in self.requests if request.path.startswith(beginning)]

    def fair_again(self) -> None:
        self.weather = fair
        self.requests.clear()

    def start(self) -> None:
        log = self.folder / "server.log"
        self._process = started(self._environment(), log)
        wait_until_healthy(f"http://localhost:{self.port}", self._process, log)

    def stop(self) -> None:
        if self._process and self._process.is_alive():
            self._process.terminate()
            self._process.join(STOP_S)
            assert not self._process.is_alive(), "it did not stop"

    def back_up(self) -> Path:
        """A copy of the database as it stands, made while the server runs."""
        copy = self.folder / "backup.db"
        copy.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(self.folder / "suratsampai.db")) as now,
            closing(sqlite3.connect(copy)) as then,
        ):
            now.backup(then)
        return copy

    def restore(self, copy: Path) -> None:
        self.stop()
        self.database.engine.dispose()
        for name in ("suratsampai.db-wal", "suratsampai.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copy(copy, self.folder / "suratsampai.db")
        self.start()

    def close(self) -> None:
        if self._process:
            end_warm(self._process)
        if self._database:
            self._database.engine.dispose()

    @property
    def _url(self) -> str:
        return f"sqlite:///{self.folder / 'suratsampai.db'}"

    def _environment(self) -> dict[str, str]:
        return environment_of(self.folder, self._url, origin=self.origin, bind=f"127.0.0.1:{self.port}")


def without_validators(request: Request, answer: bytes) -> bytes:
    """Of the shell, so that a test can deploy another one: a browser that asks "the same?" must get it whole."""
    shell = request.path in ("/kurir/", "/kurir/sw.js")
    return re.sub(rb"\r\n(ETag|Last-Modified): [^\r]*", b"", answer) if shell else answer


@contextmanager
def a_line(folder: Path) -> Iterator[Line]:
    furnish_file(folder / "suratsampai.db")
    (folder / "secrets").mkdir(mode=0o700)
    secret_files(folder)
    port = free_port()
    with running_proxy(FaultProxy(port, fair, edit=without_validators)) as proxy:
        line = Line(folder, f"http://localhost:{proxy.port}", port, proxy)
        proxy.choose = lambda request: _noted(line, request)
        try:
            line.start()
            yield line
        finally:
            line.close()


def _noted(line: Line, request: Request) -> Fault:
    line.requests.append(request)
    return line.weather(request)
