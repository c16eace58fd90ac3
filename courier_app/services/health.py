"""Whether evidence could be kept right now."""

import logging

from courier_app.evidence.store import MediaStore, new_name

log = logging.getLogger("suratsampai.health")


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
