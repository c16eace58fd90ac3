"""What befalls each request: drawn from the seed, the address and how often it was tried, never from the clock."""

import threading
from collections import Counter
from collections.abc import Callable
from random import Random

from tests.faults.proxy import Fault, Request

MEDIA, PROOF = "/kurir/api/media/", "/kurir/api/proofs/"
# Of a hundred broken requests. What hits after the server has acted is the harder half, and comes more often.
WEIGHTS = {
    Fault.EARLY_DROP: 10,
    Fault.EARLY_HTML: 8,
    Fault.EARLY_REDIRECT: 5,
    Fault.EARLY_401: 5,
    Fault.EARLY_413: 5,
    Fault.EARLY_429: 5,
    Fault.EARLY_500: 4,
    Fault.EARLY_502: 4,
    Fault.EARLY_503: 5,
    Fault.CUT_REQUEST: 9,
    Fault.EMPTY_BODY: 5,
    Fault.LATE_DROP: 14,
    Fault.LATE_HTML: 8,
    Fault.CUT_ANSWER: 8,
    Fault.DELAY: 5,
}


class Weather:
    """`strength` is the share of requests that something happens to. Asked from the proxy's thread."""

    def __init__(self, seed: str, weights: dict[Fault, int] = WEIGHTS) -> None:
        self.strength = 0.0
        self.faults: Counter[str] = Counter()
        self._seed, self._weights = seed, weights
        self._addresses: dict[str, tuple[str, int]] = {}
        self._tries: Counter[str] = Counter()
        self._armed: list[tuple[threading.Event, float, Callable[[], None]]] = []

    @property
    def retries(self) -> int:
        """Uploads of something that had been sent before, whole or not."""
        return sum(n - 1 for path, n in self._tries.items() if path.startswith((MEDIA, PROOF)))

    def choose(self, request: Request) -> Fault:
        turn = self._turn(request)
        if request.method == "PUT":
            self._strike()
        luck = Random(f"{self._seed}/{turn}")
        if luck.random() >= self.strength:
            return Fault.NONE
        (fault,) = luck.choices(list(self._weights), list(self._weights.values()))
        self.faults[fault.value] += 1
        return fault

    def at_next_upload(self, act: Callable[[], None], *, after_s: float) -> threading.Event:
        """`act` happens while the next PUT is on its way; the event says that it did."""
        done = threading.Event()
        self._armed.append((done, after_s, act))
        return done

    def calm(self) -> None:
        """No more faults, and nothing lies in wait."""
        self.strength = 0.0
        self.forget_plans()

    def forget_plans(self) -> None:
        """What was to happen at the next upload, and has not, will not."""
        self._armed.clear()

    def _turn(self, request: Request) -> str:
        """Which thing, by the order of first sight (addresses are random), and which try."""
        kind = next((kind for kind in (MEDIA, PROOF) if request.path.startswith(kind)), "other")
        known = sum(1 for other, _ in self._addresses.values() if other == kind)
        _, place = self._addresses.setdefault(request.path, (kind, known))
        self._tries[request.path] += 1
        return f"{kind}{place}/{self._tries[request.path]}"

    def _strike(self) -> None:
        armed, self._armed = self._armed, []
        for done, after_s, act in armed:
            threading.Timer(after_s, _struck, (act, done)).start()


def _struck(act: Callable[[], None], done: threading.Event) -> None:
    act()
    done.set()
