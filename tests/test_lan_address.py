"""`make run-lan`: a phone can trust the certificate and read the code in the terminal."""

import re
import socket
import ssl
import threading
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

import numpy
import pytest
import zxingcpp

from scripts.lan_address import HALVES, drawn, write_certificate

NOW = datetime.now(UTC)
HALVES_OF = {character: halves for halves, character in HALVES.items()}


def pixels(text: str) -> numpy.ndarray:
    """The terminal's lines as a picture, eight pixels to a module."""
    lines = re.sub(r"\033\[[\d;]*m", "", text).split("\n")
    rows = [[HALVES_OF[character][half] for character in line] for line in lines for half in (0, 1)]
    return numpy.where(numpy.array(rows).repeat(8, axis=0).repeat(8, axis=1), 0, 255).astype(numpy.uint8)


def greet(folder: Path, *, name: str) -> str:
    """One TLS conversation on loopback by a client that trusts only the trial authority."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.crt", folder / "server.key")
    client = ssl.create_default_context(cafile=folder / "ca.crt")
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    ours, theirs = socket.socketpair()
    speaker = threading.Thread(target=say_hello, args=(server, ours))
    speaker.start()
    try:
        with client.wrap_socket(theirs, server_hostname=name) as connection:
            return connection.recv(5).decode()
    finally:
        theirs.close()
        speaker.join()


def say_hello(context: ssl.SSLContext, plain: socket.socket) -> None:
    with plain:
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                connection.sendall(b"hello")
        except OSError:
            return  # the client refused us: the test sees that at its own end


def test_a_phone_that_trusts_the_trial_is_served(tmp_path: Path) -> None:
    write_certificate(tmp_path, IPv4Address("192.168.1.20"), NOW)
    assert greet(tmp_path, name="192.168.1.20") == "hello"


def test_the_certificate_is_for_one_address_only(tmp_path: Path) -> None:
    write_certificate(tmp_path, IPv4Address("192.168.1.20"), NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        greet(tmp_path, name="192.168.1.21")


def test_the_authority_cannot_vouch_for_the_internet(tmp_path: Path) -> None:
    write_certificate(tmp_path, IPv4Address("203.0.113.9"), NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        greet(tmp_path, name="203.0.113.9")


def test_nobody_else_reads_the_key(tmp_path: Path) -> None:
    write_certificate(tmp_path, IPv4Address("10.0.0.5"), NOW)
    assert (tmp_path / "server.key").stat().st_mode & 0o077 == 0


def test_the_code_in_the_terminal_says_the_address() -> None:
    found = zxingcpp.read_barcodes(pixels(drawn("https://192.168.1.20:8443/")))
    assert [code.text for code in found] == ["https://192.168.1.20:8443/"]
