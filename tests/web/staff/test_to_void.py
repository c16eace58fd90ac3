"""A delivery that a verdict found wrong and nobody has voided stands where officers look, until somebody has."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.disputes import Verdict
from courier_app.domain.packages import Status
from courier_app.domain.retention import ErasedWhy, Part
from courier_app.models import Answer, Dispute, Package, Role
from courier_app.services.claims import Word, state_receipt
from courier_app.services.disputes import Ruling, decide_dispute
from courier_app.services.erasing import Order, erase
from courier_app.services.moves import Actor, walk
from courier_app.services.voids import NewVoid, void_delivery
from tests.house import NOON, on_both
from tests.town import a_user
from tests.web.staff.case import CaseTown

WHY = "Kurir mengaku menyerahkan kepada tetangga. Kami ambil dan antar hari ini."
STANDS = "Keliru, masih dihitung"
ATTENTION, WRONG = "/petugas/?status=perlu-perhatian", "/petugas/?status=keliru"


class Town(CaseTown):
    """One delivery that its citizen denies, and one that nobody has anything against."""

    def __post_init__(self):
        super().__post_init__()
        self.officer = self.desk_of(Role.OFFICER)
        self.proof()
        self.delivered = self.proof()
        self.package_id = self.row(self.delivered).package_id
        self.say(Answer.NOT_RECEIVED, hours=0)

    def do(self, act, *args, hours, **more):
        with self.house.transaction() as session:
            return act(session, *args, now=NOON + timedelta(hours=hours), **more)

    def say(self, answer, *, hours):
        self.do(state_receipt, self.ports, self.package_id, Word(answer), hours=hours)

    def decide(self, verdict=Verdict.NOT_DELIVERED, *, hours=1):
        with self.house.transaction() as session:
            user = a_user(session, Role.OFFICER, office=self.office)
            open_ = select(Dispute.id).where(Dispute.decided_at.is_(None))
            case = session.scalars(open_).one()
        self.do(decide_dispute, self.ports, Ruling(case, user.id, verdict, WHY), hours=hours)

    def void(self, to=Status.ATTEMPT_FAILED):
        with self.house.transaction() as session:
            first, second = (a_user(session, office=self.office).id for _ in range(2))
        new = NewVoid(self.delivered.proof, self.office.id, first, second, to, WHY)
        self.do(void_delivery, self.ports, new, hours=2)

    def listed(self, address, *, desk=None):
        """The packages that a list shows."""
        page = (desk or self.officer).get(address).text
        return set(re.findall(r'href="/petugas/paket/([0-9a-f-]{36})"', page))


@pytest.fixture
def town(app, house, ports):
    return Town(app, house, ports)


@pytest.fixture
def found_wrong(town):
    town.decide()
    return town


def menu(desk):
    return desk.get("/petugas/").text.partition("</header>")[0]


def tile(desk, name):
    """The number on a tile of the package list; none where there is no tile."""
    page = desk.get("/petugas/").text
    found = re.search(rf'href="/petugas/\?status={name}">.*?<strong>([^<]+)</strong>', page, re.DOTALL)
    return found[1] if found else None


@on_both
@pytest.mark.parametrize("verdict", [Verdict.NOT_DELIVERED, Verdict.DELIVERED_TO_OTHER])
def test_it_is_among_what_needs_attention_and_on_a_list_of_its_own(town, verdict):
    town.decide(verdict)
    mine = {str(town.package_id)}
    assert (town.listed(ATTENTION), town.listed(WRONG)) == (mine, mine)


@on_both
def test_its_tile_and_what_needs_attention_count_it(found_wrong):
    assert (tile(found_wrong.officer, "keliru"), tile(found_wrong.officer, "perlu-perhatian")) == ("1", "1")


def test_its_row_says_that_it_was_found_wrong_and_still_counts(found_wrong):
    row = found_wrong.officer.get(WRONG).text.partition("<tbody")[2]
    assert ("Dinyatakan keliru" in row, "Masih dihitung" in row) == (True, True)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMIN])
def test_the_menu_counts_it_for_who_may_void_it(found_wrong, role):
    assert 'title="serah terima keliru masih dihitung"' in menu(found_wrong.desk_of(role))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DPO, Role.PROVINCE])
def test_the_menu_does_not_count_it_for_who_may_not(found_wrong, role):
    assert "serah terima keliru" not in menu(found_wrong.desk_of(role))


def test_the_province_reads_it_in_its_list_without_a_name(found_wrong):
    desk = found_wrong.desk_of(Role.PROVINCE)
    assert found_wrong.listed(WRONG, desk=desk) == {str(found_wrong.package_id)}
    assert found_wrong.postman.name not in desk.get(WRONG).text


def test_another_office_hears_nothing_of_it(found_wrong):
    stranger = found_wrong.desk_of(Role.OFFICER, elsewhere=True)
    assert (found_wrong.listed(WRONG, desk=stranger), tile(stranger, "keliru")) == (set(), None)


def nowhere(town):
    assert (town.listed(WRONG), tile(town.officer, "keliru")) == (set(), None)
    assert "serah terima keliru" not in menu(town.officer)


@on_both
@pytest.mark.parametrize("to", [Status.ATTEMPT_FAILED, Status.HELD_FOR_PICKUP, Status.LOST])
def test_once_voided_it_is_nowhere_there(found_wrong, to):
    found_wrong.void(to)
    nowhere(found_wrong)


def test_while_its_case_is_open_it_stands_among_the_disputes_alone(town):
    nowhere(town)


@pytest.mark.parametrize("verdict", [Verdict.DELIVERED_CONFIRMED])
def test_a_delivery_that_was_confirmed_is_nowhere_there(town, verdict):
    town.decide(verdict)
    nowhere(town)


def test_the_last_verdict_is_the_one_that_counts(found_wrong):
    found_wrong.say(Answer.RECEIVED, hours=2)
    found_wrong.say(Answer.NOT_RECEIVED, hours=3)
    found_wrong.decide(Verdict.DELIVERED_CONFIRMED, hours=4)
    nowhere(found_wrong)


def test_contested_once_more_it_stands_once_in_what_needs_attention(found_wrong):
    found_wrong.say(Answer.NOT_RECEIVED, hours=2)
    assert (tile(found_wrong.officer, "perlu-perhatian"), tile(found_wrong.officer, "keliru")) == ("1", None)


def test_who_has_it_after_all_leaves_nothing_to_void(found_wrong):
    found_wrong.say(Answer.RECEIVED, hours=2)
    nowhere(found_wrong)


def test_what_was_erased_cannot_be_voided_any_more_and_is_nowhere_there(found_wrong):
    order = Order(found_wrong.package_id, Part.EVERYTHING, ErasedWhy.ORDER)
    found_wrong.do(erase, order, hours=3)
    nowhere(found_wrong)


def test_a_collection_at_the_counter_has_no_proof_to_void_and_is_nowhere_there(town):
    with town.house.transaction() as session:
        package = session.get_one(Package, town.package_id)
        walk(session, package, (Status.DELIVERED,), by=Actor(), at=(NOON, NOON))
    town.decide()
    nowhere(town)


def test_an_office_without_any_has_no_tile_for_it_and_an_empty_list_says_so(town):
    assert "Tidak ada serah terima keliru yang masih dihitung" in town.officer.get(WRONG).text
