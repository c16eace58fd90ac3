"""Draft, publish, withdraw: editions are numbered, dated, logged and never change; packages take the one in force."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from courier_app.domain.health import PRESETS, Level
from courier_app.domain.kinds import KINDS
from courier_app.domain.packages import Status
from courier_app.domain.policies import VERSION, as_manifest, policy_for
from courier_app.domain.recipients import RecipientRule
from courier_app.domain.refusals import RulesMoved, RulesRefused
from courier_app.domain.rulebook_json import rulebook_of
from courier_app.domain.rulebooks import NATIONAL, KindRule
from courier_app.models import (
    HandoverPackage,
    Leaf,
    Package,
    Policy,
    Proof,
    Role,
    RuleDraft,
    RuleEdition,
    ServerRecord,
)
from courier_app.queries.policies import known_policy
from courier_app.queries.rulebooks import draft_of, editions_of
from courier_app.services.handovers import NewHandover, hand_to_courier
from courier_app.services.moves import Actor, move
from courier_app.services.rulebooks import (
    DraftInHand,
    begin_draft,
    discard_draft,
    publish,
    save_draft,
    withdraw,
)
from courier_app.services.rules_in_force import edition_in_force
from tests.house import NOON, on_both
from tests.phone import Phone, a_photo, promise
from tests.town import a_courier, a_package, a_user, an_office

REMBANG, DAY = "33.17", timedelta(days=1)
CAREFUL = replace(NATIONAL, health=PRESETS[Level.PANDEMI])
CODED = replace(
    NATIONAL,
    kinds={
        code: KindRule(rule, ("factor",))
        for code, rule in (("KTP_EL", RecipientRule.SELF_OR_KK), ("KK", RecipientRule.SELF_OR_KK))
    },
)
BOOKS = {"national": NATIONAL, "careful": CAREFUL, "coded": CODED}


class Desk:
    """An office with an administrator, a postman and his phone."""

    def __init__(self, app, house, ports):
        self.app, self.house, self.ports = app, house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.admin = a_user(session, Role.ADMIN, office=self.office)
            self.courier = a_courier(session, self.office)

    def mine(self, revision):
        return DraftInHand(REMBANG, self.admin.id, revision)

    def draft_now(self, session):
        draft = draft_of(session, REMBANG)
        assert draft
        return draft

    def draft(self, book=CAREFUL, *, now=NOON):
        with self.house.transaction() as session:
            begin_draft(session, REMBANG, by=self.admin.id, now=now)
            revision = self.draft_now(session).revision
            save_draft(session, self.mine(revision), book, now=now)
            return revision + 1

    def publish(self, book=CAREFUL, *, begins=NOON, now=NOON):
        revision = self.draft(book, now=now)
        with self.house.transaction() as session:
            return publish(session, self.mine(revision), begins, now=now)

    def withdraw(self, number, *, now=NOON):
        with self.house.transaction() as session:
            withdraw(session, REMBANG, number, by=self.admin.id, now=now)

    def number_at(self, now):
        with self.house.reading() as session:
            found = edition_in_force(session, REMBANG, now=now)
            return found.number if found else None

    def handed_over(self, *, now=NOON, package=None, **said):
        with self.house.transaction() as session:
            package = (
                package or a_package(session, self.ports, self.office, status=Status.READY, **said).package
            )
            new = NewHandover(uuid4(), self.office.id, self.admin.id, frozenset([package.id]))
            hand_to_courier(session, new, self.courier.id, now=now)
            taken = session.get_one(Package, package.id)
            move(session, taken, Status.PICKED_UP, by=Actor(courier_id=self.courier.id), now=now)
            return taken

    def rules(self, package):
        return package.policy_id, package.policy_version

    def leaves(self):
        with self.house.reading() as session:
            entries = [
                json.loads(entry) for entry in session.scalars(select(Leaf.entry).order_by(Leaf.index))
            ]
        return [entry for entry in entries if entry["t"] == "rules"]


@pytest.fixture
def desk(app, house, ports):
    return Desk(app, house, ports)


@on_both
def test_the_first_edition_has_number_one_and_ends_the_draft(desk):
    edition = desk.publish()
    with desk.house.reading() as session:
        assert draft_of(session, REMBANG) is None
    assert (edition.number, desk.number_at(NOON)) == (1, 1)


@on_both
def test_publishing_leaves_a_leaf_that_fits_its_record_and_the_contents(desk):
    edition = desk.publish()
    with desk.house.reading() as session:
        record = session.get_one(ServerRecord, edition.leaf_index).record
    (entry,) = desk.leaves()
    assert (hashlib.sha256(record).hexdigest(), set(entry)) == (entry["mh"], {"mh", "t", "ts", "v"})
    told = json.loads(record)
    assert told["contents_hash"] == hashlib.sha256(edition.contents.encode()).hexdigest()
    assert (told["region"], told["edition"]) == (REMBANG, 1)


def test_an_edition_holds_from_its_day_on(desk):
    desk.publish(begins=NOON + DAY)
    assert (desk.number_at(NOON), desk.number_at(NOON + DAY)) == (None, 1)


def test_a_day_that_is_over_is_no_beginning(desk):
    with pytest.raises(RulesMoved):
        desk.publish(begins=NOON - DAY)


def test_this_morning_means_now(desk):
    assert desk.publish(begins=NOON - timedelta(hours=3)).valid_from == NOON


def test_a_draft_begins_with_what_is_in_force(desk):
    desk.publish(CAREFUL)
    with desk.house.transaction() as session:
        begin_draft(session, REMBANG, by=desk.admin.id, now=NOON)
        draft = desk.draft_now(session)
    assert (draft.based_on, rulebook_of(draft.contents)) == (1, CAREFUL)


def test_who_works_on_an_old_copy_of_the_draft_overwrites_nothing(desk):
    revision = desk.draft()
    with pytest.raises(RulesMoved), desk.house.transaction() as session:
        save_draft(session, desk.mine(revision - 1), NATIONAL, now=NOON)


def test_publishing_twice_publishes_once(desk):
    revision = desk.draft()
    with desk.house.transaction() as session:
        publish(session, desk.mine(revision), NOON, now=NOON)
    with pytest.raises(RulesMoved), desk.house.transaction() as session:
        publish(session, desk.mine(revision), NOON, now=NOON)
    assert len(desk.leaves()) == 1


def test_a_draft_with_mistakes_is_kept_and_not_published(desk):
    with pytest.raises(RulesRefused) as refused:
        desk.publish(replace(NATIONAL, modes=()))
    assert refused.value.members["problems"] == {"modes": "no-mode"}
    with desk.house.reading() as session:
        assert draft_of(session, REMBANG)
        assert not editions_of(session, REMBANG)


def test_a_discarded_draft_is_gone(desk):
    revision = desk.draft()
    with desk.house.transaction() as session:
        discard_draft(session, desk.mine(revision))
    with desk.house.reading() as session:
        assert draft_of(session, REMBANG) is None


@on_both
def test_an_edition_that_has_not_begun_can_be_withdrawn_and_never_holds(desk):
    desk.publish(begins=NOON + DAY)
    desk.withdraw(1)
    assert desk.number_at(NOON + 2 * DAY) is None
    assert len(desk.leaves()) == 2


def test_withdrawing_twice_is_one_entry_in_the_log(desk):
    desk.publish(begins=NOON + DAY)
    desk.withdraw(1)
    desk.withdraw(1)
    assert len(desk.leaves()) == 2


def test_an_edition_in_force_cannot_be_withdrawn(desk):
    desk.publish()
    with pytest.raises(RulesMoved):
        desk.withdraw(1)


def test_a_withdrawn_number_is_not_used_again(desk):
    desk.publish(begins=NOON + DAY)
    desk.withdraw(1)
    assert desk.publish().number == 2


@on_both
def test_a_package_takes_the_edition_in_force_when_it_is_handed_over(desk):
    desk.publish()
    package = desk.handed_over()
    assert desk.rules(package) == ("3317-a-self-or-kk", 1)
    with desk.house.reading() as session:
        line = session.scalars(select(HandoverPackage)).one()
    assert (line.policy_id, line.policy_version) == desk.rules(package)


def test_without_an_edition_the_national_rules_hold(desk):
    assert desk.rules(desk.handed_over()) == ("a-self-or-kk", VERSION)


def test_an_adults_birth_certificate_stays_one(desk):
    desk.publish()
    assert desk.rules(desk.handed_over(kind="AKTA_LAHIR", for_adult=True)) == ("3317-b-self", 1)


def test_what_a_courier_already_holds_keeps_its_rules(desk):
    package = desk.handed_over()
    desk.publish()
    with desk.house.reading() as session:
        assert desk.rules(session.get_one(Package, package.id)) == ("a-self-or-kk", VERSION)


def test_another_region_is_not_concerned(desk, house, ports):
    desk.publish()
    with house.transaction() as session:
        office = an_office(session, region="33.74", name="Disdukcapil Kota Semarang")
        courier = a_courier(session, office)
        admin = a_user(session, Role.ADMIN, office=office)
        package = a_package(session, ports, office, status=Status.READY).package
        new = NewHandover(uuid4(), office.id, admin.id, frozenset([package.id]))
        hand_to_courier(session, new, courier.id, now=NOON)
        assert desk.rules(package) == ("a-self-or-kk", VERSION)


def verdict(desk, package, **said):
    phone = said.pop("phone", None) or Phone(desk.app, desk.courier)
    answer = phone.send(phone.freeze(package, **said))
    assert answer.status_code == 201
    told = promise(answer)
    return told["verdict"], told["reason"]


@on_both
def test_the_judge_goes_by_the_version_in_the_phones_round(desk):
    """Signed on the courier's phone: enough under the national rules, not allowed under the careful ones."""
    early = desk.handed_over()
    desk.publish()
    late = desk.handed_over()
    assert verdict(desk, early) == ("accepted", None)
    assert verdict(desk, late)[1] == "method-not-allowed"


