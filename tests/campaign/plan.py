"""What happens in a shift, drawn from its seed: captures, and everything that goes wrong around them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

DAY_MS = 86_400_000
JUMPS_MS = (-400 * DAY_MS, -3_600_000, 0, DAY_MS, 8 * DAY_MS)
STRENGTHS = (0.0, 0.3, 0.5, 0.7, 0.9)


class Do(StrEnum):
    CAPTURE = "capture"
    WEATHER = "weather"  # another share of broken requests
    LINE = "line"  # the radio goes off, or on again
    CLOCK = "clock"  # somebody sets the phone's date
    TABS = "tabs"  # a second tab opens, or closes
    SESSION = "session"  # the server has forgotten who is signed in
    SEND = "send"  # the courier taps "Kirim sekarang"
    CRASH = "crash"  # a tab's renderer dies
    STRIKE = "strike"  # the browser is killed in mid-upload
    SERVER = "server"  # the server is killed in mid-upload
    WORKER = "worker"  # one of its processes is


# How likely each is between two captures.
BETWEEN = {
    Do.WEATHER: 0.22,
    Do.LINE: 0.1,
    Do.CLOCK: 0.07,
    Do.TABS: 0.1,
    Do.SESSION: 0.06,
    Do.SEND: 0.3,
    Do.CRASH: 0.04,
    Do.STRIKE: 0.07,
    Do.SERVER: 0.08,
    Do.WORKER: 0.04,
}


class Cut(StrEnum):
    """What comes over the courier in the moment of "Selesai"."""

    NOTHING = "nothing"
    STRIKE = "strike"
    CRASH = "crash"
    RELOAD = "reload"
    TWICE = "twice"  # pressed in two tabs at once
    LATE_TWICE = "late-twice"  # pressed again in another tab when the first has long been sent


CUTS = {
    Cut.NOTHING: 70,
    Cut.STRIKE: 12,
    Cut.CRASH: 5,
    Cut.RELOAD: 5,
    Cut.TWICE: 5,
    Cut.LATE_TWICE: 3,
}
BY_HAND = {Cut.NOTHING: 80, Cut.STRIKE: 20}


@dataclass(frozen=True)
class Capture:
    """`again`: pressed once more when the first press came to nothing. `assigned`: taken over at the door."""

    number: int
    by_hand: bool
    outcome: str
    assigned: bool
    cut: Cut
    after_s: float
    again: bool


@dataclass(frozen=True)
class Step:
    do: Do
    strength: float = 0.0
    jump_ms: int = 0
    after_s: float = 0.0
    capture: Capture | None = None


@dataclass(frozen=True)
class Shift:
    """One courier with one phone."""

    name: str
    seed: str
    steps: tuple[Step, ...]

    @property
    def captures(self) -> tuple[Capture, ...]:
        return tuple(step.capture for step in self.steps if step.capture)


def shifts(seed: int, *, captures: int, per_shift: int, hands_every: int = 10) -> Iterator[Shift]:
    """So many captures over as many shifts as it takes; every `hands_every`-th is made through the screens."""
    for first in range(0, captures, per_shift):
        name = f"shift{first // per_shift + 1}"
        numbers = range(first, min(first + per_shift, captures))
        yield shift(name, f"{seed}/{name}", numbers, hands_every=hands_every)


def shift(name: str, seed: str, numbers: range, *, hands_every: int) -> Shift:
    luck = Random(seed)
    steps: list[Step] = [Step(Do.WEATHER, strength=luck.choice(STRENGTHS[1:]))]
    for number in numbers:
        steps += _between(luck)
        steps.append(Step(Do.CAPTURE, capture=_capture(luck, number, by_hand=number % hands_every == 0)))
    return Shift(name, seed, tuple(steps))


def _between(luck: Random) -> Iterator[Step]:
    for do, chance in BETWEEN.items():
        if luck.random() < chance:
            yield Step(do, luck.choice(STRENGTHS), luck.choice(JUMPS_MS), luck.uniform(0, 0.15))


def _capture(luck: Random, number: int, *, by_hand: bool) -> Capture:
    cuts = BY_HAND if by_hand else CUTS
    (cut,) = luck.choices(list(cuts), list(cuts.values()))
    return Capture(
        number=number,
        by_hand=by_hand,
        outcome="delivered" if by_hand or luck.random() < 0.8 else "attempt_failed",
        assigned=luck.random() < 0.25,
        cut=cut,
        after_s=luck.uniform(0, 0.08),
        again=luck.random() < 0.7,
    )


def everything_once(seed: str) -> Shift:
    """Twelve captures around which each thing goes wrong at least once: the campaign that every test run can afford."""
    luck = Random(seed)
    around = {
        1: (Step(Do.SERVER, after_s=0.02), Step(Do.SEND)),
        2: (Step(Do.LINE), Step(Do.CLOCK, jump_ms=-400 * DAY_MS)),
        4: (Step(Do.LINE), Step(Do.SESSION), Step(Do.SEND)),
        5: (Step(Do.TABS),),
        6: (Step(Do.STRIKE, after_s=0.05),),
        8: (Step(Do.CLOCK, jump_ms=DAY_MS), Step(Do.WORKER, after_s=0.01)),
        10: (Step(Do.CRASH), Step(Do.SEND)),
        11: (Step(Do.SERVER, after_s=0.1),),
    }
    cuts = {3: Cut.STRIKE, 4: Cut.TWICE, 7: Cut.CRASH, 8: Cut.RELOAD, 9: Cut.LATE_TWICE, 10: Cut.STRIKE}
    steps: list[Step] = [Step(Do.WEATHER, strength=0.5)]
    for number in range(12):
        drawn = _capture(luck, number, by_hand=number in (0, 3))
        steps += around.get(number, ())
        steps.append(Step(Do.CAPTURE, capture=replace(drawn, cut=cuts.get(number, Cut.NOTHING))))
    return Shift("shift1", seed, tuple(steps))
