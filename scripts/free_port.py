"""Says plainly that a port is taken, before anything is set up.  python -m scripts.free_port 127.0.0.1:8000"""

import errno
import socket
import sys

TAKEN = """Port {port} on {host} is taken: is another `make run` still running?
Another port:  PORT=9000 make run"""
FORBIDDEN = """Port {port} on {host} cannot be opened: {why}.
Another port:  PORT=9000 make run"""


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
    host, _, port = sys.argv[1].rpartition(":")
    sys.exit(why_not(host.strip("[]"), int(port)))
