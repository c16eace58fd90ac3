"""A verdict on a proof that was kept for review: what it does, once, and what it leaves behind."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import delete, func, select

from courier_app.domain.packages import Status
from courier_app.domain.refusals import AlreadyReviewed, Refusal, UnknownPackage, WrongStatus
from courier_app.domain.reviews import Decision
from courier_app.models import Leaf, Package, PackageEvent, PackageKey, Proof, Review, Role, ServerRecord
from courier_app.services.history_audit import history_that_differs
from courier_app.services.receivers import handed_over
from courier_app.services.reviews import NewReview, open_reason, review_proof
from tests.house import NOON, on_both
from tests.phone import Phone
from tests.town import a_courier, a_package, a_user, an_office

WHY = "Ibu Siti sudah ditelepon dan memegang KTP-nya."


class Desk:
    """An office with two auditors, and a delivery that the rules turned down."""

    def __init__(self, app, house, ports):
        self.app, self.house, self.ports = app, house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.courier = a_courier(session, self.office)
            users = [a_user(session, Role.AUDITOR, office=self.office) for _ in range(2)]
        self.auditor, self.colleague = users
        self.phone = Phone(app, self.courier)

    def kept(self, outcome="delivered", *, status=Status.OUT_FOR_DELIVERY, **said):
        """The id of a proof that moved nothing."""
        with self.house.transaction() as session:
            self.package = a_package(
                session, self.ports, self.office, status=status, courier=self.courier
            ).package
        frozen = self.phone.freeze(self.package, outcome, **said)
        assert self.phone.send(frozen).status_code == 201
        return frozen.proof

    def doubted(self):
        return self.kept(answers={"id_check": "mismatch"})

    def decide(self, proof, decision=Decision.ACCEPTED, *, by=None, seen=Status.OUT_FOR_DELIVERY):
        new = NewReview(proof, (by or self.auditor).id, decision, WHY, seen)
        with self.house.transaction() as session:
            return review_proof(session, self.ports, new, now=NOON)

    def status(self):
        with self.house.reading() as session:
            return session.get(Package, self.package.id).status

    def leaves(self, kind):
        with self.house.reading() as session:
            entries = [json.loads(entry) for entry in session.scalars(select(Leaf.entry))]
        return [entry for entry in entries if entry["t"] == kind]


@pytest.fixture
def desk(app, house, ports):
    return Desk(app, house, ports)


@on_both
def test_an_accepted_proof_moves_its_package_as_it_says(desk):
    review = desk.decide(desk.doubted())
    assert (desk.status(), review.moved) == (Status.DELIVERED, True)


@on_both
def test_a_rejected_proof_moves_nothing(desk):
    review = desk.decide(desk.doubted(), Decision.REJECTED)
    assert (desk.status(), review.moved) == (Status.OUT_FOR_DELIVERY, False)


def test_the_proof_stays_as_it_came(desk):
    proof = desk.doubted()
    with desk.house.reading() as session:
        before = session.execute(select(Proof.__table__)).one()
    desk.decide(proof)
    with desk.house.reading() as session:
        assert session.execute(select(Proof.__table__)).one() == before


def test_the_history_names_the_auditor_and_the_proof(desk):
    proof = desk.doubted()
    desk.decide(proof)
    with desk.house.reading() as session:
        last = session.scalars(select(PackageEvent).order_by(PackageEvent.id.desc())).first()
    assert (last.status, last.user_id, last.proof_id) == (Status.DELIVERED, desk.auditor.id, proof)


def test_the_leaf_is_a_verdict_and_tells_nothing_else(desk):
    desk.decide(desk.doubted())
    (entry,) = desk.leaves("verdict")
    assert set(entry) == {"mh", "t", "ts", "v"}


def test_the_record_behind_the_leaf_fits_it_and_holds_no_words(desk):
    review = desk.decide(desk.doubted())
    with desk.house.reading() as session:
        record = session.get_one(ServerRecord, review.leaf_index).record
    (entry,) = desk.leaves("verdict")
    assert hashlib.sha256(record).hexdigest() == entry["mh"]
    told = json.loads(record)
    assert told["reason_hash"] == hashlib.sha256(review.reason_sealed).hexdigest()
    assert (told["decision"], told["steps"]) == ("accepted", ["delivered"])
    assert b"Siti" not in record + review.reason_sealed


def test_the_reason_can_be_read_again_until_the_packages_data_are_erased(desk):
    review = desk.decide(desk.doubted())
    with desk.house.transaction() as session:
        assert open_reason(session, desk.ports, review) == WHY
        session.execute(delete(PackageKey))
        session.expire_all()
        assert open_reason(session, desk.ports, review) is None


@on_both
def test_a_verdict_pressed_twice_is_one(desk):
    proof = desk.doubted()
    first, again = desk.decide(proof), desk.decide(proof)
    assert first.leaf_index == again.leaf_index
    assert len(desk.leaves("verdict")) == 1


@on_both
def test_a_second_opinion_comes_too_late(desk):
    proof = desk.doubted()
    desk.decide(proof)
    for decision, who in ((Decision.REJECTED, desk.auditor), (Decision.ACCEPTED, desk.colleague)):
        with pytest.raises(AlreadyReviewed):
            desk.decide(proof, decision, by=who)
    assert desk.status() is Status.DELIVERED


@on_both
def test_of_two_auditors_at_once_one_decides(desk):
    proof, start = desk.doubted(), Barrier(2)

    def press(who, decision):
        start.wait()
        try:
            return desk.decide(proof, decision, by=who).decision
        except Refusal as no:
            return type(no)

    with ThreadPoolExecutor(2) as both:
        first = both.submit(press, desk.auditor, Decision.ACCEPTED)
        second = both.submit(press, desk.colleague, Decision.REJECTED)
        heard = {first.result(), second.result()}
    assert AlreadyReviewed in heard
    with desk.house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Review)) == 1
        assert session.scalars(select(Review.decision)).one() in heard
    assert len(desk.leaves("verdict")) == 1


def test_a_package_that_moved_since_it_was_looked_at_is_looked_at_again(desk):
    with pytest.raises(WrongStatus):
        desk.decide(desk.doubted(), seen=Status.ATTEMPT_FAILED)


def test_a_proof_that_was_accepted_needs_no_verdict(desk):
    proof = desk.kept()
    with pytest.raises(WrongStatus):
        desk.decide(proof, seen=Status.DELIVERED)


def test_a_proof_that_comes_too_late_is_good_and_moves_nothing(desk):
    first = desk.kept()
    frozen = desk.phone.freeze(desk.package)
    assert first != frozen.proof
    assert desk.phone.send(frozen).status_code == 201
    review = desk.decide(frozen.proof, seen=Status.DELIVERED)
    assert (desk.status(), review.moved) == (Status.DELIVERED, False)


def test_a_courier_who_never_pressed_accept_took_the_package_all_the_same(desk):
    proof = desk.kept(status=Status.ASSIGNED)
    desk.decide(proof, seen=Status.ASSIGNED)
    with desk.house.reading() as session:
        steps = session.scalars(
            select(PackageEvent.status).where(PackageEvent.proof_id == proof).order_by(PackageEvent.id)
        ).all()
    assert steps == [Status.PICKED_UP, Status.DELIVERED]


def test_a_failed_attempt_that_is_accepted_counts_as_one(desk):
    proof = desk.kept("attempt_failed", files=[])
    desk.decide(proof)
    with desk.house.reading() as session:
        package = session.get(Package, desk.package.id)
    assert (package.status, package.attempt) == (Status.ATTEMPT_FAILED, 2)


def spoken_of(desk, proof):
    """Whether the audit of the tables names this proof's step as gone."""
    with desk.house.reading() as session:
        return any(f"proof {proof}, which counts" in words for words in history_that_differs(session))


