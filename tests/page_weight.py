"""What a page makes a phone fetch before it can be used: the files its template names, and what those import."""

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from courier_app.web.assets import Asset, assets_in

Node = TypeVar("Node")
STATIC = re.compile(r"""url_for\(\s*['"]static['"]\s*,\s*filename\s*=\s*['"]([^'"]+\.(?:css|m?js))['"]""")
STARTED = re.compile(r"""data-module=['"]([\w/-]+)['"]""")
TEMPLATES = re.compile(r"""\{%-?\s*(?:extends|include)\s+['"]([^'"]+)['"]""")
# A piece of a page that the page built on it may say otherwise; within it no other piece.
BLOCK = r"\{%-?\s*block\s+(?:NAME)\b(?:(?!\bblock\b).)*?endblock"
NAMED = re.compile(r"\{%-?\s*block\s+(\w+)")
# An import that runs at once. `import("…")` waits until it is wanted and is not on the first screen.
IMPORTS = re.compile(r"""^\s*(?:import|export)\b[^'"();=]*?['"](\.{1,2}/[^'"]+)['"]""", re.MULTILINE)


def first_files(root: Path, template: str) -> set[Path]:
    """Style sheets and scripts that a page loads by itself."""
    found: set[Path] = set()
    for name in _reachable(template, lambda name: _parents(root, name)):
        source = _without((root / "templates" / name).read_text(), _said_otherwise(root, template, name))
        found |= {root / "static" / file for file in STATIC.findall(source)}
        found |= {root / "static" / "js" / f"{module}.js" for module in STARTED.findall(source)}
    return with_imports(root, found)


def _said_otherwise(root: Path, page: str, name: str) -> set[str]:
    """Blocks of `name` that the page itself replaces."""
    source = (root / "templates" / page).read_text()
    return set() if name == page or "super()" in source else set(NAMED.findall(source))


def _without(source: str, blocks: set[str]) -> str:
    return (
        re.sub(BLOCK.replace("NAME", "|".join(sorted(blocks))), "", source, flags=re.DOTALL)
        if blocks
        else source
    )


def _parents(root: Path, name: str) -> list[str]:
    return TEMPLATES.findall((root / "templates" / name).read_text())


def with_imports(root: Path, files: set[Path]) -> set[Path]:
    return {imported for file in files for imported in _reachable(file, lambda each: _imported(root, each))}


def _imported(root: Path, file: Path) -> list[Path]:
    if file.suffix == ".css":
        return []
    text = _served(root)[file.relative_to(root / "static").as_posix()].content.decode()
    return [(file.parent / address).resolve() for address in IMPORTS.findall(text)]


def _served(root: Path) -> Mapping[str, Asset]:
    """As a phone gets them: the courier's joined, all of them without comments."""
    folder = root / "static"
    return _as_saved(folder, max(path.stat().st_mtime_ns for path in folder.rglob("*")))


@cache
def _as_saved(folder: Path, _moment: int) -> Mapping[str, Asset]:
    return assets_in(folder)


def _reachable(start: Node, following: Callable[[Node], list[Node]]) -> Iterator[Node]:
    seen, waiting = {start}, [start]
    while waiting:
        yield (node := waiting.pop())
        new = [other for other in following(node) if other not in seen]
        seen.update(new)
        waiting += new


def weight(root: Path, files: set[Path]) -> int:
    """Bytes over the wire to a browser that takes gzip, each file as it is served and compressed by itself."""
    served = _served(root)
    contents = (served[file.relative_to(root / "static").as_posix()].content for file in files)
    return sum(len(gzip.compress(content, 9)) for content in contents)
