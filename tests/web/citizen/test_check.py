"""Alias or label, and six digits, open the citizen's own page; nothing else does."""

import pytest
from sqlalchemy import event, select

from courier_app.domain.packages import Status
from courier_app.models import LoginSession, Package
from courier_app.web.citizen.words import TOLD
from tests.web.citizen.doors import claim, token, words

REFUSED = "Nomor paket atau kode klaim salah"


def other_code(made):
    return f"{(int(made.claim_code) + 1) % 1_000_000:06d}"


def test_alias_and_code_lead_to_ones_own_package(client, delivered):
    answer = claim(client, delivered)
    assert (answer.status_code, answer.location) == (303, "/cek/paket")
    assert client.get("/cek/paket").status_code == 200


def test_from_the_labels_page_the_code_alone_is_enough(client, delivered):
    data = {"label": delivered.package.label_id, "kode": delivered.claim_code}
    assert client.post("/cek", data=data).location == "/cek/paket"


def test_spaces_hyphens_and_small_letters_are_forgiven(client, delivered):
    alias, code = delivered.package.alias, delivered.claim_code
    typed = {"nomor": f" {alias[:2].lower()} {alias[2:6]}-{alias[6:]} ", "kode": f"{code[:3]} {code[3:]}"}
    assert client.post("/cek", data=typed).location == "/cek/paket"


def test_unknown_package_wrong_code_and_used_up_tries_are_told_in_the_same_words(client, delivered, clock):
    alias, wrong = delivered.package.alias, other_code(delivered)
    unknown = client.post("/cek", data={"nomor": "SX473124829ID", "kode": wrong})
    wrong_code = [client.post("/cek", data={"nomor": alias, "kode": wrong}) for _ in range(5)][-1]
    used_up = claim(client, delivered)
    pages = {
        page.text.replace(alias, "X").replace("SX473124829ID", "X") for page in (unknown, wrong_code, used_up)
    }
    assert (len(pages), {page.status_code for page in (unknown, wrong_code, used_up)}) == (1, {422})
    assert REFUSED in words(unknown)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"nomor": "SX473124828ID", "kode": "123456"}, "Nomor paket tidak lengkap atau salah ketik"),
        ({"nomor": "", "kode": "123456"}, "Nomor paket tidak lengkap atau salah ketik"),
        ({"nomor": "SX473124829ID", "kode": "12345"}, "Kode klaim terdiri dari 6 angka"),
        (
            {"nomor": "SX473124829ID", "kode": "\u0661\u0662\u0663\u0664\u0665\u0666"},
            "Kode klaim terdiri dari 6 angka",
        ),
        ({}, "Kode klaim terdiri dari 6 angka"),
    ],
)
def test_a_slip_of_the_fingers_is_named(client, typed, sentence):
    answer = client.post("/cek", data=typed)
    assert (answer.status_code, sentence in words(answer)) == (422, True)


def test_a_slip_of_the_fingers_costs_no_try(client, house, delivered):
    client.post("/cek", data={"nomor": delivered.package.alias, "kode": "12345"})
    with house.reading() as session:
        assert session.get_one(Package, delivered.package.id).web_tries == 0


def test_a_stranger_who_uses_up_the_days_tries_locks_nobody_out_for_longer(client, house, delivered, clock):
    for _ in range(5):
        client.post("/cek", data={"nomor": delivered.package.alias, "kode": other_code(delivered)})
    assert claim(client, delivered).status_code == 422
    clock.pass_(days=1)
    assert claim(client, delivered).status_code == 303
    with house.reading() as session:
        assert session.get_one(Package, delivered.package.id).claim_tries == 0


def test_the_code_is_never_shown_again(client, delivered):
    assert (
        other_code(delivered)
        not in client.post(
            "/cek", data={"nomor": delivered.package.alias, "kode": other_code(delivered)}
        ).text
    )


def test_a_label_stays_chosen_after_a_wrong_code(client, delivered):
    data = {"label": delivered.package.label_id, "kode": other_code(delivered)}
    page = client.post("/cek", data=data).text
    assert f'name="label" value="{delivered.package.label_id}"' in page
    assert 'name="nomor"' not in page


def test_an_unreadable_label_asks_for_the_alias(client):
    assert 'name="nomor"' in client.post("/cek", data={"label": "<b>", "kode": "123456"}).text


