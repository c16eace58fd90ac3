"""Waiting for a condition, never for a time: until it holds, or loudly not."""

import time
from collections.abc import Callable

PAUSE_S = 0.02


class TooLate(AssertionError):  # noqa: N818 - named for the reason
    """It did not happen in time."""


def until(holds: Callable[[], object], seconds: float, words: str) -> None:
    if not came(holds, seconds):
        raise TooLate(f"{words} within {seconds:.0f} s")


def came(holds: Callable[[], object], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE_S)
    return True
