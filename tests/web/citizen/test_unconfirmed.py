"""A delivery on the courier's word alone: its page says whose word it is, until the recipient has been heard."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from courier_app.db import Database
from courier_app.domain.call_backs import CallAnswer
from courier_app.domain.packages import Status
from courier_app.domain.retention import ErasedWhy, Part
from courier_app.domain.reviews import Decision
from courier_app.models import Answer, Role
from courier_app.services.call_backs import Call, note_call
from courier_app.services.erasing import Order, erase
from courier_app.services.packages import Registered
from courier_app.services.ports import Ports
from courier_app.services.receivers import handed_over
from courier_app.services.reviews import NewReview, review_proof
from tests.house import NOON, on_both
from tests.phone import Phone
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.citizen.doors import claim, token, words

WHOSE_WORD, RECEIVED = "Menurut kurir sudah diterima", "Sudah diterima"


@dataclass
class Door:
    """One package, brought by a postman."""

    app: Flask
    house: Database
    ports: Ports
    made: Registered = field(init=False)
    phone: Phone = field(init=False)
    proof: UUID = field(init=False)

    def hand_over(self, **answers: Any) -> None:
        with self.house.transaction() as session:
            self.office = an_office(session)
            postman = a_courier(session, self.office)
            facts = {"status": Status.OUT_FOR_DELIVERY, "courier": postman}
            self.made = a_package(session, self.ports, self.office, **facts)
        phone = self.phone = Phone(self.app, postman)
        code = {"claim_code": self.made.claim_code} if answers.pop("with_code", False) else {}
        frozen = phone.freeze(self.made.package, answers=answers | code)
        assert phone.send(frozen).status_code == 201
        self.proof = frozen.proof

    def accept_a_second(self, **answers: Any) -> None:
        """The same courier once more, too late to move anything: an auditor says that it is true all the same."""
        frozen = self.phone.freeze(self.made.package, answers=answers)
        assert self.phone.send(frozen).status_code == 201
        with self.house.transaction() as session:
            auditor = a_user(session, Role.AUDITOR, office=self.office)
            why, seen = "Penerimanya sama, dua kali dicatat.", Status.DELIVERED
            new = NewReview(frozen.proof, auditor.id, Decision.ACCEPTED, why, seen)
            assert not review_proof(session, self.ports, new, now=NOON).moved

    def ring_up(self, said: CallAnswer) -> None:
        with self.house.transaction() as session:
            officer = a_user(session, office=self.office)
            note_call(session, self.ports, Call(self.proof, self.made.package.id, officer.id, said), now=NOON)

    def erase(self) -> None:
        with self.house.transaction() as session:
            erase(session, Order(self.made.package.id, Part.EVERYTHING, ErasedWhy.ORDER), now=NOON)


@pytest.fixture
def door(app: Flask, house: Database, ports: Ports) -> Door:
    return Door(app, house, ports)


def label_page(client: FlaskClient, door: Door) -> str:
    return words(client.get(f"/P/{door.made.package.label_id}"))


def own_page(client: FlaskClient, door: Door) -> str:
    claim(client, door.made)
    return words(client.get("/cek/paket"))


@on_both
def test_whoever_holds_the_label_reads_that_it_is_the_couriers_word(client: FlaskClient, door: Door) -> None:
    door.hand_over()
    assert WHOSE_WORD in label_page(client, door)


def test_nobody_reads_that_the_proof_is_complete(client: FlaskClient, door: Door) -> None:
    door.hand_over()
    assert "lengkap" not in label_page(client, door).partition("Lihat lebih lengkap")[0]


@on_both
def test_the_citizen_reads_it_above_and_in_the_journey(client: FlaskClient, door: Door) -> None:
    door.hand_over()
    assert own_page(client, door).count(WHOSE_WORD) == 2


def test_with_the_claim_code_it_is_received(client: FlaskClient, door: Door) -> None:
    door.hand_over(with_code=True)
    assert label_page(client, door).startswith(RECEIVED)


@on_both
def test_a_second_proof_that_moved_nothing_makes_no_confirmed_delivery_doubtful(
    client: FlaskClient, door: Door
) -> None:
    door.hand_over(with_code=True)
    door.accept_a_second()
    assert label_page(client, door).startswith(RECEIVED)
    assert WHOSE_WORD not in own_page(client, door)


def test_the_receipt_is_that_of_the_delivery_and_not_of_a_second_proof_that_moved_nothing(door: Door) -> None:
    door.hand_over(with_code=True)
    door.accept_a_second()
    with door.house.reading() as session:
        handed = handed_over(session, door.ports, door.made.package.id)
    assert handed is not None
    assert handed.proof_id == door.proof


def test_a_second_proof_with_the_code_confirms_no_delivery_on_the_couriers_word(
    client: FlaskClient, door: Door
) -> None:
    door.hand_over()
    door.accept_a_second(claim_code=door.made.claim_code)
    assert WHOSE_WORD in label_page(client, door)
    assert own_page(client, door).count(WHOSE_WORD) == 2


@pytest.mark.parametrize("said", [CallAnswer.RECEIVED, CallAnswer.KNOWN_OTHER])
def test_once_the_office_has_heard_the_recipient_it_is_received(
    client: FlaskClient, door: Door, said: CallAnswer
) -> None:
    door.hand_over()
    door.ring_up(said)
    assert label_page(client, door).startswith(RECEIVED)


def test_erasing_confirms_nothing(client: FlaskClient, door: Door) -> None:
    door.hand_over()
    door.erase()
    assert WHOSE_WORD in label_page(client, door)


def test_a_telephone_that_nobody_answered_confirms_nothing(client: FlaskClient, door: Door) -> None:
    door.hand_over()
    door.ring_up(CallAnswer.NO_ANSWER)
    assert WHOSE_WORD in label_page(client, door)


def test_once_the_citizen_has_said_so_it_is_received(client: FlaskClient, door: Door) -> None:
    door.hand_over()
    claim(client, door.made)
    page = client.get("/cek/paket")
    client.post("/cek/paket/jawaban", data={"csrf_token": token(page), "jawaban": Answer.RECEIVED.value})
    assert WHOSE_WORD not in words(client.get("/cek/paket"))
