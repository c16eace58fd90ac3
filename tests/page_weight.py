"""What a page makes a phone fetch before it can be used: the files its template names, and what those import."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from courier_app.web.assets import served_bytes

Node = TypeVar("Node")
STATIC = re.compile(r"""url_for\(\s*['"]static['"]\s*,\s*filename\s*=\s*['"]([^'"]+\.(?:css|m?js))['"]""")
STARTED = re.compile(r"""data-module=['"]([\w/-]+)['"]""")
TEMPLATES = re.compile(r"""\{%-?\s*(?:extends|include)\s+['"]([^'"]+)['"]""")
# An import that runs at once. `import("…")` waits until it is wanted and is not on the first screen.
IMPORTS = re.compile(r"""^\s*(?:import|export)\b[^'"();]*?['"](\.{1,2}/[^'"]+)['"]""", re.MULTILINE)


def first_files(root: Path, template: str) -> set[Path]:
    """Style sheets and scripts that a page loads by itself."""
    found: set[Path] = set()
    for name in _reachable(template, lambda name: _parents(root, name)):
        source = (root / "templates" / name).read_text()
        found |= {root / "static" / file for file in STATIC.findall(source)}
        found |= {root / "static" / "js" / f"{module}.js" for module in STARTED.findall(source)}
    return with_imports(found)


def _parents(root: Path, name: str) -> list[str]:
    return TEMPLATES.findall((root / "templates" / name).read_text())


def with_imports(files: set[Path]) -> set[Path]:
    return {imported for file in files for imported in _reachable(file, _imported)}


def _imported(file: Path) -> list[Path]:
    if file.suffix == ".css":
        return []
    return [(file.parent / address).resolve() for address in IMPORTS.findall(file.read_text())]


def _reachable(start: Node, following: Callable[[Node], list[Node]]) -> Iterator[Node]:
    seen, waiting = {start}, [start]
    while waiting:
        yield (node := waiting.pop())
        new = [other for other in following(node) if other not in seen]
        seen.update(new)
        waiting += new


def weight(root: Path, files: set[Path]) -> int:
    """Bytes over the wire to a browser that takes gzip, each file as it is served and compressed by itself."""
    return sum(len(gzip.compress(served_bytes(file, root / "static"), 9)) for file in files)
