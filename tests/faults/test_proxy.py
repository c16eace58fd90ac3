"""The line-breaking proxy breaks what it says, and nothing else."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.faults.proxy import CANNED, Fault, FaultProxy, running_proxy

BODY = b"x" * 50_000
GOT: list[bytes] = []


class Echo(BaseHTTPRequestHandler):
    """Answers with the body's length and remembers the body."""

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        GOT.append(body)
        answer = str(len(body)).encode() * 100
        self.send_response(201)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def upstream() -> Iterator[int]:
    GOT.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def put(port: int) -> tuple[int, bytes] | None:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("PUT", "/thing", BODY)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (ConnectionError, HTTPException):
        return None
    finally:
        connection.close()


def through(upstream: int, fault: Fault) -> tuple[int, bytes] | None:
    with running_proxy(FaultProxy(upstream, lambda _request: fault)) as proxy:
        answer = put(proxy.port)
        assert proxy.seen == [("PUT", "/thing", fault)]
    return answer


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.DELAY])
def test_an_unbroken_line_carries_everything(upstream: int, fault: Fault) -> None:
    assert through(upstream, fault) == (201, b"50000" * 100)


@pytest.mark.parametrize("fault", [f for f in CANNED if f is not Fault.LATE_HTML])
def test_a_portal_answers_and_the_server_hears_nothing(upstream: int, fault: Fault) -> None:
    answer = through(upstream, fault)
    assert answer is not None
    assert (answer[0], GOT) == (CANNED[fault][0], [])


def test_an_early_drop_reaches_nobody(upstream: int) -> None:
    assert (through(upstream, Fault.EARLY_DROP), GOT) == (None, [])


def test_a_late_drop_comes_after_the_server_has_acted(upstream: int) -> None:
    assert (through(upstream, Fault.LATE_DROP), GOT) == (None, [BODY])


def test_a_late_portal_comes_after_the_server_has_acted(upstream: int) -> None:
    answer = through(upstream, Fault.LATE_HTML)
    assert answer is not None
    assert (answer[0], GOT) == (200, [BODY])


def test_a_cut_answer_is_no_answer(upstream: int) -> None:
    assert (through(upstream, Fault.CUT_ANSWER), GOT) == (None, [BODY])


def test_a_cut_request_never_arrives_whole(upstream: int) -> None:
    assert through(upstream, Fault.CUT_REQUEST) is None
    assert BODY not in GOT


def test_an_emptied_body_arrives_empty(upstream: int) -> None:
    assert (through(upstream, Fault.EMPTY_BODY), GOT) == ((201, b"0" * 100), [b""])


def test_a_server_that_is_away_looks_like_a_dead_line() -> None:
    assert through(9, Fault.NONE) is None
