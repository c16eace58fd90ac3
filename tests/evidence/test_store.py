"""What the store has confirmed is there, whole, under a name that cannot lead anywhere else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from moto.server import ThreadedMotoServer

from courier_app.evidence.store import (
    LocalStore,
    MediaStore,
    NameTaken,
    NotStored,
    new_name,
    open_store,
)

NAME, OTHER_NAME = "ab" + "0" * 30, "cd" + "1" * 30
BODY = b"sealed bytes" * 1000
SOON = timedelta(minutes=1)


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_setting(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    bucket = f"media-{new_name()}"
    connection = HTTPConnection(urlsplit(s3_address).netloc)
    connection.request("PUT", f"/{bucket}")
    assert connection.getresponse().status == 200
    connection.close()
    return f"s3://{bucket}/town/a?endpoint={s3_address}&region=us-east-1"


@pytest.fixture(params=["folder", "s3", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    if request.param == "s3":
        return open_store(request.getfixturevalue("s3_setting"))
    return open_store(f"file://{tmp_path}/media" if request.param == "folder" else "memory:")


def test_what_was_kept_is_fetched(store: MediaStore) -> None:
    store.keep(NAME, BODY)
    assert store.fetch(NAME) == BODY


def test_keeping_the_same_twice_is_one_keeping(store: MediaStore) -> None:
    store.keep(NAME, BODY)
    store.keep(NAME, BODY)
    assert list(store.names()) == [NAME]


def test_other_bytes_under_a_taken_name_are_refused(store: MediaStore) -> None:
    store.keep(NAME, BODY)
    with pytest.raises(NameTaken):
        store.keep(NAME, b"other")
    assert store.fetch(NAME) == BODY


def test_what_was_never_kept_is_not_stored(store: MediaStore) -> None:
    with pytest.raises(NotStored):
        store.fetch(NAME)


def test_what_was_removed_is_not_stored(store: MediaStore) -> None:
    store.keep(NAME, BODY)
    store.remove(NAME)
    with pytest.raises(NotStored):
        store.fetch(NAME)


def test_removing_what_is_not_there_is_fine(store: MediaStore) -> None:
    store.remove(NAME)
    assert list(store.names()) == []


def test_every_object_is_listed_once(store: MediaStore) -> None:
    for name in (NAME, OTHER_NAME):
        store.keep(name, BODY)
    assert sorted(store.names()) == [NAME, OTHER_NAME]


def test_objects_kept_before_a_moment_are_listed_for_the_sweep(store: MediaStore) -> None:
    store.keep(NAME, BODY)
    assert list(store.names(before=datetime.now(UTC) + SOON)) == [NAME]
    assert list(store.names(before=datetime.now(UTC) - SOON)) == []


BAD_NAMES = ["", ".", "..", "ab", "../" + "0" * 32, "ab/" + "0" * 32, "0" * 31, "0" * 65]
WORSE_NAMES = ["/etc/passwd", "AB" + "0" * 30, NAME + "\n", NAME + "\0", "\u0660" * 32, "." + NAME]


@pytest.mark.parametrize("name", BAD_NAMES + WORSE_NAMES)
def test_a_name_that_could_lead_elsewhere_is_a_mistake_of_ours(store: MediaStore, name: str) -> None:
    for act in (store.fetch, store.remove, lambda n: store.keep(n, BODY)):
        with pytest.raises(ValueError, match="hexadecimal"):
            act(name)


def test_a_new_name_is_accepted_by_every_store(store: MediaStore) -> None:
    store.keep(new_name(), BODY)


@pytest.mark.parametrize("setting", ["", "media", "file://media", "http://x", "s3:///x", "s3://b?x=1"])
def test_a_setting_that_names_no_store_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="media store"):
        open_store(setting)


class Tracer:
    """Notes what reaches the disk, in order, and lets it happen."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
        self.calls: list[str] = []
        self._root, self._fsync, self._rename = root, os.fsync, os.rename
        monkeypatch.setattr(os, "fsync", self._noted_fsync)
        monkeypatch.setattr(os, "rename", self._noted_rename)

    def _noted_fsync(self, descriptor: int) -> None:
        self.calls.append(f"sync {self._place(Path(f'/proc/self/fd/{descriptor}').readlink())}")
        self._fsync(descriptor)

    def _noted_rename(self, source: Path, target: Path) -> None:
        self.calls.append(f"rename {self._place(source)} {self._place(target)}")
        self._rename(source, target)

    def _place(self, path: object) -> str:
        found = Path(str(path)).relative_to(self._root)
        return str(found.with_name("aside") if found.name.startswith(".") else found)


