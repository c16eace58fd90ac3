"""The courier's app as files: what a phone keeps is exactly what the server gives."""

import hashlib
import json
import re
from base64 import b64encode

import pytest

from courier_app.config import ROOT
from courier_app.web.assets import Asset, stripped
from courier_app.web.courier.shell import AHEAD
from courier_app.web.courier.shell_files import SERVICE_WORKER, integrity, precached
from courier_app.web.static import FOLDER
from tests.page_weight import with_imports


@pytest.fixture
def client(app):
    return app.test_client()


def listed(client):
    first, _rest = client.get("/kurir/sw.js").text.split("\n", 1)
    assert first.startswith("self.SHELL = ")
    return json.loads(first.removeprefix("self.SHELL = ").removesuffix(";"))


def test_every_listed_file_has_the_hash_that_the_list_promises(client):
    for address, promised in listed(client)["files"][:-1]:
        with client.get(address, headers={"Accept-Encoding": "identity"}) as answer:
            digest = hashlib.sha256(answer.data).digest()
        assert promised == f"sha256-{b64encode(digest).decode()}", address


def test_the_page_comes_last_and_without_a_hash(client):
    assert listed(client)["files"][-1] == ["/kurir/", None]


def test_the_page_says_the_version_of_the_list_it_belongs_to(client):
    assert f'data-version="{listed(client)["version"]}"' in client.get("/kurir/").text


def test_the_service_worker_follows_its_list(client):
    program = stripped((FOLDER / SERVICE_WORKER).read_bytes()).decode()
    assert client.get("/kurir/sw.js").text.split("\n", 1)[1] == program


@pytest.mark.parametrize("path", ["/kurir/", "/kurir/serah", "/kurir/sw.js", "/kurir/scan-worker.js"])
def test_what_has_no_version_in_its_address_is_asked_for_again(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-cache"


def test_a_handover_qr_opens_the_same_page(client):
    assert client.get("/kurir/serah").data == client.get("/kurir/").data


def test_the_page_is_the_same_for_everybody_whatever_the_language(client):
    page = client.get("/kurir/").data
    client.set_cookie("bahasa", "en")
    assert client.get("/kurir/").data == page


def test_wasm_is_allowed_in_the_scan_worker_and_nowhere_else_in_the_app(client):
    policy = "Content-Security-Policy"
    assert "'wasm-unsafe-eval'" in client.get("/kurir/scan-worker.js").headers[policy]
    for path in ("/kurir/", "/kurir/sw.js", "/kurir/manifest.webmanifest"):
        assert "wasm" not in client.get(path).headers[policy]


def test_the_workers_are_scripts_to_a_browser(client):
    for path in ("/kurir/sw.js", "/kurir/scan-worker.js"):
        assert client.get(path).mimetype == "text/javascript"


def test_a_courier_s_page_may_use_camera_place_and_keep_the_screen_on(client):
    allowed = client.get("/kurir/").headers["Permissions-Policy"]
    assert {"camera=(self)", "geolocation=(self)", "screen-wake-lock=(self)"} <= set(allowed.split(", "))


def test_the_app_can_be_installed_under_its_own_folder(client):
    facts = client.get("/kurir/manifest.webmanifest").json
    assert (facts["id"], facts["start_url"], facts["scope"]) == ("/kurir/", "/kurir/", "/kurir/")
    assert {icon["sizes"] for icon in facts["icons"]} == {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in facts["icons"]}


def test_every_icon_of_the_app_is_there(client):
    for icon in client.get("/kurir/manifest.webmanifest").json["icons"]:
        with client.get(icon["src"]) as answer:
            assert answer.status_code == 200


def test_one_changed_byte_is_another_hash():
    assert integrity(b"one") != integrity(b"onf")


NAMES = dict.fromkeys(["js/a.js", "js/b.js", "js/deep/a.js", "js/a.css", "a.js"], Asset(b"", ""))


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("js/a.js", ["js/a.js"]),
        ("js/*.js", ["js/a.js", "js/b.js"]),
        ("js/[!a]*.js", ["js/b.js"]),
        ("*.js", ["a.js"]),
    ],
)
def test_a_line_of_the_list_names_files_as_a_shell_would(pattern, found):
    assert precached(NAMES, pattern) == found


def test_a_line_of_the_list_that_names_no_file_stops_the_start():
    with pytest.raises(FileNotFoundError):
        precached(NAMES, "js/z.js")


def named_ahead(answer):
    return re.findall(r"</static/[0-9a-f]+/([^>]*)>; rel=modulepreload", answer.headers.get("Link", ""))


def named_by(page):
    """Scripts that the page itself makes a phone fetch."""
    return set(re.findall(r'(?:href|src)="/static/[0-9a-f]+/([^"]+\.m?js)"', page))


@pytest.mark.parametrize(("screen", "path"), [("trip", "/kurir/serah"), ("round", "/kurir/")])
def test_a_first_screen_waits_for_no_script_to_name_another(client, screen, path):
    """One that is missing costs a slow line half a second."""
    client.set_cookie("kurir", "anything")
    answer = client.get(path)
    asked = {*named_by(answer.text), *named_ahead(answer)}
    needed = with_imports(ROOT, {FOLDER / name for name in (*asked, AHEAD[screen])})
    assert {path.relative_to(FOLDER).as_posix() for path in needed} <= asked


def test_a_driver_s_qr_names_the_trip_s_script(client):
    assert named_ahead(client.get("/kurir/serah")) == [AHEAD["trip"]]


def test_who_was_signed_in_gets_the_round_s_script_and_nobody_else(client):
    assert named_ahead(client.get("/kurir/")) == []
    client.set_cookie("kurir", "anything")
    assert named_ahead(client.get("/kurir/")) == [AHEAD["round"]]
