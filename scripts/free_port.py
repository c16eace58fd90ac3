"""Says plainly that a port is taken, before anything is set up.  python -m scripts.free_port 127.0.0.1:8000"""

import errno
import socket
import sys

HIGHEST = 65_535
TAKEN = """Port {port} on {host} is taken: is another `make run` still running?
Another port:  PORT=9000 make run"""
NONE = """{port!r} is no port: a number from 1 to 65535.
For instance:  PORT=9000 make run"""
FORBIDDEN = """Port {port} on {host} cannot be opened: {why}.
Another port:  PORT=9000 make run"""


def problem_with(address: str) -> str | None:
    """Of `host:port` as somebody typed it: a sentence, or None when a server may listen there."""
    host, _, port = address.rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= HIGHEST):
        return NONE.format(port=port)
    return why_not(host.strip("[]"), int(port))


def why_not(host: str, port: int) -> str | None:
    """A sentence, or None when a server may listen there. Binds for a moment, as the server will."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            text = TAKEN if problem.errno == errno.EADDRINUSE else FORBIDDEN
            return text.format(host=host, port=port, why=problem.strerror)
    return None


if __name__ == "__main__":
    sys.exit(problem_with(sys.argv[1]))
