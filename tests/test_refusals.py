"""Every refusal has a status, a page, its sentence in two languages; whatever fails is answered, and tells nothing."""

from collections.abc import Callable
from typing import NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError, OperationalError

from courier_app.domain.refusals import REFUSALS, Refusal, TooManyTries
from courier_app.evidence.decoders import DecodersBusy
from courier_app.models import Partner
from courier_app.services import sessions
from courier_app.web.problems import STATUS_OF
from courier_app.web.public.problem_words import EXPLAINED
from tests.house import on_both

CLIENT_ERRORS = range(400, 500)
by_code = pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
languages = pytest.mark.parametrize("language", ["id", "en"])
Raises = Callable[[Exception], None]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.fixture
def page_raises(app: Flask) -> Raises:
    """GET /cek and GET /kurir/api/round run into this."""

    def install(error: Exception) -> None:
        def view() -> NoReturn:
            raise error

        app.view_functions["citizen.check"] = app.view_functions["courier.get_round"] = view
        app.before_request_funcs["courier"] = []

    return install


def test_every_refusal_has_a_status_and_every_status_a_refusal():
    assert set(STATUS_OF) == set(REFUSALS)


@by_code
def test_a_refusal_is_the_askers_to_mend(refusal: type[Refusal]):
    assert STATUS_OF[refusal] in CLIENT_ERRORS


def test_409_says_not_yet_and_belongs_to_what_can_be_sent_again():
    """The phone acts on the number alone (DESIGN.md, section 5): on its addresses 409 has one meaning."""
    assert {refusal.code for refusal in REFUSALS if STATUS_OF[refusal] == 409} == {
        *(
            "evidence-missing",
            "wrong-status",
            "form-used",
            "already-reviewed",
            "not-yet-published",
            "rules-moved",
            "delivery-contested",
        ),
    }


@by_code
def test_no_sentence_has_a_percent_sign(refusal: type[Refusal]):
    """Jinja's gettext would take it for a gap."""
    told = (refusal.title, refusal.sentence, *map(str, EXPLAINED[refusal.code]))
    assert not [sentence for sentence in told if "%" in sentence]


@by_code
@languages
def test_people_get_a_page(client, page_raises, refusal: type[Refusal], language: str):
    client.set_cookie("bahasa", language)
    page_raises(refusal())
    answer = client.get("/cek")
    assert (answer.status_code, answer.mimetype) == (STATUS_OF[refusal], "text/html")


@by_code
def test_programs_get_problem_json(client, page_raises, refusal: type[Refusal]):
    page_raises(refusal())
    answer = client.get("/kurir/api/round")
    assert answer.mimetype == "application/problem+json"
    assert answer.json | {"title": "", "detail": ""} == {
        "type": f"/problems/{refusal.code}",
        "status": STATUS_OF[refusal],
        "title": "",
        "detail": "",
    }


@by_code
def test_a_refusal_is_said_in_english_too(client, page_raises, refusal: type[Refusal]):
    page_raises(refusal())
    client.set_cookie("bahasa", "en")
    told = client.get("/kurir/api/round").json
    assert told["title"] != refusal.title
    assert told["detail"] != refusal.sentence


def test_a_detail_with_a_percent_sign_breaks_no_page(client, page_raises):
    page_raises(next(iter(REFUSALS))("100% (%s) %(name)s"))
    assert "100% (%s) %(name)s" in client.get("/cek").text


def test_whoever_must_wait_hears_how_long(client, page_raises):
    page_raises(TooManyTries(members={"retry_after": 17}))
    page = client.get("/cek")
    assert (page.headers["Retry-After"], "Coba lagi 17 detik lagi" in page.text) == ("17", True)
    assert client.get("/kurir/api/round").headers["Retry-After"] == "17"


BUSY = [
    OperationalError("SELECT 'Siti'", {}, Exception("database is locked")),
    IntegrityError("INSERT 'Siti'", {}, Exception("UNIQUE")),
    DecodersBusy("Siti"),
]


@pytest.mark.parametrize("error", BUSY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("path", ["/cek", "/kurir/api/round"])
def test_what_is_busy_says_when_to_come_back_and_nothing_else(client, page_raises, error, path):
    page_raises(error)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"], "Siti" in answer.text) == (503, "2", False)


@pytest.mark.parametrize(
    "sent",
    [
        '{"username": "Siti Aminah"}',
        '{"username": 1, "Siti Aminah": 2}',
        '{"Siti Aminah": {}}',
        '"Siti Aminah"',
        "Siti",
    ],
)
def test_a_wrong_body_is_named_without_a_word_of_it(client, sent):
    answer = client.post("/kurir/api/session", data=sent, content_type="application/json")
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")
    assert "Siti" not in answer.text


def test_a_wrong_member_is_pointed_at_by_its_name(client):
    body = {"username": 7, "password": "x"}
    faults = client.post("/kurir/api/session", json=body).json["errors"]
    assert faults == [{"pointer": "#/username", "detail": "string_type"}]


def test_an_unforeseen_error_gives_a_number_to_quote_and_the_diary_the_same(client, page_raises, caplog):
    page_raises(RuntimeError("Siti Aminah"))
    answer = client.get("/cek")
    number = caplog.records[-1].args[2]
    assert (answer.status_code, number in answer.text) == (500, True)


def test_the_diary_has_the_place_of_an_error_and_not_its_text(client, page_raises, caplog):
    page_raises(RuntimeError("Siti Aminah"))
    client.get("/cek")
    assert "RuntimeError" in caplog.text
    assert "in view" in caplog.text
    assert "Siti" not in caplog.text


def silent(*_: object, **__: object) -> NoReturn:
    raise OperationalError("SELECT", {}, Exception("no connection"))


@pytest.mark.parametrize(
    ("path", "cookie"), [("/cek", "warga"), ("/petugas/", "petugas"), ("/kurir/api/round", "kurir")]
)
def test_when_the_database_is_silent_at_the_session_all_are_asked_to_come_back(
    client, monkeypatch, path, cookie
):
    monkeypatch.setattr(sessions, "live_session", silent)
    client.set_cookie(cookie, "x")
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Ini bukan kesalahan Anda" in answer.text or answer.mimetype == "application/problem+json"


def test_when_even_the_page_of_an_error_fails_there_are_last_words(app, client, monkeypatch):
    app.template_context_processors[None].append(silent)
    answer = client.get("/nope")
    assert (answer.status_code, "Ada gangguan" in answer.text) == (404, True)


@on_both
def test_what_the_database_refuses_is_told_without_the_values(house):
    with pytest.raises(IntegrityError) as refused, house.transaction() as session:
        session.add_all(
            [Partner(code="x", name="Siti", accounts=True), Partner(code="pos", name="Siti", accounts=True)]
        )
    assert "Siti" not in str(refused.value)
