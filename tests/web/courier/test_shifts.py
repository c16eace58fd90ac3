"""Before work: what a courier declares is kept once, counts for his pick-ups of the day, and tells the office."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from courier_app.domain.health import Mode, Shift
from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Flag, Mark
from courier_app.domain.rulebooks import NATIONAL
from courier_app.models import Leaf, Package, Proof, Role, ShiftDeclaration
from courier_app.queries.attention import Moments, counts
from courier_app.queries.scopes import Scope
from courier_app.services.handovers import NewHandover, hand_to_courier
from courier_app.services.ledger_audit import Wrong, faults_in
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish, save_draft
from courier_app.services.server_records import append_record
from courier_app.services.shifts import MOST_A_DAY
from courier_app.services.sweeping import DECLARED_FOR, drop_over, over
from tests.evidence.phones import compact
from tests.house import NOON, on_both
from tests.phone import Phone, promise, reason
from tests.town import a_courier, a_package, a_user, an_office

REQUIRED = replace(NATIONAL, shift=Shift(mode=Mode.REQUIRED))
ADVISED = replace(NATIONAL, shift=Shift(mode=Mode.ADVICE))
FIT = {"temperature": True, "symptoms": True, "mask": True, "hands": True}
ILL = {"temperature": False, "symptoms": True}
BEFORE, AFTER, YESTERDAY = (
    "2026-11-23T04:40:00.000Z",
    "2026-11-23T05:20:00.000Z",
    "2026-11-22T16:40:00.000Z",  # 23.40 of the day before in Jawa Tengah
)


class Gate:
    """An office whose rules ask for the declaration, a postman, and a package that waits for him."""

    def __init__(self, app, house, ports, book):
        self.house = house
        with house.transaction() as session:
            office = an_office(session)
            admin = a_user(session, Role.ADMIN, office=office)
            courier = a_courier(session, office)
            begin_draft(session, "33.17", by=admin.id, now=NOON)
            save_draft(session, DraftInHand("33.17", admin.id, 1), book, now=NOON)
            publish(session, DraftInHand("33.17", admin.id, 2), NOON, now=NOON)
            package = a_package(session, ports, office, status=Status.READY).package
            new = NewHandover(uuid4(), office.id, admin.id, frozenset([package.id]))
            hand_to_courier(session, new, courier.id, now=NOON)
            self.package, self.office_id = session.get_one(Package, package.id), office.id
        self.phone = Phone(app, courier)

    def declaration(self, answers, at=BEFORE, **said):
        members = {
            "v": 1,
            "typ": "pod-shift",
            "salt": "A" * 22,
            "shift": str(uuid4()),
            "captured_at": at,
            "mono_ms": 1000,
            "offset_ms": 0,
            "app": "0.1.0+test",
            "answers": answers,
            "policy": {"id": self.package.policy_id, "version": self.package.policy_version},
        }
        return members | said

    def send(self, members, *, signed=True):
        manifest = compact(members)
        body = self.phone.key.signed(manifest, typ="pod-shift+jws") if signed else manifest
        return self.put(UUID(members["shift"]), body, signed=signed)

    def put(self, shift_id, body, *, signed=True):
        kind = "application/jose" if signed else "application/json"
        return self.phone.client.put(f"/kurir/api/shifts/{shift_id}", data=body, content_type=kind)

    def declares(self, answers, at=BEFORE):
        answer = self.send(self.declaration(answers, at))
        assert answer.status_code == 201, answer.get_data(as_text=True)

    def picks_up(self):
        self.phone.send(self.phone.freeze(self.package, "picked_up"))
        with self.house.reading() as session:
            proof = session.scalars(select(Proof)).one()
            return proof.mark, Flag.SHIFT_NOT_DECLARED in proof.flags.split()


@pytest.fixture
def gate(app, house, ports):
    return Gate(app, house, ports, REQUIRED)


@on_both
def unfit(session, gate):
    at = Moments(NOON, NOON, NOON - timedelta(hours=5))
    return counts(session, Scope(gate.office_id), {"unfit"}, at=at)["unfit"]


def test_who_declared_that_he_is_fit_takes_packages(gate):
    gate.declares(FIT)
    assert gate.picks_up() == (None, False)


@on_both
def test_who_declared_that_he_is_ill_takes_none_and_nothing_is_lost(gate):
    gate.declares(ILL)
    assert gate.picks_up() == (Mark.COURIER_UNFIT, False)
    with gate.house.reading() as session:
        assert session.get_one(Package, gate.package.id).status is Status.ASSIGNED
        assert unfit(session, gate) == 1


def test_a_pick_up_without_a_declaration_counts_and_is_flagged(gate):
    assert gate.picks_up() == (None, True)


def test_the_latest_word_counts(gate):
    gate.declares(ILL, "2026-11-23T04:00:00.000Z")
    gate.declares(FIT)
    assert gate.picks_up() == (None, False)
    with gate.house.reading() as session:
        assert unfit(session, gate) == 0


@pytest.mark.parametrize("at", [YESTERDAY, AFTER])
def test_a_declaration_of_another_time_counts_for_nothing(gate, at):
    gate.phone.client.application.extensions["suratsampai_clock"].pass_(hours=1)
    gate.declares(FIT, at)
    assert gate.picks_up() == (None, True)


@pytest.mark.parametrize("book", [ADVISED, NATIONAL])
def test_where_nobody_requires_it_nobody_is_judged_by_it(app, house, ports, book):
    gate = Gate(app, house, ports, book)
    gate.declares(ILL)
    assert gate.picks_up() == (None, False)


@on_both
def test_the_same_bytes_again_get_the_same_answer_and_one_leaf(gate):
    members = gate.declaration(FIT)
    body = gate.phone.key.signed(compact(members), typ="pod-shift+jws")
    first, again = gate.put(members["shift"], body), gate.put(members["shift"], body)
    assert (first.status_code, again.status_code, first.data == again.data) == (201, 200, True)
    assert promise(first)["verdict"] == "accepted"
    with gate.house.reading() as session:
        entries = [json.loads(entry) for entry in session.scalars(select(Leaf.entry))]
        row = session.scalars(select(ShiftDeclaration)).one()
    assert [entry["mh"] for entry in entries if entry["t"] == "shift"] == [promise(first)["mh"]]
    assert row.sent == body


def test_other_bytes_under_the_same_number_are_refused(gate):
    members = gate.declaration(FIT)
    gate.send(members)
    answer = gate.send(members | {"answers": ILL})
    assert (answer.status_code, reason(answer)) == (422, "proof-conflict")


def test_a_phone_without_a_key_declares_unsigned(gate):
    assert gate.send(gate.declaration(FIT, unsigned="no_key"), signed=False).status_code == 201
    assert gate.send(gate.declaration(FIT), signed=False).status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"answers": FIT | {"reading": 381}},
        {"answers": {"temperature": 38}},
        {"diagnosis": "flu"},
        {"typ": "pod-capture"},
    ],
)
def test_a_reading_or_a_diagnosis_is_never_taken(gate, said):
    answer = gate.send(gate.declaration(FIT) | said)
    assert (answer.status_code, reason(answer)) == (422, "invalid")


def test_a_proof_is_no_declaration(gate):
    members = gate.declaration(FIT)
    answer = gate.put(members["shift"], gate.phone.key.signed(compact(members)))
    assert answer.status_code == 422


def test_nobody_fills_the_table(gate):
    answers = [gate.send(gate.declaration(FIT)).status_code for _ in range(MOST_A_DAY + 1)]
    assert answers == [201] * MOST_A_DAY + [429]


def test_declarations_are_forgotten_in_time_and_their_leaves_stay(gate):
    gate.declares(ILL)
    for later, left in ((DECLARED_FOR - timedelta(hours=1), 1), (DECLARED_FOR + timedelta(hours=1), 0)):
        with gate.house.transaction() as session:
            drop_over(session, over(NOON + later)["health declarations"])
        with gate.house.reading() as session:
            assert len(session.scalars(select(ShiftDeclaration)).all()) == left
            assert any(json.loads(entry)["t"] == "shift" for entry in session.scalars(select(Leaf.entry)))


def shift_faults(gate, ports):
    """A phone whose key nobody enrolled is another test's."""
    with gate.house.reading() as session:
        found = list(faults_in(session, ports.log_key))
    return {fault.wrong for fault in found if not fault.where.startswith("key of phone")}


