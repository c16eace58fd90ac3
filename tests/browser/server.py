"""The product as it runs in production: gunicorn, two processes, a free port, its own data folder and database."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from courier_app.config import Settings, settings_from
from courier_app.db import Database
from courier_app.services.ports import Ports, open_ports
from tests.browser.warm import started
from tests.house import KEY, furnish_file, secret_files

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0


@dataclass(frozen=True)
class Server:
    """`origin` is where browsers go, `host` what labels name; `database` and `ports` let a test step behind the
    counter."""

    origin: str
    host: str
    database: Database
    ports: Ports
    log: Path

    def troubles(self) -> str:
        """What it wrote to its error log: nothing, when all is well."""
        return self.log.read_text()


@contextmanager
def running_server(
    folder: Path,
    *,
    database_url: str | None = None,
    fill: Callable[[Settings, Database], object] = lambda *_: None,
) -> Iterator[Server]:
    """Tables and reference data, and what `fill` adds, are there before the first process starts, as in `make run`.

    A `database_url` names tables that are there already.
    """
    url = database_url or f"sqlite:///{folder / 'suratsampai.db'}"
    if database_url is None:
        furnish_file(folder / "suratsampai.db")
    (folder / "secrets").mkdir(mode=0o700)
    secret_files(folder)
    host = f"localhost:{free_port()}"
    origin, bind = f"http://{host}", host.replace("localhost", "127.0.0.1")
    environment = environment_of(folder, url, origin=origin, bind=bind)
    settings = settings_from(environment)
    server = Server(origin, host, Database(url), open_ports(settings), folder / "server.log")
    fill(settings, server.database)
    server.log.touch()
    with _gunicorn(server, environment):
        yield server
    server.database.engine.dispose()


def free_port() -> int:
    """Nobody listens there at this moment."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment_of(folder: Path, url: str, *, origin: str, bind: str) -> dict[str, str]:
    """Of a production server: `origin` is where browsers go, `bind` where it listens."""
    ours = {
        "SURAT_DATA_DIR": str(folder),
        "SURAT_DATABASE_URL": url,
        "SURAT_PUBLIC_URL": origin,
        "SURAT_BIND": bind,
        "SURAT_WORKERS": "2",
        "SURAT_SECRET_KEY": KEY,
        "SURAT_CLAIM_KEY": KEY,
        "SURAT_INDEX_KEY": KEY,
        "SURAT_ENVIRONMENT": "production",
        "SURAT_ARGON2_COST": "small",
        "SURAT_CACHE_DIR": str(ROOT / ".pytest_cache" / "served"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SURAT_")}
    return kept | ours


@contextmanager
def _gunicorn(server: Server, environment: dict[str, str]) -> Iterator[None]:
    process = started(environment, server.log)
    try:
        wait_until_healthy(server.origin, process, server.log)
        yield
    finally:
        end_warm(process)


def wait_until_healthy(origin: str, process: ForkServerProcess, log: Path) -> None:
    """Raises RuntimeError with what the server said, when it has given up or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not is_healthy(origin):
        if not process.is_alive() or time.monotonic() > deadline:
            raise RuntimeError(f"The server did not come up:\n{log.read_text()}")
        time.sleep(0.1)


def is_healthy(origin: str) -> bool:
    """It answers, and says that all is well."""
    try:
        with urlopen(f"{origin}/kesehatan", timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (URLError, TimeoutError, ConnectionError):
        return False


def end(process: "subprocess.Popen[bytes]") -> None:
    """All of a group at once: nobody waits for an answer any more, and a good-bye took as long as a start."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def end_warm(process: ForkServerProcess) -> None:
    """The same for a server of `tests.browser.warm`."""
    if process.is_alive():
        os.killpg(int(process.pid or 0), signal.SIGKILL)
    process.join()
