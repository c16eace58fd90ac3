"""A page that closed by itself: the citizen is told so, and never left to believe that an answer arrived."""

import pytest

from tests.web.citizen.doors import claim, token, words

NOT_SAVED, CLOSED = "Yang tadi Anda kirim belum tersimpan", "Halaman Anda sudah tertutup"
SAID = {
    "/cek/paket/jawaban": {"jawaban": "not_received", "keterangan": "Bukan tanda tangan ibu saya."},
    "/cek/paket/keterangan": {"keterangan": "Ada di tetangga."},
    "/cek/paket/uang": {"jumlah": "50.000", "cerita": "Kurir meminta uang."},
    "/cek/paket/hak": {"hak": "access", "isi": ""},
}


@pytest.fixture
def away(client, delivered, clock):
    """Opened with the code, and not used for the fifteen minutes; what the page's forms hold."""
    claim(client, delivered)
    held = {"csrf_token": token(client.get("/cek/paket"))}
    clock.pass_(minutes=15)
    return held


@pytest.mark.parametrize("path", SAID)
def test_what_was_sent_too_late_is_said_to_be_not_saved(client, away, path):
    page = client.post(path, data=away | SAID[path], follow_redirects=True)
    assert (page.request.path, NOT_SAVED in words(page)) == ("/cek", True)


def test_the_word_stands_in_an_alert_that_takes_the_focus(client, away):
    page = client.post("/cek/paket/jawaban", data=away | SAID["/cek/paket/jawaban"], follow_redirects=True)
    summary = page.text[page.text.index('class="error-summary"') :].partition("</div>")[0]
    assert 'role="alert"' in summary
    assert NOT_SAVED in summary


def test_nothing_of_what_was_typed_is_in_the_address(client, away):
    answer = client.post("/cek/paket/jawaban", data=away | SAID["/cek/paket/jawaban"])
    assert (answer.status_code, answer.location) == (303, "/cek?berakhir=jawaban&lanjut=belum")


def test_a_page_opened_too_late_is_said_to_be_closed_and_nothing_of_an_answer(client, away):
    page = words(client.get("/cek/paket", follow_redirects=True))
    assert (CLOSED in page, NOT_SAVED in page) == (True, False)


def test_a_first_visit_hears_nothing_of_a_closed_page(client):
    assert CLOSED not in words(client.get("/cek/paket", follow_redirects=True))


def test_finishing_too_late_is_finishing(client, away):
    assert "Halaman Anda sudah ditutup" in words(client.post("/cek/selesai", data=away))


@pytest.mark.parametrize(
    ("path", "landed"),
    [
        ("/cek/paket/jawaban", "/cek/paket/belum"),
        ("/cek/paket/keterangan", "/cek/paket"),
        ("/cek/paket/uang", "/cek/paket/uang"),
        ("/cek/paket/hak", "/cek/paket/hak"),
    ],
)
def test_the_code_leads_back_to_the_form_that_was_sent_too_late(client, delivered, away, path, landed):
    door = client.post(path, data=away | SAID[path]).location
    assert action_of(client.get(door)) == door.replace("berakhir=jawaban&", "").replace(
        "?berakhir=jawaban", ""
    )
    assert sent(client, delivered, client.get(door)).location == landed


def test_a_wrong_code_does_not_forget_the_way_back(client, delivered, away):
    door = client.get("/cek/paket/uang").location
    wrong = {"nomor": delivered.package.alias, "kode": "000000"}
    again = client.post(action_of(client.get(door)), data=wrong)
    assert sent(client, delivered, again).location == "/cek/paket/uang"


@pytest.mark.parametrize(
    "word", ["https://evil.example/", "//evil.example", "citizen.receipt_pdf", "selesai"]
)
def test_the_way_back_never_leads_elsewhere(client, delivered, word):
    data = {"nomor": delivered.package.alias, "kode": delivered.claim_code}
    assert client.post("/cek", query_string={"lanjut": word}, data=data).location == "/cek/paket"


@pytest.mark.parametrize("path", ["/cek/paket/belum", "/cek/paket/uang", "/cek/paket/hak"])
def test_a_page_with_a_form_says_how_long_it_stays_open(client, delivered, path):
    claim(client, delivered)
    assert "Halaman ini tertutup sendiri setelah 15 menit tidak dipakai" in words(client.get(path))


def action_of(page):
    return page.text.partition('action="/cek')[2].partition('"')[0].join(("/cek", ""))


def sent(client, made, page):
    return client.post(action_of(page), data={"nomor": made.package.alias, "kode": made.claim_code})