def test_the_cookie_holds_neither_code_nor_alias(client, delivered):
    kept = claim(client, delivered).headers["Set-Cookie"]
    assert kept.startswith("warga=")
    assert "HttpOnly" in kept
    assert "SameSite=Strict" in kept
    assert delivered.claim_code not in kept
    assert delivered.package.alias not in kept


def test_the_session_is_bound_to_the_package_and_to_nobody(client, house, delivered):
    claim(client, delivered)
    with house.reading() as session:
        row = session.scalars(select(LoginSession)).one()
    assert (row.package_id, row.user_id, row.courier_id) == (delivered.package.id, None, None)


def test_thirty_tries_a_minute_from_one_address_are_enough(client):
    tries = [client.post("/cek", data={"nomor": "SX473124829ID", "kode": "123456"}) for _ in range(31)]
    assert [answer.status_code for answer in tries[29:]] == [422, 429]


def test_unknown_package_and_wrong_code_cost_the_same_work(client, house, delivered):
    """Equal statements, one of them a write in either case: equal time."""
    asked: list[str] = []
    event.listen(house.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    work = []
    for alias in (delivered.package.alias, "SX473124829ID"):
        client.post(
            "/cek", data={"nomor": alias, "kode": "000000"}
        )  # the address's own row is there from now on
        asked.clear()
        client.post("/cek", data={"nomor": alias, "kode": other_code(delivered)})
        work.append(list(asked))
    assert work[0] == work[1]


def test_too_many_tries_from_one_address_leave_the_packages_tries_alone(client, house, delivered):
    for _ in range(30):
        client.post("/cek", data={"nomor": "SX473124829ID", "kode": "123456"})
    client.post("/cek", data={"nomor": delivered.package.alias, "kode": other_code(delivered)})
    with house.reading() as session:
        assert session.get_one(Package, delivered.package.id).web_tries == 0


def test_who_knows_the_code_uses_up_nothing_of_the_address(app, delivered):
    """Many phones share one address."""
    answers = [claim(app.test_client(), delivered).status_code for _ in range(35)]
    assert set(answers) == {303}


def test_a_form_from_another_site_is_refused(client, delivered):
    data = {"nomor": delivered.package.alias, "kode": delivered.claim_code}
    answer = client.post("/cek", data=data, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_says_the_form_is_foreign_is_believed(client, delivered, site):
    headers = {"Origin": "null", "Sec-Fetch-Site": site}
    assert client.post("/cek", data={}, headers=headers).status_code == 403


def test_a_form_of_our_own_page_comes_without_an_origin_and_is_let_in(client, delivered):
    """Chromium sends `Origin: null` with forms under Referrer-Policy no-referrer."""
    data = {"nomor": delivered.package.alias, "kode": delivered.claim_code}
    answer = client.post("/cek", data=data, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303


def test_finishing_ends_the_session_for_good(client, delivered):
    cookie = claim(client, delivered).headers["Set-Cookie"].split(";")[0].removeprefix("warga=")
    answer = client.post("/cek/selesai", data={"csrf_token": token(client.get("/cek/paket"))})
    assert "Halaman Anda sudah ditutup" in words(answer)
    client.set_cookie("warga", cookie)
    assert client.get("/cek/paket").location == "/cek?berakhir=halaman"


def test_after_half_an_hour_the_code_is_asked_for_again(client, delivered, clock):
    claim(client, delivered)
    for _ in range(2):
        clock.pass_(minutes=11)
        assert client.get("/cek/paket").status_code == 200
    clock.pass_(minutes=11)
    assert client.get("/cek/paket").location == "/cek?berakhir=halaman"


@pytest.mark.parametrize("path", ["/cek/paket", "/cek/paket/belum"])
def test_without_a_session_the_form_is_shown(client, path):
    assert client.get(path).location == "/cek"


def test_a_second_claim_shows_the_second_package_only(client, envelopes, delivered):
    claim(client, delivered)
    other = envelopes.one()
    claim(client, other)
    page = words(client.get("/cek/paket"))
    assert str(TOLD[Status.OUT_FOR_DELIVERY].title) in page
    assert "Sudah Anda terima?" not in page


def test_who_has_no_try_left_reads_whom_to_telephone(client, delivered):
    """The same list for everybody: the page does not tell whose package it is."""
    wrong = {"nomor": delivered.package.alias, "kode": other_code(delivered)}
    *_, page = (client.post("/cek", data=wrong).text for _ in range(6))
    assert "Telepon kantor Anda untuk kode baru" in page
    assert client.get("/cek").text.count('href="tel:') == page.count('href="tel:') == 1