@on_both
def test_an_accepted_delivery_that_is_hidden_again_is_named_by_the_audit(desk):
    proof = desk.doubted()
    desk.decide(proof)
    with desk.house.transaction() as session:
        session.execute(delete(PackageEvent).where(PackageEvent.status == Status.DELIVERED))
        session.get_one(Package, desk.package.id).status = Status.OUT_FOR_DELIVERY
    assert spoken_of(desk, proof)


def test_the_audit_asks_no_step_of_an_accepted_proof_that_came_too_late(desk):
    proof = desk.doubted()
    with desk.house.transaction() as session:
        session.get_one(Package, desk.package.id).status = Status.CANCELLED
    desk.decide(proof, seen=Status.CANCELLED)
    assert not spoken_of(desk, proof)


@pytest.mark.parametrize("decision", [None, Decision.REJECTED])
def test_the_audit_asks_no_step_of_a_proof_that_does_not_count(desk, decision):
    proof = desk.doubted()
    if decision:
        desk.decide(proof, decision)
    assert not spoken_of(desk, proof)


def test_the_citizen_hears_to_whom_an_accepted_proof_handed_the_package(desk):
    proof = desk.doubted()
    with desk.house.reading() as session:
        assert handed_over(session, desk.ports, desk.package.id) is None
    desk.decide(proof)
    with desk.house.reading() as session:
        handed = handed_over(session, desk.ports, desk.package.id)
    assert handed is not None
    assert handed.relation == "self"


def test_without_the_packages_key_there_is_nothing_to_judge(desk):
    proof = desk.doubted()
    with desk.house.transaction() as session:
        session.execute(delete(PackageKey))
    with pytest.raises(UnknownPackage):
        desk.decide(proof)


def test_when_the_ledger_cannot_be_written_nothing_has_been_decided(desk, monkeypatch):
    proof = desk.doubted()

    def fail(*_said, **_more):
        raise RuntimeError("disk full")

    monkeypatch.setattr("courier_app.services.reviews.append_record", fail)
    with pytest.raises(RuntimeError):
        desk.decide(proof)
    assert desk.status() is Status.OUT_FOR_DELIVERY
