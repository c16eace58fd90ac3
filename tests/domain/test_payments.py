"""What a courier says of the delivery fee, against what was due."""

import pytest

from courier_app.domain.payments import (
    PAID_BY_WORDS,
    UNPAID_WORDS,
    PaidBy,
    Payment,
    Standing,
    Unpaid,
    missing_payment,
    receipt_said,
    standing,
)

CASH, REFUSED = Payment(9000, "cash", None), Payment(0, None, "refused")


@pytest.mark.parametrize(
    ("due", "payment", "found"),
    [
        (0, None, Standing.FREE),
        (0, REFUSED, Standing.FREE),
        (0, CASH, Standing.MORE),
        (9000, None, Standing.MISSING),
        (9000, CASH, Standing.PAID),
        (9000, REFUSED, Standing.UNPAID),
        (9000, Payment(5000, "qris", None), Standing.LESS),
        (9000, Payment(20_000, "cash", None), Standing.MORE),
    ],
)
def test_a_payment_stands_to_what_was_due(due, payment, found):
    assert standing(due, payment) is found


def test_only_silence_about_a_fee_is_missing_evidence():
    assert missing_payment(9000, None) == ("payment",)
    assert missing_payment(9000, REFUSED) == missing_payment(0, None) == ()


@pytest.mark.parametrize(
    ("due", "payment", "said"),
    [
        (0, None, ""),
        (9000, None, ""),
        (9000, CASH, "dibayar tunai"),
        (9000, Payment(5000, "qris", None), "dibayar Rp5.000 qris"),
        (9000, REFUSED, "tidak dibayar"),
        (9000, Payment(9000, "barter", None), "dibayar"),
    ],
)
def test_the_receipt_says_it_in_few_words(due, payment, said):
    assert receipt_said(due, payment) == said


def test_every_way_and_reason_has_words():
    assert (set(PAID_BY_WORDS), set(UNPAID_WORDS)) == (set(PaidBy), set(Unpaid))
