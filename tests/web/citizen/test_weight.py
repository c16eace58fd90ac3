"""A citizen's page, with everything it makes a phone fetch, is at most 25 kB compressed (DESIGN.md, section 8)."""

import re
from random import Random

import pytest
from flask import Response
from flask.testing import FlaskClient

from courier_app.config import ROOT
from courier_app.web.language import COOKIE, LANGUAGES
from tests.page_weight import first_files
from tests.page_weight import weight as files_weight
from tests.web.citizen.doors import claim

LIMIT = 25_000
FETCHED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
# Icons for browsers that do not take the drawn one, and for home screens.
ELSEWHERE = ("favicon-32.png", "apple-touch-180.png")
STARTED = re.compile(r'data-module="([\w/-]+)"')


def sent(client, path):
    """Bytes of one answer's body on the wire, to a browser that knows no brotli."""
    with client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code < 500
        return len(answer.data)


def weight(client, path):
    page = client.get(path).text
    files = {file for file in FETCHED.findall(page) if not file.endswith(ELSEWHERE)}
    start = next(file for file in files if file.endswith("/js/shared/start.js"))
    files |= {start.replace("shared/start.js", f"{module}.js") for module in STARTED.findall(page)}
    return sum(sent(client, each) for each in (path, *files))


@pytest.mark.parametrize(
    "path", ["/", "/cek", "/bahasa", "/problems/invalid", "/nope", "/P/00000000000000009"]
)
def test_an_open_page_is_light(client, path):
    assert weight(client, path) <= LIMIT


def test_a_labels_page_is_light(client, envelopes):
    assert weight(client, f"/P/{envelopes.one().package.label_id}") <= LIMIT


@pytest.mark.parametrize("path", ["/cek/paket", "/cek/paket/belum"])
def test_ones_own_page_is_light(client, delivered, path):
    claim(client, delivered)
    assert weight(client, path) <= LIMIT


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recipient_s_page_is_light_with_its_pen_in_both_languages(app, language):
    """The pen is on no first screen, for it is fetched while the server is asked about the QR; nobody signs without
    it."""
    plain = FlaskClient(
        app, app.response_class
    )  # the number to report a demand to comes with the QR: a link stands empty
    plain.set_cookie(COOKIE, language)
    files = first_files(ROOT, "citizen/own_phone.html") | {ROOT / "static/js/shared/pen.js"}
    assert sent(plain, "/TTD") + files_weight(ROOT, files) <= LIMIT


def test_heavier_files_would_be_noticed(app, client):
    heavy = Response(Random(7).randbytes(LIMIT), mimetype="text/css")
    app.view_functions["static"] = lambda **_: heavy
    assert weight(client, "/cek") > LIMIT