def test_without_sharing_a_drawing_on_the_couriers_phone_is_nothing(desk):
    desk.publish()
    said = {"contactless": {"mode": "direct", "method": "id_at_distance"}}
    assert verdict(desk, desk.handed_over(), **said)[1] == "evidence-incomplete"


SEEN = ("saw_taken", "name_said", "stepped_back")


def put_down(desk, package, *ticked, version=VERSION, spot="gate", **answers):
    said = {"checks": dict.fromkeys(("mask", "distance", "hands", *ticked), True)}
    where = {"mode": "placed_and_watched", "method": "courier_phone_sign", **({"spot": spot} if spot else {})}
    policy = {"id": "a-self-or-kk", "version": version, "answers": easy_answers() | said | answers}
    return verdict(desk, package, contactless=where, policy=policy)


@on_both
def test_under_the_national_rules_too_what_was_put_down_counts_only_when_it_was_seen_taken(desk):
    assert put_down(desk, desk.handed_over(), "name_said")[1] == "evidence-incomplete"
    assert put_down(desk, desk.handed_over(), *SEEN) == ("accepted", None)


@pytest.mark.parametrize(
    ("lacking", "mark"),
    [
        ({"spot": None}, "evidence-incomplete"),
        ({"spot": "roof"}, "evidence-incomplete"),
        ({"id_check": "not_done", "id_check_reason": "lupa"}, "evidence-incomplete"),
        ({"id_check": "mismatch"}, "identity-mismatch"),
    ],
    ids=["no spot", "a spot of nobody's", "no card", "another's card"],
)
def test_put_down_on_no_agreed_spot_or_for_somebody_unknown_is_kept_for_review(desk, lacking, mark):
    assert put_down(desk, desk.handed_over(), *SEEN, **lacking)[1] == mark


