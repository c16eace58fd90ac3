"""Writers of one SQLite file take turns, and durability is chosen by name."""

import multiprocessing
import os
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from courier_app import turns
from courier_app.db import Database
from courier_app.models.prepared import Line
from courier_app.turns import Turns, turns_of
from tests.house import on_both

LEVELS = {1: "NORMAL", 2: "FULL"}
WAYS = [("transaction", "FULL"), ("recording", "FULL"), ("settling", "NORMAL")]


def said(source, words):
    """The first word of the answer, over a session or a line."""
    driver = source.driver if isinstance(source, Line) else source.connection().connection
    cursor = driver.cursor()
    cursor.execute(words)
    return cursor.fetchone()[0]


def hold(path, begun, seconds):
    with Turns(path).turn():
        begun.set()
        time.sleep(seconds)


def hold_of(path):
    with turns_of(path).turn():
        pass


def taken(queue):
    with queue.turn():
        return True


def test_a_turn_waits_for_a_thread(tmp_path):
    queue, seen = Turns(str(tmp_path / "turn")), []

    def take(number):
        with queue.turn():
            seen.append(number)
            time.sleep(0.01)
            seen.append(number)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(take, range(8)))
    assert seen[::2] == seen[1::2]


def test_a_turn_waits_for_another_process(tmp_path):
    path, spawn = str(tmp_path / "turn"), multiprocessing.get_context("spawn")
    begun = spawn.Event()
    other = spawn.Process(target=hold, args=(path, begun, 0.4))
    other.start()
    assert begun.wait(30)
    before = time.monotonic()
    with Turns(path).turn():
        waited = time.monotonic() - before
    other.join()
    assert waited > 0.2


@pytest.fixture
def stuck(tmp_path):
    """Another process that took its turn and does not move; None when it has gone."""
    path, spawn = str(tmp_path / "turn"), multiprocessing.get_context("spawn")
    begun = spawn.Event()
    other = spawn.Process(target=hold, args=(path, begun, 60))
    other.start()
    assert begun.wait(30)
    yield other
    other.kill()
    other.join()


def test_a_process_that_does_not_move_is_not_waited_for_without_end(tmp_path, stuck, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.2)
    queue, before = Turns(str(tmp_path / "turn")), time.monotonic()
    for _ in range(2):
        with queue.turn():
            pass
    assert 0.3 < time.monotonic() - before < 10


def test_after_a_process_that_did_not_move_turns_are_taken_again(tmp_path, stuck, monkeypatch):
    """The wait that was given up must not come back and hold the turn for nobody."""
    path = str(tmp_path / "turn")
    monkeypatch.setattr(turns, "PATIENCE", 0.1)
    queue = Turns(path)
    with queue.turn():
        pass
    stuck.kill()
    stuck.join()
    monkeypatch.setattr(turns, "PATIENCE", 10)
    with queue.turn():
        assert not turns.is_free(os.open(path, os.O_RDWR))
    file, ends = os.open(path, os.O_RDWR), time.monotonic() + 10
    while not turns.is_free(file) and time.monotonic() < ends:
        time.sleep(0.01)
    assert turns.is_free(file)


def waiting_threads():
    return {thread for thread in threading.enumerate() if thread.name == "turn"}


def test_one_thread_waits_for_all_the_turns_of_other_processes(tmp_path):
    path, before = str(tmp_path / "turn"), waiting_threads()
    ours, theirs = Turns(path), Turns(path)
    for _ in range(3):
        with ThreadPoolExecutor(1) as other, theirs.turn():
            waiting = other.submit(taken, ours)
            time.sleep(0.05)
            assert not waiting.done()
        assert waiting.result()
    assert len(waiting_threads() - before) == 1


def test_after_a_fork_a_child_takes_turns_with_its_parent(tmp_path):
    path, fork = str(tmp_path / "a.db"), multiprocessing.get_context("fork")
    with turns_of(path).turn():
        child = fork.Process(target=hold_of, args=(path,))
        child.start()
        child.join(0.3)
        waited = child.is_alive()
    child.join(10)
    assert (waited, child.exitcode) == (True, 0)


def test_the_next_one_has_its_turn_after_a_failure(tmp_path):
    queue = Turns(str(tmp_path / "turn"))
    with pytest.raises(ZeroDivisionError), queue.turn():
        raise ZeroDivisionError
    with queue.turn():
        pass


def test_when_patience_runs_out_sqlite_itself_has_the_word(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    queue = Turns(str(tmp_path / "turn"))
    with queue.turn(), queue.turn():
        pass
    with queue.turn():
        pass


def test_one_file_has_one_queue_in_a_process(tmp_path):
    path = str(tmp_path / "a.db")
    assert turns_of(path) is turns_of(path)


@pytest.mark.parametrize(("way", "level"), WAYS)
def test_a_promise_waits_for_the_disk_and_a_part_does_not(house, way, level):
    with getattr(house, way)() as source:
        assert LEVELS[said(source, "PRAGMA synchronous")] == level


def test_durability_does_not_leak_into_the_next_use_of_a_connection(house):
    for way, level in WAYS[::-1] * 3:
        with getattr(house, way)() as source:
            assert LEVELS[said(source, "PRAGMA synchronous")] == level


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_on_postgresql_only_a_part_commits_without_waiting(house):
    with house.transaction() as session:
        name = session.scalar(text("SELECT current_database()"))
        session.execute(text(f"ALTER DATABASE {name} SET synchronous_commit TO on"))
    house.engine.dispose()
    for way, level in [("settling", "off"), ("recording", "on"), ("transaction", "on")] * 2:
        with getattr(house, way)() as source:
            assert said(source, "SHOW synchronous_commit") == level


@on_both
def test_what_settles_is_there_for_the_next_reader(house):
    with house.settling() as line:
        line.driver.cursor().execute("UPDATE ledger_tail SET size = 7")
    with house.reading() as session:
        assert session.scalar(text("SELECT size FROM ledger_tail")) == 7


def test_a_program_that_takes_no_turns_is_still_kept_out(house, settings):
    with house.transaction() as session:
        session.execute(text("UPDATE ledger_tail SET size = 1"))
        stranger = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), timeout=0.05)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            stranger.execute("BEGIN IMMEDIATE")
        stranger.close()


def test_a_database_in_memory_has_no_queue():
    with Database("sqlite://").transaction() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_a_turn_that_cannot_begin_is_given_back(tmp_path):
    queue = Turns(str(tmp_path / "no such folder" / "turn"))
    with pytest.raises(FileNotFoundError), queue.turn():
        pass
    assert not queue._thread.locked()