def test_content_is_synced_before_its_name_and_the_name_before_the_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store = LocalStore(tmp_path)
    tracer = Tracer(monkeypatch, tmp_path)
    store.keep(NAME, BODY)
    assert tracer.calls == ["sync ab/aside", f"rename ab/aside ab/{NAME}", "sync ab"]


def test_keeping_again_syncs_the_name_because_the_first_try_may_have_died_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store = LocalStore(tmp_path)
    store.keep(NAME, BODY)
    tracer = Tracer(monkeypatch, tmp_path)
    store.keep(NAME, BODY)
    assert tracer.calls == ["sync ab"]


def test_new_folders_are_synced_where_their_names_stand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tracer = Tracer(monkeypatch, tmp_path)
    LocalStore(tmp_path / "data" / "media")
    assert tracer.calls == ["sync .", "sync data", "sync data/media"]


def test_a_removal_is_synced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.keep(NAME, BODY)
    tracer = Tracer(monkeypatch, tmp_path)
    store.remove(NAME)
    assert tracer.calls == ["sync ab"]


def test_a_write_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(OSError, match="full"):
        store.keep(NAME, BODY)
    assert list(tmp_path.glob("ab/*")) == []


def disk_full(_descriptor: int) -> None:
    raise OSError("the disk is full")


def test_what_a_crash_left_half_written_is_not_listed_and_gets_swept(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    (tmp_path / "ab" / f".{NAME}.0000").write_bytes(BODY[:10])
    assert list(store.names()) == []
    assert store.sweep(before=datetime.now(UTC) - SOON) == 0
    assert store.sweep(before=datetime.now(UTC) + SOON) == 1
    assert list(tmp_path.glob("ab/.*")) == []


def test_objects_are_for_their_owner_alone(tmp_path: Path) -> None:
    LocalStore(tmp_path).keep(NAME, BODY)
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "ab", tmp_path / "ab" / NAME)}
    assert modes == {0}


KEEPS_FOR_EVER = """
import sys
from pathlib import Path
from courier_app.evidence.store import LocalStore, new_name
store = LocalStore(Path(sys.argv[1]))
while True:
    name = new_name()
    store.keep(name, bytes.fromhex(name) * 4096)
    print(name, flush=True)
"""


@pytest.mark.parametrize("confirmed", [1, 7, 23])
def test_killed_at_any_moment_every_confirmed_object_is_there_and_every_listed_one_is_whole(
    confirmed: int, tmp_path: Path
) -> None:
    program = [sys.executable, "-c", KEEPS_FOR_EVER, str(tmp_path)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        names = [writer.stdout.readline().strip() for _ in range(confirmed)]
        writer.kill()
        names += writer.stdout.read().split()
    store = LocalStore(tmp_path)
    assert set(names) <= set(store.names())
    assert all(store.fetch(name) == bytes.fromhex(name) * 4096 for name in store.names())


def test_a_store_used_before_a_fork_says_so_instead_of_hanging(s3_setting: str) -> None:
    forks = f"""
import os
from courier_app.evidence.store import open_store
store = open_store({s3_setting!r})
store.keep({NAME!r}, b"x")
child = os.fork()
if child == 0:
    try: store.fetch({NAME!r})
    except RuntimeError: os._exit(7)
    os._exit(1)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert subprocess.run([sys.executable, "-c", forks], timeout=30, check=False).returncode == 7


def test_an_s3_store_opened_before_a_fork_but_not_used_works_in_the_child(s3_setting: str) -> None:
    forks = f"""
import os
from courier_app.evidence.store import open_store
store = open_store({s3_setting!r})
child = os.fork()
if child == 0:
    store.keep({NAME!r}, b"x")
    os._exit(store.fetch({NAME!r}) != b"x")
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert subprocess.run([sys.executable, "-c", forks], timeout=30, check=False).returncode == 0
