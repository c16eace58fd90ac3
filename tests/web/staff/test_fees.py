"""The page of delivery fees: what couriers declared, what the office counts, and who sees it."""

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select, update

from courier_app.domain.packages import Status
from courier_app.models import Courier, FeeCount, FeePayment, Leaf, Look, Role, ServerRecord
from courier_app.services.decision_audit import rows_that_differ
from tests.house import on_both
from tests.phone import Phone
from tests.town import a_courier, a_package
from tests.web.citizen.doors import words
from tests.web.staff.case import CaseTown

DAY = "2026-11-23"
CASH = {"rupiah": 9000, "method": "cash", "reason": None}


class FeeTown(CaseTown):
    """The postman delivered packages with a fee today."""

    def __post_init__(self):
        super().__post_init__()
        self.officer = self.desk_of(Role.OFFICER)

    def paid(self, payment=CASH, *, due=9000):
        said = {"payment": payment} if payment else {}
        frozen = self.phone.freeze(self.package(fee_rupiah=due), **said)
        assert self.phone.send(frozen).status_code == 201
        return frozen

    @property
    def address(self):
        return f"/petugas/uang-antar/{self.postman.id}/{DAY}"

    def count(self, uang, catatan=""):
        self.officer.get(self.address)
        return self.officer.send(self.address, uang=uang, catatan=catatan)

    def rows(self, model):
        with self.house.reading() as session:
            return session.scalars(select(model)).all()

    def differing(self):
        with self.house.reading() as session:
            return [line for line in rows_that_differ(session) if "phone" not in line]


@pytest.fixture
def town(app, house, ports):
    return FeeTown(app, house, ports)


@on_both
def test_a_day_adds_up_what_couriers_declared(town):
    for payment in (CASH, CASH, {"rupiah": 9000, "method": "qris", "reason": None}):
        town.paid(payment)
    town.paid({"rupiah": 0, "method": None, "reason": "refused"})
    page = words(town.officer.get(f"/petugas/uang-antar?hari={DAY}"))
    assert "Budi Santoso Pos Indonesia 4 1 tidak dibayar Rp36.000 Rp18.000 Rp9.000 Belum dihitung" in page


def test_cash_that_waits_for_a_verdict_stands_apart(town):
    town.paid()
    town.phone.send(town.phone.freeze(town.package(fee_rupiah=9000), files=(), payment=CASH))
    page = words(town.officer.get(f"/petugas/uang-antar?hari={DAY}"))
    assert "Rp9.000 Rp9.000 Rp9.000 masih diperiksa" in page


@on_both
def test_what_was_counted_is_compared_with_what_was_declared(town):
    town.paid()
    said = words(town.count("4.000", "Sisanya dibayar besok"))
    assert "Hitungan disimpan." in said
    assert "Kurang Rp5.000 dari catatan kurir saat itu." in said
    assert "Sisanya dibayar besok" in said
    assert "Kurang Rp5.000" in words(town.officer.get(f"/petugas/uang-antar?hari={DAY}"))


def test_counting_again_writes_a_new_row_and_keeps_the_old_one(town):
    town.paid()
    town.count("4.000")
    said = words(town.count("Rp 9.000"))
    assert [row.counted_rupiah for row in town.rows(FeeCount)] == [4000, 9000]
    assert "Rp9.000 · berlaku" in said
    assert "Rp4.000" in said
    assert "Cocok" in words(town.officer.get(f"/petugas/uang-antar?hari={DAY}"))


def test_the_button_pressed_twice_counts_once(town):
    town.paid()
    town.count("9000")
    town.count("9000")
    assert len(town.rows(FeeCount)) == 1


def test_a_count_is_a_leaf_that_holds_no_word_of_the_note(town):
    town.paid()
    leaves = len(town.rows(Leaf))
    town.count("9000", "Titipan Bu Sri")
    assert len(town.rows(Leaf)) == leaves + 1
    [record] = [one.record for one in town.rows(ServerRecord) if b'"t":"fees"' in one.record]
    assert b'"counted":9000' in record
    assert b"Sri" not in record
    assert b"Titipan" not in (town.rows(FeeCount)[0].note_sealed or b"")
    assert town.differing() == []


FILE = f"/petugas/uang-antar.csv?hari={DAY}"


def noted(town):
    """A count with a note, of which nobody has read a word yet."""
    town.paid()
    town.count("4000", "Titipan Bu Sri")
    return town.rows(FeeCount)[0]


def seen(town):
    return [who for what, who, _ in town.looks() if what == "cash_note"]


