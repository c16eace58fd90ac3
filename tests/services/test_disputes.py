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
from courier_app.domain.refusals import (
    CaseClosed,
    Invalid,
    Refusal,
    UnknownPackage,
    WrongStatus,
)
from courier_app.models import Answer, Dispute, DisputeEntry, Leaf, Package, PackageKey, Role, ServerRecord
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
from courier_app.services.moves import Actor, walk
from tests.house import NOON, on_both
from tests.town import a_courier, a_package, a_user, an_office

WHY = "Amplopnya ada pada tetangga. Kami mengambilnya dan mengantarnya hari ini."
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
            walk(session, made.package, (Status.DELIVERED,), by=Actor(), at=(NOON, NOON))

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
        with self.house.reading() as session:
            return list(rows_that_differ(session))


@pytest.fixture
def case(house, ports):
    return Case(house, ports)


@on_both
def test_not_received_opens_a_case_with_three_times_24_hours_and_the_citizens_words(case):
    opened = case.deny(SAID)
    assert case.row().due_at == NOON + FIRST_ANSWER == NOON + timedelta(hours=72)
    assert [(one.said, one.text) for one in case.lines(opened)] == [(Said.CITIZEN, SAID)]
    assert case.package().disputed_at == NOON


@on_both
def test_a_whole_case_is_in_the_ledger_step_by_step(case):
    opened = case.deny(SAID)
    case.ask(opened)
    case.account(opened)
    case.write(opened)
    case.decide(opened)
    steps = ["opened", "citizen", "asked", "account", "told", "verdict"]
    assert [one["step"] for one in case.records()] == steps
    assert case.records()[0]["hold"] is True
    assert case.records()[-1]["hold"] is False


def test_no_leaf_and_no_record_holds_a_word_that_anybody_wrote(case):
    opened = case.deny(SAID)
    case.ask(opened)
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
def test_the_courier_is_asked_and_answers_once(case):
    opened = case.deny()
    for _ in range(2):
        case.ask(opened)
    assert [one.dispute_id for one in case.asked()] == [opened]
    for _ in range(2):
        case.account(opened)
    assert case.asked() == ()
    assert [one.said for one in case.lines(opened)] == [Said.ASKED, Said.ACCOUNT]


def test_a_courier_who_answered_can_be_asked_again(case):
    opened = case.deny()
    case.ask(opened)
    case.account(opened)
    case.do(ask_courier, opened, by=case.officer.id, now=NOON + timedelta(hours=1))
    assert len(case.asked()) == 1


def test_another_courier_sees_no_question_and_answers_none(case):
    opened = case.deny()
    case.ask(opened)
    assert case.asked(case.other) == ()
    with pytest.raises(UnknownPackage):
        case.account(opened, courier=case.other)


def test_a_courier_who_was_not_asked_says_nothing_of_himself(case):
    opened = case.deny()
    with pytest.raises(UnknownPackage):
        case.account(opened)


def test_a_package_that_nobody_carried_asks_nobody(case):
    opened = case.deny()
    with case.house.transaction() as session:
        session.execute(update(Package).values(courier_id=None))
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
    assert [one["step"] for one in case.records()] == ["opened"]


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
    assert [(one.said, one.text) for one in case.lines(opened)] == [(Said.CITIZEN, None)]
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
