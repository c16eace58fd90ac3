"""What is joined is what was written: every module once, whole, in a scope of its own, after what it needs."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from courier_app.config import ROOT
from courier_app.web.assets import assets_in, stripped
from courier_app.web.joining import ENTRY, PREVIEW, STAND_INS, owners, previewed
from courier_app.web.modules import Module, Script, loaded_by, reached

STATIC = ROOT / "static"
CAPTURE = "js/courier/screens/capture.js"


@pytest.fixture(scope="module")
def served() -> dict[str, bytes]:
    return {name: asset.content for name, asset in assets_in(STATIC).items()}


def scripts_in(folder: Path) -> dict[str, Script]:
    paths = [path for path in folder.rglob("*") if path.suffix in (".js", ".mjs")]
    return {
        path.relative_to(folder).as_posix(): Script(path.read_text(), stripped(path.read_bytes()).decode())
        for path in paths
    }


@pytest.fixture(scope="module")
def owner() -> dict[str, str]:
    return owners(reached(scripts_in(STATIC), [ENTRY]))


@pytest.fixture
def copies(tmp_path: Path, served: Mapping[str, bytes], owner: Mapping[str, str]) -> tuple[Path, Path]:
    """Each module without comments, and each file as it is served."""
    for folder, contents in (("written", {name: one(name) for name in owner}), ("served", served)):
        for name in owner:
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / name).write_bytes(contents[name])
    return tmp_path / "written", tmp_path / "served"


def one(name: str) -> bytes:
    return stripped((STATIC / name).read_bytes())


def differing(copies: tuple[Path, Path], owner: Mapping[str, str]) -> list[str]:
    """Names of modules that a parser which we did not write does not find again in the file they were joined into."""
    command = [
        "node",
        str(ROOT / "tests/js/joined_program.js"),
        *map(str, copies),
        json.dumps({"owner": owner}),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return list(json.loads(said.stdout))


def test_every_module_is_in_its_file_as_it_was_written(
    copies: tuple[Path, Path], owner: Mapping[str, str]
) -> None:
    assert differing(copies, owner) == []


@pytest.mark.parametrize(
    ("whose", "was", "becomes"),
    [
        ("js/courier/store.js", b'const NAME="kurir"', b'const NAME="other"'),
        ("js/courier/clock.js", b"return{noteServerTime,", b"return{"),
        ("js/courier/needs.js", b"const{asksId,isWitness,", b"const{isWitness,asksId,"),
        ("js/courier/session.js", b'import("./background.js").then(({$jws})=>$jws)', b'import("./ready.js")'),
    ],
    ids=["another value", "a missing export", "another import", "another module later"],
)
def test_another_program_is_noticed(
    copies: tuple[Path, Path], owner: Mapping[str, str], whose: str, was: bytes, becomes: bytes
) -> None:
    file = copies[1] / owner[whose]
    assert file.read_bytes().count(was) == 1
    file.write_bytes(file.read_bytes().replace(was, becomes))
    assert differing(copies, owner) == [whose]


def test_the_app_loads_the_joined_files_and_nothing_else(
    served: Mapping[str, bytes], owner: Mapping[str, str]
) -> None:
    """A module that also came by itself would run twice, and its state with it."""
    assert loaded_by(served, ENTRY) == {*owner.values()}


def test_a_phone_keeps_every_script_that_the_app_can_come_to_load(app, owner: Mapping[str, str]) -> None:
    shell = json.loads(app.test_client().get("/kurir/sw.js").text.split("\n", 1)[0][13:-1])
    kept = {address.split("/", 3)[-1] for address, _ in shell["files"] if address.startswith("/static/")}
    assert {name for name in kept if name.endswith((".js", ".mjs"))} == {*owner.values()}


def test_what_a_capture_needs_is_one_file_beside_its_words(owner: Mapping[str, str]) -> None:
    scan, freeze = "js/courier/screens/scan.js", "js/courier/freeze.js"
    assert (owner[CAPTURE], owner[scan], owner[freeze]) == (CAPTURE,) * 3


def test_a_joined_module_s_own_address_gives_the_one_that_runs(served: Mapping[str, bytes]) -> None:
    assert served["js/courier/outbox.js"].startswith(b'import{$outbox}from"./app.js"\nexport const{')


@pytest.mark.parametrize("name", ["js/shared/dom.js", "js/courier/scanner.js", "vendor/idb/index.js"])
def test_what_other_pages_use_stays_a_program_of_its_own(served: Mapping[str, bytes], name: str) -> None:
    assert served[name] == ((STATIC / name).read_bytes() if name.startswith("vendor") else one(name))


# The example of the form under a draft of the rules (decision 0060).


@pytest.fixture(scope="module")
def example() -> Mapping[str, Module]:
    return reached(previewed(scripts_in(STATIC)), [PREVIEW])


def test_the_example_is_one_file_that_loads_nothing_more(served: Mapping[str, bytes]) -> None:
    assert loaded_by(served, PREVIEW) == {PREVIEW}


def test_the_example_is_the_couriers_modules_as_they_were_written(
    tmp_path: Path, served: Mapping[str, bytes], example: Mapping[str, Module]
) -> None:
    for name in example:
        (tmp_path / "written" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "written" / name).write_bytes(one(STAND_INS.get(name, name)))
    (tmp_path / "served" / PREVIEW).parent.mkdir(parents=True)
    (tmp_path / "served" / PREVIEW).write_bytes(served[PREVIEW])
    assert differing((tmp_path / "written", tmp_path / "served"), dict.fromkeys(example, PREVIEW)) == []


WAYS_OUT = (
    *("indexedDB", "openDB", "localStorage", "navigator.locks", "serviceWorker", "Worker", "getUserMedia"),
    *("mediaDevices", "geolocation", "fetch(", "sendBeacon", "XMLHttpRequest", "WebSocket"),
)


def test_the_example_has_no_way_to_keep_send_or_look(served: Mapping[str, bytes]) -> None:
    text = served[PREVIEW].decode()
    assert [way for way in WAYS_OUT if way in text] == []


def test_what_stands_in_says_all_that_is_asked_of_it(example: Mapping[str, Module]) -> None:
    """A name that it lacks would be found missing by a tap."""
    lacking = {
        (name, one)
        for module in example.values()
        for names, name in module.imports
        for one in (each.partition(" as ")[0] for each in names.split(",") if each)
        if one not in {export.rpartition(" as ")[2] for export in example[name].exports}
    }
    assert not lacking


def test_what_stands_in_imports_nothing() -> None:
    scripts = scripts_in(STATIC)
    assert {name for name in STAND_INS.values() if reached(scripts, [name]).keys() != {name}} == set()


# A small house of three modules, to see the seams.


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for name, text in {
        "app.js": 'import { now } from "./clock.js"\nimport "./first.js"\nimport("./later.js").then(now)\n',
        "first.js": "globalThis.order = [1]\n",
        "clock.js": "let said = 0\nexport const now = () => (said += 1)\nawait 0\nglobalThis.order?.push(2)\n",
        "later.js": 'import { now } from "./clock.js"\nconsole.log(JSON.stringify([now(), globalThis.order]))\n',
        "ahead.js": "", "ready.js": "", "background.js": "", "signature.js": "", "screens/capture.js": "",
        "screens/round.js": "", "screens/scan.js": "", "screens/notices.js": "", "screens/sign_in.js": "",
        "screens/trip.js": "", "form_kept.js": "",
    }.items():  # fmt: skip
        path = tmp_path / "static" / "js" / "courier" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "static"


def run(folder: Path) -> str:
    """As Node runs the app that is served."""
    out = folder.with_name("out")
    for name, asset in assets_in(folder).items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(asset.content)
    shutil.copy(ROOT / "package.json", out)
    command = ["node", str(out / ENTRY)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_two_files_share_one_module_and_its_state(small: Path) -> None:
    assert run(small).startswith("[1,")


def test_modules_that_need_each_other_stop_the_start(small: Path) -> None:
    (small / "js/courier/first.js").write_text('import { now } from "./clock.js"\n')
    (small / "js/courier/clock.js").write_text('import "./first.js"\nexport const now = 1\n')
    with pytest.raises(ValueError, match="cycle"):
        assets_in(small)
