"""What a citizen reads when nobody was at home and the counter keeps the envelope."""

import pytest
from sqlalchemy import update

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.claim_codes import claim_digest
from courier_app.domain.collecting import Collecting
from courier_app.domain.packages import Status
from courier_app.models import Package
from courier_app.services.collecting import NewCollection, hand_out
from courier_app.services.counter import NewStay, wait_at_counter
from courier_app.services.packages import Registered
from tests.house import NOON
from tests.services.test_voids import Wrong
from tests.town import SITI, a_user
from tests.web.citizen.doors import claim, token, words

LAST_DAY = "Senin, 30 November 2026"


@pytest.fixture
def kept(envelopes, house):
    """At the counter since noon."""

    def make(**said):
        made = envelopes.one(Status.READY, **said)
        with house.transaction() as session:
            office = made.package.office_id
            officer = a_user(session)
            stay = NewStay(office, officer.id, frozenset({made.package.id}))
            wait_at_counter(session, stay, now=NOON)
        return made

    return make


def opened(client, made):
    claim(client, made)
    return words(client.get("/cek/paket"))


def test_anybody_with_the_label_reads_where_until_when_and_what_to_bring(client, kept):
    page = words(client.get(f"/P/{kept().package.label_id}"))
    assert "Bisa diambil di kantor" in page
    assert f"Ambil paling lambat {LAST_DAY}." in page
    assert "Disdukcapil Kabupaten Rembang, Jl. Pemuda 1" in page
    assert page.count("KTP atau KK asli, dan kode klaim bila masih ada") == 2


def test_a_stranger_learns_neither_who_may_collect_nor_that_a_card_is_owed(client, kept):
    page = words(client.get(f"/P/{kept(card_why=CardWhy.DAMAGED).package.label_id}"))
    told = [SITI.name.split()[0], "Siapa yang boleh mengambil", "Kartu lama", "surat kuasa"]
    assert [one for one in told if one in page] == []


def test_the_claim_code_tells_who_may_collect_and_what_the_exchange_asks(client, kept):
    page = opened(client, kept(card_why=CardWhy.DAMAGED))
    assert "Yang bersangkutan atau anggota KK dewasa" in page
    assert "Kartu lama, atau surat kehilangan dari polisi" in page


def test_whom_a_letter_lets_collect_is_told_to_bring_it(client, kept):
    assert "surat kuasa bertanda tangan" in opened(client, kept(kind="AKTA_MATI"))


def test_the_counter_asks_no_fee_for_carriage(client, kept):
    page = opened(client, kept(fee_rupiah=9_000))
    assert "9.000" not in page
    assert "tidak dipungut biaya" in page


def test_after_its_last_day_the_page_asks_to_telephone_first(client, clock, kept):
    made = kept()
    clock.pass_(days=8)
    page = words(client.get(f"/P/{made.package.label_id}"))
    assert f"Batasnya {LAST_DAY} sudah lewat. Telepon kantor dulu sebelum datang." in page


@pytest.mark.parametrize("status", [Status.ATTEMPT_FAILED, Status.RETURNING, Status.RETURNED])
def test_after_the_last_attempt_nobody_is_promised_another_one(client, envelopes, house, status):
    made = envelopes.one()
    with house.transaction() as session:
        session.execute(update(Package).values(status=status, attempt=3, last_attempt=2))
    page = words(client.get(f"/P/{made.package.label_id}"))
    assert "loket" in page
    assert "mencoba lagi" not in page
    assert "pengiriman lagi" not in page


@pytest.fixture
def collected(kept, house, ports):
    """Taken by herself, with the code, or with her signature on paper."""

    def make(*, signed=False, **said):
        made = kept(**said)
        code = "" if signed else made.claim_code
        herself = Collecting(SITI.name, "self", owner="", paper="", id_matches=True, signed=signed)
        with house.transaction() as session:
            officer = a_user(session)
            office = made.package.office_id
            new = NewCollection(made.package.id, office, officer.id, herself, code=code)
            assert hand_out(session, ports, new, now=NOON).missing == ()
        return made

    return make


def test_once_collected_anybody_reads_that_it_was_and_not_by_whom(client, collected):
    page = words(client.get(f"/P/{collected().package.label_id}"))
    assert "Sudah diambil di loket" in page
    assert "Yang bersangkutan" not in page
    assert "Kurir sudah menyerahkan" not in page


def test_its_citizen_reads_who_took_it_and_where_it_is_on_record(client, collected):
    page = opened(client, collected())
    assert "Diambil oleh Yang bersangkutan" in page
    assert "Tercatat di log terbuka" in page
    assert "Unduh tanda terima (PDF)" not in page


@pytest.mark.parametrize("signed", [True, False], ids=["on paper", "by code"])
def test_whoever_signed_a_paper_reads_where_it_is(client, collected, signed):
    page = opened(client, collected(signed=signed))
    kept = "Tanda terima yang ditandatangani di kertas disimpan kantor"
    assert (kept in page, "tidak punya tanda terima" in page) == (signed, False)


def test_what_was_taken_back_to_the_counter_asks_for_a_code_only_where_there_is_one(app, house, ports):
    wrong = Wrong(app, house, ports)
    wrong.void(to=Status.HELD_FOR_PICKUP)
    page = words(app.test_client().get(f"/P/{wrong.stored().label_id}"))
    assert "kode klaim" in page
    assert page.count("kode klaim") == page.count("kode klaim bila masih ada")


def test_who_did_not_collect_it_can_say_so(client, collected):
    made = collected()
    answer = claim(client, made)
    page = client.get("/cek/paket")
    client.post("/cek/paket/jawaban", data={"csrf_token": token(page), "jawaban": "not_received"})
    page = words(client.get("/cek/paket"))
    assert answer.status_code == 303
    assert "Dicatat petugas loket: sudah diambil" in page
    assert "Dicatat kurir" not in page


def test_what_is_contested_is_headed_by_whose_record_it_is(client, collected):
    claim(client, collected())
    page = client.get("/cek/paket")
    client.post("/cek/paket/jawaban", data={"csrf_token": token(page), "jawaban": "not_received"})
    page = words(client.get("/cek/paket"))
    assert "Menurut catatan petugas loket, dan disanggah Diambil oleh" in page
    assert "Menurut catatan kurir" not in page


def test_a_delivery_voided_to_the_counter_says_both_that_it_was_wrong_and_until_when_it_waits(
    app, house, ports
):
    wrong = Wrong(app, house, ports)
    wrong.void(to=Status.HELD_FOR_PICKUP)
    made = Registered(wrong.stored(), "135790")
    with house.transaction() as session:
        digest = claim_digest(ports.claim_key, made.package.id, made.claim_code)
        session.execute(update(Package).values(claim_digest=digest))
    page = opened(app.test_client(), made)
    assert "Dibatalkan kantor: catatan ini keliru." in page
    assert f"Ambil paling lambat {LAST_DAY}." in page
