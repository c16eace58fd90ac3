"""The delivery fee in the words of the screens, for officers and citizens alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from courier_app.domain.payments import (
    MOST_PAID,
    PAID_BY_WORDS,
    UNPAID_WORDS,
    PaidBy,
    Payment,
    Standing,
    Unpaid,
    standing,
)
from courier_app.web.words import rupiah, say


@dataclass(frozen=True)
class FeeShown:
    """The fee of one proof: what was due, what the courier said, and a sentence where that wants a look."""

    due: str
    said: str
    advice: str
    tone: str


def fee_shown(due: int, payment: Payment | None) -> FeeShown | None:
    """None where nothing was due and nothing taken."""
    found = standing(due, payment)
    if found is Standing.FREE:
        return None
    said = payment_words(payment)
    owed = rupiah(due) if due else str(gettext("Gratis"))
    return FeeShown(owed, said, _advice().get(found, ""), TONES.get(found, ""))


TONES: Mapping[Standing, str] = {Standing.LESS: "warn", Standing.UNPAID: "warn", Standing.MORE: "bad"}


def payment_words(payment: Payment | None) -> str:
    """`Tunai, Rp9.000` or `tidak dibayar: …`; a code that we do not know is shown as it is."""
    if payment is None:
        return str(gettext("tidak dicatat kurir"))
    if payment.rupiah == 0:
        return str(gettext("tidak dibayar: %(why)s", why=_unpaid(payment.reason)))
    return str(
        gettext("dibayar %(amount)s, %(way)s", amount=rupiah(payment.rupiah), way=way_words(payment.method))
    )


def way_words(method: str | None) -> str:
    return say(PAID_BY_WORDS[PaidBy(method)]) if method in set(PaidBy) else str(method or "–")


def _advice() -> Mapping[Standing, str]:
    """What an officer must see beside the record."""
    sentences = {
        Standing.LESS: gettext("Dibayar kurang dari ongkos kirim."),
        Standing.MORE: gettext("Warga membayar LEBIH dari ongkos kirim. Tanyakan kepada kurir dan warga."),
        Standing.UNPAID: gettext("Ongkos kirim tidak dibayar; dokumennya tetap sah diserahkan."),
    }
    return {found: str(words) for found, words in sentences.items()}


def payment_from(members: Mapping[str, Any]) -> Payment | None:
    """As a manifest that we kept says it."""
    said = members.get("payment")
    if not isinstance(said, dict):
        return None
    amount = said.get("rupiah")
    if type(amount) is not int or not 0 <= amount <= MOST_PAID:
        return None
    return Payment(amount, said.get("method"), said.get("reason"))


def _unpaid(reason: str | None) -> str:
    return say(UNPAID_WORDS[Unpaid(reason)]) if reason in set(Unpaid) else str(reason or "–")
