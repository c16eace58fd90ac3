"""What the ledger costs: its share of a proof, one proof of inclusion among a million leaves, the whole check."""

import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from bench.evidence import photo, signature, unlike, unlike_png
from courier_app import create_app, installation
from courier_app.config import Settings, settings_from
from courier_app.db import Database
from courier_app.domain.merkle import LeafType, leaf_entry, leaf_hash
from courier_app.domain.packages import Status
from courier_app.evidence.log_keys import LogKey, load_log_key, read_known_key
from courier_app.evidence.signer import Signer
from courier_app.evidence.signing import public_half
from courier_app.models import HashTile, Leaf, LedgerTail, Office, Package, ServerRecord
from courier_app.publisher import Publisher
from courier_app.services.custody_audit import answers_that_differ
from courier_app.services.history_audit import history_that_differs
from courier_app.services.inclusion import proof_file
from courier_app.services.ledger import append_leaf
from courier_app.services.ledger_audit import Tree, faults_in
from courier_app.services.step_audit import steps_that_differ
from tests.phone import File, Phone, file_of
from tests.town import a_courier, a_package, an_office

COURIERS, EACH, ROUNDS = 8, 25, 9
MANY, WHOLE, SAMPLES = 1_000_000, 100_000, 1_000
BATCH = 10_000
GOALS = {"append_share": 0.05, "inclusion_ms": 2.0, "verify_100k_s": 10.0}
Figures = Iterator[tuple[str, float]]
START = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def main() -> int:
    figures = dict(chain.from_iterable(map(in_a_new_house, (append_share, verify_whole, inclusion))))
    met = all(figures[name] <= goal for name, goal in GOALS.items())
    print(json.dumps({"bench": "ledger", "figures": figures, "goals": GOALS, "met": met}))
    return 0 if met else 1


def in_a_new_house(measure: Callable[[Settings], Figures]) -> list[tuple[str, float]]:
    """SQLite in a file, evidence in a folder: what one machine has by default."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        asked = {"SURAT_DATA_DIR": name, "SURAT_PUBLIC_URL": "http://localhost", "SURAT_ENVIRONMENT": "test"}
        with installation.alone_in(Path(name)):
            installation.prepare(asked, now=START)
        return list(measure(settings_from(installation.with_secrets(asked))))


def append_share(settings: Settings) -> Figures:
    """Of the median time of a proof (photo of 200 kB, signature of 15 kB, manifest; one phone, in process), the part
    that a leaf and one signature of the log take. One checkpoint covers a second's proofs: this is the worst."""
    app = create_app(settings)
    proof = statistics.median(seconds_of_proofs(app))
    append = statistics.median(seconds_of_appends(app.extensions["suratsampai_db"]))
    sign = seconds_to_sign(load_log_key(settings.log_key_file))
    walk, cpu = seconds_of_walks(app)
    app.extensions["suratsampai_db"].engine.dispose()
    words = f"{proof * 1000:.1f} ms each, append {append * 1000:.3f} ms, sign {sign * 1000:.3f} ms"
    print(f"{COURIERS * EACH} proofs: {words}")
    yield "append_share", round((append + sign) / proof, 4)
    yield "walks_ms_a_proof", round(walk * 1000, 3)
    yield "walks_cpu_ms_a_proof", round(cpu * 1000, 3)


def seconds_of_proofs(app: Flask) -> Iterator[float]:
    """Of a few phones: nobody may send more than 60 files a minute."""
    numbers = count()
    with app.extensions["suratsampai_db"].transaction() as session:
        office = an_office(session)
    for _ in range(COURIERS):
        phone, packages = a_phone(app, office)
        for package in packages:
            frozen = phone.freeze(package, files=files(next(numbers)))
            begun = time.perf_counter()
            answer = phone.send(frozen)
            yield time.perf_counter() - begun
            if answer.status_code != 201:
                raise SystemExit(f"a proof was answered {answer.status_code}")


def seconds_of_appends(database: Database) -> Iterator[float]:
    """Within a transaction, as a proof does it."""
    for number in range(COURIERS * EACH):
        entry = entry_of(str(number).encode())
        with database.transaction() as session:
            begun = time.perf_counter()
            append_leaf(session, entry)
            yield time.perf_counter() - begun


def seconds_to_sign(key: LogKey) -> float:
    begun = time.perf_counter()
    for size in range(1000):
        key.signature(f"{key.origin}\n{size}\n{'A' * 43}=\n")
    return (time.perf_counter() - begun) / 1000


