"""Two officers void a handover on its own page; staff and citizen see that it was."""

import re

import pytest
from sqlalchemy import select

from courier_app.domain.packages import Status
from courier_app.models import Package, Role, Void
from courier_app.services.passwords import hash_password
from tests.town import a_user
from tests.web.staff.case import CaseTown
from tests.web.staff.desk import PASSWORD, Desk

REASON = "Amplopnya ditemukan di tas kurir, masih tertutup."


class Office(CaseTown):
    def __post_init__(self):
        super().__post_init__()
        kept = hash_password(PASSWORD, hasher=self.ports.hasher)
        with self.house.transaction() as session:
            self.officer = a_user(session, office=self.office, name="Rina Petugas")
            self.second = a_user(session, office=self.office, name="Dewi Petugas", password_hash=kept)
        self.desk = Desk(self.app, self.officer)
        self.stand_at(self.proof())

    def stand_at(self, delivered):
        """The proof that this is about."""
        self.delivered, self.path = delivered, f"/petugas/audit/{delivered.proof}/batalkan"

    def send(self, **said):
        self.desk.get(self.path)
        typed = {"where": "attempt_failed", "reason": REASON, "nama": self.second.username, "sandi": PASSWORD}
        return self.desk.send(self.path, **typed | said)

    def status(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.row(self.delivered).package_id).status

    def voids(self):
        with self.house.reading() as session:
            return session.scalars(select(Void)).all()


@pytest.fixture
def office(app, house, ports):
    return Office(app, house, ports)


def test_the_proofs_page_leads_to_voiding_it(office):
    assert f'href="{office.path}"' in office.page(office.delivered)


def test_two_officers_void_it_and_the_page_says_who_and_why(office):
    page = office.send().text
    assert all(words in page for words in ("Dibatalkan dua petugas", "Rina Petugas, Dewi Petugas", REASON))
    assert office.status() is Status.ATTEMPT_FAILED


def test_a_voided_proof_gives_no_advice_any_more_and_says_what_was_odd(office):
    office.stand_at(office.proof(gps={"none": "denied"}))
    advice, path = (
        "Perhatikan bila kurir yang sama sering begini.",
        f"/petugas/audit/{office.delivered.proof}",
    )
    office.desk.send(f"{path}/telepon", jawaban="not_received", catatan="")
    before, after = office.page(office.delivered), office.send().text
    assert [words in before for words in ("Lokasi tidak tercatat.", advice, "Catat telepon ini")] == [
        True
    ] * 3
    assert "<strong>Lokasi tidak tercatat.</strong>" in after
    assert [words in after for words in (advice, "Catat telepon ini", "Yang perlu dilihat")] == [False] * 3


@pytest.mark.parametrize(
    ("where", "head"), [("attempt_failed", "Kurir"), ("held_for_pickup", None), ("lost", "Kurir terakhir")]
)
def test_the_package_names_a_courier_only_where_one_has_it(office, where, head):
    office.send(where=where)
    page = office.desk.get(f"/petugas/paket/{office.row(office.delivered).package_id}").text
    named = re.search(r'id="courier-title">([^<]+)<', page)
    assert (named and named[1]) == head


def test_the_list_names_no_courier_beside_what_waits_at_the_counter(office):
    office.send(where="held_for_pickup")
    assert "Budi Santoso" not in office.desk.get("/petugas/").text.partition("<tbody")[2]


def test_a_voided_proof_offers_no_voiding_any_more(office):
    office.send()
    assert f'href="{office.path}"' not in office.page(office.delivered)
    assert office.desk.get(office.path).status_code == 303


WRONG = {
    "wrong password": ({"sandi": "salah"}, "Nama pengguna, sandi, atau kode petugas kedua tidak cocok."),
    "no place": ({"where": "delivered"}, "Pilih tempatnya."),
    "no reason": ({"reason": ""}, "Tulis alasannya."),
}


@pytest.mark.parametrize(("said", "sentence"), WRONG.values(), ids=WRONG)
def test_a_form_that_cannot_be_taken_says_why_and_voids_nothing(office, said, sentence):
    answer = office.send(**said)
    assert (answer.status_code, sentence in answer.text, office.voids()) == (422, True, [])


def test_a_form_sent_empty_says_all_that_is_missing_at_once(office):
    office.desk = Desk(office.app, office.officer, confirmed=False)
    page = office.send(where="", reason="", nama="", sandi="").text
    assert "Tulis alasannya." in page
    for field in ("nama", "sandi", "password"):
        assert f'id="{field}-error"' in page


def test_both_passwords_are_looked_at_in_one_round(office):
    office.desk = Desk(office.app, office.officer, confirmed=False)
    page = office.send(password="salah", sandi="salah juga").text
    assert "Kata sandi salah." in page
    assert "Nama pengguna, sandi, atau kode petugas kedua tidak cocok." in page


def test_an_auditor_who_signs_as_the_second_reads_who_may(office):
    with office.house.transaction() as session:
        kept = hash_password(PASSWORD, hasher=office.ports.hasher)
        auditor = a_user(session, Role.AUDITOR, office=office.office, password_hash=kept)
    answer = office.send(nama=auditor.username)
    assert (answer.status_code, "dan bukan pemeriksa." in answer.text, office.voids()) == (422, True, [])


def test_who_sits_at_the_desk_is_no_second_officer(office):
    with office.house.transaction() as session:
        kept = hash_password(PASSWORD, hasher=office.ports.hasher)
        office.officer = a_user(session, office=office.office, password_hash=kept)
    office.desk = Desk(office.app, office.officer)
    answer = office.send(nama=office.officer.username)
    assert (answer.status_code, "bukan Anda sendiri" in answer.text, office.voids()) == (422, True, [])


def test_the_own_password_is_asked_once_more(office):
    office.desk = Desk(office.app, office.officer, confirmed=False)
    answer = office.send()
    assert (answer.status_code, office.voids()) == (422, [])


def test_no_password_comes_back_to_the_page(office):
    assert "rahasia-sekali" not in office.send(sandi="rahasia-sekali").text


def test_the_timeline_keeps_the_delivery_and_says_that_it_was_voided(office):
    office.send()
    page = office.desk.get(f"/petugas/paket/{office.row(office.delivered).package_id}").text
    assert "Sudah diterima" in page
    assert "Oleh Rina Petugas, Dewi Petugas" in page


def test_an_auditor_voids_nothing(office):
    desk = Desk(office.app, office.auditor)
    assert desk.get(office.path).status_code == 403
