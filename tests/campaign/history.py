"""What the campaign knows by itself: a file outside of browser and server that only ever grows."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Begun:
    """A capture's evidence is ready and its draft stored; "Selesai" may be pressed any moment now. `files` are hashes
    by kind of evidence, taken before the product's queue ever sees them."""

    phone: str
    proof: str
    pkg: str
    outcome: str
    files: Mapping[str, str]
    by: str


@dataclass(frozen=True)
class Said:
    """The page itself has said "Selesai" of this proof: from here on it may never be lost."""

    phone: str
    proof: str


@dataclass(frozen=True)
class Waiting:
    """A frozen act in the phone's queue. `gone` are parts that are not there, or are other bytes."""

    proof: str
    pkg: str
    outcome: str
    state: str
    why: str
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """An act that the phone holds for sent. `answer` is the SHA-256 of the acknowledgement it keeps, or nothing."""

    proof: str
    pkg: str
    outcome: str
    answer: str


@dataclass(frozen=True)
class Look:
    """What lay in a phone's store at one moment, read past the product's own code."""

    phone: str
    drafts: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    sent: tuple[Sent, ...]


Event = Begun | Said | Look
_KINDS = {kind.__name__: kind for kind in (Begun, Said, Look)}


class History:
    """Append-only; every line is on the disk before the campaign goes on."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def note(self, event: Event) -> None:
        self._file.write(json.dumps({"event": type(event).__name__, **asdict(event)}) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def read_history(path: Path) -> list[Event]:
    return list(events(path.read_text(encoding="utf-8").splitlines()))


def events(lines: Iterable[str]) -> Iterator[Event]:
    for line in lines:
        said = json.loads(line)
        kind = said.pop("event")
        yield look_from(said) if kind == "Look" else _KINDS[kind](**said)


def look_from(said: Mapping[str, object]) -> Look:
    """From plain JSON, as the page gives it."""
    waiting = tuple(Waiting(**{**row, "gone": tuple(row["gone"])}) for row in said["waiting"])  # type: ignore[attr-defined]
    sent = tuple(Sent(**row) for row in said["sent"])  # type: ignore[attr-defined]
    return Look(str(said["phone"]), tuple(said["drafts"]), waiting, sent)  # type: ignore[arg-type]
