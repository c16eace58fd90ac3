"""Registering by the region's rule on old cards: the edition of the moment decides, and what was decided stays."""

from datetime import timedelta

import pytest

from courier_app.domain.card_rules import CardRule, CardWhy
from courier_app.domain.exchange import OldCard
from courier_app.domain.refusals import CardRuleBroken
from courier_app.domain.rulebook_json import rulebook_text
from courier_app.domain.rulebooks import Rulebook
from courier_app.models import Package, Role, RuleDraft
from courier_app.services.packages import NewPackage, register_package
from courier_app.services.rulebooks import DraftInHand, publish
from tests.house import NOON, on_both
from tests.town import SITI, a_user, an_office


class Counter:
    """An office that registers cards under whatever its region's rules say."""

    def __init__(self, house, ports):
        self.house, self.ports = house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.admin = a_user(session, Role.ADMIN, office=self.office)

    def publish(self, *, at=NOON, **cards):
        region, rules = self.office.region_code, {code: CardRule(rule) for code, rule in cards.items()}
        text = {"contents": rulebook_text(Rulebook(cards=rules)), "based_on": 0, "revision": 1}
        with self.house.transaction() as session:
            session.add(RuleDraft(region_code=region, user_id=self.admin.id, changed_at=NOON, **text))
            session.flush()
            publish(session, DraftInHand(region, self.admin.id, 1), at, now=NOON)

    def register(self, kind, why=None, *, at=NOON):
        new = NewPackage(self.office.id, kind, SITI, card_why=why)
        with self.house.transaction() as session:
            return register_package(session, self.ports, new, by=None, now=at).package.id

    def owed(self, package_id):
        with self.house.reading() as session:
            package = session.get_one(Package, package_id)
            return package.old_card, package.card_why, package.card_edition


@pytest.fixture
def counter(house, ports):
    return Counter(house, ports)


@on_both
def test_under_the_national_rules_the_officers_word_decides_for_an_identity_card(counter):
    plain, damaged = counter.register("KTP_EL"), counter.register("KTP_EL", CardWhy.DAMAGED)
    assert counter.owed(plain) == (None, None, None)
    assert counter.owed(damaged) == (OldCard.OWED, CardWhy.DAMAGED, 0)


@on_both
def test_where_the_region_always_demands_it_every_new_card_owes_the_old_one(counter):
    counter.publish(KIA="always")
    assert counter.owed(counter.register("KIA")) == (OldCard.OWED, CardWhy.BY_RULE, 1)
    assert counter.owed(counter.register("KIA", CardWhy.CHANGED_DATA))[1] is CardWhy.CHANGED_DATA


@pytest.mark.parametrize("kind", ["KTP_EL", "KIA", "KK"])
def test_where_the_region_never_demands_it_no_card_can_be_owed(counter, kind):
    counter.publish(KTP_EL="never", KIA="never")
    with pytest.raises(CardRuleBroken):
        counter.register(kind, CardWhy.DAMAGED)
    assert counter.owed(counter.register(kind)) == (None, None, None)


def test_packages_of_before_an_edition_keep_what_they_had(counter):
    free, owing = counter.register("KTP_EL"), counter.register("KTP_EL", CardWhy.DAMAGED)
    counter.publish(KTP_EL="always")
    counter.publish(KTP_EL="never")
    assert counter.owed(free) == (None, None, None)
    assert counter.owed(owing) == (OldCard.OWED, CardWhy.DAMAGED, 0)


def test_an_edition_that_begins_later_does_not_decide_today(counter):
    counter.publish(at=NOON + timedelta(days=7), KTP_EL="always")
    assert counter.owed(counter.register("KTP_EL"))[0] is None
    assert counter.owed(counter.register("KTP_EL", at=NOON + timedelta(days=8)))[2] == 1


def test_another_regions_edition_decides_nothing_here(counter, house):
    counter.publish(KTP_EL="always")
    with house.transaction() as session:
        counter.office = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
    assert counter.owed(counter.register("KTP_EL"))[0] is None
