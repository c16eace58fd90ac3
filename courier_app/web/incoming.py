"""What comes in: a body is read to its end or refused, never cut to what fits."""

from typing import IO, cast

from flask import Request
from werkzeug.utils import cached_property
from werkzeug.wsgi import LimitedStream, get_input_stream


class ToTheEnd(LimitedStream):
    def readall(self) -> bytes:
        """At its limit werkzeug's own stops, and what was read passes for the whole. Raises RequestEntityTooLarge."""
        body = super().readall()
        if self.is_exhausted and self._stream.read(1):
            self.on_exhausted()
        return body


class Incoming(Request):
    @cached_property
    def stream(self) -> IO[bytes]:
        """Of a body in chunks nobody knows the length before."""
        most = self.max_content_length
        if most is None or self.content_length is not None or not self.environ.get("wsgi.input_terminated"):
            return get_input_stream(self.environ, max_content_length=most)
        return cast(IO[bytes], ToTheEnd(self.environ["wsgi.input"], most, is_max=True))
