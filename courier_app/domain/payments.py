"""What a courier says of the delivery fee at the door: paid, by which way and how much, or why not.

The document itself is free by law, so a fee that was not paid never takes a delivery back: what is asked is the record.
The house counts money and holds none (domain.md, section 1 and the open questions).
"""

from dataclasses import dataclass
from enum import StrEnum

from courier_app.domain.rupiah import rupiah
from courier_app.domain.words import Words

MOST_PAID = 1_000_000  # rupiah at one door: what is above is a slip of the finger
MOST_COUNTED = 100_000_000  # rupiah of one courier and day
PAYMENT = "payment"  # its word among what a proof lacks


class PaidBy(StrEnum):
    CASH = "cash"
    QRIS = "qris"
    TRANSFER = "transfer"


class Unpaid(StrEnum):
    """Why nothing was paid at the door."""

    PAID_BEFORE = "paid_before"
    REFUSED = "refused"
    NO_MONEY = "no_money"
    WAIVED = "waived"


PAID_BY_WORDS = {
    PaidBy.CASH: Words("Tunai", "Cash"),
    PaidBy.QRIS: Words("QRIS", "QRIS"),
    PaidBy.TRANSFER: Words("Transfer", "Bank transfer"),
}
UNPAID_WORDS = {
    Unpaid.PAID_BEFORE: Words(
        "Sudah dibayar di aplikasi atau kantor", "Paid before, in the app or at the office"
    ),
    Unpaid.REFUSED: Words("Tidak mau membayar", "Did not want to pay"),
    Unpaid.NO_MONEY: Words("Tidak ada uang saat itu", "Had no money at the time"),
    Unpaid.WAIVED: Words("Dibebaskan kantor", "Waived by the office"),
}


@dataclass(frozen=True)
class Payment:
    """`rupiah` above zero goes with `method`, zero with `reason`; codes that we do not know are kept as they are."""

    rupiah: int
    method: str | None
    reason: str | None


class Standing(StrEnum):
    """How a payment stands to what was due."""

    FREE = "free"
    PAID = "paid"
    LESS = "less"
    MORE = "more"
    UNPAID = "unpaid"
    MISSING = "missing"


def standing(due: int, payment: Payment | None) -> Standing:
    """`due` in rupiah. More than was due, and anything where nothing was due, is what an office must look into."""
    if payment is None:
        return Standing.MISSING if due else Standing.FREE
    if payment.rupiah > due:
        return Standing.MORE
    if payment.rupiah == 0:
        return Standing.UNPAID if due else Standing.FREE
    return Standing.PAID if payment.rupiah == due else Standing.LESS


def missing_payment(due: int, payment: Payment | None) -> tuple[str, ...]:
    """A package with a fee wants a word about it, whatever the word is."""
    return (PAYMENT,) if standing(due, payment) is Standing.MISSING else ()


def receipt_said(due: int, payment: Payment | None) -> str:
    """Whether the fee was paid, in the few words of an official paper: in Bahasa Indonesia always."""
    found = standing(due, payment)
    if payment is None or found is Standing.FREE:
        return ""
    if payment.rupiah == 0:
        return "tidak dibayar"
    way = PAID_BY_WORDS[PaidBy(payment.method)].id.lower() if payment.method in set(PaidBy) else ""
    amount = f" {rupiah(payment.rupiah).id}" if found is not Standing.PAID else ""
    return " ".join(f"dibayar{amount} {way}".split())
