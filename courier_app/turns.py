"""Writers of one SQLite file take turns: threads by a lock, processes by a locked file beside the database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Event, Lock, Thread
from time import monotonic

PATIENCE = 30.0  # seconds, for thread and file together


class Turns:
    """SQLite's own wait sleeps up to a tenth of a second between two looks, while the file lies idle; this one is
    woken. It only orders: SQLite's lock stays the guard, and speaks when patience has run out."""

    def __init__(self, path: str) -> None:
        self._path, self._thread = path, Lock()
        self._file: int | None = None

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
        if is_free(file) or _Wait(file).granted(max(0.0, ends - monotonic())):
            return file
        self._file = None
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


class _Wait:
    """A lock on a file wakes who waits for it, but knows no end: so a thread of its own waits, and we for that one.
    Whoever comes first, the lock or the end, has the say; the thread closes a file that nobody wants any more."""

    def __init__(self, file: int) -> None:
        self._file, self._first, self._woken = file, Lock(), Event()
        Thread(target=self._take, name="turn", daemon=True).start()

    def granted(self, patience: float) -> bool:
        self._woken.wait(patience)
        return not self._first.acquire(blocking=False)

    def _take(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        if self._first.acquire(blocking=False):
            self._woken.set()
        else:
            os.close(self._file)


@cache
def turns_of(path: str) -> Turns:
    """One for each file in this process: the lock on a file does not tell threads apart."""
    return Turns(f"{path}-turn")
