"""The list of files that the courier's app keeps on the phone, each with the hash it must have."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, url_for

from courier_app.config import ROOT
from courier_app.web.static import FOLDER

PRECACHE = ROOT / "templates" / "courier" / "precache.txt"
SOURCE = FOLDER / "js" / "courier"
SCAN_WORKER = SOURCE / "scan-worker.js"
SERVICE_WORKER = SOURCE / "sw.js"


@dataclass(frozen=True)
class Shell:
    """`files` are (address, integrity); the page itself has none and comes last. `version` changes with any of them."""

    version: str
    files: tuple[tuple[str, str | None], ...]

    def first_line(self) -> str:
        facts = {"version": self.version, "files": self.files}
        return f"self.SHELL = {json.dumps(facts, separators=(',', ':'))};\n"


def scan_worker_url() -> str:
    return url_for("courier.scan_worker", build=current_app.extensions["suratsampai_build"])


def shell_of(page: str) -> Shell:
    """`page` is the shell's page as everybody gets it, without its version."""
    files = (*_static_files(), (scan_worker_url(), integrity(SCAN_WORKER.read_bytes())))
    parts = (page, SERVICE_WORKER.read_text(), json.dumps(files))
    version = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return Shell(version, (*files, (url_for("courier.shell"), None)))


def _static_files() -> Iterator[tuple[str, str]]:
    """A line of the list that names no file would be a file missing offline: it stops the start."""
    for pattern in PRECACHE.read_text().split():
        paths = sorted(FOLDER.glob(pattern))
        if not paths:
            raise FileNotFoundError(f"{PRECACHE.name} names {pattern}, which is not there")
        for path in paths:
            name = path.relative_to(FOLDER).as_posix()
            yield url_for("static", filename=name), integrity(path.read_bytes())


def integrity(content: bytes) -> str:
    """As `fetch(…, {integrity})` reads it: over the bytes after any Content-Encoding is undone."""
    return f"sha256-{b64encode(hashlib.sha256(content).digest()).decode()}"
