"""The delivery fee in a proof: asked where one is due, kept whatever it says, and judged by nothing else."""

from datetime import date

import pytest
from sqlalchemy import select

from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.models import FeePayment
from tests.house import on_both
from tests.phone import WAITED, promise, reason

CASH = {"rupiah": 9000, "method": "cash", "reason": None}
REFUSED = {"rupiah": 0, "method": None, "reason": "refused"}


def noted(door):
    with door.house.reading() as session:
        return session.scalars(select(FeePayment)).all()


@on_both
def test_what_was_paid_is_noted_for_the_day_of_the_courier(door):
    package = door.package(fee_rupiah=9000)
    answer = door.phone.send(door.phone.freeze(package, payment=CASH))
    assert (promise(answer)["verdict"], door.now(package).status) == ("accepted", Status.DELIVERED)
    [row] = noted(door)
    assert (row.due_rupiah, row.paid_rupiah, row.method, row.reason) == (9000, 9000, "cash", None)
    assert (row.day, row.courier_id) == (date(2026, 11, 23), door.courier.id)


def test_a_delivery_that_was_not_paid_counts_all_the_same(door):
    """The document is free by law."""
    package = door.package(fee_rupiah=9000)
    door.phone.send(door.phone.freeze(package, payment=REFUSED))
    assert door.now(package).status is Status.DELIVERED
    assert [(row.paid_rupiah, row.reason) for row in noted(door)] == [(0, "refused")]


def test_silence_about_a_fee_keeps_the_proof_for_review(door):
    package = door.package(fee_rupiah=9000)
    answer = door.phone.send(door.phone.freeze(package))
    assert promise(answer)["reason"] == Mark.EVIDENCE_INCOMPLETE.value
    assert [(row.due_rupiah, row.method) for row in noted(door)] == [(9000, None)]


def test_a_free_package_notes_nothing(door):
    door.phone.send(door.phone.freeze(door.package()))
    assert noted(door) == []


def test_money_taken_for_a_free_package_is_noted(door):
    door.phone.send(door.phone.freeze(door.package(), payment=CASH))
    assert [(row.due_rupiah, row.paid_rupiah) for row in noted(door)] == [(0, 9000)]


def test_a_failed_attempt_takes_no_fee(door):
    door.phone.send(door.phone.freeze(door.package(fee_rupiah=9000), "attempt_failed"))
    assert noted(door) == []


def test_a_second_sending_notes_it_once(door):
    frozen = door.phone.freeze(door.package(fee_rupiah=9000), payment=CASH)
    door.phone.send(frozen)
    door.phone.send(frozen)
    assert len(noted(door)) == 1


@pytest.mark.parametrize(
    "payment",
    [
        CASH | {"method": None},
        CASH | {"reason": "refused"},
        REFUSED | {"reason": None},
        REFUSED | {"method": "cash"},
        CASH | {"rupiah": -1},
        CASH | {"rupiah": 1_000_001},
        CASH | {"rupiah": True},
        CASH | {"note": "x"},
    ],
)
def test_half_a_payment_is_refused(door, payment):
    answer = door.phone.send(door.phone.freeze(door.package(fee_rupiah=9000), payment=payment))
    assert (answer.status_code, reason(answer)) == (422, "invalid")


def test_a_fee_goes_with_a_delivery_alone(door):
    answer = door.phone.send(door.phone.freeze(door.package(), "returned", payment=CASH))
    assert answer.status_code == 422


@pytest.mark.parametrize(("fee", "mark"), [(0, Mark.EVIDENCE_INCOMPLETE.value), (9000, None)])
def test_a_fee_that_nobody_asks_for_cannot_have_been_left_unpaid(door, fee, mark):
    tried = WAITED | {"fee": {"shown": True, "rupiah": fee}}
    frozen = door.phone.freeze(
        door.package(fee_rupiah=fee), "attempt_failed", files=(), reason="fee_unpaid", tried=tried
    )
    assert promise(door.phone.send(frozen))["reason"] == mark
