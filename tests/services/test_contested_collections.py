"""A case about what was collected at the counter: nobody carried it, whoever brought it to a wrong door before."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from courier_app.domain.disputes import Verdict
from courier_app.domain.packages import Status
from courier_app.models import Answer, Dispute, DisputeEntry, Role
from courier_app.queries.case_endings import endings_for
from courier_app.queries.disputes import case_row, courier_asked, open_for_courier
from courier_app.queries.scopes import Scope
from courier_app.services.claims import Word, state_receipt
from courier_app.services.collecting import NewCollection, hand_out
from courier_app.services.disputes import Ruling, decide_dispute
from tests.house import NOON, on_both
from tests.services.test_collecting import BY_PAPER
from tests.services.test_voids import REASON, Wrong

EVENING = NOON + timedelta(hours=6)


class Collected(Wrong):
    """Delivered to a wrong door, voided to the counter, and collected there an hour after noon."""

    def collect(self):
        self.void(to=Status.HELD_FOR_PICKUP)
        new = NewCollection(self.stored().id, self.office.id, self.first.id, BY_PAPER)
        with self.house.transaction() as session:
            assert hand_out(session, self.ports, new, now=NOON + timedelta(hours=1)).missing == ()

    def deny(self, *, now):
        with self.house.transaction() as session:
            state_receipt(session, self.ports, self.stored().id, Word(Answer.NOT_RECEIVED), now=now)
            return session.scalars(select(Dispute.id)).one()

    def read(self, query, *args, **more):
        with self.house.reading() as session:
            return query(session, *args, **more)

    def named(self, case):
        return self.read(case_row, Scope(self.office.id), case).courier_name


@pytest.fixture
def collected(app, house, ports):
    return Collected(app, house, ports)


@on_both
def test_a_collection_that_is_contested_names_no_courier(collected):
    collected.collect()
    case = collected.deny(now=EVENING)
    assert (collected.named(case), collected.read(courier_asked, case, now=EVENING)) == (None, None)
    assert collected.read(open_for_courier, collected.postman.id) == 0


@on_both
def test_its_verdict_is_told_to_no_courier(collected):
    collected.collect()
    ruling = Ruling(collected.deny(now=EVENING), collected.first.id, Verdict.NOT_DELIVERED, REASON)
    with collected.house.transaction() as session:
        decide_dispute(session, collected.ports, ruling, now=EVENING)
    assert collected.read(endings_for, collected.postman.id, since=NOON) == ()


@on_both
@pytest.mark.parametrize("asked", [True, False])
def test_a_case_about_the_delivery_keeps_its_courier_after_the_collection(collected, asked):
    case = collected.deny(now=NOON)
    collected.collect()
    if not asked:  # a case from before couriers were asked by themselves
        with collected.house.transaction() as session:
            session.execute(delete(DisputeEntry))
    assert collected.named(case) == collected.postman.name


def test_the_cases_page_says_that_there_is_nobody_to_ask(collected):
    collected.collect()
    page = collected.desk.get(f"/petugas/sanggahan/{collected.deny(now=EVENING)}").text
    card = page.partition('id="courier"')[2]
    assert "paket ini tercatat diambil di loket" in card
    assert collected.postman.name not in card
    assert "bertanya kepada kurir" not in page
    assert "Keterangan kurir lewat telepon" not in page


def test_no_courier_gives_an_account_of_what_he_did_not_bring(collected):
    collected.collect()
    address = f"/petugas/sanggahan/{collected.deny(now=EVENING)}/catatan"
    said = {"jenis": "call", "ingatan": "to_family", "isi": "Diserahkan kepada ibunya."}
    assert collected.desk_of(Role.OFFICER).post(address, **said).status_code == 422
    with collected.house.reading() as session:
        assert session.scalars(select(DisputeEntry.said)).all() == []


def test_a_collection_that_was_found_wrong_is_not_said_to_be_the_couriers_record(collected):
    collected.collect()
    ruling = Ruling(collected.deny(now=EVENING), collected.first.id, Verdict.NOT_DELIVERED, REASON)
    with collected.house.transaction() as session:
        decide_dispute(session, collected.ports, ruling, now=EVENING)
    page = collected.desk.get(f"/petugas/paket/{collected.stored().id}").text
    assert "serah terima yang tercatat keliru" in page
    assert "dicatat kurir" not in page