def test_a_version_from_before_that_asks_what_it_always_asked(desk):
    """What the phone was told when it took the package along is what its proof is judged by, for ever."""
    package, now = desk.handed_over(), as_manifest(policy_for(KINDS["KTP_EL"]))
    before = {name: said for name, said in now.items() if name not in ("placed", "door")} | {"version": 2}
    with desk.house.transaction() as session:
        session.add(Policy(id="a-self-or-kk", version=2, rules=json.dumps(before), valid_from=NOON))
        session.get_one(Package, package.id).policy_version = 2
    assert put_down(desk, package, version=2, spot=None) == ("accepted", None)


STOOD_BY = {"name": "Pak Darmo", "rel": "neighbour"}


@on_both
@pytest.mark.parametrize("status", ["declined", "unable"])
def test_a_recipient_who_does_not_sign_needs_a_witness_and_may_be_called(desk, status):
    said = {"signature_status": status, "witness": STOOD_BY}
    told, package = unsigned(desk, **said)
    assert (told, kept_flags(desk, package)) == (("accepted", None), {"call-back"})


@pytest.mark.parametrize(
    "witness", [None, {"name": "Siti Aminah", "rel": "neighbour"}, {"name": "Budi", "rel": "self"}], ids=str
)
def test_without_a_witness_or_with_one_that_is_none_it_is_kept_for_review(desk, witness):
    said = {"signature_status": "declined", **({"witness": witness} if witness else {})}
    assert unsigned(desk, **said)[0] == ("kept_for_review", "evidence-incomplete")


