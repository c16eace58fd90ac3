"""What somebody types goes into no diary, no address, no cookie and no error (ASVS 14.2.1, 16.2.5)."""

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from typing import Any, NoReturn
from urllib.parse import quote, quote_plus
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.access_table import TABLE
from tests.addresses import addresses, path_of
from tests.everybody import Doors
from tests.test_headers import holder_of

NAME, PHONE, STREET, NIK = "Kenari Rahasia Wijaya", "081299887766", "Jalan Kenari 17", "3317011708909901"
CODE, PASSWORD, TOKEN = "739146", "burung-kenari-terbang-9", "kenari0123456789abcdefABCDEF01234567"
CANARIES = (NAME, "Kenari", PHONE, STREET, NIK, CODE, PASSWORD, TOKEN, "kenari0123456789")
SECRETS = (CODE, PASSWORD, TOKEN)
TYPED = {
    "kode": CODE,
    "claim_code": CODE,
    "password": PASSWORD,
    "token": TOKEN,
    "phone": PHONE,
    "address": STREET,
}
CHANGES = [address for address in TABLE if not address.startswith("GET ")]
FORMS = [address for address in TABLE if address.startswith("GET ") and "api" not in address]
JSON_BODY = {
    "username": NAME,
    "password": PASSWORD,
    "token": TOKEN,
    "name": NAME,
    "phone": PHONE,
    "plate": NIK,
}


