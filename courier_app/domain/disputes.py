"""A citizen's "I have not received this": how long the office has, what may be said in the case, and how it ends."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from courier_app.domain.words import Words

FIRST_ANSWER = timedelta(
    hours=72
)  # 3 × 24 hours, as UU PDP gives for what citizens ask (domain.md, section 14)
VERDICT_WITHIN = timedelta(days=14)  # once the citizen has been told that somebody is at it
MOST_CASES = 3  # of one package: a fourth is for the telephone
MOST_CITIZEN_NOTES = 5  # in one case
MOST_ENTRIES = 60  # of the office in one case
SHORTEST_REASON, LONGEST_TEXT = 10, 500


class Verdict(StrEnum):
    """How a case ended. WITHDRAWN is the citizen's own "received" alone."""

    DELIVERED_CONFIRMED = "delivered_confirmed"
    DELIVERED_TO_OTHER = "delivered_to_other"
    NOT_DELIVERED = "not_delivered"
    DOCUMENT_REISSUED = "document_reissued"
    WITHDRAWN = "withdrawn_by_citizen"


class Said(StrEnum):
    """One line of a case. TOLD is read by the citizen; ACCOUNT is the courier's own, CALL one taken down by
    telephone; CITIZEN is the citizen's. PARTNER: the case stands on the pages of the courier's partner from here on."""

    ASKED = "asked"
    ACCOUNT = "account"
    CALL = "call"
    NOTE = "note"
    TOLD = "told"
    CITIZEN = "citizen"
    PARTNER = "partner"


class Account(StrEnum):
    """What a courier remembers of the handover."""

    TO_RECIPIENT = "to_recipient"
    TO_FAMILY = "to_family"
    TO_OTHER = "to_other"
    STILL_HERE = "still_here"
    NOT_HANDED_OVER = "not_handed_over"
    NOT_SURE = "not_sure"


OFFICE_DECIDES = tuple(verdict for verdict in Verdict if verdict is not Verdict.WITHDRAWN)
# Each says that the recipient did not get what was recorded as handed over.
OVERTURNS = frozenset({Verdict.DELIVERED_TO_OTHER, Verdict.NOT_DELIVERED, Verdict.DOCUMENT_REISSUED})
HEARD = frozenset({Said.ACCOUNT, Said.CALL})  # whichever way it came, the courier has answered
OFFICE_WRITES = (Said.TOLD, Said.CALL, Said.NOTE)

VERDICT_WORDS: dict[Verdict, Words] = {
    Verdict.DELIVERED_CONFIRMED: Words("Sudah diterima penerima", "Received by the recipient"),
    Verdict.DELIVERED_TO_OTHER: Words("Diterima orang lain", "Received by somebody else"),
    Verdict.NOT_DELIVERED: Words("Belum sampai kepada penerima", "Has not reached the recipient"),
    Verdict.DOCUMENT_REISSUED: Words("Dokumen dibuatkan lagi", "The document is issued again"),
    Verdict.WITHDRAWN: Words("Warga menyatakan sudah menerima", "The citizen said that it has been received"),
}
ACCOUNT_WORDS: dict[Account, Words] = {
    Account.TO_RECIPIENT: Words("Saya serahkan kepada penerima sendiri", "I gave it to the recipient"),
    Account.TO_FAMILY: Words("Saya serahkan kepada keluarga serumah", "I gave it to family at the address"),
    Account.TO_OTHER: Words("Saya serahkan kepada orang lain", "I gave it to somebody else"),
    Account.STILL_HERE: Words("Amplopnya masih pada saya", "I still have the envelope"),
    Account.NOT_HANDED_OVER: Words(
        "Belum saya serahkan, dan tidak pada saya", "Not handed over, and not with me"
    ),
    Account.NOT_SURE: Words("Saya tidak ingat", "I do not remember"),
}


def deadline(opened_at: datetime, answered_at: datetime | None) -> datetime:
    """When the citizen must have heard: first anything at all, then the verdict."""
    return opened_at + (FIRST_ANSWER if answered_at is None else VERDICT_WITHIN)


class Decided(Protocol):
    """Of a case, all that weighs against a delivery."""

    @property
    def verdict(self) -> Verdict | None: ...
    @property
    def decided_at(self) -> datetime | None: ...


Case = TypeVar("Case", bound=Decided)


def case_against(cases: Iterable[Case], *, recorded_at: datetime | None) -> Case | None:
    """The case that stands against a delivery: one that is open, or the office's last verdict where it overturns. A
    verdict from before the delivery was recorded says nothing of it; the citizen's own "received" changes no verdict,
    for it does not say when and from whom."""
    told = list(cases)
    still_open = next((case for case in told if case.decided_at is None), None)
    if still_open:
        return still_open
    verdicts = [(at, case) for case in told if (at := _counts_from(case, recorded_at))]
    last = max(verdicts, key=lambda one: one[0], default=None)
    return last[1] if last and last[1].verdict in OVERTURNS else None


def _counts_from(case: Decided, recorded_at: datetime | None) -> datetime | None:
    at = case.decided_at if case.verdict in OFFICE_DECIDES else None
    return at if at and (recorded_at is None or at >= recorded_at) else None
