"""What takes long to make and comes out the same at every start: packed files and compiled pages (decision 0059).

Kept under SURAT_CACHE_DIR, for all processes. It may be deleted at any time. Compiled pages are code: whoever may write
there may run code in the server, so the folder is as private as the keys beside it. Where nothing can be kept, for the
disk is full or may not be written to, everything is made anew and nobody notices.
"""

import os
from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledPages(FileSystemBytecodeCache):
    """Jinja knows by a checksum of its source whether a page has changed since."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def install(app: Flask) -> None:
    folder = app.extensions["suratsampai_settings"].cache_dir
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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
