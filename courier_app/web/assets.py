"""What a browser gets of static/: read once at the start, our scripts without comments, packed when asked for."""

import gzip
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import brotli
import rjsmin

from courier_app.web.cache import contents_of, keep
from courier_app.web.joining import joined
from courier_app.web.modules import Script

# What browsers ask for. Licences are texts for people; types (.d.ts) and lists are for tools and stay here.
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    "": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
}
PACKED_ALREADY = frozenset({"image/png"})
OURS = "js"
SCRIPTS = (".js", ".mjs")
PACKED_BESIDE = ".br"
SMALLEST_WORTH_PACKING = 200
PRIVATE_NAME = re.compile(rb"#(?=[A-Za-z_$])")
LETTER = "\ue000".encode()


@dataclass(frozen=True)
class Asset:
    """One file as it is served. `beside` is its Brotli form: where `make vendor` left one, for a megabyte takes 3 s, or
    where an earlier process of ours may have kept it."""

    content: bytes
    content_type: str
    beside: Path | None = None

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def brotli(self) -> bytes:
        kept = contents_of(self.beside) if self.beside else None
        if kept is not None and self._is_in(kept):
            return kept
        packed: bytes = brotli.compress(self.content, quality=11)
        return keep(self.beside, packed) if self.beside else packed

    def _is_in(self, packed: bytes) -> bool:
        """A file that a power cut left damaged is not served for ever."""
        try:
            return bool(brotli.decompress(packed) == self.content)
        except brotli.error:
            return False

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.content, 9, mtime=0)

    @property
    def worth_packing(self) -> bool:
        return self.content_type not in PACKED_ALREADY and len(self.content) >= SMALLEST_WORTH_PACKING

    def packed(self, coding: str) -> bytes:
        """`coding` is a token of Accept-Encoding: br, gzip or identity."""
        return {"br": lambda: self.brotli, "gzip": lambda: self.gzip}.get(coding, lambda: self.content)()

    def kept_in(self, cache: Path) -> "Asset":
        """The same, packed once for all processes and starts; named by what is in it, so never by an older one."""
        return self if self.beside else replace(self, beside=cache / f"{self.digest}{PACKED_BESIDE}")


def assets_in(folder: Path) -> Mapping[str, Asset]:
    """By path under `folder`. What is saved there later is served after the next start."""
    found = {path.relative_to(folder).as_posix(): asset_of(path, folder) for path in _served(folder)}
    scripts = {name: _script(folder / name, found[name]) for name in found if name.endswith(SCRIPTS)}
    return found | {
        name: replace(found[name], content=text.encode()) for name, text in joined(scripts).items()
    }


def _script(path: Path, asset: Asset) -> Script:
    """Inside a file of ours a library goes without its comments too; its licence is served beside it."""
    return Script(path.read_text(), stripped(asset.content).decode())


def asset_of(path: Path, folder: Path) -> Asset:
    beside = path.with_name(path.name + PACKED_BESIDE)
    return Asset(served_bytes(path, folder), CONTENT_TYPES[path.suffix], beside if beside.is_file() else None)


def served_bytes(path: Path, folder: Path) -> bytes:
    """Our scripts without comments and idle space; what others wrote stays as they published it."""
    content = path.read_bytes()
    ours = path.relative_to(folder).parts[0] == OURS
    return stripped(content) if ours and path.suffix == ".js" else content


def stripped(script: bytes) -> bytes:
    """The same program in fewer bytes; a comment that opens with `!` is a licence and stays."""
    # rjsmin knows no `#private` names and would join their lines: it is shown a letter in place of the sign.
    dressed = PRIVATE_NAME.sub(LETTER, script)
    return bytes(rjsmin.jsmin(dressed, keep_bang_comments=True)).replace(LETTER, b"#")


def build_of(assets: Mapping[str, Asset]) -> str:
    """Twelve hex digits over the path and content of everything that is served."""
    total = hashlib.sha256()
    for name, asset in sorted(assets.items()):
        total.update(f"{name}\n{asset.digest}\n".encode())
    return total.hexdigest()[:12]


def _served(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in CONTENT_TYPES:
            yield path
