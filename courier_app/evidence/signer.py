"""Signs checkpoints: remembers the last tree and signs nothing that does not extend it (evidence.md 5.1)."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from courier_app.domain.growths import (
    ANOTHER_SIZE,
    MALFORMED,
    SIGNED,
    UNKNOWN_ORIGIN,
    Growth,
    Seen,
    verdict_on,
)
from courier_app.domain.merkle import EMPTY_ROOT
from courier_app.domain.notes import BadNote, Checkpoint, NoteSignature, read_checkpoint
from courier_app.evidence.secret_files import UnsafeKeyFile, read_secret, replace_secret, write_secret

FRESH_SIZE = 0


class SigningRefused(Exception):  # noqa: N818 - named for the reason
    """`status` is the witness protocol's; `size` is what was signed last, told with 409 only."""

    def __init__(self, status: int, size: int = 0) -> None:
        super().__init__(f"the signer refused: {status}")
        self.status, self.size = status, size


class SignsText(Protocol):
    """A key in a file, or in hardware."""

    @property
    def origin(self) -> str: ...

    def signature(self, text: str) -> NoteSignature: ...


class SignsGrowth(Protocol):
    """The signer in this process, or the way to the one in another."""

    def sign(self, growth: Growth) -> NoteSignature: ...


@dataclass(frozen=True)
class Signer:
    """`state` holds the tree signed last. Several processes may share both: they take turns on the file."""

    key: SignsText
    state: Path

    def sign(self, growth: Growth) -> NoteSignature:
        """The signature line for an honest growth; the same tree again is signed again. Raises SigningRefused."""
        new = self._asked(growth)
        with self._alone():
            seen = read_state(self.state, self.key.origin)
            verdict = verdict_on(growth, new, seen)
            if verdict != SIGNED:
                raise SigningRefused(verdict, seen.size if verdict == ANOTHER_SIZE else 0)
            write_state(self.state, new)
            return self.key.signature(new.text)

    def _asked(self, growth: Growth) -> Checkpoint:
        try:
            new = read_checkpoint(growth.checkpoint.decode())
        except (BadNote, UnicodeDecodeError):
            raise SigningRefused(MALFORMED) from None
        if new.origin != self.key.origin:
            raise SigningRefused(UNKNOWN_ORIGIN)
        return new

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self.state.with_name(f"{self.state.name}.turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield


def begin_state(path: Path, origin: str) -> None:
    """For a new key: nothing signed yet. FileExistsError if somebody remembers something already."""
    write_secret(path, Checkpoint(origin, FRESH_SIZE, EMPTY_ROOT).text.encode())


def read_state(path: Path, origin: str) -> Seen:
    """A signer without its memory signs nothing: UnsafeKeyFile."""
    try:
        kept = read_checkpoint(read_secret(path).decode())
    except (BadNote, UnicodeDecodeError):
        raise UnsafeKeyFile(f"{path} is not the memory of a signer") from None
    if kept.origin != origin:
        raise UnsafeKeyFile(f"{path} remembers another log")
    return Seen(kept.size, kept.root)


def write_state(path: Path, signed: Checkpoint) -> None:
    """On the disk before the signature leaves: otherwise a power cut would let the same signer sign a fork."""
    replace_secret(path, signed.text.encode())
