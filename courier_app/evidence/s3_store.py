"""Objects in an S3-compatible store, through obstore. Credentials: the AWS_* environment."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import S3Store as Bucket

from courier_app.evidence.stored_names import NotStored, checked, settle

REQUEST_SECONDS = timedelta(seconds=10)
TRIES = 2


class S3Store:
    """Opened at its first use. obstore hangs in a fork of a process that used it: refused loudly."""

    def __init__(
        self,
        bucket: str,
        *,
        prefix: str = "",
        endpoint: str | None = None,
        region: str | None = None,
    ) -> None:
        self._address = (bucket, prefix, endpoint, region)
        self._opened_by = 0

    def keep(self, name: str, body: bytes) -> None:
        """Returns when the store has confirmed. Raises NameTaken if the name holds other bytes."""
        try:
            obstore.put(self._store, _path(name), body, mode="create")
        except AlreadyExistsError:
            settle(name, self.fetch(name), body)

    def fetch(self, name: str) -> bytes:
        """Raises NotStored."""
        try:
            return bytes(obstore.get(self._store, _path(name)).bytes())
        except FileNotFoundError:
            raise NotStored(name) from None

    def remove(self, name: str) -> None:
        """No matter whether it was there."""
        obstore.delete(self._store, _path(name))

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        """Every object, or those kept before a moment."""
        for page in obstore.list(self._store):
            for entry in page:
                if before is None or entry["last_modified"] < before:
                    yield entry["path"].rpartition("/")[2]

    @property
    def _store(self) -> Bucket:
        if self._opened_by not in (0, os.getpid()):
            raise RuntimeError("the media store was used before this process was forked")
        self._opened_by = os.getpid()
        return self._bucket

    @cached_property
    def _bucket(self) -> Bucket:
        bucket, prefix, endpoint, region = self._address
        return Bucket(
            bucket,
            prefix=prefix or None,
            endpoint=endpoint,
            region=region,
            client_options={
                "allow_http": (endpoint or "").startswith("http://"),
                "timeout": REQUEST_SECONDS,
            },
            retry_config={"max_retries": TRIES, "retry_timeout": REQUEST_SECONDS},
        )


def _path(name: str) -> str:
    return f"{checked(name)[:2]}/{name}"
