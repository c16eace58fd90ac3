"""A citizen who is asked for money: the report, who reads it, and the office's answer on the citizen's own page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from courier_app.domain.packages import Status
from courier_app.domain.retries import FromCounter
from courier_app.models import Leaf, Look, MoneyReport, Package, PackageKey, Role, ServerRecord
from courier_app.services.counter import NewStay, wait_at_counter
from courier_app.services.decision_audit import rows_that_differ
from courier_app.services.handovers import NewHandover, hand_to_courier, revoke
from courier_app.services.moves import Actor, walk
from courier_app.services.send_again import GoingOut, send_again
from tests.house import NOON, on_both
from tests.town import a_courier, a_user, an_office
from tests.web.citizen.doors import claim, token, words
from tests.web.staff.desk import Desk

FORM = "/cek/paket/uang"
SAID = {"jumlah": "Rp50.000", "cerita": "Kurir Joni minta uang rokok"}


class Case:
    """A citizen with the code, and an office."""

    def __init__(self, app, envelopes, client):
        self.house, self.envelopes, self.client = envelopes.house, envelopes, client
        self.made = envelopes.one()
        claim(client, self.made)
        with self.house.transaction() as session:
            user = a_user(session, Role.OFFICER, office=envelopes.office)
        self.officer = Desk(app, user)

    def report(self, **said):
        form = SAID | said | {"csrf_token": token(self.client.get(FORM))}
        return self.client.post(FORM, data=form)

    def rows(self, model=MoneyReport):
        with self.house.reading() as session:
            return session.scalars(select(model)).all()

    def page(self):
        return words(self.client.get("/cek/paket"))

    @property
    def address(self):
        return f"/petugas/laporan-uang/{self.rows()[0].id}"

    def answer(self, text="Kurir kami tegur dan uangnya dikembalikan"):
        self.officer.get(self.address)
        return self.officer.post(self.address, jawaban=text)


@pytest.fixture
def case(app, envelopes, client):
    return Case(app, envelopes, client)


@on_both
def test_a_report_reaches_the_office_with_sum_and_words(case):
    assert case.report().location == "/cek/paket#money"
    assert "Anda melaporkan permintaan uang" in case.page()
    page = words(case.officer.get(case.address))
    assert "Kurir Joni minta uang rokok" in page
    assert "Rp50.000" in page


@on_both
def test_the_citizen_reads_the_answer_of_the_office(case):
    case.report()
    case.answer()
    assert "Jawaban kantor: Kurir kami tegur dan uangnya dikembalikan" in case.page()


def test_the_office_is_told_on_the_package_in_the_list_and_in_the_menu(case):
    case.report()
    page = case.officer.get(f"/petugas/paket/{case.made.package.id}").text
    assert "Warga melaporkan permintaan uang" in page
    assert 'title="laporan permintaan uang">1' in page
    assert "1 laporan permintaan uang menunggu jawaban" in case.officer.get("/petugas/uang-antar").text
    assert case.made.package.alias[:2] in words(case.officer.get("/petugas/laporan-uang"))


def test_nothing_of_it_waits_once_it_is_answered(case):
    case.report()
    case.answer()
    page = case.officer.get(f"/petugas/paket/{case.made.package.id}").text
    assert "Warga melaporkan permintaan uang" not in page
    assert "laporan permintaan uang menunggu" not in case.officer.get("/petugas/uang-antar").text


def test_the_first_answer_stands(case):
    case.report()
    case.answer()
    assert case.answer("Lain lagi katanya").status_code == 422


def test_words_and_sum_are_in_no_leaf_and_in_no_row_in_clear(case):
    leaves = len(case.rows(Leaf))
    case.report()
    case.answer()
    assert len(case.rows(Leaf)) == leaves + 2
    kept = b"".join(row.record for row in case.rows(ServerRecord))
    kept += b"".join(row.text_sealed + (row.answer_sealed or b"") for row in case.rows())
    for secret in (b"Joni", b"50000", b"tegur"):
        assert secret not in kept
    with case.house.reading() as session:
        assert list(rows_that_differ(session)) == []


@pytest.mark.parametrize(
    "change", [{"text_sealed": b"x"}, {"answered_by": None}, {"answer_sealed": None, "answered_at": None}]
)
def test_a_report_changed_behind_our_back_is_found(case, change):
    case.report()
    case.answer()
    with case.house.transaction() as session:
        session.execute(update(MoneyReport).values(**change))
    with case.house.reading() as session:
        assert any("demanded money" in line for line in rows_that_differ(session))


def test_the_look_is_on_record_before_a_word_is_shown(case):
    case.report()
    case.officer.get(case.address)
    assert "money_report" in [look.what for look in case.rows(Look)]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"cerita": ""}, "Tulis sedikitnya 3 huruf."),
        ({"jumlah": "banyak"}, "Tulis jumlahnya dengan angka"),
        ({"jumlah": "0"}, "Tulis jumlahnya dengan angka"),
        ({"cerita": "NIK saya 3317014107900003"}, "Jangan tulis NIK"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_word(case, said, problem):
    answer = case.report(**said)
    assert answer.status_code == 422
    assert problem in words(answer)
    assert case.rows() == []


def test_the_sum_may_be_left_out(case):
    case.report(jumlah="")
    assert "tidak disebut" in words(case.officer.get(case.address))


def test_the_button_pressed_twice_reports_once(case):
    case.report()
    case.report()
    assert len(case.rows()) == 1


def test_three_reports_a_day_are_enough(case):
    answers = [case.report(cerita=f"Yang ke-{number}").status_code for number in range(4)]
    assert answers == [303, 303, 303, 429]
    assert len(case.rows()) == 3


def test_another_office_does_not_see_it(app, case, house):
    case.report()
    with house.transaction() as session:
        user = a_user(session, Role.OFFICER, office=an_office(session, region="33.18"))
    stranger = Desk(app, user)
    assert stranger.get(case.address).status_code == 404
    assert "laporan permintaan uang menunggu" not in stranger.get("/petugas/uang-antar").text


def test_a_free_package_says_that_nobody_may_ask_for_money(case):
    assert "Tidak ada yang boleh meminta uang untuk paket ini." in words(case.client.get(FORM))
    assert "Laporkan permintaan uang" in case.page()


def test_erased_data_take_the_words_along(case):
    case.report()
    with case.house.transaction() as session:
        session.execute(delete(PackageKey))
    assert "tidak dapat dibaca lagi" in words(case.officer.get(case.address))


class Carried(Case):
    """A package that an office hands to one courier after another."""

    def __init__(self, app, envelopes, client):
        super().__init__(app, envelopes, client)
        self.made = envelopes.one(Status.READY)
        claim(client, self.made)
        self.id = self.made.package.id
        with self.house.transaction() as session:
            self.clerk = a_user(session, office=envelopes.office)

    def do(self, act, *args, **more):
        with self.house.transaction() as session:
            return act(session, *args, **more)

    def hand_over(self, name, *, now=NOON):
        office, clerk = self.envelopes.office.id, self.clerk.id
        new = NewHandover(uuid4(), office, clerk, frozenset({self.id}))
        courier = self.do(a_courier, self.envelopes.office, name=name)
        return self.do(hand_to_courier, new, courier.id, now=now).id

    def come_back_to_the_counter(self):
        with self.house.transaction() as session:
            package = session.get_one(Package, self.id)
            walk(
                session,
                package,
                (Status.PICKED_UP, Status.RETURNING, Status.RETURNED),
                by=Actor(),
                at=(NOON, NOON),
            )
            stay = NewStay(self.envelopes.office.id, self.clerk.id, frozenset({self.id}))
            wait_at_counter(session, stay, now=NOON)

    def accused(self):
        return words(self.officer.get(self.address)).partition("Kurir ")[2].partition(" Ongkos kirim")[0]


@pytest.fixture
def carried(app, envelopes, client):
    return Carried(app, envelopes, client)


@on_both
def test_the_office_reads_who_held_the_package_though_it_waits_at_the_counter_since(carried):
    carried.hand_over("Joni Kurir")
    carried.report()
    carried.come_back_to_the_counter()
    assert carried.accused() == "Joni Kurir"


@on_both
def test_the_office_does_not_read_who_holds_the_package_since(carried):
    carried.hand_over("Joni Kurir")
    carried.report()
    carried.come_back_to_the_counter()
    again = GoingOut(carried.id, carried.clerk.id, FromCounter.CITIZEN_ASKED)
    carried.do(send_again, carried.envelopes.ports, again, now=NOON)
    carried.hand_over("Budi Kurir", now=NOON + timedelta(hours=1))
    assert carried.accused() == "Joni Kurir"


@on_both
def test_a_courier_from_whom_it_was_taken_back_before_he_took_it_is_not_named(carried):
    handover = carried.hand_over("Joni Kurir")
    who = {"office_id": carried.envelopes.office.id, "officer_id": carried.clerk.id}
    carried.do(revoke, handover, **who, now=NOON)
    carried.report()
    assert carried.accused() == "–"
