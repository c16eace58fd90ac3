"""Without touching, in a real browser: put down and seen taken; and handed over though the recipient did not sign."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import Street
from tests.browser.journeys import Parcel, first_of_two_in_hand, proofs_kept
from tests.browser.pages.courier import Phone
from tests.browser.people import an_office_with_people
from tests.browser.server import Server


@dataclass(frozen=True)
class Visit:
    """A postman in front of the door, the first parcel's form open before him."""

    server: Server
    phone: Phone
    parcel: Parcel

    def finished(self) -> tuple[str, str | None, set[str]]:
        """What the office keeps of it: outcome, mark and flags."""
        self.phone.review()
        self.phone.done()
        self.phone.everything_is_sent()
        proof = proofs_kept(self.server.database, self.parcel.label)[-1]
        return proof.outcome.value, proof.mark, set(proof.flags.split())


@pytest.fixture
def visit(server: Server, street: Street) -> Visit:
    people = an_office_with_people(server.database)
    phone, one = first_of_two_in_hand(street, server, people)
    phone.hand_to_addressee()
    phone.tick_all_checks()
    return Visit(server, phone, one)


def test_put_down_on_the_agreed_spot_and_seen_taken_it_is_delivered(visit: Visit) -> None:
    phone = visit.phone
    phone.put_down("gate")
    phone.card_matches()
    phone.take_photo()
    phone.sign()
    expect(phone.main_button()).to_contain_text("sesudah diletakkan")
    phone.see_it_taken()
    outcome, mark, flags = visit.finished()
    assert (outcome, mark) == ("delivered", None)
    assert "checks-incomplete" not in flags


def test_when_nobody_takes_it_the_package_is_not_left(visit: Visit) -> None:
    phone = visit.phone
    phone.put_down("gate")
    phone.page.click("[data-do=nobody-took]")
    phone.is_on("gagal")


def test_a_recipient_who_cannot_sign_gets_it_before_a_witness_and_the_office_may_call(visit: Visit) -> None:
    phone = visit.phone
    phone.card_matches()
    phone.take_photo()
    phone.page.locator("#part-signature .choice", has=phone.page.locator("input[value=unable]")).click()
    expect(phone.main_button()).to_contain_text("saksi")
    phone.not_signed("unable", witness="Pak Darmo", relation="neighbour")
    outcome, mark, flags = visit.finished()
    assert (outcome, mark) == ("delivered", None)
    assert "call-back" in flags
