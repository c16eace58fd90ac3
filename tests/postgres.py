"""A private PostgreSQL server for one test session: its own folder, its own socket, no port, gone at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

SUPERUSER = "surat"
START_SECONDS = 60.0
# Speed for safety: nothing here outlives the session. max_connections serves the race tests.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "timezone": "UTC",
}


class Cluster:
    """A running server that hands out databases."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def create_database(self, *, template: str = "template0") -> str:
        """A new database, empty or copied from another one that nobody is connected to; its name."""
        name = f"test_{next(self._numbers)}"
        with self._connect() as connection:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}" + _by_copying(connection))
            connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        self._say(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{SUPERUSER}@/{name}?host={self._folder}"

    def _say(self, statement: sql.Composed) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> psycopg.Connection:
        host = str(self._folder)
        return psycopg.connect(host=host, user=SUPERUSER, dbname="postgres", autocommit=True)

    def wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self._folder / "log").read_text())
            time.sleep(0.05)

    def _ready(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True


def _by_copying(connection: psycopg.Connection) -> LiteralString:
    """Files are copied in half the time that their pages take through the log; before 15 there was no other way."""
    return " STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Make, start, hand over, stop and delete a server. Works as root too, in an unprivileged user's name."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        server = _start(folder)
        try:
            cluster = Cluster(folder)
            cluster.wait_until_ready(server)
            yield cluster
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> subprocess.Popen[bytes]:
    programs, data = _programs(), folder / "data"
    _give_away(folder)
    make: list[str | Path] = ["-D", data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C"]
    _run([programs / "initdb", "--no-sync", *make])
    options = [f"-c{name}={value}" for name, value in OPTIONS.items()]
    with (folder / "log").open("wb") as log:
        # The server hears when its parent dies: a killed test run leaves no server behind.
        command: list[str | Path] = [
            *_as_nobody(),
            "--pdeathsig",
            "INT",
            programs / "postgres",
            "-D",
            data,
            "-k",
            folder,
        ]
        return subprocess.Popen([*command, *options], stdout=log, stderr=log, cwd=folder)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _run(command: list[str | Path]) -> None:
    done = subprocess.run([*_as_nobody(), *command], capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def _programs() -> Path:
    """The newest server the distribution installed; Debian keeps it out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise RuntimeError(
            "PostgreSQL's server is missing: `make test` installs it (apt-get install postgresql)"
        )
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


def _as_nobody() -> list[str]:
    """PostgreSQL refuses to be root, so root lends it a plain user's name."""
    if os.geteuid() != 0:
        return ["setpriv"]
    user = _plain_user()
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        user = _plain_user()
        os.chown(folder, user.pw_uid, user.pw_gid)


def _plain_user() -> pwd.struct_passwd:
    names = {user.pw_name for user in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")
