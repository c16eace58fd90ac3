"""A delivery that never was: two officers take it out of the count, and nothing is deleted."""

import json
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, update

from courier_app.domain.packages import Status
from courier_app.domain.refusals import Invalid, SecondOfficerNeeded, UnknownPackage, WrongStatus
from courier_app.domain.retries import is_used_up
from courier_app.domain.reviews import Standing
from courier_app.domain.voids import VOIDED_TO
from courier_app.evidence.signing import public_half
from courier_app.models import Leaf, Package, PackageEvent, Proof, Void
from courier_app.queries.citizen import citizen_view
from courier_app.queries.contests import Contest
from courier_app.queries.proofs import ProofFilter, proof_rows
from courier_app.queries.scopes import Scope
from courier_app.services.ledger_audit import faults_in
from courier_app.services.receivers import handed_over
from courier_app.services.voids import NewVoid, open_void_reason, void_delivery
from courier_app.vault_rounds import all_broken
from courier_app.web.citizen.contest_words import journey_of
from tests.house import NOON, on_both
from tests.phone import promise
from tests.town import a_user, an_office
from tests.web.staff.case import CaseTown

REASON = "Amplopnya ditemukan di tas kurir, masih tertutup."


class Wrong(CaseTown):
    """A delivery that was recorded, and two officers who know better."""

    def __post_init__(self):
        super().__post_init__()
        self.enrol_as_the_product_does()
        with self.house.transaction() as session:
            self.first, self.second = (a_user(session, office=self.office) for _ in range(2))
        self.delivered = self.proof()

    def new(self, **said):
        facts: dict[str, Any] = {"to": Status.ATTEMPT_FAILED, "reason": REASON, "office_id": self.office.id}
        whose = {"user_id": self.first.id, "second_id": self.second.id}
        return NewVoid(proof_id=self.delivered.proof, **facts | whose | said)

    def void(self, **said):
        with self.house.transaction() as session:
            return void_delivery(session, self.ports, self.new(**said), now=NOON)

    def stored(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.row(self.delivered).package_id)

    def faults(self):
        with self.house.reading() as session:
            answers = public_half(self.ports.acknowledgement_key)
            return [fault.where for fault in faults_in(session, self.ports.log_key, answers=answers)]


@pytest.fixture
def wrong(app, house, ports):
    return Wrong(app, house, ports)


@on_both
@pytest.mark.parametrize("to", VOIDED_TO)
def test_the_package_stands_where_its_envelope_is_and_both_commands_are_content(wrong, to):
    wrong.void(to=to)
    assert wrong.stored().status is to
    assert (wrong.faults(), list(all_broken(wrong.house, wrong.ports))) == ([], [])


def test_its_leaf_refers_to_the_leaf_of_the_proof(wrong):
    void = wrong.void()
    with wrong.house.reading() as session:
        entry = json.loads(session.get_one(Leaf, void.leaf_index).entry)
    assert (entry["t"], entry["ref"]) == ("void", wrong.row(wrong.delivered).leaf_index)


def test_nothing_of_the_proof_is_changed(wrong):
    before = wrong.row(wrong.delivered)
    wrong.void()
    after = wrong.row(wrong.delivered)
    columns = [column.name for column in Proof.__table__.columns]
    assert [getattr(after, name) for name in columns] == [getattr(before, name) for name in columns]


def test_nobody_has_received_it_any_more(wrong):
    wrong.void()
    with wrong.house.reading() as session:
        assert handed_over(session, wrong.ports, wrong.stored().id) is None


def test_the_list_of_proofs_shows_it_as_voided_and_counts_it_no_more(wrong):
    wrong.void()
    with wrong.house.reading() as session:
        voided, _ = proof_rows(session, Scope(None), ProofFilter(standing=Standing.VOIDED))
        accepted, _ = proof_rows(session, Scope(None), ProofFilter(standing=Standing.ACCEPTED))
    assert ([row.standing for row in voided], accepted) == ([Standing.VOIDED], [])


def test_the_citizens_journey_keeps_the_delivery_and_marks_it(wrong, app):
    wrong.void()
    with wrong.house.reading() as session:
        steps = citizen_view(session, wrong.stored().id).steps
    with app.test_request_context():
        told = [event for event in journey_of(steps, None) if event.text]
    assert [event.title for event in told] == ["Dicatat kurir: sudah diserahkan"]
    assert told[0].text == "Dibatalkan kantor: catatan ini keliru. Buktinya tetap disimpan."


