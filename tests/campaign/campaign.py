"""A whole campaign: one house behind one bad line, shift after shift, and the checker's verdict at the end."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from courier_app.db import Database
from courier_app.services.ports import open_ports
from tests.browser.server import free_port
from tests.campaign.behind import server_now
from tests.campaign.builds import Change, a_build
from tests.campaign.checker import Finding, Wrong, check
from tests.campaign.history import History, read_history
from tests.campaign.house import a_house
from tests.campaign.plan import Shift, Step
from tests.campaign.pocket import Pocket
from tests.campaign.town import settle
from tests.campaign.walk import Street, Walk
from tests.campaign.weather import WEIGHTS, Weather
from tests.faults.proxy import Fault, FaultProxy, running_proxy

HISTORY = "history.jsonl"


@dataclass(frozen=True)
class Verdict:
    """What the checker found, and what befell the captures that it judged."""

    findings: Sequence[Finding]
    counts: Counter[str]
    faults: Counter[str]
    kills: Counter[str]
    answers: Counter[int]
    retries: int
    seconds: float

    def of(self, *wrongs: str) -> int:
        return sum(finding.wrong in wrongs for finding in self.findings)


@dataclass
class Campaign:
    """`changes` are a negative control's; `weights` the faults that it asks for. `patience_s` is how long a queue may
    take to empty when every fault is over."""

    folder: Path
    seed: int
    shifts: Sequence[Shift]
    changes: Sequence[Change] = ()
    weights: dict[Fault, int] = field(default_factory=lambda: dict(WEIGHTS))
    patience_s: float = 180.0
    say: Callable[[str], object] = lambda _: None

    def run(self) -> Verdict:
        began = time.monotonic()
        weather, counts = Weather(str(self.seed), self.weights), Counter[str]()
        with self._street(weather) as (proxy, street), sync_playwright() as playwright:
            hired = settle(street.database, street.ports, list(self.shifts))
            for shift in self.shifts:
                pocket = Pocket(shift.name, self.folder / shift.name, street.house.origin, playwright)
                counts += self._walked(Walk(street, pocket, hired[shift.name], shift))
            server = server_now(street.database, street.ports, proxy.answered)
        troubles = street.house.log.read_text()
        return Verdict(
            findings=[*check(read_history(self.folder / HISTORY), server), *in_diary(troubles)],
            counts=counts,
            faults=weather.faults,
            kills=street.house.kills,
            answers=proxy.answered,
            retries=weather.retries,
            seconds=time.monotonic() - began,
        )

    def _walked(self, walk: Walk) -> Counter[str]:
        try:
            walk.whole(self._told, patience_s=self.patience_s)
        finally:
            walk.pocket.close()
            walk.street.house.kills.update(walk.pocket.deaths)
        return walk.counts

    @contextmanager
    def _street(self, weather: Weather) -> Iterator[tuple[FaultProxy, Street]]:
        tree = a_build(self.folder / "build", self.changes)
        with running_proxy(FaultProxy(free_port(), weather.choose)) as proxy:
            origin = f"http://localhost:{proxy.port}"
            with a_house(self.folder, tree, origin=origin, port=proxy.upstream) as house:
                database, history = Database(house.settings.database_url), History(self.folder / HISTORY)
                try:
                    yield proxy, Street(house, database, open_ports(house.settings), weather, history)
                finally:
                    history.close()
                    database.engine.dispose()

    def _told(self, step: Step) -> None:
        self.say(f"{step.do} {step.capture or ''}")


def in_diary(written: str) -> Iterator[Finding]:
    """A worker that was killed is written of; an error of our own has a traceback."""
    if "Traceback" in written:
        yield Finding(Wrong.FAILED, "server.log", written[written.index("Traceback") :][:2000])


def line_of(verdict: Verdict, *, seed: int) -> dict[str, Any]:
    """The figures of a campaign, for one line of JSON."""
    return {
        "campaign": "offline",
        "n": verdict.counts["captures"],
        "seed": seed,
        "said": verdict.counts["said"],
        "counts": dict(verdict.counts),
        "faults": dict(sorted(verdict.faults.items())),
        "kills": dict(verdict.kills),
        "answers": {str(status): n for status, n in sorted(verdict.answers.items())},
        "retries": verdict.retries,
        "lost": verdict.of("lost", "vanished"),
        "doubled": verdict.of("doubled"),
        "findings": len(verdict.findings),
        "seconds": round(verdict.seconds),
    }
