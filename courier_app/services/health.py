"""Whether evidence could be kept right now."""

import logging
from datetime import datetime, timedelta
from threading import Lock

from courier_app.evidence.store import MediaStore, new_name

log = logging.getLogger("suratsampai.health")


FRESH = timedelta(seconds=5)


class Checkup:
    """What store_answers() said last, for as long as it is FRESH: anybody may ask, and nobody may keep the disk busy
    by asking. One for each process."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._said: tuple[MediaStore, datetime, bool] | None = None

    def store_answers(self, store: MediaStore, *, now: datetime) -> bool:
        with self._turn:
            if self._said and self._said[0] is store and timedelta() <= now - self._said[1] < FRESH:
                return self._said[2]
            self._said = store, now, store_answers(store)
            return self._said[2]


def store_answers(store: MediaStore) -> bool:
    """Keeps one small object and removes it: a full disk or a lost bucket shows only in writing."""
    name = new_name()
    try:
        store.keep(name, b"health")
        store.remove(name)
    except Exception as problem:  # whatever a folder or a bucket may raise, the answer is the same
        log.error("media store refused: %s", type(problem).__name__)
        return False
    return True
