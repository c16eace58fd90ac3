"""Handing over: what becomes of packages, who may receive them, and that nobody gets one twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.domain.refusals import HandoverClosed, Invalid, NotAllowed, UnknownPackage, WrongStatus
from courier_app.models import (
    Audience,
    Courier,
    Handover,
    HandoverPackage,
    LoginSession,
    Office,
    Package,
    PackageEvent,
    User,
)
from courier_app.services.handovers import (
    MOST,
    NewHandover,
    hand_to_courier,
    open_trip,
    renew_token,
    revoke,
    token_digest,
)
from courier_app.services.ports import Ports
from tests.house import NOON, on_both
from tests.town import a_courier, a_package, a_user, an_office

LATER = NOON + timedelta(minutes=1)


@dataclass
class Town:
    """An office with an officer, a postman and packages that are ready."""

    session: Session
    ports: Ports
    office: Office
    officer: User
    postman: Courier

    def ready(self, count: int = 1, **said: Any) -> list[Package]:
        facts = {"status": Status.READY} | said
        return [a_package(self.session, self.ports, self.office, **facts).package for _ in range(count)]

    def new(self, packages: list[Package]) -> NewHandover:
        return NewHandover(uuid4(), self.office.id, self.officer.id, frozenset(p.id for p in packages))

    def hand_over(self, packages: list[Package]) -> Handover:
        return hand_to_courier(self.session, self.new(packages), self.postman.id, now=NOON)

    def trip(self, packages: list[Package]) -> tuple[Handover, str]:
        handover, token = open_trip(self.session, self.new(packages), "gojek", now=NOON)
        assert token
        return handover, token

    def take_back(self, handover: Handover) -> Any:
        by = {"office_id": self.office.id, "officer_id": self.officer.id}
        return revoke(self.session, handover.id, **by, now=LATER)


@pytest.fixture
def town(house: Database, ports: Ports) -> Iterator[Town]:
    with house.transaction() as session:
        office = an_office(session)
        yield Town(session, ports, office, a_user(session, office=office), a_courier(session, office))


def states(packages: list[Package]) -> set[tuple[Status, UUID | None, UUID | None]]:
    return {(package.status, package.courier_id, package.handover_id) for package in packages}


@on_both
def test_handed_packages_are_the_postmans_and_stand_on_the_handover(town: Town) -> None:
    packages = town.ready(3)
    handover = town.hand_over(packages)
    assert states(packages) == {(Status.ASSIGNED, town.postman.id, handover.id)}
    listed = town.session.scalars(
        select(HandoverPackage.package_id).where(HandoverPackage.handover_id == handover.id)
    )
    assert set(listed) == {package.id for package in packages}


def test_the_history_names_officer_and_courier(town: Town) -> None:
    packages = town.ready()
    town.hand_over(packages)
    last = town.session.scalars(select(PackageEvent).order_by(PackageEvent.id.desc())).first()
    assert last
    assert (last.status, last.user_id, last.courier_id) == (
        Status.ASSIGNED,
        town.officer.id,
        town.postman.id,
    )


@on_both
def test_a_form_sent_twice_hands_over_once(town: Town) -> None:
    new = town.new(town.ready(2))
    first = hand_to_courier(town.session, new, town.postman.id, now=NOON)
    again = hand_to_courier(town.session, new, town.postman.id, now=LATER)
    assert first.id == again.id
    assert town.session.scalar(select(func.count()).select_from(HandoverPackage)) == 2


def test_a_handovers_number_does_not_open_a_colleagues_handover(town: Town) -> None:
    new = town.new(town.ready())
    hand_to_courier(town.session, new, town.postman.id, now=NOON)
    other = a_user(town.session, office=town.office)
    with pytest.raises(NotAllowed):
        hand_to_courier(town.session, replace(new, officer_id=other.id), town.postman.id, now=NOON)


def test_a_postman_of_another_office_gets_nothing(town: Town) -> None:
    stranger = a_courier(town.session, an_office(town.session, region="33.18"))
    with pytest.raises(NotAllowed):
        hand_to_courier(town.session, town.new(town.ready()), stranger.id, now=NOON)


def test_a_postman_whose_account_is_closed_gets_nothing(town: Town) -> None:
    user = town.session.get_one(User, town.postman.user_id)
    user.closed_at = NOON
    town.session.flush()
    with pytest.raises(NotAllowed):
        town.hand_over(town.ready())


def test_a_driver_without_account_gets_nothing_by_name(town: Town) -> None:
    driver = a_courier(town.session, town.office, user_id=None, partner_code="grab")
    with pytest.raises(NotAllowed):
        hand_to_courier(town.session, town.new(town.ready()), driver.id, now=NOON)


def test_another_offices_package_is_unknown(town: Town) -> None:
    other = an_office(town.session, region="33.18")
    foreign = a_package(town.session, town.ports, other, status=Status.READY).package
    with pytest.raises(UnknownPackage):
        town.hand_over([*town.ready(), foreign])


@pytest.mark.parametrize("status", [Status.REGISTERED, Status.ASSIGNED, Status.PICKED_UP, Status.CANCELLED])
def test_only_ready_packages_are_handed_over(town: Town, status: Status) -> None:
    late = town.ready(status=status)[0]
    with pytest.raises(WrongStatus) as refusal:
        town.hand_over([*town.ready(), late])
    assert refusal.value.members == {"packages": [late.alias]}


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_an_empty_or_endless_handover_is_refused(town: Town, count: int) -> None:
    new = NewHandover(uuid4(), town.office.id, town.officer.id, frozenset(uuid4() for _ in range(count)))
    with pytest.raises(Invalid):
        hand_to_courier(town.session, new, town.postman.id, now=NOON)


def test_a_trip_waits_for_a_driver_with_only_the_tokens_hash(town: Town) -> None:
    packages = town.ready(2)
    handover, token = town.trip(packages)
    assert states(packages) == {(Status.ASSIGNED, None, handover.id)}
    assert (handover.token_digest, handover.courier_id) == (token_digest(token), None)
    assert len(token) == 22


def test_a_trips_qr_lives_two_minutes_and_the_trip_eight_hours(town: Town) -> None:
    handover, _ = town.trip(town.ready())
    assert handover.token_expires_at == NOON + timedelta(minutes=2)
    assert handover.expires_at == NOON + timedelta(hours=8)


def test_a_trip_sent_twice_gives_no_second_token(town: Town) -> None:
    new = town.new(town.ready())
    first, token = open_trip(town.session, new, "grab", now=NOON)
    again, nothing = open_trip(town.session, new, "grab", now=LATER)
    assert (again.id, nothing, again.token_digest) == (first.id, None, token_digest(token or ""))


@pytest.mark.parametrize("partner", ["pos", "nobody"])
def test_a_trip_is_only_for_partners_whose_drivers_have_no_account(town: Town, partner: str) -> None:
    with pytest.raises(NotAllowed):
        open_trip(town.session, town.new(town.ready()), partner, now=NOON)


def test_a_new_qr_kills_the_old_one(town: Town) -> None:
    handover, old = town.trip(town.ready())
    token = renew_token(town.session, handover.id, office_id=town.office.id, now=LATER)
    assert token != old
    assert handover.token_digest == token_digest(token)
    assert handover.token_expires_at == LATER + timedelta(minutes=2)


def claimed(town: Town, handover: Handover) -> None:
    handover.courier_id = a_courier(town.session, town.office, user_id=None, partner_code="gojek").id


def revoked(town: Town, handover: Handover) -> None:
    town.take_back(handover)


def over(town: Town, handover: Handover) -> None:
    handover.expires_at = NOON


@pytest.mark.parametrize("ended", [claimed, revoked, over])
def test_no_new_qr_once_the_trip_is_taken_revoked_or_over(town: Town, ended: Any) -> None:
    handover, _ = town.trip(town.ready())
    ended(town, handover)
    town.session.flush()
    with pytest.raises(HandoverClosed):
        renew_token(town.session, handover.id, office_id=town.office.id, now=LATER)


def test_no_new_qr_for_a_postmans_handover(town: Town) -> None:
    handover = town.hand_over(town.ready())
    with pytest.raises(HandoverClosed):
        renew_token(town.session, handover.id, office_id=town.office.id, now=LATER)


@on_both
def test_what_was_not_picked_up_is_ready_again_and_the_rest_stays(town: Town) -> None:
    packages = town.ready(3)
    handover = town.hand_over(packages)
    picked = packages[0]
    picked.status = Status.PICKED_UP
    town.session.flush()
    taken = town.take_back(handover)
    assert (taken.ready, taken.with_courier) == (2, 1)
    assert states(packages[1:]) == {(Status.READY, None, None)}
    assert states([picked]) == {(Status.PICKED_UP, town.postman.id, handover.id)}


def test_taking_back_twice_takes_nothing_more_and_keeps_the_first_time(town: Town) -> None:
    packages = town.ready(2)
    handover = town.hand_over(packages)
    town.take_back(handover)
    again = town.hand_over(packages)
    taken = town.take_back(handover)
    assert (taken.ready, handover.revoked_at) == (0, LATER)
    assert states(packages) == {(Status.ASSIGNED, town.postman.id, again.id)}


def test_taking_back_ends_the_drivers_session_and_the_qr(town: Town) -> None:
    handover, _ = town.trip(town.ready())
    claimed(town, handover)
    town.session.add(a_session(handover))
    town.session.flush()
    town.take_back(handover)
    assert town.session.scalars(select(LoginSession)).all() == []
    assert (handover.token_digest, handover.token_expires_at) == (None, None)


def a_session(handover: Handover) -> LoginSession:
    return LoginSession(
        id=b"s" * 32,
        audience=Audience.COURIER,
        courier_id=handover.courier_id,
        handover_id=handover.id,
        created_at=NOON,
        seen_at=NOON,
        expires_at=LATER,
    )


def test_another_office_takes_nothing_back(town: Town) -> None:
    handover = town.hand_over(town.ready())
    other = an_office(town.session, region="33.18")
    with pytest.raises(NotAllowed):
        revoke(town.session, handover.id, office_id=other.id, officer_id=town.officer.id, now=NOON)


@on_both
def test_two_officers_at_once_hand_a_package_to_one_courier_only(house: Database, ports: Ports) -> None:
    with house.transaction() as session:
        office = an_office(session)
        officers = [a_user(session, office=office).id for _ in range(2)]
        postmen = [a_courier(session, office).id for _ in range(2)]
        packages = [a_package(session, ports, office, status=Status.READY).package for _ in range(10)]
    ids = frozenset(package.id for package in packages)

    def hand_over(number: int) -> str:
        new = NewHandover(uuid4(), office.id, officers[number % 2], ids)
        try:
            with house.transaction() as session:
                hand_to_courier(session, new, postmen[number % 2], now=NOON)
        except WrongStatus:
            return "refused"
        return "handed"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(hand_over, range(8)))
    assert answers == ["handed", *["refused"] * 7]
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(HandoverPackage)) == len(ids)
        assert len(set(session.scalars(select(Package.courier_id)))) == 1


@on_both
def test_a_form_sent_eight_times_at_once_is_one_handover(house: Database, ports: Ports) -> None:
    with house.transaction() as session:
        office = an_office(session)
        officer, postman = a_user(session, office=office), a_courier(session, office)
        package = a_package(session, ports, office, status=Status.READY).package
    new = NewHandover(uuid4(), office.id, officer.id, frozenset({package.id}))

    def send(_number: int) -> UUID:
        with house.transaction() as session:
            return hand_to_courier(session, new, postman.id, now=NOON).id

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {new.id}
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Handover)) == 1
