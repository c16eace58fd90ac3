"""Processor time that programs have used, in seconds: steadier than a clock on a machine that others use too."""

import os
import resource
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Taken:
    """Of one proof, or of one photo on the floor: milliseconds by the clock, and processor time by whose it was."""

    wall: float
    clients: float
    server: float
    decoders: float

    @property
    def rate(self) -> float:
        return 1000 / self.wall

    @property
    def cpu(self) -> float:
        return self.clients + self.server + self.decoders


@dataclass(frozen=True)
class Round:
    proofs: Taken
    floor: Taken

    @property
    def ratio(self) -> float:
        return self.proofs.rate / self.floor.rate

    @property
    def cpu_ratio(self) -> float:
        """What `ratio` would be if nothing but the processor were waited for."""
        return self.floor.clients / self.proofs.cpu

    def __str__(self) -> str:
        proofs, floor = self.proofs, self.floor
        return (
            f"{proofs.rate:.0f} proofs/s, floor {floor.rate:.0f}/s, {self.ratio:.2f}; CPU ms "
            f"{proofs.server:.1f} server + {proofs.decoders:.1f} decoders + {proofs.clients:.1f} phones, "
            f"floor {floor.clients:.1f}, {self.cpu_ratio:.2f}"
        )


@dataclass(frozen=True)
class Process:
    """`own` by itself, `ended` by its children that are no more."""

    number: int
    parent: int
    own: float
    ended: float


def of_own_children() -> float:
    """All that have ended: the phones and the writers."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def of_server(master: int) -> tuple[float, float]:
    """gunicorn with its workers; and the decoders that the workers have started, the ended ones included."""
    running = list(_running())
    workers = [one for one in running if one.parent == master]
    numbers = {worker.number for worker in workers}
    decoders = sum(one.own for one in running if one.parent in numbers)
    server = sum(one.own for one in running if one.number in numbers | {master})
    return server, decoders + sum(worker.ended for worker in workers)


def _running() -> Iterator[Process]:
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # ended while we looked
            yield _read(int(file.parent.name), file.read_text())


def _read(number: int, stat: str) -> Process:
    """proc_pid_stat(5): the fourth word is the parent, the 14th to 17th are ticks."""
    words = stat.rpartition(")")[2].split()
    ticks = [int(word) * TICK for word in words[11:15]]
    return Process(number, parent=int(words[1]), own=sum(ticks[:2]), ended=sum(ticks[2:]))
