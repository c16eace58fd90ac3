"""The list of files that the courier's app keeps on the phone, each with the hash it must have."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from flask import current_app, url_for

from courier_app.config import ROOT
from courier_app.web.assets import Asset
from courier_app.web.modules import loaded_by
from courier_app.web.static import assets

APP = "js/courier/app.js"
PRECACHE = ROOT / "templates" / "courier" / "precache.txt"
SCAN_WORKER = "js/courier/scan-worker.js"
ENGINE_LOADER = "vendor/zxing-wasm/loader.js"
SERVICE_WORKER = "js/courier/sw.js"


@dataclass(frozen=True)
class Shell:
    """`files` are (address, integrity); the page itself has none and comes last. `version` changes with any of them."""

    version: str
    files: tuple[tuple[str, str | None], ...]
    program: Asset
    scan_worker: Asset

    def first_line(self) -> str:
        facts = {"version": self.version, "files": self.files}
        return f"self.SHELL = {json.dumps(facts, separators=(',', ':'))};\n"

    @cached_property
    def worker(self) -> Asset:
        """The service worker as a browser gets it: its list, then its program."""
        return Asset(self.first_line().encode() + self.program.content, self.program.content_type)


def scan_worker_url() -> str:
    return url_for("courier.scan_worker", build=current_app.extensions["suratsampai_build"])


def scan_worker(kept: Mapping[str, Asset]) -> Asset:
    """The engine's loader and our program in one answer: on a slow line a second question costs more than its bytes."""
    loader, program = kept[ENGINE_LOADER], kept[SCAN_WORKER]
    return Asset(loader.content + program.content, program.content_type)


def shell_of(page: str) -> Shell:
    """`page` is the shell's page as everybody gets it, without its version."""
    kept, program = assets(), assets()[SERVICE_WORKER]
    worker = scan_worker(kept)
    files = (*_static_files(kept), (scan_worker_url(), integrity(worker.content)))
    parts = (page, program.digest, json.dumps(files))
    version = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return Shell(version, (*files, (url_for("courier.shell"), None)), program, worker)


def _static_files(kept: Mapping[str, Asset]) -> Iterator[tuple[str, str]]:
    """All scripts that the app can come to load, and the list. What names no file would be a file missing offline: it
    stops the start."""
    names = [name for pattern in PRECACHE.read_text().split() for name in precached(kept, pattern)]
    for name in (*names, *sorted(loaded_by({name: asset.content for name, asset in kept.items()}, APP))):
        yield url_for("static", filename=name), integrity(kept[name].content)


def precached(names: Mapping[str, Asset], pattern: str) -> list[str]:
    """As a shell would read `pattern`: a star never crosses a folder."""
    depth = pattern.count("/")
    found = sorted(name for name in names if name.count("/") == depth and PurePosixPath(name).match(pattern))
    if not found:
        raise FileNotFoundError(f"{PRECACHE.name} names {pattern}, which is not there")
    return found


def integrity(content: bytes) -> str:
    """As `fetch(…, {integrity})` reads it: over the bytes after any Content-Encoding is undone."""
    return f"sha256-{b64encode(hashlib.sha256(content).digest()).decode()}"
