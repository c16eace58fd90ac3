"""What takes long to make and comes out the same at every start: packed files and compiled pages (decision 0059).

Kept under SURAT_CACHE_DIR, for all processes. It may be deleted at any time. Compiled pages are code: whoever may write
there may run code in the server, so the folder is as private as the keys beside it. Where nothing can be kept, for the
disk is full or may not be written to, everything is made anew and nobody notices.
"""

import functools
import hashlib
import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledPages(FileSystemBytecodeCache):
    """Jinja knows by a checksum of its source whether a page has changed since, and nothing of what compiled it: that
    names the folder."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # of a file that was cut in its middle a reader may say anything
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


@functools.cache
def compiler() -> str:
    """Twelve hex digits over what a compiled page depends on beside its source: Jinja, Flask, MarkupSafe, and our code
    that chooses extensions and escaping."""
    total = hashlib.sha256()
    for name in ("jinja2", "flask", "flask-babel", "markupsafe"):
        total.update(f"{name} {version(name)}\n".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def install(app: Flask) -> None:
    cache: Path = app.extensions["suratsampai_settings"].cache_dir
    folder = cache / f"pages-{compiler()}"
    with suppress(OSError):
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        app.jinja_env.bytecode_cache = CompiledPages(str(folder))


def contents_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def keep(path: Path, content: bytes) -> bytes:
    """Whole or not at all, whoever else writes the same at this moment; gives back what was to be kept."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return content
