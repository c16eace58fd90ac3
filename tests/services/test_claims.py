"""Claim codes open packages, five tries each; citizens say whether a package arrived."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from courier_app.db import Database
from courier_app.domain.code_renewals import Checked, CodeWhy
from courier_app.domain.confirmations import ANSWER_WINDOW
from courier_app.domain.packages import Status
from courier_app.domain.refusals import UnknownPackage, WrongStatus
from courier_app.models import Answer, Look, Package, PackageKey, Statement
from courier_app.queries.citizen import last_word
from courier_app.services.claim_tries import try_code
from courier_app.services.claims import Claim, Word, masked_recipient, state_receipt, try_claim
from courier_app.services.moves import Actor, held_package, walk
from courier_app.services.packages import Registered, Renewal, renew_claim_code
from courier_app.services.ports import Ports
from tests.house import NOON, on_both
from tests.town import a_package, a_user, an_office

Try = Callable[..., UUID | None]


@pytest.fixture
def made(house: Database, ports: Ports) -> Registered:
    with house.transaction() as session:
        made = a_package(session, ports, an_office(session), status=Status.OUT_FOR_DELIVERY)
        walk(session, made.package, (Status.DELIVERED,), by=Actor(), at=(NOON, NOON))
    return made


@pytest.fixture
def attempt(house: Database, ports: Ports) -> Try:
    def attempt(claim: Claim, now: datetime = NOON) -> UUID | None:
        with house.transaction() as session:
            return try_claim(session, ports, claim, now=now)

    return attempt


def wrong(made: Registered) -> Claim:
    return Claim(f"{(int(made.claim_code) + 1) % 1_000_000:06d}", alias=made.package.alias)


def right(made: Registered) -> Claim:
    return Claim(made.claim_code, alias=made.package.alias)


@on_both
def test_the_code_opens_by_alias_and_by_label(made, attempt):
    by_label = Claim(made.claim_code, label_id=made.package.label_id)
    assert attempt(right(made)) == attempt(by_label) == made.package.id


def test_a_wrong_code_opens_nothing(made, attempt):
    assert attempt(wrong(made)) is None


def test_an_unknown_package_opens_nothing(made, attempt):
    assert attempt(Claim(made.claim_code, alias="SX473124829ID")) is None


def test_the_code_of_one_package_does_not_open_another(house, ports, made, attempt):
    with house.transaction() as session:
        other = a_package(session, ports, an_office(session, region="33.74"))
    assert attempt(Claim(made.claim_code, alias=other.package.alias)) is None


@on_both
def test_after_five_wrong_tries_the_right_code_opens_nothing(made, attempt):
    for _ in range(5):
        attempt(wrong(made))
    assert attempt(right(made)) is None


def test_after_four_wrong_tries_the_right_code_still_opens(made, attempt):
    for _ in range(4):
        attempt(wrong(made))
    assert attempt(right(made)) == made.package.id


def test_who_knows_the_code_has_five_tries_again(made, attempt):
    for _ in range(4):
        attempt(wrong(made))
    attempt(right(made))
    for _ in range(4):
        attempt(wrong(made))
    assert attempt(right(made)) == made.package.id


def test_a_new_code_from_the_office_opens_again(house, ports, made, attempt):
    with house.transaction() as session:
        office = an_office(session, region="33.74")
        other, rina = a_package(session, ports, office), a_user(session, office=office)
    for _ in range(5):
        attempt(wrong(other))
    renewal = Renewal(CodeWhy.LOCKED, Checked.CARD_SEEN, rina.id)
    with house.transaction() as session:
        code = renew_claim_code(session, ports, other.package.id, renewal, now=NOON)
    assert attempt(Claim(code, alias=other.package.alias)) == other.package.id


@on_both
def test_the_next_day_there_are_five_tries_again_and_no_more(made, attempt):
    for day in range(3):
        now = NOON + timedelta(days=day)
        assert [attempt(wrong(made), now) for _ in range(5)] == [None] * 5
        assert attempt(right(made), now) is None
    assert attempt(right(made), NOON + timedelta(days=3)) == made.package.id


def test_the_day_ends_at_midnight_where_the_citizens_are(made, attempt):
    before_midnight = datetime(2026, 11, 23, 16, 59, tzinfo=UTC)
    for _ in range(5):
        attempt(wrong(made), before_midnight)
    assert attempt(right(made), before_midnight) is None
    assert attempt(right(made), before_midnight + timedelta(minutes=1)) == made.package.id


@on_both
def test_a_stranger_on_our_pages_uses_up_no_try_of_the_courier(house, ports, made, attempt):
    for _ in range(5):
        attempt(wrong(made))
    with house.transaction() as session:
        assert try_code(session, ports, held_package(session, made.package.id), made.claim_code)


def test_wrong_codes_at_the_door_do_not_close_our_pages(house, ports, made, attempt):
    with house.transaction() as session:
        for _ in range(5):
            try_code(session, ports, held_package(session, made.package.id), wrong(made).code)
    assert attempt(right(made)) == made.package.id


def test_who_knows_the_code_gives_the_courier_no_further_tries(house, ports, made, attempt):
    """The negative control: a door that five wrong codes have closed is opened by the office alone."""
    with house.transaction() as session:
        for _ in range(5):
            try_code(session, ports, held_package(session, made.package.id), wrong(made).code)
    attempt(right(made))
    with house.transaction() as session:
        assert not try_code(session, ports, held_package(session, made.package.id), made.claim_code)


@on_both
def test_of_twenty_guesses_at_once_only_five_are_looked_at(house, made, attempt):
    """Negative control below: the same crowd with the right code gets in."""
    with ThreadPoolExecutor(20) as crowd:
        assert set(crowd.map(attempt, [wrong(made)] * 20)) == {None}
    with house.reading() as session:
        assert session.get_one(Package, made.package.id).web_tries == 5


def test_a_count_that_is_read_before_it_is_raised_lets_twenty_through(house, ports, made):
    """The negative control: what try_claim must not do."""
    together = Barrier(20)

    def careless(_: int) -> bool:
        with house.reading() as session:
            left: bool = session.get_one(Package, made.package.id).web_tries < 5
        together.wait()
        with house.transaction() as session:
            session.get_one(Package, made.package.id).web_tries += 1
        return left

    with ThreadPoolExecutor(20) as crowd:
        assert sum(crowd.map(careless, range(20))) == 20


@on_both
def test_twenty_right_codes_at_once_all_open(made, attempt):
    with ThreadPoolExecutor(20) as crowd:
        assert set(crowd.map(attempt, [right(made)] * 20)) == {made.package.id}


def test_the_masked_name_is_shown_and_the_look_is_on_record(house, ports, made):
    with house.transaction() as session:
        name = masked_recipient(session, ports, made.package.id, now=NOON)
    with house.reading() as session:
        look = session.scalars(select(Look)).one()
    assert (name, look.what, look.user_id, look.courier_id) == ("S••• A•••••", "recipient", None, None)


def test_an_erased_name_is_not_shown(house, ports, made):
    with house.transaction() as session:
        session.execute(delete(PackageKey))
        assert masked_recipient(session, ports, made.package.id, now=NOON) is None


def say(house, ports, made, answer, *, now=NOON):
    with house.transaction() as session:
        state_receipt(session, ports, made.package.id, Word(answer), now=now)


def said(house, made):
    with house.reading() as session:
        word = last_word(session, made.package.id)
    return word.answer if word else None


@on_both
def test_the_last_word_counts_even_when_the_clock_stands_still(house, ports, made):
    for answer in (Answer.RECEIVED, Answer.NOT_RECEIVED, Answer.RECEIVED, Answer.NOT_RECEIVED):
        say(house, ports, made, answer)
    assert said(house, made) is Answer.NOT_RECEIVED


def test_every_change_of_mind_is_kept(house, ports, made):
    for answer in (Answer.NOT_RECEIVED, Answer.RECEIVED):
        say(house, ports, made, answer)
    with house.reading() as session:
        assert len(session.scalars(select(Statement)).all()) == 2


def test_saying_the_same_twice_is_saying_it_once(house, ports, made):
    for _ in range(2):
        say(house, ports, made, Answer.RECEIVED)
    with house.reading() as session:
        assert len(session.scalars(select(Statement)).all()) == 1


def test_after_the_evidence_is_gone_no_answer_is_taken(house, ports, made):
    with pytest.raises(WrongStatus):
        say(house, ports, made, Answer.RECEIVED, now=NOON + ANSWER_WINDOW + timedelta(days=1))


def test_before_delivery_no_answer_is_taken(house, ports):
    with house.transaction() as session:
        made = a_package(session, ports, an_office(session), status=Status.OUT_FOR_DELIVERY)
    with pytest.raises(WrongStatus):
        say(house, ports, made, Answer.NOT_RECEIVED)


def test_an_unknown_package_takes_no_answer(house, ports):
    with pytest.raises(UnknownPackage), house.transaction() as session:
        state_receipt(session, ports, uuid4(), Word(Answer.RECEIVED), now=NOON)
