"""The courier's modules joined into few files at the start, each still in a scope of its own (docs/decisions/0043).

A phone on a slow line pays for every file: a question, its headers, and a packing that begins anew. What is joined here
is written as before, one idea in one module; nothing is renamed or left out.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from courier_app.web.modules import Module, Script, path_between, reached

COURIER = "js/courier/"
ENTRY = f"{COURIER}app.js"
# A file is named after its last module, its host. It takes in whatever that imports and no file above has, and what
# stands beside it: modules that are wanted in the same moment, though behind an `import()`. All others wait in files of
# their own, behind theirs.
FILES: Mapping[str, tuple[str, ...]] = {
    f"{COURIER}ahead.js": (),
    ENTRY: (f"{COURIER}screens/sign_in.js",),
    f"{COURIER}screens/round.js": (),
    f"{COURIER}background.js": (f"{COURIER}screens/notices.js",),
    f"{COURIER}ready.js": (),
    f"{COURIER}screens/capture.js": (f"{COURIER}screens/scan.js", f"{COURIER}signature.js"),
    f"{COURIER}screens/trip.js": (f"{COURIER}form_kept.js",),
}
ROOTS = tuple(name for file, beside in FILES.items() for name in (file, *beside))
# The form at the door as officers see it under a draft of the rules (docs/decisions/0060): one file with all that it
# can come to need, where these stand in for whatever keeps, sends or looks. What stands in imports nothing.
PREVIEW = f"{COURIER}preview/open.js"
_STANDING_IN = ("store", "ask", "awake", "shell", "place", "freeze", "screens/unsaved", "scanner", "camera")
STAND_INS = {
    f"{COURIER}{name}.js": f"{COURIER}preview/{posixpath.basename(name)}.js" for name in _STANDING_IN
}
HERE = "import.meta.url"
Scripts = Mapping[str, Script]
Modules = Mapping[str, Module]


def joined(scripts: Scripts) -> dict[str, str]:
    """What is served instead of these scripts, by name."""
    if ENTRY not in scripts:
        return {}
    modules = reached(scripts, ROOTS)
    owner = owners(modules)
    texts = {file: File(file, owner, modules).text() for file in dict.fromkeys(owner.values())}
    guests = {name for name in owner if name.startswith(COURIER) and name not in texts}
    doors = {name: _door(modules[name], owner[name]) for name in guests - _used_elsewhere(scripts)}
    return texts | doors | _preview(scripts)


def _preview(scripts: Scripts) -> dict[str, str]:
    if PREVIEW not in scripts:
        return {}
    modules = reached(previewed(scripts), [PREVIEW])
    owner = dict.fromkeys(_in_order(modules, modules), PREVIEW)
    return {PREVIEW: File(PREVIEW, owner, modules).text()}


def previewed(scripts: Scripts) -> Scripts:
    """The same program, with what stands in under the names of what it stands in for."""
    return {**scripts, **{name: scripts[other] for name, other in STAND_INS.items()}}


def owners(modules: Modules) -> dict[str, str]:
    """The file of each module, in the order in which they run."""
    found: dict[str, str] = {}
    for file, beside in FILES.items():
        _claim(file, (file, *beside), modules, found)
    alone = dict.fromkeys(name for module in modules.values() for name in module.later if name not in found)
    found |= {name: name for name in alone}
    for file in sorted(alone):
        _claim(file, (name for _, name in modules[file].imports), modules, found)
    return {name: found[name] for name in _in_order(found, modules)}


def _in_order(names: Iterable[str], modules: Modules) -> Iterable[str]:
    return TopologicalSorter({name: modules[name].before for name in sorted(names)}).static_order()


def _claim(file: str, names: Iterable[str], modules: Modules, found: dict[str, str]) -> None:
    for name in names:
        if name not in found and (name == file or name not in FILES):
            found[name] = file
            _claim(file, (other for _, other in modules[name].imports), modules, found)


@dataclass(frozen=True)
class File:
    """One answer: its guests, each in a function that runs once, and then its host as it was written."""

    name: str
    owner: Mapping[str, str]
    modules: Modules

    def text(self) -> str:
        host, guests = self.modules[self.name], self._guests()
        exports = ",".join([*host.exports, *(guest.scope for guest in guests)])
        rooms = map(self._room, guests)
        return "\n".join([*self._imports(), *rooms, self._body(host), f"export{{{exports}}}", ""])

    def _guests(self) -> list[Module]:
        return [self.modules[name] for name, file in self.owner.items() if file == self.name != name]

    def _room(self, guest: Module) -> str:
        begin = "await(async()" if guest.waits else "(()"
        given = ",".join(map(_field, guest.exports))
        return f"const {guest.scope}={begin}=>{{\n{self._body(guest)}\nreturn{{{given}}}}})()"

    def _body(self, module: Module) -> str:
        taken = (
            f"const{{{names.replace(' as ', ':')}}}={self.modules[name].scope}"
            for names, name in module.imports
            if names
        )
        text = module.text
        for name in dict.fromkeys(module.later):
            text = text.replace(f'import("{path_between(module.name, name)}")', self._later(name))
        return "\n".join([*taken, self._where(module, text).strip("\n")])

    def _later(self, name: str) -> str:
        file, scope = self.owner[name], self.modules[name].scope
        if file == self.name:
            return f"Promise.resolve({scope})"
        asked = f'import("{path_between(self.name, file)}")'
        return asked if file == name else f"{asked}.then(({{{scope}}})=>{scope})"

    def _where(self, module: Module, text: str) -> str:
        """A guest that asks for its own address gets the one that it was written at."""
        if posixpath.dirname(module.name) == posixpath.dirname(self.name):
            return text
        return text.replace(HERE, f'new URL("{path_between(self.name, module.name)}",{HERE}).href')

    def _imports(self) -> Iterator[str]:
        """From each other file once: its host as a whole, its guests by their scopes."""
        ours = [*self._guests(), self.modules[self.name]]
        wanted = dict.fromkeys(name for module in ours for _, name in module.imports)
        for file in dict.fromkeys(self.owner[name] for name in wanted if self.owner[name] != self.name):
            path = path_between(self.name, file)
            scopes = [self.modules[name].scope for name in wanted if self.owner[name] == file != name]
            if file in wanted:
                yield f'import*as {self.modules[file].scope} from"{path}"'
            if scopes:
                yield f'import{{{",".join(scopes)}}}from"{path}"'


def _door(guest: Module, file: str) -> str:
    """A guest's own address: whoever asks there gets the one that runs, not a second one."""
    names = ",".join(guest.exports)
    return f'import{{{guest.scope}}}from"{path_between(guest.name, file)}"\nexport const{{{names}}}={guest.scope}\n'


def _field(name: str) -> str:
    inside, _, outside = name.partition(" as ")
    return f"{outside}:{inside}" if outside else inside


def _used_elsewhere(scripts: Scripts) -> set[str]:
    """By other pages than the courier's: these keep their own programs at their own addresses."""
    others = (name for name in scripts if name.startswith("js/") and not name.startswith(COURIER))
    return set(reached(scripts, others))
