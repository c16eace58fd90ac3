"""A citizen at the counter, from the officer's side: found by a scan, seen, handed out, and told in the story."""

import re

import pytest
from sqlalchemy import select

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import Status
from courier_app.models import Answer, Dispute, Look, Package, Role
from courier_app.services.claims import Word, state_receipt
from courier_app.services.counter import NewStay, wait_at_counter
from tests.house import NOON
from tests.printing.paper import one_line, text_of
from tests.town import SITI, a_courier, a_package, a_user
from tests.web.staff.reading import is_said_at

HERSELF = {"siapa": "self", "nama": SITI.name, "ktp": "ya"}


class Waiting:
    """One package at the counter, and an officer's desk."""

    def __init__(self, house, ports, office, desk, **said):
        self.house, self.desk = house, desk
        with house.transaction() as session:
            made = a_package(session, ports, office, status=Status.READY, **said)
            officer = a_user(session, office=office)
            stay = NewStay(office.id, officer.id, frozenset({made.package.id}))
            wait_at_counter(session, stay, now=NOON)
        self.id, self.code = made.package.id, made.claim_code
        self.path = f"/petugas/paket/{self.id}/loket"

    def send(self, **form):
        return self.desk.send(self.path, **form).text

    @property
    def status(self):
        return self.stored().status

    def stored(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.id)


@pytest.fixture
def waiting(house, ports, office, desk):
    return Waiting(house, ports, office, desk)


def test_the_page_says_who_may_take_it_and_shows_no_name(waiting):
    page = waiting.desk.get(waiting.path).text
    assert "Yang bersangkutan atau anggota KK dewasa" in page
    assert SITI.name.split()[0] not in page
    assert "Tetangga" not in page


def test_handed_out_with_the_code_it_is_delivered_and_the_story_tells_how(waiting):
    page = waiting.send(**HERSELF, kode=waiting.code)
    assert "Diserahkan di loket, dan tercatat." in page
    assert "Diambil di loket, catatan nomor" in page
    assert "Yang bersangkutan, S••• A•••••" in page
    assert "Dengan kode klaim" in page
    assert waiting.status is Status.DELIVERED


def test_handed_out_against_a_signature_on_paper(waiting):
    assert "Tanda terima di kertas ditandatangani" in waiting.send(**HERSELF, ttd="ya")


def test_nothing_filled_in_is_said_at_each_field(waiting):
    page = waiting.send()
    for field, sentence in (
        ("siapa", "Pilih siapa yang mengambil."),
        ("nama", "Tulis namanya"),
        ("ktp", "Cocokkan dulu kartu identitas"),
        ("kode", "Isi kode klaimnya"),
    ):
        assert is_said_at(page, field, sentence)
    assert waiting.status is Status.HELD_FOR_PICKUP


def test_what_is_missing_is_listed_in_the_order_of_the_form(house, ports, office, desk):
    page = Waiting(house, ports, office, desk, card_why=CardWhy.DAMAGED).send()
    listed = re.findall(r'href="#(\w+)"', page[page.index('class="error-summary"') :])
    assert listed[:5] == ["siapa", "nama", "ktp", "kartu", "kode"]


def test_another_name_than_the_packages_is_said_and_the_right_one_is_not_told(waiting):
    page = waiting.send(**HERSELF | {"nama": "Rina Hartati"}, kode=waiting.code)
    assert is_said_at(page, "nama", "Tidak cocok dengan nama pada catatan paket.")
    assert 'value="Rina Hartati"' in page
    assert SITI.name not in page


def test_a_wrong_code_is_said_and_not_shown_again(waiting):
    wrong = f"{(int(waiting.code) + 1) % 1_000_000:06}"
    page = waiting.send(**HERSELF, kode=wrong)
    assert is_said_at(page, "kode", "Kode tidak cocok")
    assert wrong not in page


@pytest.mark.parametrize("typed", ["12345", "12x456", "1234567"])
def test_a_code_that_is_none_is_said_and_costs_no_try(waiting, typed):
    page = waiting.send(**HERSELF, kode=typed)
    assert is_said_at(page, "kode", "Kode klaim terdiri dari 6 angka.")
    assert waiting.stored().claim_tries == 0


def test_a_code_in_two_groups_is_read_as_people_write_it(waiting):
    waiting.send(**HERSELF, kode=f"{waiting.code[:3]}-{waiting.code[3:]}")
    assert waiting.status is Status.DELIVERED


def test_whose_document_it_is_is_asked_before_anything_is_compared(waiting):
    page = waiting.send(**HERSELF | {"siapa": "spouse"}, kode=waiting.code)
    assert is_said_at(page, "pemilik", "Tulis nama pemilik dokumennya")


def test_auditors_read_that_a_name_was_tried(waiting, desk_of):
    waiting.send(**HERSELF | {"nama": "Rina Hartati"}, kode=waiting.code)
    log = desk_of(Role.AUDITOR).get("/petugas/pembukaan").text
    assert "Mencocokkan nama di loket, paket tidak diserahkan" in log


