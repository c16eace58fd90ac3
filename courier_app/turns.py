"""Writers of one SQLite file take turns: threads by a lock, processes by a locked file beside the database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

PATIENCE = 30.0  # seconds


class Turns:
    """SQLite's own wait sleeps up to a tenth of a second between two looks, while the file lies idle; this one is
    woken. It only orders: SQLite's lock stays the guard, and speaks when patience has run out."""

    def __init__(self, path: str) -> None:
        self._path, self._thread = path, Lock()
        self._file: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        if not self._thread.acquire(timeout=PATIENCE):
            yield
            return
        try:
            file = self._opened()
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)
        finally:
            self._thread.release()

    def _opened(self) -> int:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._file


@cache
def turns_of(path: str) -> Turns:
    """One for each file in this process: the lock on a file does not tell threads apart."""
    return Turns(f"{path}-turn")
