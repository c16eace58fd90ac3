"""Every answer carries the safety headers (security.md, section 5; ASVS 3.4.1 to 3.4.6, 3.4.8, 4.1.1, 14.3.2)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from courier_app.web import safety
from tests.access_table import TABLE
from tests.addresses import addresses, path_of
from tests.everybody import Doors

BASE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
COURIER = (
    BASE.replace("img-src 'self'", "img-src 'self' blob:") + "; worker-src 'self'; media-src 'self' blob:"
)
SCAN_WORKER = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
EVIDENCE = "default-src 'none'; sandbox"
# The draft of the rules frames the example of the courier's form, which talks to nobody.
DRAFT, RULE_PHONE = "/petugas/aturan/draf", "/petugas/aturan/draf/layar"
TALKS_TO_NOBODY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'none'; "
    "manifest-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
OWN = {
    "/kurir/scan-worker.js": SCAN_WORKER,
    DRAFT: f"{BASE}; frame-src 'self'",
    RULE_PHONE: TALKS_TO_NOBODY,
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# What may be kept, and how; everything else is kept nowhere.
KEPT = {
    "GET /static/<build>/<path:filename>": "public, max-age=31536000, immutable",
    "GET /favicon.ico": "public, max-age=86400",
    "GET /log/checkpoint": "public, max-age=2",
    "GET /log/tile/<level>/<path:number>": "public, max-age=31536000, immutable",
    "GET /log/bukti/<int:index>.tlog-proof": "public, max-age=2",
    "GET /log/tumbuh/<int:old>": "public, max-age=2",
    "GET /kurir/": "no-cache",
    "GET /kurir/serah": "no-cache",
    "GET /kurir/sw.js": "no-cache",
    "GET /kurir/scan-worker.js": "no-cache",
    "GET /kurir/manifest.webmanifest": "no-cache",
}
VERIFY = "/verifikasi"  # reads QR codes, as the courier's pages do
CAMERA = {VERIFY: ["camera=(self)"]}
HOLDER = {"/petugas/": "officer", "/kurir/": "courier", "/cek/": "citizen"}


def policy(path: str) -> str:
    if path in OWN:
        return OWN[path]
    if path.startswith("/petugas/media/"):
        return EVIDENCE
    return COURIER if path.startswith("/kurir/") or path == VERIFY else BASE


def faults(answer: TestResponse) -> Iterator[str]:
    """What an answer lacks, whatever it answers."""
    path, headers = answer.request.path, answer.headers
    always = ALWAYS | ({"X-Frame-Options": "SAMEORIGIN"} if path == RULE_PHONE else {})
    yield from (name for name, value in always.items() if headers.getlist(name) != [value])
    if headers.getlist("Content-Security-Policy") != [policy(path)]:
        yield f"policy {headers.get('Content-Security-Policy')}"
    may = [part for part in headers["Permissions-Policy"].split(", ") if not part.endswith("=()")]
    if may != CAMERA.get(path, []) and not path.startswith("/kurir/"):
        yield f"may use {may}"
    if not headers.get("Cache-Control"):
        yield "says nothing about keeping"
    if (answer.mimetype or "").startswith("text/") and answer.mimetype_params.get("charset") != "utf-8":
        yield "no charset"
    yield from (name for name, _ in headers if name.startswith("Access-Control-"))


def holder_of(address: str) -> str:
    path = address.partition(" ")[2]
    return next((who for start, who in HOLDER.items() if path.startswith(start)), "nobody")


def asked(doors: Doors, address: str, *, method: str | None = None) -> TestResponse:
    if method is None:  # the others change nothing
        doors.restored()
    rule = next(rule for found, rule in addresses(doors.app) if found == address)
    return doors.client(holder_of(address)).open(path_of(doors, rule), method=method or address.split()[0])


@pytest.mark.parametrize("address", TABLE)
def test_an_answer_of_every_address_has_them(doors: Doors, address: str) -> None:
    with closing(asked(doors, address)) as answer:
        assert list(faults(answer)) == []


@pytest.mark.parametrize("address", TABLE)
def test_nothing_is_kept_by_a_browser_unless_it_is_listed(doors: Doors, address: str) -> None:
    with closing(asked(doors, address)) as answer:
        assert answer.headers["Cache-Control"] == KEPT.get(address, "no-store")


@pytest.mark.parametrize("address", [address for address in TABLE if address.startswith("GET ")])
def test_a_head_request_is_answered_like_a_get_without_a_body(doors: Doors, address: str) -> None:
    with closing(asked(doors, address)) as get, closing(asked(doors, address, method="HEAD")) as head:
        assert (head.status_code, head.data) == (get.status_code, b"")
        assert list(faults(head)) == []


@pytest.mark.parametrize("address", TABLE)
def test_asking_for_the_methods_opens_nothing(doors: Doors, address: str) -> None:
    with closing(asked(doors, address, method="OPTIONS")) as answer:
        assert list(faults(answer)) == []
        assert answer.data == b"" or answer.status_code in (302, 303, 401, 403)


@pytest.mark.parametrize("address", TABLE)
@pytest.mark.parametrize("method", ["PATCH", "TRACE"])
def test_a_method_that_is_not_there_is_refused_and_the_others_are_named(
    doors: Doors, address: str, method: str
) -> None:
    with closing(asked(doors, address, method=method)) as answer:
        assert (answer.status_code, list(faults(answer))) == (405, [])
        assert address.split()[0] in answer.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/petugas/nope",
        "/kurir/nope",
        "/kurir/api/nope",
        "/api/nope",
        "/P/",
        "/static/x/css/tokens.css",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE"])
def test_what_is_not_there_is_refused_with_them(client: FlaskClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code in ((404, 405) if path.startswith("/static/") else (404,))
    assert list(faults(answer)) == []


def test_a_file_that_is_not_there_is_refused_with_them(app: Flask, client: FlaskClient) -> None:
    for name in ("css/nope.css", "../config.py", "%2e%2e/config.py"):
        answer = client.get(f"/static/{app.extensions['suratsampai_build']}/{name}")
        assert (answer.status_code, list(faults(answer))) == (404, [])


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


BIG = b"x" * (2 * 1024 * 1024 + 1)


@pytest.mark.parametrize("path", ["/cek", "/bahasa", "/petugas/masuk", "/kurir/api/session"])
def test_a_body_that_is_too_large_is_refused_with_them(client: FlaskClient, path: str) -> None:
    type_ = "application/json" if "api" in path else "application/x-www-form-urlencoded"
    answer = client.post(path, data=BIG, content_type=type_)
    assert (answer.status_code, list(faults(answer))) == (413, [])


def test_a_type_that_is_not_taken_is_refused_with_them(client: FlaskClient) -> None:
    answer = client.post("/kurir/api/session", data=b"x", content_type="text/plain")
    assert (answer.status_code, list(faults(answer))) == (415, [])


@pytest.mark.parametrize("path", ["/cek", "/kurir/api/session"])
def test_another_sites_request_is_refused_with_them(client: FlaskClient, path: str) -> None:
    answer = client.post(path, headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code, list(faults(answer))) == (403, [])


def breaks(app: Flask, endpoint: str, error: Exception) -> None:
    def view(**_: object) -> str:
        raise error

    app.view_functions[endpoint] = view


@pytest.mark.parametrize(
    ("endpoint", "path"), [("citizen.check", "/cek"), ("api.contract", "/api/openapi.json")]
)
def test_an_unforeseen_error_is_answered_with_them(app: Flask, endpoint: str, path: str) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    breaks(app, endpoint, RuntimeError("what somebody typed"))
    answer = app.test_client().get(path)
    assert (answer.status_code, list(faults(answer))) == (500, [])
    assert "what somebody typed" not in answer.text


@pytest.mark.parametrize(
    ("endpoint", "path"), [("citizen.check", "/cek"), ("api.contract", "/api/openapi.json")]
)
def test_a_busy_database_is_answered_with_them_and_says_when_to_come_back(
    app: Flask, endpoint: str, path: str
) -> None:
    breaks(app, endpoint, OperationalError("SELECT", {}, Exception("locked")))
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.headers["Retry-After"], list(faults(answer))) == (503, "2", [])


def test_over_https_browsers_are_told_to_stay_there(app: Flask) -> None:
    settings = app.extensions["suratsampai_settings"]
    app.extensions["suratsampai_settings"] = replace(settings, public_url="https://surat.example.go.id")
    told = app.test_client().get("/cek").headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"


def test_without_https_they_are_told_nothing(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/cek").headers


def test_only_the_scan_worker_may_compile_wasm(doors: Doors) -> None:
    for address in TABLE:
        with closing(asked(doors, address)) as answer:
            allowed = "wasm-unsafe-eval" in answer.headers["Content-Security-Policy"]
            assert allowed == address.endswith("/kurir/scan-worker.js"), address


def test_only_the_draft_of_the_rules_frames_and_only_its_example_is_framed(doors: Doors) -> None:
    for address in TABLE:
        path = address.partition(" ")[2]
        with closing(asked(doors, address)) as answer:
            said = answer.headers["Content-Security-Policy"]
            assert ("frame-src" in said, "frame-ancestors 'self'" in said) == (
                path == DRAFT,
                path == RULE_PHONE,
            )


ALIKE = (
    "/",
    "/petugas",
    "/kurir",
    "/kurirx/api/",
    "/kurir/api",
    "/kurir/api/media/x",
    "/cek",
    "/cek/x",
    "/ttd/x",
)
APART = (
    "/petugas/media/x",
    "/petugas/media",
    "/petugas/aturan/draf",
    "/petugas/aturan/draf/x",
    "/verifikasi/x",
)


@pytest.mark.parametrize("path", [*ALIKE, *APART, *OWN, VERIFY])
def test_what_is_said_of_a_place_is_what_holds_for_each_of_its_addresses(path: str) -> None:
    said = safety.headers_at(safety.place_of(path), secure=True)
    assert said == safety.headers_at(path, secure=True)


def test_a_second_stroke_before_an_address_loosens_nothing(client: FlaskClient) -> None:
    """Flask reads one of them."""
    answer = client.get("/", environ_overrides={"PATH_INFO": "//petugas/media/x"})
    assert answer.headers["Content-Security-Policy"] == EVIDENCE


@pytest.fixture
def put_together_anew() -> Iterator[None]:
    """What is said of a place is put together once."""
    safety.headers_at.cache_clear()
    yield
    safety.headers_at.cache_clear()


@pytest.mark.usefixtures("put_together_anew")
def test_a_page_that_forgets_a_header_would_be_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "ALWAYS", {})
    assert list(faults(app.test_client().get("/cek")))


@pytest.mark.usefixtures("put_together_anew")
def test_a_weaker_policy_would_be_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "BASE_CSP", {"default-src": "*"})
    assert list(faults(app.test_client().get("/cek")))
