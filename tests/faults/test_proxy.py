"""The line-breaking proxy breaks what it says, and nothing else."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.faults.proxy import CANNED, Fault, FaultProxy, running_proxy

BODY = b"x" * 50_000


class Echo(BaseHTTPRequestHandler):
    """Answers with the body's length and remembers the body."""

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.got.append(body)  # type: ignore[attr-defined]
        answer = str(len(body)).encode() * 100
        self.send_response(201)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    """Remembers the bodies that reached it."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Echo)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
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
def test_an_unbroken_line_carries_everything(server: Server, fault: Fault) -> None:
    assert through(server.server_port, fault) == (201, b"50000" * 100)


@pytest.mark.parametrize("fault", [f for f in CANNED if f is not Fault.LATE_HTML])
def test_a_portal_answers_and_the_server_hears_nothing(server: Server, fault: Fault) -> None:
    answer = through(server.server_port, fault)
    assert answer is not None
    assert (answer[0], server.got) == (CANNED[fault][0], [])


def test_an_early_drop_reaches_nobody(server: Server) -> None:
    assert (through(server.server_port, Fault.EARLY_DROP), server.got) == (None, [])


def test_a_late_drop_comes_after_the_server_has_acted(server: Server) -> None:
    assert (through(server.server_port, Fault.LATE_DROP), server.got) == (None, [BODY])


def test_a_late_portal_comes_after_the_server_has_acted(server: Server) -> None:
    answer = through(server.server_port, Fault.LATE_HTML)
    assert answer is not None
    assert (answer[0], server.got) == (200, [BODY])


def test_a_cut_answer_is_no_answer(server: Server) -> None:
    assert (through(server.server_port, Fault.CUT_ANSWER), server.got) == (None, [BODY])


def test_a_cut_request_never_arrives_whole(server: Server) -> None:
    assert through(server.server_port, Fault.CUT_REQUEST) is None
    assert BODY not in server.got


def test_an_emptied_body_arrives_empty(server: Server) -> None:
    assert (through(server.server_port, Fault.EMPTY_BODY), server.got) == ((201, b"0" * 100), [b""])


@pytest.mark.parametrize(
    ("fault", "heard"), [(Fault.NONE, {201: 1}), (Fault.LATE_DROP, {201: 1}), (Fault.EARLY_500, {})]
)
def test_what_the_server_answered_is_counted_apart_from_what_arrived(
    server: Server, fault: Fault, heard: dict[int, int]
) -> None:
    with running_proxy(FaultProxy(server.server_port, lambda _request: fault)) as proxy:
        put(proxy.port)
    assert proxy.answered == heard


def test_a_server_that_is_away_looks_like_a_dead_line() -> None:
    assert through(9, Fault.NONE) is None
