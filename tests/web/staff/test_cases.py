"""Disputes on the officers' pages: late ones first, one case with its forms, and who may do what in it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.disputes import Verdict
from courier_app.models import Answer, Dispute, Proof, Role
from courier_app.queries.disputes import open_cases
from courier_app.queries.scopes import Scope
from courier_app.services.claims import Word, state_receipt
from courier_app.services.disputes import Ruling, decide_dispute
from tests.house import NOON
from tests.town import a_user
from tests.web.staff.case import CaseTown

SAID = "Hari itu tidak ada orang di rumah."
WHY = "Kurir mengaku menyerahkan kepada tetangga. Kami ambil dan antar hari ini."


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


@pytest.fixture
def case(town):
    """The id of an open case."""
    package_id = town.row(town.proof()).package_id
    with town.house.transaction() as session:
        state_receipt(session, town.ports, package_id, Word(Answer.NOT_RECEIVED, SAID), now=NOON)
    with town.house.reading() as session:
        return open_cases(session, Scope(None))[0].id


@pytest.fixture
def officer(town):
    return town.desk_of(Role.OFFICER)


def test_the_list_shows_an_open_case_with_its_deadline(officer, case):
    page = officer.get("/petugas/sanggahan").text
    assert f"/petugas/sanggahan/{case}" in page
    assert "26 Nov 2026, 12.00" in page
    assert "TERLAMBAT" not in page


def test_a_late_case_is_loud_in_the_list_and_on_its_page(town, officer, case):
    with town.house.transaction() as session:
        session.get_one(Dispute, case).due_at = NOON - timedelta(minutes=1)
    assert "1 sanggahan TERLAMBAT" in officer.get("/petugas/sanggahan").text
    assert "TERLAMBAT" in officer.get(f"/petugas/sanggahan/{case}").text


def test_an_office_without_cases_reads_that_there_are_none(officer):
    assert "Tidak ada sanggahan terbuka" in officer.get("/petugas/sanggahan").text


def test_the_citizens_words_are_shown_and_the_look_is_on_record(town, officer, case):
    assert SAID in officer.get(f"/petugas/sanggahan/{case}").text
    assert [look for look in town.looks() if look[0] == "dispute" and look[2] == case]


def test_asking_the_courier_is_told(officer, case):
    page = officer.send(f"/petugas/sanggahan/{case}/tanya").text
    assert "Pertanyaan dikirim" in page
    assert "Menunggu jawaban kurir" in page


def test_a_drivers_account_is_taken_down_by_telephone(officer, case):
    assert "Keterangan kurir lewat telepon" in officer.get(f"/petugas/sanggahan/{case}").text
    form = {"jenis": "call", "ingatan": "to_family", "isi": "Diserahkan kepada ibunya di teras."}
    page = officer.send(f"/petugas/sanggahan/{case}/catatan", **form).text
    assert "Diserahkan kepada ibunya di teras." in page
    assert "Saya serahkan kepada keluarga serumah" in page


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"jenis": "told", "isi": "pendek"}, "Tulis sedikitnya 10 huruf"),
        ({"jenis": "note", "isi": "NIK-nya 3317011708909901, cocok"}, "Jangan tulis NIK"),
        ({"jenis": "call", "isi": "Ia tidak ingat lagi."}, "Pilih jawaban kurir"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence_and_what_was_typed(officer, case, form, problem):
    answer = officer.post(f"/petugas/sanggahan/{case}/catatan", **form)
    assert answer.status_code == 422
    assert problem in answer.text
    assert form["isi"] in answer.text


def test_a_verdict_without_a_choice_or_a_reason_is_not_taken(officer, case):
    answer = officer.post(f"/petugas/sanggahan/{case}/putusan", alasan="")
    assert answer.status_code == 422
    assert "Pilih putusannya" in answer.text


def test_a_verdict_that_cannot_be_changed_is_asked_first(officer, case):
    page = officer.get(f"/petugas/sanggahan/{case}").text
    form = page.partition(f'action="/petugas/sanggahan/{case}/putusan"')[2].partition(">")[0]
    asked = page.partition('<dialog id="ask-verdict"')[2].partition("</dialog>")[0]
    assert 'data-module="shared/confirm" data-dialog="ask-verdict"' in form
    assert "tidak dapat diubah" in asked


def test_the_couriers_answer_belongs_to_his_account_by_telephone(officer, case):
    """The style sheet hides it while another kind of line is chosen."""
    page = officer.get(f"/petugas/sanggahan/{case}").text
    assert 'name="ingatan"' in page.partition('class="only-call"')[2].partition("</select>")[0]


def test_a_verdict_closes_the_case_and_empties_the_menu(officer, case):
    page = officer.send(f"/petugas/sanggahan/{case}/putusan", putusan="delivered_to_other", alasan=WHY).text
    assert "Diterima orang lain" in page
    assert WHY in page
    assert "sanggahan terbuka" not in page.partition("</header>")[0]
    assert "Tidak ada sanggahan terbuka" in officer.get("/petugas/sanggahan").text


def test_a_second_verdict_is_refused_with_the_reason(town, officer, case):
    officer.post(f"/petugas/sanggahan/{case}/putusan", putusan="not_delivered", alasan=WHY)
    colleague = town.desk_of(Role.ADMIN)
    late = colleague.post(f"/petugas/sanggahan/{case}/putusan", putusan="delivered_confirmed", alasan=WHY)
    assert late.status_code == 422
    assert "Sanggahan sudah selesai" in late.text


def test_the_data_officer_reads_and_writes_nothing(town, case):
    page = town.desk_of(Role.DPO).get(f"/petugas/sanggahan/{case}").text
    assert SAID in page
    assert "Simpan putusan" not in page


def test_the_couriers_page_counts_what_is_open_about_him(town, officer, case):
    page = officer.get(f"/petugas/kurir/{town.postman.id}").text
    assert re.search(r"Sanggahan terbuka</dt>\s*<dd[^>]*>1<", page)


def test_the_province_counts_cases_without_names(town, case):
    page = town.desk_of(Role.PROVINCE).get("/petugas/sanggahan").text
    assert "Disdukcapil Kabupaten Rembang" in page
    assert town.postman.name not in page


def test_the_verdict_stands_on_the_package_and_in_its_story(officer, case, town):
    officer.post(f"/petugas/sanggahan/{case}/putusan", putusan="not_delivered", alasan=WHY)
    with town.house.reading() as session:
        package_id = session.get_one(Dispute, case).package_id
    page = officer.get(f"/petugas/paket/{package_id}").text
    assert "Sanggahan selesai: Belum sampai kepada penerima" in page
    assert "Sanggahan diputuskan" in page


def decide(town, case, verdict):
    """An hour after it was opened."""
    with town.house.transaction() as session:
        officer = a_user(session, Role.OFFICER, office=town.office)
        decide_dispute(
            session, town.ports, Ruling(case, officer.id, verdict, WHY), now=NOON + timedelta(hours=1)
        )


@pytest.fixture
def overturned(town, case):
    decide(town, case, Verdict.NOT_DELIVERED)
    with town.house.reading() as session:
        return session.get_one(Dispute, case)


def package_page(officer, case):
    return officer.get(f"/petugas/paket/{case.package_id}").text


def test_the_package_says_first_that_its_delivery_was_found_not_received(officer, overturned):
    page = package_page(officer, overturned)
    assert re.search(
        r'class="alert tone-bad".{0,900}Sanggahan selesai: Belum sampai kepada penerima', page, re.DOTALL
    )
    assert "Dinyatakan belum diterima pada 23 November 2026, 13.00 WIB" in page
    assert f"/petugas/sanggahan/{overturned.id}" in page


@pytest.mark.parametrize("page_of", ["package", "case"])
def test_a_delivery_that_was_found_wrong_and_still_counts_leads_to_voiding_it(officer, overturned, page_of):
    own = officer.get(f"/petugas/sanggahan/{overturned.id}").text
    page = package_page(officer, overturned) if page_of == "package" else own
    assert "Serah terimanya masih dihitung" in page
    assert re.search(r'href="/petugas/audit/[0-9a-f-]{36}/batalkan"', page)


def test_the_story_marks_the_delivery_and_tells_the_verdict(officer, overturned):
    story = package_page(officer, overturned).partition('id="journey"')[2].partition("</section>")[0]
    assert "Sanggahan diputuskan: Belum sampai kepada penerima" in story
    delivered = story.partition("<strong>Sudah diterima</strong>")[2].partition("</li>")[0]
    assert "Dinyatakan keliru" in delivered


def test_while_it_is_open_the_story_marks_the_delivery_as_contested(town, officer, case):
    with town.house.reading() as session:
        page = package_page(officer, session.get_one(Dispute, case))
    assert "Disanggah warga" in page.partition("<strong>Sudah diterima</strong>")[2].partition("</li>")[0]


def test_the_proof_is_kept_and_says_what_was_found(town, overturned):
    with town.house.reading() as session:
        proof = session.scalars(select(Proof).where(Proof.package_id == overturned.package_id)).one()
    page = town.desk.get(f"/petugas/audit/{proof.id}").text
    assert page.count("Dinyatakan keliru") == 2
    assert "Dinyatakan belum diterima pada" in page
    assert "Bukti diterima" in page


def test_both_lists_mark_it(town, officer, overturned):
    assert "Dinyatakan keliru" in officer.get("/petugas/").text
    assert "Dinyatakan keliru" in town.desk.get("/petugas/audit").text


def test_the_province_reads_the_mark_without_a_name(town, overturned):
    page = package_page(town.desk_of(Role.PROVINCE), overturned)
    assert "Dinyatakan keliru" in page
    assert town.postman.name not in page


def test_a_confirmed_delivery_is_marked_nowhere(town, officer, case):
    decide(town, case, Verdict.DELIVERED_CONFIRMED)
    with town.house.reading() as session:
        page = package_page(officer, session.get_one(Dispute, case))
    assert "Dinyatakan keliru" not in page + officer.get("/petugas/").text


def test_officers_read_that_the_citizen_has_it_after_all(town, officer, overturned):
    with town.house.transaction() as session:
        said = Word(Answer.RECEIVED)
        state_receipt(session, town.ports, overturned.package_id, said, now=NOON + timedelta(hours=2))
    page = package_page(officer, overturned)
    assert "Warga kemudian menyatakan sudah menerima (23 November 2026, 14.00 WIB)." in page
    assert "Dinyatakan belum diterima pada" in page


def test_case_and_package_tell_the_hour_at_the_door_and_when_we_heard_of_it(town, officer):
    late = town.proof(captured_at="2026-11-23T00:00:00.000Z")
    with town.house.transaction() as session:
        state_receipt(session, town.ports, town.row(late).package_id, Word(Answer.NOT_RECEIVED), now=NOON)
        case = open_cases(session, Scope(None))[0]
    told = "Budi Santoso, 23 Nov 2026, 07.00; diterima server 23 Nov 2026, 12.00"
    assert told in officer.get(f"/petugas/paket/{case.package_id}").text
    assert told in officer.get(f"/petugas/sanggahan/{case.id}").text
