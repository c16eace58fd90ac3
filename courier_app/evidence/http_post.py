"""One POST to a witness or a time-stamping service: no redirects, an end to patience, an end to the answer."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 10.0  # seconds, for all of it
MOST_BYTES = 65_536


class NoAnswer(Exception):  # noqa: N818 - named for the reason
    """Nobody is there, or what they say is no HTTP, too slow or too long."""


@dataclass(frozen=True)
class Answered:
    status: int
    type: str
    body: bytes


def post(url: str, body: bytes, *, content_type: str, patience: float = PATIENCE) -> Answered:
    """Raises NoAnswer. A redirect is an answer like any other: nobody is followed elsewhere."""
    parts, deadline = urlsplit(url), time.monotonic() + patience
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        line = kind(parts.hostname or "", parts.port, timeout=patience)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("POST", path, body, {"Content-Type": content_type, "User-Agent": "suratsampai"})
        answer = line.getresponse()
        found = _everything(answer, deadline)
        line.close()
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise NoAnswer(type(problem).__name__) from None
    return Answered(answer.status, answer.getheader("Content-Type", ""), found)


def _everything(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(MOST_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES or time.monotonic() > deadline:
            raise NoAnswer("too much, or too slow")
    return b"".join(pieces)
