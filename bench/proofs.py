"""Proofs accepted a second through the production server, beside a floor measured in turns with it on this machine.

One proof is three requests: a photo of 200 kB, a signature of 15 kB, the signed manifest. All programs share the
machine: server, phones and decoders here, two bare writers on the floor.
"""

import json
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy.orm import Session

from bench import effort
from bench.effort import Round, Taken
from bench.evidence import photo, signature, unlike, unlike_png
from bench.floor import keep_on_the_floor, make_floor
from bench.wire import Delivery, put, send_all
from courier_app import create_app, installation
from courier_app.config import settings_from
from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.models import Courier, Package
from courier_app.services.ports import Ports
from tests.phone import Phone, file_of
from tests.town import a_courier, a_package, an_office

ROUNDS = 3
PER_ROUND = 480  # proofs, and photos on the floor
PHONES = 12  # at work at once
HANDS = 48  # couriers of one round: nobody may send more than 60 files a minute
WRITERS = 2  # processes on the floor
WARM_UP = 48
GOALS = {"ratio_to_floor": 0.5}
ROOT = Path(__file__).resolve().parents[1]
FORK = multiprocessing.get_context("fork")

Queues = list[list[Delivery]]  # for each courier what the phone has to send


def main() -> int:
    """Server and floor take turns, so that a busy moment of the machine falls on both."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        rounds = measured(Path(name))
    figures = summed_up(rounds)
    met = figures["ratio_to_floor"] >= GOALS["ratio_to_floor"]
    print(json.dumps({"bench": "proofs", "figures": figures, "goals": GOALS, "met": met}))
    return 0 if met else 1


def measured(folder: Path) -> list[Round]:
    env, address = environment(folder)
    couriers, jpeg = Couriers(env), photo()
    make_floor(folder / "floor")
    rounds = []
    with server(env, address) as master:
        send_in_parallel(address, couriers.queues(WARM_UP))
        for number in range(ROUNDS):
            queues = couriers.queues(PER_ROUND)
            floor = taken(partial(write_in_parallel, folder / "floor", jpeg, number), master)
            proofs = taken(partial(send_in_parallel, address, queues), master)
            rounds.append(Round(proofs, floor))
            print(f"round {number + 1}: {rounds[-1]}")
    return rounds


def taken(work: Callable[[], None], master: int) -> Taken:
    """`work` is PER_ROUND proofs or photos."""
    before = spent(master)
    work()
    each = [(now - then) * 1000 / PER_ROUND for now, then in zip(spent(master), before, strict=True)]
    return Taken(*each)


def spent(master: int) -> tuple[float, float, float, float]:
    """Seconds until now: by the clock, and of processors for our children, the server and its decoders."""
    return time.perf_counter(), effort.of_own_children(), *effort.of_server(master)


def summed_up(rounds: Sequence[Round]) -> dict[str, float]:
    """Medians; a ratio is the median of the rounds' ratios."""
    figures: dict[str, tuple[Callable[[Round], float], int]] = {
        "proofs_per_second": (lambda one: one.proofs.rate, 1),
        "floor_per_second": (lambda one: one.floor.rate, 1),
        "ratio_to_floor": (lambda one: one.ratio, 3),
        "cpu_ms_server": (lambda one: one.proofs.server, 2),
        "cpu_ms_decoders": (lambda one: one.proofs.decoders, 2),
        "cpu_ms_phones": (lambda one: one.proofs.clients, 2),
        "cpu_ms_floor": (lambda one: one.floor.clients, 2),
        "cpu_ratio_to_floor": (lambda one: one.cpu_ratio, 3),
    }
    return {name: round(statistics.median(map(of, rounds)), digits) for name, (of, digits) in figures.items()}


