"""A loopback proxy between phone and server that breaks the line on purpose, one request at a time."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

HEAD_END = b"\r\n\r\n"
CHUNK = 16_384


class Fault(StrEnum):
    """What happens to one request. The server sees nothing of those that start with `early`."""

    NONE = "none"
    EARLY_DROP = "early-drop"
    EARLY_HTML = "early-html-200"
    EARLY_REDIRECT = "early-302"
    EARLY_401 = "early-401-html"
    EARLY_413 = "early-413-html"
    EARLY_429 = "early-429"
    EARLY_500 = "early-500-html"
    EARLY_502 = "early-502-html"
    EARLY_503 = "early-503"
    CUT_REQUEST = "cut-request"
    EMPTY_BODY = "empty-body"
    LATE_DROP = "late-drop"
    LATE_HTML = "late-html-200"
    CUT_ANSWER = "cut-answer"
    DELAY = "delay"


PORTAL = b"<!doctype html><title>Wi-Fi gratis</title><h1>Silakan masuk</h1>"
CANNED = {
    Fault.EARLY_HTML: (200, "OK", ()),
    Fault.LATE_HTML: (200, "OK", ()),
    Fault.EARLY_REDIRECT: (302, "Found", ("Location: http://127.0.0.1:9/portal",)),
    Fault.EARLY_401: (401, "Unauthorized", ()),
    Fault.EARLY_413: (413, "Content Too Large", ()),
    Fault.EARLY_429: (429, "Too Many Requests", ("Retry-After: 1",)),
    Fault.EARLY_500: (500, "Internal Server Error", ()),
    Fault.EARLY_502: (502, "Bad Gateway", ()),
    Fault.EARLY_503: (503, "Service Unavailable", ("Retry-After: 1",)),
}


@dataclass(frozen=True)
class Request:
    """One request as it came; `head` ends with the empty line."""

    method: str
    path: str
    head: bytes
    body: bytes


def as_it_came(_: Request, answer: bytes) -> bytes:
    return answer


@dataclass
class FaultProxy:
    """`choose` is asked once per request. `seen` tells a test afterwards what really happened, `answered` which
    statuses the server itself gave, whatever the phone got to hear. `edit` may change the server's answer."""

    upstream: int
    choose: Callable[[Request], Fault]
    delay_s: float = 0.3
    edit: Callable[[Request, bytes], bytes] = as_it_came
    port: int = 0
    seen: list[tuple[str, str, Fault]] = field(default_factory=list)
    answered: Counter[int] = field(default_factory=Counter)
    _talks: set[object] = field(default_factory=set)

    async def serve(self) -> asyncio.Server:
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        self._talks.add(talk)  # the loop itself holds its tasks too loosely to keep them
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                while await self._once(reader, writer):
                    pass
        finally:
            writer.close()
            self._talks.discard(talk)

    async def _once(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """False ends the connection."""
        request = await _request(reader)
        fault = self.choose(request)
        self.seen.append((request.method, request.path, fault))
        if fault is Fault.EARLY_DROP:
            return _reset(writer)
        if fault in CANNED and fault is not Fault.LATE_HTML:
            return await _say(writer, _canned(fault))
        if fault is Fault.DELAY:
            await asyncio.sleep(self.delay_s)
        answer = await self._forward(request, fault)
        if answer is not None:
            self.answered[_status(answer)] += 1
            answer = self.edit(request, answer)
        return await _give(writer, answer, fault)

    async def _forward(self, request: Request, fault: Fault) -> bytes | None:
        """The server's whole answer; None when our half of the line broke, or the server is away."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            return None
        try:
            return await _exchange(reader, writer, _sent(request, fault), cut=fault is Fault.CUT_REQUEST)
        except (ConnectionError, asyncio.IncompleteReadError):
            return None
        finally:
            writer.close()


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes, *, cut: bool
) -> bytes | None:
    if cut:
        writer.write(sent[: max(1, len(sent) * 2 // 3)])
        await writer.drain()
        return None
    writer.write(sent)
    await writer.drain()
    return await _answer(reader)


def _sent(request: Request, fault: Fault) -> bytes:
    """One request a connection, so that every answer's end is plain."""
    body = b"" if fault is Fault.EMPTY_BODY else request.body
    kept = [line for line in request.head.split(b"\r\n") if line and not _hop(line)]
    length = [b"Content-Length: %d" % len(body)] if request.method in ("PUT", "POST") else []
    return b"\r\n".join([*kept, *length, b"Connection: close", b"", b""]) + body


def _hop(line: bytes) -> bool:
    """Headers of one stretch of the line; and no compression, so that an answer can be edited."""
    return line.lower().startswith((b"connection:", b"content-length:", b"keep-alive:", b"accept-encoding:"))


async def _request(reader: asyncio.StreamReader) -> Request:
    head = await reader.readuntil(HEAD_END)
    method, path, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
    return Request(method, path, head, await reader.readexactly(_length(head)))


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


async def _answer(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while chunk := await reader.read(CHUNK):
        parts.append(chunk)
    if not parts:
        raise ConnectionError
    return b"".join(parts)


def _status(answer: bytes) -> int:
    return int(answer[len(b"HTTP/1.1 ") :][:3])


async def _give(writer: asyncio.StreamWriter, answer: bytes | None, fault: Fault) -> bool:
    if answer is None or fault is Fault.LATE_DROP:
        return _reset(writer)
    if fault is Fault.LATE_HTML:
        return await _say(writer, _canned(fault))
    if fault is Fault.CUT_ANSWER:
        await _say(writer, answer[: len(answer) * 2 // 3])
        return _reset(writer)
    return await _say(writer, answer)


async def _say(writer: asyncio.StreamWriter, answer: bytes) -> bool:
    writer.write(answer)
    await writer.drain()
    return False


def _reset(writer: asyncio.StreamWriter) -> bool:
    writer.transport.abort()
    return False


def _canned(fault: Fault) -> bytes:
    status, reason, headers = CANNED[fault]
    lines = (
        f"HTTP/1.1 {status} {reason}",
        "Content-Type: text/html",
        "Date: Thu, 01 Jan 1970 00:00:00 GMT",  # a box that never learnt what day it is
        f"Content-Length: {len(PORTAL)}",
        *headers,
    )
    return ("\r\n".join((*lines, "Connection: close", "", ""))).encode() + PORTAL


@contextmanager
def running_proxy(proxy: FaultProxy) -> Iterator[FaultProxy]:
    """Serves from a thread of its own until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(proxy.serve(), loop).result(timeout=10)
    try:
        yield proxy
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
