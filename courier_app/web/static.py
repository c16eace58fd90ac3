"""Static files under /static/<build>/: immutable for a year, because the build is the hash of what it holds."""

import hashlib
from pathlib import Path

from flask import Flask, Response, abort, current_app, send_from_directory

from courier_app.config import ROOT

FOLDER = ROOT / "static"
YEAR = 31_536_000


def install(app: Flask) -> None:
    build = build_of(FOLDER)
    app.extensions["suratsampai_build"] = build
    app.add_url_rule("/static/<build>/<path:filename>", "static", _file)
    app.url_defaults(
        lambda endpoint, values: values.setdefault("build", build) if endpoint == "static" else None
    )


def build_of(folder: Path) -> str:
    """Twelve hex digits over every file's path and content."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(
            f"{path.relative_to(folder).as_posix()}\n".encode() + hashlib.sha256(path.read_bytes()).digest()
        )
    return total.hexdigest()[:12]


def _file(build: str, filename: str) -> Response:
    if build != current_app.extensions["suratsampai_build"]:
        abort(404)
    answer = send_from_directory(FOLDER, filename, max_age=YEAR)
    # Whole in memory: a stream is compressed for some browsers only, and leaves its file open.
    answer.direct_passthrough = False
    answer.make_sequence()
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return answer