def environment(folder: Path) -> tuple[Mapping[str, str], tuple[str, int]]:
    """A new installation in `folder`, and a free address for its server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = ("127.0.0.1", int(free.getsockname()[1]))
    asked = {
        "SURAT_DATA_DIR": str(folder / "data"),
        "SURAT_PUBLIC_URL": "http://localhost",
        "SURAT_BIND": f"{address[0]}:{address[1]}",
        "SURAT_WORKERS": "2",
    }
    with installation.alone_in(folder / "data"):
        installation.prepare(asked, now=datetime.now(UTC))
    return installation.with_secrets(asked), address


class Couriers:
    """Signed-in phones with packages in hand, and the requests that they will send: new ones for every round."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._app = app = create_app(settings_from(env))
        self._house: Database = app.extensions["suratsampai_db"]
        self._ports: Ports = app.extensions["suratsampai_ports"]
        self._jpeg, self._png, self._numbers = photo(), signature(), count(1)
        with self._house.transaction() as session:
            self._office = an_office(session)

    def queues(self, proofs: int) -> Queues:
        """Everything that can be made before the clock starts."""
        hands = self._hands()
        with self._house.transaction() as session:
            return [self._queue(session, *mine, proofs // HANDS) for mine in hands]

    def _hands(self) -> list[tuple[Phone, Courier]]:
        with self._house.transaction() as session:
            couriers = [a_courier(session, self._office) for _ in range(HANDS)]
        return [(Phone(self._app, courier, now=datetime.now(UTC)), courier) for courier in couriers]

    def _queue(self, session: Session, phone: Phone, courier: Courier, proofs: int) -> list[Delivery]:
        facts = {"status": Status.PICKED_UP, "courier": courier}
        packages = [a_package(session, self._ports, self._office, **facts).package for _ in range(proofs)]
        return [self._delivery(phone, package) for package in packages]

    def _delivery(self, phone: Phone, package: Package) -> Delivery:
        number = next(self._numbers)
        pieces, png = unlike(self._jpeg, number), unlike_png(self._png, number)
        files = (
            file_of(b"".join(pieces), "photo", "image/jpeg"),
            file_of(png, "signature", "image/png"),
        )
        frozen = phone.freeze(package, files=files)
        return Delivery(
            (
                put(f"/kurir/api/media/{files[0].sha256}", "image/jpeg", phone.cookie, *pieces),
                put(f"/kurir/api/media/{files[1].sha256}", "image/png", phone.cookie, png),
                put(f"/kurir/api/proofs/{frozen.proof}", frozen.type, phone.cookie, frozen.body),
            )
        )


def send_in_parallel(address: tuple[str, int], queues: Queues) -> None:
    """From a process of its own, whose effort can be told from ours."""
    in_processes([partial(send_in_threads, address, queues)])


def send_in_threads(address: tuple[str, int], queues: Queues) -> None:
    """Each courier's phone has a connection of its own; when one is done, the next begins. A failure is raised here."""
    with ThreadPoolExecutor(PHONES) as phones:
        for done in [phones.submit(send_all, address, queue) for queue in queues]:
            done.result()


def write_in_parallel(folder: Path, jpeg: bytes, number: int) -> None:
    each = PER_ROUND // WRITERS
    starts = [(number * WRITERS + writer) * each for writer in range(WRITERS)]
    in_processes([partial(keep_on_the_floor, folder, jpeg, range(at, at + each)) for at in starts])


def in_processes(works: Sequence[Callable[[], None]]) -> None:
    """All of them, at once; one that fails fails the benchmark."""
    children = [FORK.Process(target=work) for work in works]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        raise SystemExit("a process of the benchmark failed")


@contextmanager
def server(env: Mapping[str, str], address: tuple[str, int]) -> Iterator[int]:
    """The production server as `make run` starts it; its process number."""
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"]
    running = subprocess.Popen(command, env={**os.environ, **env}, cwd=ROOT)
    try:
        wait_for(address, running)
        yield running.pid
    finally:
        running.terminate()
        running.wait(timeout=60)


def wait_for(address: tuple[str, int], running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(address, timeout=1).close()
            return
        except OSError:
            if running.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the server did not start") from None
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
