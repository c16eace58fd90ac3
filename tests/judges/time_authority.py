"""A time-stamping authority of our own on loopback: `openssl ts -reply` behind a small web server."""

import http.server
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

CONFIG = """
[tsa]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
clock_precision_digits = 0
ess_cert_id_alg = sha256
[ext]
basicConstraints = CA:FALSE
keyUsage = digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


def run(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def make_authority(folder: Path, name: str = "TSA") -> Path:
    """A root, `ca.pem`, and a key that stamps under it."""
    folder.mkdir()
    (folder / "tsa.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    run(
        folder,
        *new,
        "-x509",
        "-days",
        "30",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-subj",
        f"/CN={name} root",
    )
    run(folder, *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", f"/CN={name}")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30")
    run(
        folder,
        "x509",
        "-req",
        "-in",
        "tsa.csr",
        *signed,
        "-out",
        "tsa.pem",
        "-extfile",
        "tsa.cnf",
        "-extensions",
        "ext",
    )
    return folder


def answer_of(folder: Path, question: bytes) -> bytes:
    (folder / "asked.tsq").write_bytes(question)
    run(
        folder,
        "ts",
        "-reply",
        "-config",
        "tsa.cnf",
        "-section",
        "tsa",
        "-queryfile",
        "asked.tsq",
        "-out",
        "said.tsr",
    )
    return (folder / "said.tsr").read_bytes()


class _Office(http.server.HTTPServer):
    folder: Path
    replay: bytes | None
    type: str


class _Clerk(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        office = cast(_Office, self.server)
        question = self.rfile.read(int(self.headers["Content-Length"]))
        said = answer_of(office.folder, question) if office.replay is None else office.replay
        self.send_response(200)
        self.send_header("Content-Type", office.type)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_words: object) -> None:
        """Tests stay quiet."""


@contextmanager
def served(
    folder: Path, *, replay: bytes | None = None, content_type: str = "application/timestamp-reply"
) -> Iterator[str]:
    """Its address. `replay`: what it says to everybody, whatever they ask."""
    office = _Office(("127.0.0.1", 0), _Clerk)
    office.folder, office.replay, office.type = folder, replay, content_type
    thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{office.server_address[1]}/tsr"
    finally:
        office.shutdown()
        thread.join()
        office.server_close()
