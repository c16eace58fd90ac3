"""What is served is what was written: our scripts lose comments and idle space and nothing else."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from courier_app.web.assets import Asset, assets_in, build_of, served_bytes, stripped
from courier_app.web.static import FOLDER, assets

ROOT = Path(__file__).parents[1]
WASM = "vendor/zxing-wasm/zxing_reader.wasm"
READS_SOURCES = "shell.test.js"  # as they are written; it runs none of them
LONG = b"export const word = 'kata'\n" * 40


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front end with its tests as it is served: every script of ours stripped."""
    folder = tmp_path_factory.mktemp("served")
    for part in ("static", "templates", "tests/js", "tests/vectors"):
        shutil.copytree(ROOT / part, folder / part)
    for path in (folder / "static" / "js").rglob("*.js"):
        path.write_bytes(stripped(path.read_bytes()))
    shutil.copy(ROOT / "package.json", folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def differing(one: Path, other: Path) -> list[str]:
    """Names of scripts that are not the same program to a parser that we did not write."""
    command = ["node", str(ROOT / "tests" / "js" / "same_program.js"), str(one), str(other)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return list(json.loads(said.stdout))


def test_every_script_is_the_same_program_when_stripped(copy: Path) -> None:
    assert differing(FOLDER / "js", copy / "static" / "js") == []


@pytest.mark.parametrize(
    "changed",
    ["const f=()=>{return\n1}", "const f=()=>{return 2}", "let f=()=>{return 1}", "const f=()=>{return 1"],
    ids=["line break that ends a statement", "other value", "other kind of name", "broken"],
)
def test_another_program_is_noticed(tmp_path: Path, changed: str) -> None:
    for name, text in (("one", "const f = () => {\n  return 1 // one\n}"), ("other", changed)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.js").write_text(text)
    assert differing(tmp_path / "one", tmp_path / "other") == ["a.js"]


def test_the_front_end_s_own_tests_pass_on_what_is_served(copy: Path) -> None:
    tests = (copy / "tests" / "js").glob("*.test.js")
    files = sorted(str(path) for path in tests if path.name != READS_SOURCES)
    run = subprocess.run(
        ["node", "--test", "--test-timeout=300000", *files], cwd=copy, capture_output=True, text=True
    )
    assert (run.returncode, len(files) > 10) == (0, True), run.stdout[-4000:]


@pytest.mark.parametrize(
    ("script", "served"),
    [
        (b"/** why */\nlet a = 1 // so\n", b"let a=1"),
        (b"/*! MIT, somebody */\nlet a = 1", b"/*! MIT, somebody */let a=1"),
        (b"let a = `two  //  words ${ b }`", b"let a=`two  //  words ${ b }`"),
        (b"let a = /[/*]  x/g.test(b)", b"let a=/[/*]  x/g.test(b)"),
        (b"let a = b\n++c", b"let a=b\n++c"),
        (b"class A {\n  #b = 1\n  #c = '#d'\n}", b"class A{#b=1\n#c='#d'}"),
    ],
    ids=[
        "comments go",
        "licences stay",
        "templates stay",
        "expressions stay",
        "line breaks that count stay",
        "private names stay apart",
    ],
)
def test_comments_go_and_the_rest_stays(script: bytes, served: bytes) -> None:
    assert stripped(script) == served


def test_what_others_wrote_is_served_as_they_published_it() -> None:
    for path in (FOLDER / "vendor").rglob("*.*js"):
        assert served_bytes(path, FOLDER) == path.read_bytes()


def test_the_packed_engine_is_the_engine() -> None:
    assert brotli.decompress((FOLDER / f"{WASM}.br").read_bytes()) == (FOLDER / WASM).read_bytes()


def test_every_form_unpacks_to_the_same_bytes() -> None:
    asset = Asset(LONG, "text/javascript")
    assert brotli.decompress(asset.packed("br")) == LONG
    assert gzip.decompress(asset.packed("gzip")) == LONG
    assert asset.packed("identity") == LONG


@pytest.mark.parametrize(
    ("taken", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("br;q=0.1, gzip;q=1", "br"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_browser_gets_the_smallest_form_that_it_takes(
    app: Flask, client: FlaskClient, taken: str, coding: str | None
) -> None:
    answer = client.get(address(app, WASM), headers={"Accept-Encoding": taken})
    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, coding)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content_length == len(answer.data)


def test_a_picture_is_not_packed_twice(app: Flask, client: FlaskClient) -> None:
    answer = client.get(address(app, "icons/app-192.png"), headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers


def test_what_a_browser_has_is_not_sent_again(app: Flask, client: FlaskClient) -> None:
    tag = client.get(address(app, WASM)).headers["ETag"]
    assert client.get(address(app, WASM), headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["js/types/courier-api.d.ts", f"{WASM}.br", "css", "css/"])
def test_what_no_browser_asks_for_is_not_served(app: Flask, client: FlaskClient, name: str) -> None:
    assert client.get(address(app, name)).status_code == 404


def test_every_file_that_a_page_may_name_is_served_with_a_type(app: Flask) -> None:
    with app.app_context():
        kept = assets()
    assert {"js/courier/app.js", WASM, "css/tokens.css", "vendor/lean-qr/index.mjs"} <= kept.keys()
    assert all(asset.content_type for asset in kept.values())


def a_folder(tmp_path: Path, script: str) -> Path:
    (tmp_path / "js").mkdir(parents=True)
    (tmp_path / "js" / "a.js").write_text(script)
    return tmp_path


def test_a_file_saved_under_a_running_server_waits_for_the_next_start(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, "let a = 1")
    running = assets_in(folder)
    (folder / "js" / "a.js").write_text("let a = 2")
    assert running["js/a.js"].content == b"let a=1"


def test_another_script_is_another_build_and_another_comment_is_not(tmp_path: Path) -> None:
    texts = ("let a = 1", "let a = 1 // why", "let a = 2")
    builds = [
        build_of(assets_in(a_folder(tmp_path / str(number), text))) for number, text in enumerate(texts)
    ]
    assert builds[0] == builds[1] != builds[2]


def address(app: Flask, name: str) -> str:
    return f"/static/{app.extensions['suratsampai_build']}/{name}"
