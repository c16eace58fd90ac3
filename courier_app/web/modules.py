"""What a script of ours imports and exports, read off its text: as Prettier writes them, without comments.

One statement a line, of names in braces or of none: what else a module may say, nobody in this house says. Every form
that is read here is held against TypeScript's parser in tests/test_joining.py.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STATEMENT = r"(?:^|(?<=;))"
IMPORT = re.compile(STATEMENT + r'import\s*(?:\{([^}]*)\}\s*from\s*)?"(\.[^"]+)"[;\n]*', re.MULTILINE)
EXPORTED = re.compile(STATEMENT + r"export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
LISTED = re.compile(STATEMENT + r"export\s*\{([^}]*)\}[;\n]*", re.MULTILINE)
LATER = re.compile(r'\bimport\("(\.[^"]+)"\)')
# At the very beginning of a line as it is written: nothing around it could wait in its place.
WAITS = re.compile(r"^(?:const .*= )?await ", re.MULTILINE)
ADDRESS = re.compile(r'(?:\bfrom\s*|\bimport\s*\(?\s*)"(\.{1,2}/[\w./-]+\.m?js)"')


@dataclass(frozen=True)
class Script:
    """As written, and without comments."""

    source: str
    bare: str


@dataclass(frozen=True)
class Module:
    """`text` has no imports left and no `export`; `waits`: for something before anybody may use it."""

    name: str
    text: str
    imports: tuple[tuple[str, str], ...]
    exports: tuple[str, ...]
    waits: bool

    @property
    def later(self) -> tuple[str, ...]:
        return tuple(beside(self.name, address) for address in LATER.findall(self.text))

    @property
    def before(self) -> tuple[str, ...]:
        """What must have run."""
        return (*(name for _, name in self.imports), *(self.later if self.waits else ()))

    @property
    def scope(self) -> str:
        """A name that no other module has."""
        short = self.name.removeprefix("js/").removeprefix("courier/").rsplit(".", 1)[0]
        return "$" + re.sub(r"\W", "_", short)


def module_of(name: str, script: Script) -> Module:
    imports = ((_tidy(names), beside(name, address)) for names, address in IMPORT.findall(script.bare))
    listed = (each for names in LISTED.findall(script.bare) for each in _tidy(names).split(",") if each)
    exports = (*EXPORTED.findall(script.bare), *listed)
    bare = LISTED.sub("", EXPORTED.sub("", IMPORT.sub("", script.bare)))
    return Module(name, bare, tuple(imports), exports, bool(WAITS.search(script.source)))


def reached(scripts: Mapping[str, Script], names: Iterable[str]) -> dict[str, Module]:
    """All that `names` can come to load, themselves among them."""
    found: dict[str, Module] = {}
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            module = found[name] = module_of(name, scripts[name])
            waiting += [*module.before, *module.later]
    return found


def loaded_by(contents: Mapping[str, bytes], entry: str) -> set[str]:
    """Names of all scripts that `entry`, as it is served, can come to load; itself among them."""
    found, waiting = {entry}, [entry]
    while waiting:
        name = waiting.pop()
        named = {beside(name, address) for address in ADDRESS.findall(contents[name].decode())}
        waiting += named - found
        found |= named
    return found


def beside(name: str, address: str) -> str:
    """The name of what a module calls by a relative address."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def path_between(start: str, name: str) -> str:
    path = posixpath.relpath(name, posixpath.dirname(start))
    return path if path.startswith(".") else f"./{path}"


def _tidy(names: str) -> str:
    return ",".join(each.strip() for each in names.split(",") if each.strip())
