"""Child processes that decode pictures: started when needed, killed when they stall."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue

from courier_app.evidence import image_worker
from courier_app.evidence.image_worker import ANSWER, FORMATS, REQUEST, TASKS, Examined
from courier_app.evidence.picture_frame import JPEG_MAGIC, Flaw, Flawed

PROGRAM = (sys.executable, "-I", str(Path(image_worker.__file__).resolve()))
CHILDREN = 2
WALL_SECONDS = 10.0  # three CPU seconds on a busy machine
WAIT_SECONDS = 20.0
PICTURES_PER_LIFE = 500
# glibc gives large blocks back at once, and a picture would pay for fresh pages each time; kept are 16 MB at most.
KEEPS_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(4 << 20), "MALLOC_TRIM_THRESHOLD_": str(16 << 20)}
FLAWS = {flaw.value: flaw for flaw in Flaw}
LARGEST_SMALL = 256 * 1024


class DecodersBusy(Exception):  # noqa: N818 - named for the reason
    """The machine, not the picture, was at fault: the phone should try again later (5xx)."""


class _Died(Exception):  # noqa: N818
    """The child is gone; `signal_number` says what ended it."""

    def __init__(self, signal_number: int) -> None:
        self.signal_number = signal_number
        super().__init__()


class DecoderPool:
    """Safe for threads; after a fork the child process starts with an empty pool of its own."""

    def __init__(
        self,
        *,
        program: Sequence[str] = PROGRAM,
        children: int = CHILDREN,
        seconds: float = WALL_SECONDS,
    ) -> None:
        self._program, self._children, self._seconds = program, children, seconds
        self._fill()
        os.register_at_fork(after_in_child=self._fill)
        atexit.register(self.close)

    def examine(self, body: bytes, form: str) -> Examined:
        """Width, height and a small JPEG. Raises Flawed for the picture's fault, DecodersBusy
        for ours."""
        return self._shown(_head(body, form, image_worker.examine), body)

    def blur(self, body: bytes, form: str) -> Examined:
        """Width, height and a small JPEG that shows nobody. Raises the same."""
        return self._shown(_head(body, form, image_worker.blur), body)

    def _shown(self, head: bytes, body: bytes) -> Examined:
        width, height, small = self._asked(head, body)
        if not small.startswith(JPEG_MAGIC):
            raise Flawed(Flaw.UNDECODABLE)
        return width, height, small

    def prove(self, body: bytes, form: str) -> Examined:
        """Width and height of a picture that decodes, and nothing to look at. Raises the same."""
        return self._asked(_head(body, form, image_worker.prove), body)

    def _asked(self, head: bytes, body: bytes) -> Examined:
        """A child may die of something else (no memory left by the neighbours), so a second one
        gives the verdict."""
        with self._decoder() as decoder:
            try:
                return decoder.ask(head, body)
            except _Died as first:
                if first.signal_number == signal.SIGXCPU:
                    raise Flawed(Flaw.TOO_HEAVY) from None
            try:
                return decoder.ask(head, body)
            except _Died:
                raise Flawed(Flaw.UNDECODABLE) from None

    def close(self) -> None:
        """End the children that are not at work; the pool stays usable."""
        for decoder in list(self._free.queue):
            decoder.stop()

    def _fill(self) -> None:
        self._free: LifoQueue[_Decoder] = LifoQueue()
        for _ in range(self._children):
            self._free.put(_Decoder(self._program, self._seconds))

    @contextmanager
    def _decoder(self) -> Iterator["_Decoder"]:
        try:
            decoder = self._free.get(timeout=WAIT_SECONDS)
        except Empty:
            raise DecodersBusy from None
        try:
            yield decoder
        finally:
            self._free.put(decoder)


class _Decoder:
    """One child and the socket to it. Used by one thread at a time."""

    def __init__(self, program: Sequence[str], seconds: float) -> None:
        self._program, self._seconds = program, seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._answered = 0

    def ask(self, head: bytes, body: bytes) -> Examined:
        try:
            answer = self._exchange(head, body)
        except TimeoutError:
            self.stop()
            raise DecodersBusy from None
        except OSError:
            raise _Died(self._post_mortem()) from None
        except BaseException:  # half an exchange would answer the next picture with this one
            self.stop()
            raise
        self._retire_when_old()
        return _judged(*answer)

    def stop(self) -> int:
        """Kill, collect, forget. Returns the signal that ended the child, 0 if none was."""
        child, line = self._child, self._line
        self._child = self._line = None
        if child is None or line is None:
            return 0
        line.close()
        child.kill()
        return -child.wait()

    def _exchange(self, head: bytes, body: bytes) -> tuple[bytes, bytes]:
        line = self._line or self._start()
        deadline = time.monotonic() + self._seconds
        line.settimeout(self._seconds)
        line.sendall(head)
        line.sendall(body)
        answer = _read(line, ANSWER.size, deadline)
        return answer, _read(line, min(ANSWER.unpack(answer)[3], LARGEST_SMALL), deadline)

    def _post_mortem(self) -> int:
        """The line is dead; give the child a moment to say what ended it."""
        if self._child is not None:
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(timeout=1)
        return self.stop()

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(  # noqa: S603 - our own file, a fixed list of words
                self._program,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=KEEPS_MEMORY,
                cwd="/",
                start_new_session=True,  # Ctrl-C in the terminal is for the server
            )
        self._line, self._answered = ours, 0
        return ours

    def _retire_when_old(self) -> None:
        self._answered += 1
        if self._answered >= PICTURES_PER_LIFE:
            self.stop()


def _head(body: bytes, form: str, task: Callable[[bytes, str], Examined]) -> bytes:
    return REQUEST.pack(len(body), FORMATS.index(form), TASKS.index(task))


def _read(line: socket.socket, size: int, deadline: float) -> bytes:
    got = b""
    while len(got) < size:
        line.settimeout(max(0.001, deadline - time.monotonic()))
        more = line.recv(size - len(got))
        if not more:
            raise ConnectionError
        got += more
    return got


def _judged(head: bytes, small: bytes) -> Examined:
    """The child has read hostile bytes: believe nothing of it beyond its form."""
    word, width, height, length = ANSWER.unpack(head)
    word = word.rstrip(b"\0").decode("ascii", "replace")
    if word:
        raise Flawed(FLAWS.get(word, Flaw.UNDECODABLE))
    if length != len(small):
        raise Flawed(Flaw.UNDECODABLE)
    return width, height, small