@pytest.mark.parametrize("field", ["nama", "pemilik", "surat"])
def test_a_nik_is_turned_away(house, ports, office, desk, field):
    waiting = Waiting(house, ports, office, desk, kind="AKTA_MATI")
    page = waiting.send(**HERSELF | {field: "3317011708909901"}, kode=waiting.code)
    assert is_said_at(page, field, "Jangan tulis NIK atau nomor KK.")
    assert waiting.status is Status.HELD_FOR_PICKUP


@pytest.mark.parametrize("why", ["loss_letter", "waived"])
def test_a_nik_is_turned_away_beside_the_police_too(house, ports, office, desk, why):
    waiting = Waiting(house, ports, office, desk, card_why=CardWhy.DAMAGED)
    page = waiting.send(**HERSELF, kode=waiting.code, kartu=why, surat_polisi="3317 0117 0890 9901")
    assert is_said_at(page, "surat_polisi", "Jangan tulis NIK atau nomor KK.")
    assert waiting.status is Status.HELD_FOR_PICKUP


def test_the_old_card_is_asked_for_where_it_is_owed(house, ports, office, desk):
    waiting = Waiting(house, ports, office, desk, card_why=CardWhy.DAMAGED)
    page = waiting.send(**HERSELF, kode=waiting.code)
    assert is_said_at(page, "kartu", "Pilih di mana kartu lamanya.")
    waiting.send(**HERSELF, kode=waiting.code, kartu="brought", segel="a-4711")
    assert waiting.status is Status.DELIVERED


def test_pressed_twice_it_is_handed_out_once(waiting):
    waiting.send(**HERSELF, kode=waiting.code)
    assert waiting.desk.post(waiting.path, **HERSELF, kode=waiting.code).status_code == 303


def test_a_package_that_does_not_wait_is_refused(house, ports, office, desk):
    waiting = Waiting(house, ports, office, desk)
    with house.transaction() as session:
        other = a_package(session, ports, office, status=Status.READY).package
    assert waiting.desk.post(f"/petugas/paket/{other.id}/loket", **HERSELF).status_code == 409


def test_neither_page_nor_list_names_who_only_has_its_old_card_in_the_bag(house, office, waiting):
    waiting.send(**HERSELF, kode=waiting.code)
    with house.transaction() as session:
        package = session.get_one(Package, waiting.id)
        package.courier_id, package.old_card = a_courier(session, office).id, OldCard.COLLECTED
    assert waiting.status is Status.DELIVERED
    rows = waiting.desk.get("/petugas/").text.partition("<tbody")[2]
    assert waiting.stored().alias[-6:-2] in rows
    assert [
        "Budi Santoso" in text for text in (rows, waiting.desk.get(f"/petugas/paket/{waiting.id}").text)
    ] == [
        False,
        False,
    ]


def test_a_case_about_it_tells_how_it_was_collected(house, ports, waiting):
    waiting.send(**HERSELF, kode=waiting.code)
    with house.transaction() as session:
        state_receipt(session, ports, waiting.id, Word(Answer.NOT_RECEIVED), now=NOON)
        case = session.scalars(select(Dispute.id)).one()
    page = waiting.desk.get(f"/petugas/sanggahan/{case}").text
    assert "Diambil di loket, catatan nomor" in page
    assert "Tidak ada kurir yang ditanya: paket ini tercatat diambil di loket." in page


def receipt_of(waiting):
    """The words of the paper, which leaves no file open."""
    with waiting.desk.get(f"{waiting.path}/tanda-terima.pdf") as answer:
        assert answer.mimetype == "application/pdf"
        return one_line(text_of(answer.data))


def test_the_paper_to_sign_is_printed_where_the_paper_way_is_chosen(waiting):
    page = waiting.desk.get(waiting.path).text
    assert page.index(f'href="{waiting.path}/tanda-terima.pdf"') < page.index('name="ttd"')


def test_the_paper_names_the_package_and_nobody(waiting):
    before, alias, after = receipt_of(waiting).partition(waiting.stored().alias)
    assert alias
    assert not [word for word in (*SITI.name.split(), "Melati", "890") if word in before + after]


def test_printing_the_paper_is_no_look(waiting):
    receipt_of(waiting)
    with waiting.house.reading() as session:
        assert session.scalars(select(Look)).all() == []


def test_the_paper_is_in_bahasa_indonesia_on_an_english_page_too(waiting):
    waiting.desk.client.set_cookie("bahasa", "en")
    assert "KTP elektronik" in receipt_of(waiting)


def test_what_does_not_wait_at_the_counter_has_no_paper_to_sign(waiting):
    waiting.send(**HERSELF, kode=waiting.code)
    answer = waiting.desk.get(f"{waiting.path}/tanda-terima.pdf")
    assert answer.location == f"/petugas/paket/{waiting.id}"


def test_an_old_card_is_asked_for_on_paper_where_one_is_owed(house, ports, office, desk):
    owed = Waiting(house, ports, office, desk, card_why=CardWhy.DAMAGED)
    assert "Kartu lama" in receipt_of(owed)
