"""Whom somebody still has to ring up: one rule for the list, its tile, the menu's number and the proof's own page."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.disputes import Verdict
from courier_app.domain.packages import Status
from courier_app.domain.retention import ErasedWhy, Part
from courier_app.models import Answer, Dispute, Look, Package, Proof, Role
from courier_app.services.claims import Word, state_receipt
from courier_app.services.disputes import Ruling, decide_dispute
from courier_app.services.erasing import Order, erase
from courier_app.services.voids import NewVoid, void_delivery
from tests.house import NOON, on_both
from tests.town import a_user
from tests.web.staff.case import CaseTown

LIST = "/petugas/audit?catatan=call-back"
WHY = "Kurir mengaku menyerahkan kepada tetangga."


class Town(CaseTown):
    """One delivery on the courier's word alone."""

    def __post_init__(self):
        super().__post_init__()
        self.delivered = self.proof()

    def do(self, act, *args, now=NOON, **more):
        with self.house.transaction() as session:
            return act(session, *args, now=now, **more)

    @property
    def package_id(self):
        return self.row(self.delivered).package_id

    def note(self, answer, proof=None):
        path = f"/petugas/audit/{(proof or self.delivered).proof}/telepon"
        return self.desk.send(path, jawaban=answer, catatan="")

    def strike(self):
        with self.house.reading() as session:
            calls = select(Look.id).where(Look.what == "called_back").order_by(Look.at.desc())
            call = session.scalars(calls.limit(1)).one()
        self.desk.send(f"/petugas/audit/{self.delivered.proof}/telepon", keliru=str(call))

    def say(self, answer, *, now=NOON):
        self.do(state_receipt, self.ports, self.package_id, Word(answer), now=now)

    def decide(self, verdict, *, now=NOON):
        with self.house.transaction() as session:
            user = a_user(session, office=self.office)
            case = session.scalars(select(Dispute.id).where(Dispute.decided_at.is_(None))).one()
        self.do(decide_dispute, self.ports, Ruling(case, user.id, verdict, WHY), now=now)

    def void(self, to=Status.ATTEMPT_FAILED):
        with self.house.transaction() as session:
            first, second = (a_user(session, office=self.office).id for _ in range(2))
        self.do(
            void_delivery, self.ports, NewVoid(self.delivered.proof, self.office.id, first, second, to, WHY)
        )

    def asks(self):
        """The list, its tile, the menu and the proof's own page, in this order."""
        page, own = self.desk.get(LIST).text, self.page(self.delivered)
        listed = f'href="/petugas/audit/{self.delivered.proof}"' in page
        counted = "telepon" in (menu_words(page) or "")
        return (listed, tile(page), counted, "Belum ditelepon" in own or "Belum terhubung" in own)


NEEDED, SETTLED = (True, "1", True, True), (False, "0", False, False)


def menu_words(page):
    """What the number beside "Pemeriksaan bukti" counts."""
    entry = page.partition("<span>Pemeriksaan bukti</span>")[2].partition("</a>")[0]
    found = re.search(r'title="([^"]+)"', entry)
    return found[1] if found else None


def tile(page):
    found = re.search(r'class="stat[^>]*\?catatan=call-back">.*?<strong>([^<]+)</strong>', page, re.DOTALL)
    return found[1] if found else None


@pytest.fixture
def town(app, house, ports):
    return Town(app, house, ports)


@on_both
def test_a_delivery_on_the_couriers_word_alone_is_to_be_rung_up(town):
    assert town.asks() == NEEDED


@on_both
@pytest.mark.parametrize("answer", ["received", "known_other"])
def test_once_somebody_was_reached_nobody_has_to_call_again(town, answer):
    town.note(answer)
    assert town.asks() == SETTLED


@on_both
@pytest.mark.parametrize("said", [["not_received"], ["received", "not_received"]])
def test_who_says_not_received_on_the_telephone_stays_on_the_list(town, clock, said):
    """Nothing else would tell the office: only the citizen's own page opens a case."""
    for answer in said:
        clock.pass_(minutes=1)
        town.note(answer)
    listed, number, counted, unasked = town.asks()
    assert (listed, number, counted, unasked) == (True, "1", True, False)


@on_both
def test_who_found_it_after_all_leaves_the_list(town, clock):
    for answer in ("not_received", "received"):
        clock.pass_(minutes=1)
        town.note(answer)
    assert town.asks() == SETTLED


@on_both
@pytest.mark.parametrize("answer", ["no_answer", "wrong_number"])
def test_a_call_that_reached_nobody_settles_nothing(town, answer):
    town.note(answer)
    assert town.asks() == NEEDED


@on_both
def test_a_denial_struck_out_after_a_received_leaves_nobody_to_ring_up(town, clock):
    for answer in ("received", "not_received"):
        clock.pass_(minutes=1)
        town.note(answer)
    town.strike()
    assert town.asks() == SETTLED


