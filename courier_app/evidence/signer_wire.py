"""Between the application and a signer in a process of its own: one growth in, one answer out, over a Unix socket."""

import logging
import socket
import socketserver
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from courier_app.domain.growths import ANOTHER_SIZE, MALFORMED, MOST_BYTES, SIGNED, Growth, read_growth
from courier_app.domain.notes import BadNote, NoteSignature, number_of, read_note
from courier_app.evidence.signer import SigningRefused, SignsGrowth

PATIENCE = 5.0  # seconds
log = logging.getLogger("suratsampai.signer")


class SignerAway(Exception):  # noqa: N818 - named for the reason
    """Nobody answers there, or not in our words: nothing was signed as far as we know; ask again later."""


@dataclass(frozen=True)
class RemoteSigner:
    """The way to the signer behind a socket file."""

    path: Path

    def sign(self, growth: Growth) -> NoteSignature:
        """Raises SigningRefused, or SignerAway."""
        try:
            status, _, body = self._ask(growth.written()).partition(b"\n")
            return _read(number_of(status.decode()), body)
        except (OSError, BadNote, UnicodeDecodeError):
            raise SignerAway from None

    def _ask(self, question: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(PATIENCE)
            line.connect(str(self.path))
            line.sendall(question)
            line.shutdown(socket.SHUT_WR)
            return _everything(line)


class SignerServer(socketserver.UnixStreamServer):
    """Has one command and no other: sign a growth."""

    def __init__(self, path: Path, signer: SignsGrowth) -> None:
        path.unlink(missing_ok=True)
        super().__init__(str(path), _Desk)
        path.chmod(0o660)
        self.signer = signer


class _Desk(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        line = cast(socket.socket, self.request)
        line.settimeout(PATIENCE)
        try:
            line.sendall(_answer(cast(SignerServer, self.server).signer, _everything(line)))
        except OSError as problem:
            log.warning("a caller went away: %s", type(problem).__name__)


def _answer(signer: SignsGrowth, question: bytes) -> bytes:
    try:
        return f"{SIGNED}\n{signer.sign(read_growth(question)).line}".encode()
    except BadNote:
        return f"{MALFORMED}\n".encode()
    except SigningRefused as refused:
        log.error("refused to sign: %s", refused.status)
        size = f"{refused.size}\n" if refused.status == ANOTHER_SIZE else ""
        return f"{refused.status}\n{size}".encode()


def _read(status: int, body: bytes) -> NoteSignature:
    if status == SIGNED:
        return read_note(b"-\n\n" + body).signatures[0]
    raise SigningRefused(status, number_of(body.decode().removesuffix("\n")) if status == ANOTHER_SIZE else 0)


def _everything(line: socket.socket) -> bytes:
    pieces, size = [], 0
    while size <= MOST_BYTES and (piece := line.recv(MOST_BYTES)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