def test_a_voided_delivery_is_told_as_voided_also_while_a_case_is_open(wrong, app):
    wrong.void()
    with wrong.house.reading() as session:
        steps = citizen_view(session, wrong.stored().id).steps
    open_case = Contest(
        decided_at=None, came_at=None, dispute_id=uuid4(), opened_at=NOON, verdict=None, leaf_index=None
    )
    with app.test_request_context():
        told = [event for event in journey_of(steps, open_case) if event.title.startswith("Dicatat kurir")]
    assert [event.text for event in told] == [
        "Dibatalkan kantor: catatan ini keliru. Buktinya tetap disimpan."
    ]


def test_what_was_voided_to_the_counter_is_not_delivered_by_the_same_courier_again(wrong):
    wrong.void(to=Status.HELD_FOR_PICKUP)
    answer = wrong.phone.send(wrong.phone.freeze(wrong.stored()))
    assert (answer.status_code, promise(answer)["verdict"]) == (201, "kept_for_review")
    assert wrong.stored().status is Status.HELD_FOR_PICKUP


def test_a_void_uses_up_no_attempt(wrong):
    with wrong.house.transaction() as session:
        session.execute(update(Package).values(last_attempt=wrong.stored().attempt))
    wrong.void()
    assert not is_used_up(wrong.stored().attempt, wrong.stored().last_attempt)


def test_the_reason_is_sealed_and_opens_for_the_office(wrong):
    void = wrong.void()
    with wrong.house.reading() as session:
        assert REASON.encode() not in void.reason_sealed
        assert open_void_reason(session, wrong.ports, void) == REASON


def test_the_package_can_be_delivered_after_all(wrong):
    wrong.void()
    again = wrong.phone.freeze(wrong.stored())
    assert wrong.phone.send(again).status_code == 201
    assert (wrong.stored().status, wrong.faults()) == (Status.DELIVERED, [])
    assert list(all_broken(wrong.house, wrong.ports)) == []


def test_the_same_void_sent_twice_is_one(wrong):
    assert wrong.void().leaf_index == wrong.void().leaf_index


def test_one_officer_alone_voids_nothing(wrong):
    with pytest.raises(SecondOfficerNeeded):
        wrong.void(second_id=wrong.first.id)
    assert wrong.stored().status is Status.DELIVERED


def test_an_auditor_is_no_second_officer(wrong):
    with pytest.raises(SecondOfficerNeeded):
        wrong.void(second_id=wrong.auditor.id)


def test_another_office_voids_nothing_of_ours(wrong):
    with wrong.house.transaction() as session:
        other = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
        people = {"user_id": a_user(session, office=other).id, "second_id": a_user(session, office=other).id}
    with pytest.raises(UnknownPackage):
        wrong.void(office_id=other.id, **people)


def test_a_void_leads_only_where_an_envelope_can_be(wrong):
    with pytest.raises(Invalid):
        wrong.void(to=Status.READY)


def test_a_failed_attempt_is_no_delivery_to_void(wrong):
    wrong.delivered = wrong.proof("attempt_failed")
    with pytest.raises(WrongStatus):
        wrong.void()


def test_a_second_delivery_is_voided_by_itself(wrong):
    wrong.void()
    wrong.delivered = wrong.phone.freeze(wrong.stored())
    assert wrong.phone.send(wrong.delivered).status_code == 201
    wrong.void(to=Status.LOST)
    assert (wrong.stored().status, wrong.faults()) == (Status.LOST, [])


CHANGED = {
    "another place": update(Void).values(status=Status.LOST),
    "one officer": update(Void).values(second_id=Void.user_id),
    "another reason": update(Void).values(reason_sealed=b"x"),
    "gone": delete(Void),
    "its step gone": delete(PackageEvent).where(PackageEvent.status == Status.ATTEMPT_FAILED),
}


@on_both
@pytest.mark.parametrize("statement", CHANGED.values(), ids=CHANGED)
def test_a_changed_void_is_named(wrong, statement):
    wrong.void()
    with wrong.house.transaction() as session:
        session.execute(statement)
    assert any(f"void of proof {wrong.delivered.proof}" in words for words in wrong.faults())


def test_a_delivery_taken_back_in_the_tables_alone_is_named(wrong):
    with wrong.house.transaction() as session:
        package = session.get_one(Package, wrong.stored().id)
        step = {"occurred_at": NOON, "recorded_at": NOON, "package_id": package.id}
        session.add(PackageEvent(status=Status.ATTEMPT_FAILED, user_id=wrong.first.id, **step))
        package.status, package.closed_at = Status.ATTEMPT_FAILED, None
    assert wrong.faults() == [f"package {wrong.stored().id}, whose history has a step that there is not"]
