"""A body is read to its end or refused, however the server hands it over."""

import io

import pytest
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from courier_app.web.incoming import ToTheEnd


class InDrops(io.BytesIO):
    """At most seven bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(7 if size is None or size < 0 else min(7, size))


class Broken(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise ConnectionResetError


@pytest.mark.parametrize("stream", [io.BytesIO, InDrops])
@pytest.mark.parametrize("size", [0, 1, 99, 100])
def test_a_body_up_to_the_limit_is_read_whole(stream: type[io.BytesIO], size: int) -> None:
    body = bytes(range(size))
    assert ToTheEnd(stream(body), 100, is_max=True).readall() == body


@pytest.mark.parametrize("stream", [io.BytesIO, InDrops])
def test_a_body_above_the_limit_is_refused_and_not_cut(stream: type[io.BytesIO]) -> None:
    with pytest.raises(RequestEntityTooLarge):
        ToTheEnd(stream(bytes(101)), 100, is_max=True).readall()


def test_a_line_that_breaks_gives_no_half_body() -> None:
    with pytest.raises(ClientDisconnected):
        ToTheEnd(Broken(), 100, is_max=True).readall()
