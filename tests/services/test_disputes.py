"""A case from "not received" to its verdict: who may say what, what is kept, and what the ledger remembers."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from courier_app.domain.disputes import (
    FIRST_ANSWER,
    MOST_CASES,
    MOST_CITIZEN_NOTES,
    VERDICT_WITHIN,
    Account,
    Said,
    Verdict,
)
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome
from courier_app.domain.refusals import (
    CaseClosed,
    Invalid,
    Refusal,
    UnknownPackage,
    WrongStatus,
)
from courier_app.models import (
    Answer,
    Dispute,
    DisputeEntry,
    Leaf,
    Office,
    Package,
    PackageKey,
    Proof,
    Role,
    ServerRecord,
    Void,
)
from courier_app.queries.case_endings import endings_for
from courier_app.queries.disputes import lines_of, questions_for
from courier_app.services.claims import Word, state_receipt
from courier_app.services.decision_audit import rows_that_differ
from courier_app.services.disputes import (
    Line,
    Ruling,
    add_citizen_note,
    ask_courier,
    decide_dispute,
    give_account,
    open_text,
    write_line,
)
from courier_app.services.ledger import append_leaf
from courier_app.services.moves import Actor, walk
from tests.house import NOON, on_both
from tests.town import a_courier, a_package, a_user, an_office

WHY = "Amplopnya ada pada tetangga. Kami mengambilnya dan mengantarnya hari ini."
AT_THE_DOOR = NOON - timedelta(hours=5)  # without a line: the office heard of it at noon
SAID = "Hari itu tidak ada orang di rumah."


class Case:
    """A delivered package whose citizen is about to say that it has not arrived."""

    def __init__(self, house, ports):
        self.house, self.ports = house, ports
        with house.transaction() as session:
            office = an_office(session)
            self.courier, self.other = a_courier(session, office), a_courier(session, office)
            self.officer, self.colleague = (a_user(session, Role.OFFICER, office=office) for _ in range(2))
            made = a_package(session, ports, office, status=Status.OUT_FOR_DELIVERY, courier=self.courier)
            self.package_id = made.package.id
            walk(session, made.package, (Status.DELIVERED,), by=Actor(), at=(AT_THE_DOOR, NOON))

    def do(self, act, *args, now=NOON, **more):
        with self.house.transaction() as session:
            return act(session, *args, now=now, **more)

    def say(self, answer, note="", *, now=NOON):
        self.do(state_receipt, self.ports, self.package_id, Word(answer, note), now=now)

    def deny(self, note="", *, now=NOON):
        self.say(Answer.NOT_RECEIVED, note, now=now)
        return self.row().id

    def row(self):
        with self.house.reading() as session:
            query = select(Dispute).where(Dispute.package_id == self.package_id)
            return session.scalars(query.order_by(Dispute.opened_at.desc())).first()

    def decide(self, case, verdict=Verdict.NOT_DELIVERED, *, by=None):
        ruling = Ruling(case, (by or self.officer).id, verdict, WHY)
        return self.do(decide_dispute, self.ports, ruling)

    def ask(self, case):
        self.do(ask_courier, case, by=self.officer.id)

    def account(self, case, *, courier=None, text="Saya serahkan kepada adiknya."):
        by = Actor(courier_id=(courier or self.courier).id)
        self.do(give_account, self.ports, Line(case, Said.ACCOUNT, by, text, Account.TO_FAMILY))

    def write(self, case, said=Said.TOLD, text="Kami sedang bertanya kepada kurir.", account=None, **more):
        line = Line(case, said, Actor(user_id=self.officer.id), text, account)
        self.do(write_line, self.ports, line, **more)

    def lines(self, case):
        with self.house.reading() as session:
            return [
                SimpleNamespace(
                    said=x.said,
                    account=x.account,
                    text=open_text(session, self.ports, self.package_id, x.id, x.text_sealed),
                )
                for x in lines_of(session, case)
            ]

    def asked(self, courier=None):
        with self.house.reading() as session:
            return questions_for(session, (courier or self.courier).id)

    def package(self):
        with self.house.reading() as session:
            return session.get(Package, self.package_id)

    def records(self):
        with self.house.reading() as session:
            told = [json.loads(record) for record in session.scalars(select(ServerRecord.record))]
        return [one for one in told if one["t"] == "dispute"]

    def differing(self):
        """But for the delivery, which no proof of these tests says."""
        with self.house.reading() as session:
            return [said for said in rows_that_differ(session) if "without a proof" not in said]


def a_bare_delivery(session, package_id, courier_id):
    """A proof that counts: of somebody whom no list names."""
    office_id = session.get_one(Package, package_id).office_id
    facts = {"attempt": 1, "outcome": Outcome.DELIVERED, "captured_at": NOON, "received_at": NOON, "seq": 1}
    sealed = {"digest": bytes(32), "manifest_hash": bytes(32), "sent_sealed": b"", "acknowledgement": b""}
    index = append_leaf(session, b"delivered")
    whose = {"package_id": package_id, "office_id": office_id, "courier_id": courier_id}
    return Proof(id=uuid4(), leaf_index=index, **whose, **facts, **sealed)


@pytest.fixture
def case(house, ports):
    return Case(house, ports)


@on_both
def test_not_received_opens_a_case_with_three_times_24_hours_and_the_citizens_words(case):
    opened = case.deny(SAID)
    assert case.row().due_at == NOON + FIRST_ANSWER == NOON + timedelta(hours=72)
    said = [(one.said, one.text) for one in case.lines(opened)]
    assert said == [(Said.CITIZEN, SAID), (Said.ASKED, None)]
    assert case.package().disputed_at == NOON


@on_both
def test_a_whole_case_is_in_the_ledger_step_by_step(case):
    opened = case.deny(SAID)
    case.account(opened)
    case.write(opened)
    case.decide(opened)
    steps = ["opened", "citizen", "asked", "account", "told", "verdict"]
    assert [one["step"] for one in case.records()] == steps
    assert case.records()[0]["hold"] is True
    assert case.records()[-1]["hold"] is False


def test_no_leaf_and_no_record_holds_a_word_that_anybody_wrote(case):
    opened = case.deny(SAID)
    case.account(opened, text="Kepada Ibu Siti")
    case.decide(opened)
    with case.house.reading() as session:
        kept = b"".join([*session.scalars(select(Leaf.entry)), *session.scalars(select(ServerRecord.record))])
    assert not [word for word in (SAID, "Siti", WHY) if word.encode() in kept]
    with case.house.reading() as session:
        leaves = b"".join(session.scalars(select(Leaf.entry)))
    assert str(case.package_id).encode() not in leaves


@on_both
def test_the_first_news_for_the_citizen_stops_the_first_clock_and_starts_the_second(case):
    opened = case.deny()
    later = NOON + timedelta(hours=5)
    case.write(opened, now=later)
    assert (case.row().answered_at, case.row().due_at) == (later, NOON + VERDICT_WITHIN)


@pytest.mark.parametrize(("said", "account"), [(Said.NOTE, None), (Said.CALL, Account.NOT_SURE)])
def test_what_the_citizen_does_not_read_stops_no_clock(case, said, account):
    opened = case.deny()
    case.write(opened, said, account=account)
    assert case.row().answered_at is None


@pytest.mark.parametrize(
    ("said", "account"),
    [
        (Said.ACCOUNT, Account.TO_FAMILY),
        (Said.CITIZEN, None),
        (Said.CALL, None),
        (Said.NOTE, Account.NOT_SURE),
    ],
)
def test_an_officer_writes_in_nobody_elses_name(case, said, account):
    opened = case.deny()
    with pytest.raises(Invalid):
        case.write(opened, said, account=account)


@on_both
def test_opening_a_case_asks_the_courier_and_he_answers_once(case):
    opened = case.deny()
    case.ask(opened)
    assert [one.dispute_id for one in case.asked()] == [opened]
    for _ in range(2):
        case.account(opened)
    assert case.asked() == ()
    assert [one.said for one in case.lines(opened)] == [Said.ASKED, Said.ACCOUNT]


def test_a_courier_who_answered_can_be_asked_again(case):
    opened = case.deny()
    case.account(opened)
    case.do(ask_courier, opened, by=case.officer.id, now=NOON + timedelta(hours=1))
    assert len(case.asked()) == 1


def test_another_courier_sees_no_question_and_answers_none(case):
    opened = case.deny()
    assert case.asked(case.other) == ()
    with pytest.raises(UnknownPackage):
        case.account(opened, courier=case.other)


def test_who_delivered_is_asked_and_not_who_had_the_package_by_the_lists(case):
    with case.house.transaction() as session:
        session.add(a_bare_delivery(session, case.package_id, case.other.id))
    opened = case.deny()
    assert [one.dispute_id for one in case.asked(case.other)] == [opened]
    assert case.asked() == ()


def test_what_a_driver_said_on_the_telephone_answers_the_question(case):
    opened = case.deny()
    case.write(opened, Said.CALL, account=Account.TO_RECIPIENT, now=NOON + timedelta(hours=1))
    assert case.asked() == ()


def test_what_a_courier_wrote_before_he_knew_of_the_telephone_call_is_kept(case):
    opened = case.deny()
    case.write(opened, Said.CALL, account=Account.TO_RECIPIENT, now=NOON + timedelta(hours=1))
    for _ in range(2):
        case.account(opened)
    said = [one.said for one in case.lines(opened)]
    assert said.count(Said.ACCOUNT) == 1


@on_both
def test_the_partner_is_told_in_the_same_breath_where_somebody_reads_it(case):
    with case.house.transaction() as session:
        office = session.get_one(Office, case.package().office_id)
        a_user(session, Role.PARTNER, office=office, partner_code="pos")
    opened = case.deny()
    assert [one.said for one in case.lines(opened)] == [Said.ASKED, Said.PARTNER]
    assert [one["step"] for one in case.records()] == ["opened", "asked", "partner"]
    assert case.differing() == []


@pytest.mark.parametrize("said", [{"partner_code": "gojek"}, {"partner_code": "pos", "closed_at": NOON}])
def test_no_case_says_that_a_partner_was_told_where_nobody_reads_it(case, said):
    with case.house.transaction() as session:
        office = session.get_one(Office, case.package().office_id)
        a_user(session, Role.PARTNER, office=office, **said)
    assert Said.PARTNER not in [one.said for one in case.lines(case.deny())]


def test_a_package_that_nobody_carried_asks_nobody(case):
    with case.house.transaction() as session:
        session.execute(update(Package).values(courier_id=None))
    opened = case.deny()
    with pytest.raises(WrongStatus):
        case.ask(opened)


@on_both
def test_the_verdict_ends_the_case_and_leaves_the_package_where_it_is(case):
    decided = case.decide(case.deny())
    assert (decided.verdict, case.package().disputed_at) == (Verdict.NOT_DELIVERED, None)
    assert case.package().status is Status.DELIVERED


def test_the_citizens_own_verdict_is_not_the_offices_to_give(case):
    opened = case.deny()
    with pytest.raises(Invalid):
        case.decide(opened, Verdict.WITHDRAWN)


def test_the_same_verdict_again_is_the_first_one(case):
    opened = case.deny()
    first, again = (case.decide(opened) for _ in range(2))
    assert (first.decided_leaf, again.decided_leaf) == (first.decided_leaf,) * 2


def test_a_colleague_who_comes_later_hears_that_it_is_decided(case):
    opened = case.deny()
    case.decide(opened)
    with pytest.raises(CaseClosed):
        case.decide(opened, by=case.colleague)


def test_received_after_all_ends_the_case_as_the_citizens_own_word(case):
    opened = case.deny()
    case.say(Answer.RECEIVED, now=NOON + timedelta(hours=1))
    assert (case.row().id, case.row().verdict, case.row().decided_by) == (opened, Verdict.WITHDRAWN, None)
    with pytest.raises(CaseClosed):
        case.decide(opened)


@on_both
def test_two_officers_and_the_citizen_at_once_end_a_case_once(case):
    opened = case.deny()
    start = Barrier(3)

    def at_once(act):
        start.wait()
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        return "done"

    acts = [
        lambda: case.decide(opened),
        lambda: case.decide(opened, Verdict.DELIVERED_CONFIRMED, by=case.colleague),
        lambda: case.say(Answer.RECEIVED, now=NOON + timedelta(minutes=1)),
    ]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(at_once, acts))
    assert [one["step"] for one in case.records()].count("verdict") == 1
    assert case.differing() == []


@on_both
def test_two_phones_that_deny_at_once_open_one_case(case):
    start = Barrier(2)

    def deny(_number):
        start.wait()
        case.say(Answer.NOT_RECEIVED)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deny, range(2)))
    assert [one["step"] for one in case.records()] == ["opened", "asked"]


def test_after_a_verdict_the_citizen_may_disagree_but_not_for_ever(case):
    for hour in range(MOST_CASES):
        case.decide(case.deny(now=NOON + timedelta(hours=hour)))
    with pytest.raises(CaseClosed):
        case.deny(now=NOON + timedelta(hours=MOST_CASES))


def test_a_citizen_adds_words_while_the_case_is_open(case):
    opened = case.deny()
    for _ in range(MOST_CITIZEN_NOTES):
        case.do(add_citizen_note, case.ports, case.package_id, SAID)
    with pytest.raises(CaseClosed):
        case.do(add_citizen_note, case.ports, case.package_id, SAID)
    case.decide(opened)
    with pytest.raises(CaseClosed):
        case.do(add_citizen_note, case.ports, case.package_id, SAID)


@pytest.mark.parametrize("act", ["ask", "write"])
def test_nothing_is_added_to_a_case_that_ended(case, act):
    opened = case.deny()
    case.decide(opened)
    with pytest.raises(CaseClosed):
        getattr(case, act)(opened)


def test_a_case_that_is_not_there_is_unknown(case):
    with pytest.raises(UnknownPackage):
        case.decide(uuid4())


def test_words_of_an_erased_package_do_not_open_and_the_case_still_tells_its_steps(case):
    opened = case.deny(SAID)
    with case.house.transaction() as session:
        session.execute(delete(PackageKey))
    said = [(one.said, one.text) for one in case.lines(opened)]
    assert said == [(Said.CITIZEN, None), (Said.ASKED, None)]
    with pytest.raises(UnknownPackage):
        case.decide(opened)


def test_the_audit_is_content_with_an_honest_case(case):
    opened = case.deny(SAID)
    case.ask(opened)
    case.account(opened)
    case.decide(opened)
    assert case.differing() == []


FORGERIES = {
    "another verdict": update(Dispute).values(verdict=Verdict.DELIVERED_CONFIRMED),
    "another reason": update(Dispute).values(reason_sealed=b"x" * 40),
    "opened again": update(Dispute).values(decided_at=None),
    "another account": update(DisputeEntry).values(account=Account.TO_RECIPIENT),
    "a line gone": delete(DisputeEntry),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_case_changed_in_the_tables_is_found(case, forgery):
    opened = case.deny()
    case.ask(opened)
    case.account(opened)
    case.decide(opened)
    with case.house.transaction() as session:
        session.execute(FORGERIES[forgery])
    assert case.differing()


@on_both
def test_the_courier_is_asked_about_the_hour_at_the_door_not_the_hour_it_reached_us(case):
    case.ask(case.deny())
    assert [one.handed_over_at for one in case.asked()] == [AT_THE_DOOR]


def endings(case, courier=None, *, days=0):
    with case.house.reading() as session:
        found = endings_for(session, (courier or case.courier).id, since=NOON + timedelta(days=days))
        return [(one.verdict, one.handed_over_at, one.decided_at) for one in found]


@on_both
def test_the_courier_who_brought_it_reads_how_the_case_ended(case):
    case.decide(case.deny())
    assert endings(case) == [(Verdict.NOT_DELIVERED, AT_THE_DOOR, NOON)]
    assert (endings(case, case.other), endings(case, days=1)) == ([], [])


@on_both
def test_a_case_that_the_citizen_ended_is_told_to_no_courier(case):
    case.deny()
    case.say(Answer.RECEIVED)
    assert endings(case) == []


@pytest.fixture
def older(case):
    """A case from before couriers were asked by themselves, decided; the package is with another courier since."""
    with case.house.transaction() as session:
        session.add(a_bare_delivery(session, case.package_id, case.courier.id))
    case.decide(case.deny())
    with case.house.transaction() as session:
        session.execute(delete(DisputeEntry).where(DisputeEntry.said == Said.ASKED))
        session.get_one(Package, case.package_id).courier_id = case.other.id
    return case


@on_both
def test_who_carries_a_package_now_reads_nothing_of_somebody_elses_delivery(older):
    assert (len(endings(older)), endings(older, older.other)) == (1, [])


def test_a_delivery_after_the_verdict_is_not_what_an_older_case_is_about(older):
    with older.house.transaction() as session:
        again = a_bare_delivery(session, older.package_id, older.other.id)
        again.received_at = NOON + timedelta(days=2)
        session.add(again)
    assert (len(endings(older)), endings(older, older.other)) == (1, [])


def test_a_voided_delivery_stays_that_of_the_courier_who_recorded_it(older):
    with older.house.transaction() as session:
        proof_id = session.scalars(select(Proof.id)).one()
        officers = {"user_id": older.officer.id, "second_id": older.colleague.id}
        where = {"package_id": older.package_id, "status": Status.READY}
        sealed = {"reason_sealed": b"", "made_at": NOON, "leaf_index": append_leaf(session, b"void")}
        session.add(Void(proof_id=proof_id, **officers, **where, **sealed))
    assert (len(endings(older)), endings(older, older.other)) == (1, [])