def seconds_of_walks(app: Flask) -> tuple[float, float]:
    """What `ledger verify` adds for each proof, which the log of records in verify_whole() has none of: histories both
    ways, and our answer with its signature. By the clock and of a processor, the median of rounds over all proofs."""
    ports = app.extensions["suratsampai_ports"]
    key = public_half(ports.acknowledgement_key)
    taken = []
    for _ in range(ROUNDS):
        with app.extensions["suratsampai_db"].reading() as session:
            begun, cpu = time.perf_counter(), time.process_time()
            walks = (history_that_differs, steps_that_differ, partial(answers_that_differ, key=key))
            found = [words for walk in walks for words in walk(session)]
            taken.append((time.perf_counter() - begun, time.process_time() - cpu))
        if found:
            raise SystemExit(f"the proofs that were made have faults: {found[:3]}")
    clock, processor = (statistics.median(one) / (COURIERS * EACH) for one in zip(*taken, strict=True))
    return clock, processor


def a_phone(app: Flask, office: Office) -> tuple[Phone, list[Package]]:
    ports = app.extensions["suratsampai_ports"]
    with app.extensions["suratsampai_db"].transaction() as session:
        courier = a_courier(session, office)
        facts = {"status": Status.PICKED_UP, "courier": courier}
        packages = [a_package(session, ports, office, **facts).package for _ in range(EACH)]
    return Phone(app, courier, now=datetime.now(UTC)), packages


JPEG, PNG = photo(), signature()


def files(number: int) -> list[File]:
    return [
        file_of(b"".join(unlike(JPEG, number)), "photo", "image/jpeg"),
        file_of(unlike_png(PNG, number), "signature", "image/png"),
    ]


def inclusion(settings: Settings) -> Figures:
    """Median milliseconds for a `.tlog-proof`, each read anew from the tables: by the clock, and of a processor."""
    database = grown(settings, MANY)
    dice = random.Random(1)
    taken = sorted(seconds_of_inclusion(database, dice.randrange(MANY)) for _ in range(SAMPLES))
    spent = statistics.median(cpu for _, cpu in taken)
    database.engine.dispose()
    print(f"{SAMPLES} inclusions among {MANY}: p95 {taken[SAMPLES * 95 // 100][0] * 1000:.3f} ms")
    yield "inclusion_ms", round(taken[SAMPLES // 2][0] * 1000, 3)
    yield "inclusion_cpu_ms", round(spent * 1000, 3)


def seconds_of_inclusion(database: Database, index: int) -> tuple[float, float]:
    with database.reading() as session:
        begun, cpu = time.perf_counter(), time.process_time()
        proof_file(session, index)
        return time.perf_counter() - begun, time.process_time() - cpu


def verify_whole(settings: Settings) -> Figures:
    """Everything that `ledger verify` does; each leaf has a record of the server behind it."""
    database = grown(settings, WHOLE)
    with database.reading() as session:
        begun = time.perf_counter()
        found = list(faults_in(session, read_known_key(settings.log_vkey_file)))
        took = time.perf_counter() - begun
    database.engine.dispose()
    if found:
        raise SystemExit(f"the log that was made has faults: {found[:3]}")
    yield "verify_100k_s", round(took, 2)


def grown(settings: Settings, size: int) -> Database:
    """A published log of records of the server, its rows as the product would have written them one by one."""
    database = Database(settings.database_url)
    tree = Tree({})
    for first in range(0, size, BATCH):
        with database.transaction() as session:
            fill(session, tree, range(first, min(first + BATCH, size)))
    with database.transaction() as session:
        keep_tiles(session, [asdict(tile) for tile in tree.open_tiles()])
        session.execute(update(LedgerTail).values(size=tree.size, edge=b"".join(tree.edge)))
    key = load_log_key(settings.log_key_file)
    Publisher(database, Signer(key, settings.signer_state), key.origin).publish(now=START)
    return database


def fill(session: Session, tree: Tree, numbers: range) -> None:
    records = [f'{{"v":1,"t":"label-batch","number":{number}}}'.encode() for number in numbers]
    entries = [entry_of(record) for record in records]
    hashes = [leaf_hash(entry) for entry in entries]
    tiles = [asdict(tile) for one in hashes for tile in tree.add(one)]
    rows = zip(numbers, entries, hashes, strict=True)
    session.execute(insert(Leaf), [{"index": i, "entry": entry, "hash": one} for i, entry, one in rows])
    pairs = zip(numbers, records, strict=True)
    session.execute(insert(ServerRecord), [{"leaf_index": i, "record": record} for i, record in pairs])
    keep_tiles(session, tiles)


def keep_tiles(session: Session, tiles: list[dict[str, Any]]) -> None:
    if tiles:
        session.execute(insert(HashTile), tiles)


def entry_of(record: bytes) -> bytes:
    mh = hashlib.sha256(record).hexdigest()
    return leaf_entry(LeafType.LABEL_BATCH, int(START.timestamp()), mh=mh, jh=None)


if __name__ == "__main__":
    sys.exit(main())
