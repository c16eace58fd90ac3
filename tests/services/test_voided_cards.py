"""What becomes of the old card when the delivery that was to bring it never was."""

import pytest
from sqlalchemy import update

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.exchange import OldCard
from courier_app.models import Package
from courier_app.queries.old_cards import cards_at
from courier_app.queries.scopes import Scope
from courier_app.services.card_returns import waive_card
from courier_app.vault_rounds import all_broken
from tests.house import NOON, on_both
from tests.phone import a_card, a_photo, a_signature, promise
from tests.services.test_voids import Wrong

LOST = {"seal": None, "missing": "loss_letter", "letter": "STPL/9/2026"}
SEALED = {"seal": "A-4711", "missing": None, "letter": None}


class WrongExchange(Wrong):
    """A delivery that was to bring an old card back."""

    def deliver(self, old_card=None, *, card=False, package=None):
        files = (a_photo(), a_signature(), *((a_card(),) if card else ()))
        said = {"old_card": old_card} if old_card else {}
        self.delivered = self.phone.freeze(package or self.stored(), files=files, **said)
        answer = self.phone.send(self.delivered)
        assert answer.status_code == 201
        return promise(answer)["verdict"]

    def to_exchange(self):
        return self.package(card_why=CardWhy.DAMAGED)

    def listed(self):
        with self.house.reading() as session:
            return len(cards_at(session, Scope(None), OldCard.NOT_AVAILABLE))


@pytest.fixture
def wrong(app, house, ports):
    return WrongExchange(app, house, ports)


@on_both
def test_a_card_that_only_the_voided_delivery_said_to_be_lost_is_owed_again(wrong):
    wrong.deliver(LOST, package=wrong.to_exchange())
    wrong.void()
    assert wrong.stored().old_card is OldCard.OWED
    assert (wrong.faults(), list(all_broken(wrong.house, wrong.ports))) == ([], [])


def test_the_next_delivery_without_the_card_or_a_reason_is_kept_for_review(wrong):
    wrong.deliver(LOST, package=wrong.to_exchange())
    wrong.void()
    assert wrong.deliver() == "kept_for_review"


@on_both
def test_the_next_delivery_says_anew_why_there_is_none_and_both_commands_are_content(wrong):
    wrong.deliver(LOST, package=wrong.to_exchange())
    wrong.void()
    assert wrong.deliver(LOST) == "accepted"
    assert (wrong.stored().old_card, wrong.listed()) == (OldCard.NOT_AVAILABLE, 1)
    assert (wrong.faults(), list(all_broken(wrong.house, wrong.ports))) == ([], [])


def test_a_card_in_the_couriers_bag_stays_collected(wrong):
    wrong.deliver(SEALED, card=True, package=wrong.to_exchange())
    wrong.void()
    assert wrong.stored().old_card is OldCard.COLLECTED


def test_what_an_officer_waived_stays_waived(wrong):
    package = wrong.to_exchange()
    with wrong.house.transaction() as session:
        waive_card(session, package.id, office_id=wrong.office.id, by=wrong.first.id, now=NOON)
    wrong.deliver(package=package)
    wrong.void()
    assert (wrong.stored().old_card, wrong.faults()) == (OldCard.NOT_AVAILABLE, [])


def test_a_card_that_an_update_calls_not_there_after_the_void_is_noticed(wrong):
    wrong.deliver(LOST, package=wrong.to_exchange())
    wrong.void()
    with wrong.house.transaction() as session:
        here = update(Package).where(Package.id == wrong.stored().id)
        session.execute(here.values(old_card=OldCard.NOT_AVAILABLE))
    assert wrong.faults() == [f"old card of package {wrong.stored().id}"]
