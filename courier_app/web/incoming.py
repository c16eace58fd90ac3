"""What comes in: a body is read to its end or refused, never cut to what fits."""

from typing import IO, cast

from flask import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.utils import cached_property
from werkzeug.wsgi import LimitedStream, get_input_stream


class ToTheEnd(LimitedStream):
    def readall(self) -> bytes:
        """At its limit werkzeug's own stops, and what was read passes for the whole. Raises RequestEntityTooLarge."""
        body = self._rest()
        if self.is_exhausted and self._stream.read(1):
            self.on_exhausted()
        return body

    def _rest(self) -> bytes:
        """As the server has it: werkzeug's own takes 64 KiB at a time and copies each piece three times."""
        body = b""
        while not self.is_exhausted and (piece := self._piece()):
            body += piece
            self._pos += len(piece)
        return body

    def _piece(self) -> bytes:
        try:
            return self._stream.read(self.limit - self._pos)
        except (OSError, ValueError) as error:
            raise ClientDisconnected from error


class Incoming(Request):
    @cached_property
    def stream(self) -> IO[bytes]:
        """Of a body in chunks nobody knows the length before."""
        most = self.max_content_length
        if most is None or not self.environ.get("wsgi.input_terminated"):
            return get_input_stream(self.environ, max_content_length=most)
        if (self.content_length or 0) > most:
            raise RequestEntityTooLarge
        return cast(IO[bytes], ToTheEnd(self.environ["wsgi.input"], most, is_max=True))