@pytest.fixture
def diary(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anybody logs, down to the libraries' own whispers."""
    caplog.set_level(logging.DEBUG)
    return caplog


def spelled(canary: str) -> set[str]:
    return {canary, quote(canary), quote_plus(canary), json.dumps(canary)[1:-1]}


def found_in(text: str, canaries: tuple[str, ...] = CANARIES) -> list[str]:
    return [canary for canary in canaries if any(way.lower() in text.lower() for way in spelled(canary))]


def leaks(answer: TestResponse, diary: pytest.LogCaptureFixture) -> dict[str, list[str]]:
    """Where a canary sings that should not. A form that is shown again may repeat what was typed, but no secret."""
    shown_again = answer.mimetype == "text/html" and answer.status_code in (200, 422)
    body = (
        answer.text
        if answer.mimetype in ("text/html", "application/json", "application/problem+json")
        else ""
    )
    places = {
        "diary": found_in(diary.text),
        "address": found_in(answer.headers.get("Location", "")),
        "cookies": found_in(" ".join(answer.headers.getlist("Set-Cookie"))),
        "body": found_in(body, SECRETS if shown_again else CANARIES),
    }
    return {place: found for place, found in places.items() if found}


def sent(doors: Doors, address: str, who: str | None = None, **body: Any) -> TestResponse:
    doors.restored()
    method, rule = next((key.split()[0], rule) for key, rule in addresses(doors.app) if key == address)
    return doors.client(who or holder_of(address)).open(path_of(doors, rule), method=method, **body)


@pytest.fixture(scope="module")
def names(doors: Doors) -> set[str]:
    """Of every field of every form on every page."""
    found: set[str] = set()
    for address, who in product(FORMS, (None, "nobody")):
        with closing(sent(doors, address, who)) as page:
            if page.mimetype == "text/html":
                found |= {name for name in _fields(page.text) if name != "csrf_token"}
    return found


def _fields(html: str) -> Iterator[str]:
    page: Element = html5lib.parse(html, namespaceHTMLElements=False)
    for tag in ("input", "select", "textarea", "button"):
        yield from (name for field in page.iter(tag) if (name := field.get("name")))


def test_the_forms_are_found(names: set[str]) -> None:
    assert {"kode", "nomor", "password", "username", "jawaban", "bahasa"} <= names


@pytest.mark.parametrize("typed", [NAME, NIK, PHONE], ids=["name", "sixteen digits", "telephone"])
@pytest.mark.parametrize("address", CHANGES)
def test_what_is_typed_into_a_form_stays_there(
    doors: Doors, names: set[str], diary, address: str, typed: str
) -> None:
    form = {name: TYPED.get(name, typed) for name in names}
    with closing(sent(doors, address, data=form)) as answer:
        assert leaks(answer, diary) == {}


@pytest.mark.parametrize("address", [address for address in CHANGES if "/api/" in address])
@pytest.mark.parametrize(
    "body",
    [
        JSON_BODY,
        dict.fromkeys(JSON_BODY, NIK),
        dict.fromkeys(JSON_BODY, PHONE),
        {NIK: PHONE},
        {"Kenari Rahasia Wijaya": 1},
        {"username": [NAME], "password": {"Kenari": PASSWORD}},
        [NAME],
        NAME,
    ],
    ids=["full", "sixteen digits", "telephone", "unknown digits", "unknown", "nested", "list", "text"],
)
def test_what_a_program_sends_stays_there(doors: Doors, diary, address: str, body: Any) -> None:
    with closing(sent(doors, address, json=body)) as answer:
        assert leaks(answer, diary) == {}


@pytest.mark.parametrize("address", [address for address in CHANGES if "/api/" in address])
def test_a_signed_letter_stays_closed(doors: Doors, diary, address: str) -> None:
    letter = f"{NAME}.{NIK}.{TOKEN}".encode()
    with closing(sent(doors, address, data=letter, content_type="application/jose")) as answer:
        assert leaks(answer, diary) == {}


@pytest.mark.parametrize("path", ["/petugas/nope", "/nope", "/kurir/api/nope", "/P/nope"])
def test_an_address_that_is_not_there_is_not_repeated(doors: Doors, diary, path: str) -> None:
    client: FlaskClient = doors.client("nobody")
    with closing(client.get(f"{path}/{quote(NAME)}", query_string={"q": NIK})) as answer:
        assert leaks(answer, diary) == {}


@pytest.mark.parametrize("path", ["/cek", "/kurir/api/session"])
def test_an_error_nobody_foresaw_repeats_nothing(doors: Doors, diary, path: str, monkeypatch) -> None:
    def view() -> NoReturn:
        raise ValueError(NAME, PHONE, CODE, PASSWORD, TOKEN)

    endpoint = {"/cek": "citizen.check", "/kurir/api/session": "courier.begin_session"}[path]
    monkeypatch.setitem(doors.app.view_functions, endpoint, view)
    with closing(doors.client("nobody").post(path, json=JSON_BODY)) as answer:
        assert answer.status_code == 500
        assert leaks(answer, diary) == {}


def test_a_registered_package_is_in_no_diary_and_no_address(doors: Doors, diary) -> None:
    form = {
        "kind": "KTP_EL",
        "name": NAME,
        "address": STREET,
        "phone": PHONE,
        "form_key": "ab" * 16,
        "old_card": "none",
    }
    with closing(sent(doors, "POST /petugas/paket/baru", data=form | {"fee_rupiah": "0"})) as answer:
        assert answer.status_code < 400
        assert {place: found for place, found in leaks(answer, diary).items() if place != "body"} == {}


def test_a_name_that_is_searched_for_is_in_no_address(doors: Doors, diary) -> None:
    with closing(sent(doors, "POST /petugas/cari", data={"cari": NAME})) as answer:
        assert answer.status_code == 303
        assert leaks(answer, diary) == {}


def test_the_citizens_way_in_and_out_leaves_no_code_anywhere(doors: Doors, diary) -> None:
    ids = doors.town.ids
    doors.restored()
    client = doors.client("nobody")
    said = [
        client.post("/cek", data={"nomor": ids["alias"], "kode": ids["claim_code"]}),
        client.get("/cek/paket"),
    ]
    said.append(client.post("/cek/selesai"))
    assert said[0].location == "/cek/paket"
    told = diary.text + "".join(str(answer.headers) + answer.text for answer in said)
    assert ids["claim_code"] not in told


def test_a_canary_in_the_diary_would_be_heard(diary) -> None:
    logging.getLogger("suratsampai").info("package for %s", NAME)
    assert found_in(diary.text) == [NAME, "Kenari"]


def test_a_canary_in_an_address_would_be_heard(doors: Doors, diary) -> None:
    answer = doors.app.response_class(status=303, headers={"Location": f"/petugas/?q={quote_plus(NAME)}"})
    assert found_in(answer.headers["Location"])
