"""The same installation over HTTP/2 and TLS, as phones reach it through nginx or Caddy (docs/guides/operator.md)."""

import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from scripts.lan_address import write_certificate
from tests.browser.server import ROOT, START_SECONDS, environment_of, free_port

HERE = IPv4Address("127.0.0.1")
STOP_SECONDS = 20.0


@contextmanager
def over_http2(folder: Path, database_url: str) -> Iterator[str]:
    """The address of a second server on the same data; its certificate is worth nothing."""
    port = free_port()
    origin = f"https://{HERE}:{port}"
    write_certificate(folder / "tls", HERE, datetime.now(UTC))
    environment = environment_of(folder, database_url, origin=origin, bind=f"{HERE}:{port}")
    with (
        (folder / "http2.log").open("wb") as log,
        subprocess.Popen(
            _command(folder, port), cwd=ROOT, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            _wait_for(origin)
            yield origin
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _command(folder: Path, port: int) -> list[str]:
    files = [
        "--ssl-certificate",
        str(folder / "tls/server.crt"),
        "--ssl-keyfile",
        str(folder / "tls/server.key"),
    ]
    where = ["--interface", "wsgi", "--http", "auto", "--host", str(HERE), "--port", str(port)]
    return [sys.executable, "-m", "granian", *where, *files, "--blocking-threads", "8", "wsgi:app"]


def _wait_for(origin: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(origin):
        if time.monotonic() > deadline:
            raise RuntimeError("The server with HTTP/2 did not come up.")
        time.sleep(0.1)


def _answers(origin: str) -> bool:
    context = ssl._create_unverified_context()  # noqa: S323 - its certificate was made a moment ago, for this
    try:
        with urlopen(f"{origin}/kesehatan", timeout=2, context=context) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (URLError, TimeoutError, ConnectionError):
        return False
