"""The media store: one protocol, three backs. Names are random; an object never changes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from courier_app.evidence.local_store import LocalStore
from courier_app.evidence.s3_store import S3Store
from courier_app.evidence.stored_names import NameTaken, NotStored, checked, new_name, settle

__all__ = [
    "LocalStore",
    "MediaStore",
    "MemoryStore",
    "NameTaken",
    "NotStored",
    "S3Store",
    "new_name",
    "open_store",
]


class MediaStore(Protocol):
    """Holds what the vault sealed. keep() answers only for what would survive a power cut."""

    def keep(self, name: str, body: bytes) -> None: ...
    def fetch(self, name: str) -> bytes: ...
    def remove(self, name: str) -> None: ...
    def names(self, *, before: datetime | None = None) -> Iterator[str]: ...


class MemoryStore:
    """For tests: the same promises, as long as the process lives."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, datetime]] = {}

    def keep(self, name: str, body: bytes) -> None:
        kept, _ = self._kept.setdefault(checked(name), (body, datetime.now(UTC)))
        settle(name, kept, body)

    def fetch(self, name: str) -> bytes:
        if checked(name) not in self._kept:
            raise NotStored(name)
        return self._kept[name][0]

    def remove(self, name: str) -> None:
        self._kept.pop(checked(name), None)

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        yield from sorted(name for name, (_, at) in self._kept.items() if before is None or at < before)


def open_store(setting: str) -> MediaStore:
    """`file:///var/lib/suratsampai/media`, `memory:` or `s3://bucket/prefix?endpoint=…&region=…`.
    Opens nothing over the network yet. ValueError for anything else."""
    url = urlsplit(setting)
    if url.scheme == "file" and not url.netloc and url.path.startswith("/"):
        return LocalStore(Path(unquote(url.path)))
    if url.scheme == "memory":
        return MemoryStore()
    if url.scheme == "s3" and url.netloc:
        options = {
            name: values[-1] for name, values in parse_qs(url.query, strict_parsing=bool(url.query)).items()
        }
        return _s3(url.netloc, url.path.strip("/"), options)
    raise ValueError("the media store is file:///…, memory: or s3://bucket/prefix")


def _s3(bucket: str, prefix: str, options: dict[str, str]) -> S3Store:
    unknown = options.keys() - {"endpoint", "region"}
    if unknown:
        raise ValueError(f"the media store does not know {', '.join(sorted(unknown))}")
    return S3Store(bucket, prefix=prefix, endpoint=options.get("endpoint"), region=options.get("region"))
