"""The label's own page: a status in plain words for anyone, and nothing personal for nobody."""

import re
from dataclasses import fields

import pytest
from sqlalchemy import event

from courier_app.domain.packages import Status
from courier_app.queries.citizen import AtCounter, StrangerView
from courier_app.queries.contests import Doubt
from courier_app.services.moves import Actor, walk
from courier_app.web.citizen.words import MISTYPED, TOLD, UNKNOWN
from tests.house import NOON
from tests.town import SITI
from tests.web.citizen.doors import words

UNKNOWN_LABEL, MISTYPED_LABEL = "0" * 16 + "9", "0" * 16 + "8"


def test_a_stranger_sees_what_happens_and_what_comes_next(client, envelopes):
    page = words(client.get(f"/P/{envelopes.one().package.label_id}"))
    assert "Sedang diantar" in page
    assert "Siapkan KTP dan kode klaim" in page


def test_a_stranger_sees_office_and_promises(client, envelopes):
    page = words(client.get(f"/P/{envelopes.one().package.label_id}"))
    assert "Disdukcapil Kabupaten Rembang" in page
    assert "GRATIS" in page
    assert "0800-1-112-112" in page
    assert "tidak pernah meminta kata sandi, OTP, atau pembayaran" in page


def test_a_fee_for_carriage_is_called_by_its_name(client, envelopes):
    page = words(client.get(f"/P/{envelopes.one(fee_rupiah=20_000).package.label_id}"))
    assert "ongkos kirim Rp20.000." in page
    assert "Dokumen ini GRATIS" in page


@pytest.mark.parametrize("kind", ["KTP_EL", "AKTA_CERAI", "SK_ANGKAT_ANAK"])
def test_a_stranger_learns_no_name_no_address_no_alias_and_no_kind(client, envelopes, kind):
    made = envelopes.one(kind=kind)
    page = client.get(f"/P/{made.package.label_id}").text.lower()
    told = [
        *SITI.name.split(),
        "Melati",
        SITI.phone,
        made.package.alias,
        "cerai",
        "angkat anak",
        "KTP elektronik",
    ]
    assert not [word for word in [*told, "Agus", "4821"] if word.lower() in page]


def test_pages_of_two_kinds_differ_in_nothing(client, envelopes):
    """Neutral for discreet kinds, because neutral for all."""
    plain, discreet = (envelopes.one(kind=kind).package.label_id for kind in ("KK", "AKTA_CERAI"))
    pages = {client.get(f"/P/{label}").text.replace(label, "") for label in (plain, discreet)}
    assert len({re.sub(r"<code.*?</code>", "", page) for page in pages}) == 1


def test_the_strangers_view_has_no_room_for_anything_personal():
    assert {field.name for field in fields(StrangerView)} == {
        *("status", "office_name", "office_phone", "report_phone", "fee_rupiah", "doubt"),
        *("used_up", "counter", "collected", "unconfirmed", "recalled"),
    }
    assert {field.name for field in fields(AtCounter)} == {"address", "until"}
    assert {field.name for field in fields(Doubt)} == {"decided_at", "came_at"}


def test_a_label_in_lower_case_leads_to_the_one_address(client, envelopes):
    label = envelopes.one().package.label_id
    for path in (f"/p/{label}", f"/p/{label.lower()}", f"/P/{label.lower()}"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (308, f"/P/{label}"), path


def test_letters_that_look_like_figures_are_forgiven(client):
    answer = client.get("/P/OOOOOOOOOOOOOOOO9")
    assert (answer.status_code, answer.location) == (308, f"/P/{UNKNOWN_LABEL}")


def test_an_unknown_label_says_so(client):
    answer = client.get(f"/P/{UNKNOWN_LABEL}")
    assert answer.status_code == 404
    assert str(UNKNOWN.title) in words(answer)


@pytest.mark.parametrize("typed", [MISTYPED_LABEL, "PAKET-SAYA", "7K2M"])
def test_a_wrong_check_character_asks_whether_it_was_mistyped(client, typed):
    answer = client.get(f"/P/{typed}")
    assert answer.status_code == 404
    assert str(MISTYPED.title) in words(answer)


def shape(answer):
    """The tags of a page, in order; the drawing of the status aside."""
    return re.findall(r"<(/?\w+)", re.sub(r"<svg.*?</svg>", "", answer.text))


def test_every_known_label_has_a_page_of_one_shape(client, envelopes):
    """Whatever the package is, and whoever it is for."""
    shapes = [
        shape(client.get(f"/P/{envelopes.one(kind=kind).package.label_id}")) for kind in ("KK", "KTP_EL")
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("label", [UNKNOWN_LABEL, MISTYPED_LABEL])
def test_a_label_that_opens_nothing_asks_for_no_claim_code_and_leads_to_the_number(client, label):
    page = client.get(f"/P/{label}").text
    assert 'name="kode"' not in page
    assert "tidak dapat kami temukan" in page
    assert 'href="/cek"' in page.split("tidak dapat kami temukan")[1].split("</section>")[0]


def test_known_and_unknown_labels_cost_one_question_to_the_database(client, envelopes, house):
    """Equal work is equal time; the unknown one is counted after it."""
    asked: list[str] = []
    event.listen(house.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    for label in (envelopes.one().package.label_id, UNKNOWN_LABEL):
        asked.clear()
        client.get(f"/P/{label}")
        assert sum("FROM packages" in statement for statement in asked) == 1


def test_the_thirty_first_miss_in_a_minute_is_asked_to_wait(client):
    answers = [client.get(f"/P/{UNKNOWN_LABEL}") for _ in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {404}
    assert answers[30].status_code == 429
    assert int(answers[30].headers["Retry-After"]) <= 60


def test_after_many_misses_a_real_label_still_opens(client, envelopes):
    """Many phones share one address."""
    for _ in range(31):
        client.get(f"/P/{UNKNOWN_LABEL}")
    assert client.get(f"/P/{envelopes.one().package.label_id}").status_code == 200


def test_a_minute_later_misses_are_counted_anew(client, clock):
    for _ in range(31):
        client.get(f"/P/{UNKNOWN_LABEL}")
    clock.pass_(seconds=61)
    assert client.get(f"/P/{UNKNOWN_LABEL}").status_code == 404


def test_looking_changes_nothing(client, envelopes, house):
    made = envelopes.one()
    before = (made.package.status, made.package.claim_tries)
    client.get(f"/P/{made.package.label_id}")
    with house.reading() as session:
        now = session.get_one(type(made.package), made.package.id)
        assert (now.status, now.claim_tries) == before


@pytest.mark.parametrize("status", Status)
def test_every_status_says_what_happens_and_what_comes_next(client, envelopes, house, status):
    made = envelopes.one()
    with house.transaction() as session:
        walk(session, session.merge(made.package), (status,), by=Actor(), at=(NOON, NOON))
    page = words(client.get(f"/P/{made.package.label_id}"))
    assert all(
        str(part) in page for part in (TOLD[status].title, TOLD[status].happening, TOLD[status].following)
    )


def test_the_page_is_there_in_english_too(client, envelopes):
    client.set_cookie("bahasa", "en")
    page = words(client.get(f"/P/{envelopes.one().package.label_id}"))
    assert "Out for delivery" in page