@on_both
@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_the_ledger_audit_finds_a_declaration_behind_its_leaf(gate, ports, signed):
    gate.send(gate.declaration(FIT), signed=signed)
    assert shift_faults(gate, ports) == set()


@on_both
def test_a_declaration_changed_in_its_row_is_found(gate, ports):
    gate.declares(ILL)
    with gate.house.transaction() as session:
        session.execute(update(ShiftDeclaration).values(sent=b"e30.e30.e30"))
    assert shift_faults(gate, ports) == {Wrong.RECORD}


@pytest.mark.parametrize(
    ("later", "left"), [(DECLARED_FOR - timedelta(hours=1), {Wrong.ORPHAN}), (DECLARED_FOR, set())]
)
def test_a_declaration_removed_before_its_time_is_found_and_a_swept_one_is_not(gate, ports, later, left):
    gate.declares(ILL)
    with gate.house.transaction() as session:
        session.execute(delete(ShiftDeclaration))
        append_record(session, LeafType.LABEL_BATCH, {}, now=NOON + later)
    assert shift_faults(gate, ports) == left


def test_the_round_tells_the_phone_what_to_ask(gate):
    (policy,) = gate.phone.client.get("/kurir/api/round").json["policies"]
    assert policy["shift"] == {
        "mode": "required",
        "temp_max": 373,
        "symptoms": True,
        "mask": True,
        "hands": True,
    }
