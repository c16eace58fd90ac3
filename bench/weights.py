"""Bytes over the wire: what the server really sends for an address, packed by itself or by us."""

import gzip
import json
from collections.abc import Iterable
from functools import cache
from urllib.request import Request, urlopen

import brotli

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


class Sent:
    """What one server sends to browsers that take this or that."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._body = cache(self._fetched)

    def gzip(self, addresses: Iterable[str]) -> int:
        """Each file gzip -9 by itself."""
        return sum(packed(self.content(address)) for address in addresses)

    def brotli(self, addresses: Iterable[str]) -> int:
        """As the server answers a browser that takes Brotli."""
        return sum(len(self._body(address, "br")[0]) for address in addresses)

    def install(self) -> set[str]:
        """Everything that the service worker keeps, and the worker itself: read off its own list."""
        worker = f"{self._origin}/kurir/sw.js"
        first = self.content(worker).decode().split("\n", 1)[0]
        shell = json.loads(first.removeprefix("self.SHELL = ").removesuffix(";"))
        return {worker, *(f"{self._origin}{address}" for address, _integrity in shell["files"])}

    def content(self, address: str) -> bytes:
        body, coding = self._body(address, "br")
        return bytes(UNPACK[coding](body))

    def _fetched(self, address: str, taken: str) -> tuple[bytes, str | None]:
        asked = Request(address, headers={"Accept-Encoding": taken})  # noqa: S310 - our own loopback address
        with urlopen(asked, timeout=30) as answer:  # noqa: S310
            return answer.read(), answer.headers["Content-Encoding"]


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def kilobytes(size: int) -> float:
    return round(size / 1000, 1)