def test_a_right_claim_code_needs_no_witness_and_no_call(desk):
    with desk.house.transaction() as session:
        made = a_package(session, desk.ports, desk.office, status=Status.READY)
    told, package = unsigned(desk, made.package, signature_status="declined", claim_code=made.claim_code)
    assert (told, kept_flags(desk, package)) == (("accepted", None), set())


def unsigned(desk, package=None, **answers):
    package = desk.handed_over(package=package)
    phone = Phone(desk.app, desk.courier)
    checks = {"checks": dict.fromkeys(("mask", "distance", "hands"), True)}
    return verdict(desk, package, phone=phone, files=[a_photo()], answers=checks | answers), package


def kept_flags(desk, package):
    with desk.house.reading() as session:
        [proof] = session.scalars(select(Proof).where(Proof.package_id == package.id))
        return set(proof.flags.split())


def test_a_new_draft_from_an_old_edition_asks_that_it_is_seen_taken(desk):
    careless = replace(NATIONAL, health=replace(NATIONAL.health, saw_taken=False))
    desk.publish(replace(careless, modes=NATIONAL.modes[:1]))
    with desk.house.transaction() as session:
        begin_draft(session, REMBANG, by=desk.admin.id, now=NOON)
        assert rulebook_of(desk.draft_now(session).contents).health.saw_taken


def test_a_phone_that_was_offline_since_an_earlier_handover_is_judged_by_what_it_was_given(desk):
    phone = Phone(desk.app, desk.courier)
    package = desk.handed_over()
    frozen = phone.freeze(package)
    desk.publish()
    with desk.house.transaction() as session:
        session.get_one(Package, package.id).status = Status.READY
    desk.handed_over(package=package)
    told = promise(phone.send(frozen))
    assert told["verdict"] == "accepted"


def test_nobody_chooses_easier_rules_than_he_was_given(desk):
    desk.publish()
    package = desk.handed_over()
    easier = {"policy": {"id": "a-self-or-kk", "version": VERSION, "answers": easy_answers()}}
    assert verdict(desk, package, **easier)[1] == "policy-unknown"


def easy_answers():
    nothing: dict[str, Any] = {"checks": {}, "id_check": "match", "id_check_reason": None}
    return nothing | {"signature_status": "signed", "claim_code": None}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(BOOKS)), st.integers(0, 4), st.booleans()), max_size=5))
def test_in_whatever_order_editions_are_published_the_past_stays_as_it_was(desk, steps):
    """One holds at any time, what held on a day that has come holds there for ever, and no issued rule changes."""
    desk_is_empty(desk)
    issued: dict[tuple[str, int], str] = {}
    held: dict[datetime, int | None] = {}
    now = NOON
    for name, days, gone in steps:
        edition = desk.publish(BOOKS[name], begins=now + days * DAY, now=now)
        if gone and days:
            desk.withdraw(edition.number, now=now)
        held[now] = desk.number_at(now)
        issued = grown(desk, issued)
        now += DAY
        assert {moment: desk.number_at(moment) for moment in held} == held


def desk_is_empty(desk):
    with desk.house.transaction() as session:
        session.execute(delete(RuleEdition))
        session.execute(delete(RuleDraft))
        session.execute(delete(Policy).where(Policy.id.like("3317-%")))


def grown(desk, before):
    """Every issued rule, of which those before are unchanged, and each is known to the judge."""
    with desk.house.reading() as session:
        rows = {(row.id, row.version): row.rules for row in session.scalars(select(Policy))}
        assert all(known_policy(session, *named) for named in rows)
    assert {named: rows[named] for named in before} == before
    return rows