@on_both
def test_a_call_that_was_struck_out_settles_nothing(town):
    town.note("received")
    town.strike()
    assert town.asks() == NEEDED


def test_a_call_about_another_proof_settles_nothing_here(town):
    town.note("received", town.proof())
    assert town.asks() == NEEDED


@on_both
@pytest.mark.parametrize("answer", Answer)
def test_once_the_citizen_has_answered_nobody_has_to_call(town, answer):
    town.say(answer)
    assert town.asks() == SETTLED


@pytest.fixture
def delivered_again(town, clock):
    """The same package, after its citizen denied the first delivery and two officers voided it; the case is open."""
    package_id = town.package_id
    town.say(Answer.NOT_RECEIVED)
    town.void()
    clock.pass_(minutes=5)
    with town.house.reading() as session:
        town.delivered = town.phone.freeze(session.get_one(Package, package_id))
    assert town.phone.send(town.delivered).status_code == 201
    return town


@on_both
def test_what_the_citizen_said_of_an_earlier_delivery_does_not_settle_the_next(delivered_again):
    assert delivered_again.asks() == NEEDED


def test_a_verdict_that_finds_the_next_delivery_wrong_too_leaves_nobody_to_ring_up(delivered_again, clock):
    delivered_again.decide(Verdict.NOT_DELIVERED, now=clock.now)
    assert delivered_again.asks() == SETTLED


def test_a_call_about_an_earlier_delivery_does_not_settle_the_next(town, request):
    town.note("not_received")
    assert request.getfixturevalue("delivered_again").asks() == NEEDED


@on_both
@pytest.mark.parametrize("to", [Status.ATTEMPT_FAILED, Status.LOST])
def test_a_voided_delivery_is_not_to_be_rung_up(town, to):
    town.void(to)
    assert town.asks() == SETTLED


def test_a_delivery_that_was_found_wrong_is_not_to_be_rung_up(town):
    town.say(Answer.NOT_RECEIVED)
    town.decide(Verdict.NOT_DELIVERED)
    assert town.asks() == SETTLED


def test_without_the_data_there_is_no_number_to_ring_up(town):
    town.do(erase, Order(town.package_id, Part.EVERYTHING, ErasedWhy.ORDER))
    assert town.asks() == SETTLED


@pytest.mark.parametrize(("days", "asked"), [(89, NEEDED), (91, SETTLED)])
def test_nobody_is_rung_up_after_the_time_in_which_the_citizen_may_answer(town, days, asked):
    with town.house.transaction() as session:
        session.get_one(Proof, town.delivered.proof).received_at = NOON - timedelta(days=days)
    assert town.asks() == asked


def test_a_proof_that_waits_for_a_verdict_waits_for_that_and_may_be_rung_up_about(town):
    town.delivered = town.phone.freeze(town.package(), files=())
    assert town.phone.send(town.delivered).status_code in (201, 202)
    assert town.asks()[0] is False
    assert "Catat telepon ini" in town.page(town.delivered)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMIN, Role.AUDITOR])
def test_who_may_note_a_call_has_the_number_in_the_menu(town, role):
    assert menu_words(town.desk_of(role).get("/petugas/").text) == "perlu ditelepon"


@pytest.mark.parametrize("role", [Role.DPO, Role.PROVINCE])
def test_who_may_not_has_neither_number_nor_tile(town, role):
    desk = town.desk_of(role)
    assert (menu_words(desk.get("/petugas/").text), tile(desk.get("/petugas/audit").text)) == (None, None)


def test_another_office_has_nobody_to_ring_up(town):
    page = town.desk_of(Role.OFFICER, elsewhere=True).get(LIST).text
    assert (tile(page), menu_words(page)) == ("0", None)
    assert "Tidak ada yang perlu ditelepon" in page


def test_an_empty_list_says_in_plain_words_that_nobody_is_to_be_rung_up(town):
    town.note("received")
    assert "Tidak ada yang perlu ditelepon" in town.desk.get(LIST).text


def test_the_whole_list_says_of_a_settled_proof_that_it_rests_on_the_couriers_word_and_asks_for_no_call(town):
    town.say(Answer.RECEIVED)
    rows = town.desk.get("/petugas/audit").text.partition("<tbody")[2]
    assert ("Penyerahannya hanya menurut kurir." in rows, "Perlu ditelepon" in rows) == (True, False)


def test_verdicts_and_calls_are_one_number_in_the_menu(town):
    waiting = town.phone.freeze(town.package(), files=())
    assert town.phone.send(waiting).status_code in (201, 202)
    page = town.desk.get("/petugas/audit").text
    assert menu_words(page) == "menunggu putusan atau telepon"
    assert re.search(r'class="waits"[^>]*>2<', page)


def test_the_menus_number_stops_counting_like_the_others(town, monkeypatch):
    monkeypatch.setattr("courier_app.queries.attention.MOST", 1)
    for _ in range(3):
        town.proof()
    assert re.search(r'class="waits"[^>]*>2<', town.desk.get("/petugas/audit").text)