@on_both
@pytest.mark.parametrize("place", ["page", "file"])
def test_whoever_reads_a_note_on_counted_cash_is_on_record(town, place):
    count = noted(town)
    assert "Titipan Bu Sri" in town.desk.get(town.address if place == "page" else FILE).text
    assert ("cash_note", town.auditor.id, count.id) in town.looks()


@pytest.mark.parametrize("place", ["page", "file"])
def test_no_note_is_shown_when_the_look_cannot_be_recorded(town, place):
    noted(town)
    town.app.config["PROPAGATE_EXCEPTIONS"] = False
    with town.house.transaction() as session:
        Look.__table__.drop(session.connection())  # type: ignore[attr-defined]
    answer = town.desk.get(town.address if place == "page" else FILE)
    assert (answer.status_code, "Bu Sri" in answer.text) == (503, False)


def test_a_count_without_a_note_leaves_no_look(town):
    town.paid()
    town.count("4000")
    town.officer.get(FILE)
    assert seen(town) == []


def test_the_province_reads_no_note_and_leaves_no_look(town):
    noted(town)
    before = seen(town)
    assert "Bu Sri" not in town.desk_of(Role.PROVINCE).get(FILE).text
    assert seen(town) == before


def test_an_auditor_finds_in_the_access_log_who_read_a_note(town):
    noted(town)
    log = town.desk.get("/petugas/pembukaan?apa=cash_note").text
    assert "<span>Membaca catatan hitungan uang kurir</span>" in log


def test_a_count_changed_behind_our_back_is_found(town):
    town.paid()
    town.count("4000")
    with town.house.transaction() as session:
        session.execute(update(FeeCount).values(counted_rupiah=9000))
    assert [line.startswith("count of cash") for line in town.differing()] == [True]


def test_a_proof_that_comes_after_the_count_asks_for_another(town):
    town.paid()
    town.count("9000")
    town.paid()
    page = words(town.officer.get(town.address))
    assert "Catatan kurir berubah sesudah dihitung" in page
    assert "Sekarang Rp18.000 tunai" in page


@pytest.mark.parametrize("typed", ["", "banyak", "-5000", "9,5", "1000000000", "٩٠٠٠"])
def test_a_sum_that_is_none_is_sent_back_with_a_word(town, typed):
    town.paid()
    town.officer.get(town.address)
    answer = town.officer.post(town.address, uang=typed)
    assert answer.status_code == 422
    assert "Tulis jumlah uangnya dengan angka" in answer.text
    assert town.rows(FeeCount) == []


def test_another_office_sees_nothing_of_it(town):
    town.paid()
    stranger = town.desk_of(Role.OFFICER, elsewhere=True)
    assert "Budi Santoso" not in stranger.get(f"/petugas/uang-antar?hari={DAY}").text
    assert stranger.get(town.address).status_code == 404
    assert stranger.post(town.address, uang="9000").status_code == 404
    assert "Budi" not in stranger.get(f"/petugas/uang-antar.csv?hari={DAY}").text


def test_the_province_sees_sums_and_no_names(town):
    town.paid()
    province = town.desk_of(Role.PROVINCE)
    for address in (f"/petugas/uang-antar?hari={DAY}", f"/petugas/uang-antar.csv?hari={DAY}"):
        text = province.get(address).text
        assert "Budi" not in text
        assert "Rembang" in text


def test_a_day_that_nobody_counted_stays_on_top(town):
    town.paid()
    with town.house.transaction() as session:
        session.execute(update(FeePayment).values(day=date(2026, 11, 20)))
    assert "Uang tunai yang belum dihitung Jumat, 20 November 2026" in words(
        town.officer.get("/petugas/uang-antar")
    )


@pytest.mark.parametrize("name", ["=1+1", "+62", "-1", "@SUM(A1)", " =1", "\t=1", "\uff1d1"])
def test_no_name_becomes_a_formula_in_the_file(town, name):
    town.paid()
    with town.house.transaction() as session:
        session.execute(update(Courier).values(name=name))
    answer = town.officer.get(f"/petugas/uang-antar.csv?hari={DAY}")
    [_, line] = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert line[2] == f"'{name}"
    assert line[5:7] == ["9000", "9000"]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="uang-antar-{DAY}.csv"'


def test_two_couriers_are_two_lines(town):
    town.paid()
    with town.house.transaction() as session:
        other = a_courier(session, town.office, name="Agus Hartono")
        made = a_package(
            session, town.ports, town.office, status=Status.OUT_FOR_DELIVERY, courier=other, fee_rupiah=9000
        )
    phone = Phone(town.app, other)
    phone.send(phone.freeze(made.package, payment=CASH))
    page = words(town.officer.get(f"/petugas/uang-antar?hari={DAY}"))
    assert page.index("Agus Hartono") < page.index("Budi Santoso")
