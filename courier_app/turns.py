"""Writers of one SQLite file take turns: threads by a lock, processes by a locked file beside the database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic

PATIENCE = 30.0  # seconds, for thread and file together


class Turns:
    """SQLite's own wait sleeps up to a tenth of a second between two looks, while the file lies idle; this one is
    woken. It only orders: SQLite's lock stays the guard, and speaks when patience has run out."""

    def __init__(self, path: str) -> None:
        self._path, self._thread = path, Lock()
        self._file: int | None = None
        self._waiter: _Waiter | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        ends = monotonic() + PATIENCE
        if not self._thread.acquire(timeout=PATIENCE):
            yield
            return
        try:
            file = self._locked(ends)
            try:
                yield
            finally:
                if file is not None:
                    fcntl.flock(file, fcntl.LOCK_UN)
        finally:
            self._thread.release()

    def _locked(self, ends: float) -> int | None:
        """The file, ours alone; None when another process has kept it for too long, stopped perhaps."""
        file = self._opened()
        if is_free(file):
            return file
        self._waiter = self._waiter or _Waiter(file)
        if self._waiter.granted(max(0.0, ends - monotonic())):
            return file
        self._file = self._waiter = None
        return None

    def _opened(self) -> int:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._file


def is_free(file: int) -> bool:
    """And ours from now on, until it is given back or this process ends."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class _Waiter:
    """A lock on a file wakes who waits for it, but knows no end: so a thread of its own waits, and we for that one. It
    stays for the next wait: between two busy processes most turns are waited for, and each paid for a new thread.
    When the end comes first, the thread closes a file that nobody wants any more and is gone."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._asked, self._granted = SimpleQueue[Lock](), SimpleQueue[None]()
        Thread(target=self._serve, name="turn", daemon=True).start()

    def granted(self, patience: float) -> bool:
        """After a no it is not asked again. Whoever comes first, the lock or the end, has the say."""
        first = Lock()
        self._asked.put(first)
        with suppress(Empty):
            self._granted.get(timeout=patience)
            return True
        if first.acquire(blocking=False):
            return False
        self._granted.get()
        return True

    def _serve(self) -> None:
        while True:
            first = self._asked.get()
            fcntl.flock(self._file, fcntl.LOCK_EX)
            if not first.acquire(blocking=False):
                os.close(self._file)
                return
            self._granted.put(None)


@cache
def turns_of(path: str) -> Turns:
    """One for each file in this process: the lock on a file does not tell threads apart."""
    return Turns(f"{path}-turn")


# A child process shares its parent's lock on a file, and has no thread that waits for it.
os.register_at_fork(after_in_child=turns_of.cache_clear)
