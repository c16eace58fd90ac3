"""What citizens may ask of their own data, and by when they must be answered.

Source: UU 27/2022 (PDP), articles 7 and 32 (access), 6 and 30 (correction), 8 and 43 (erasure); domain.md, section 14.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from courier_app.domain.words import Words

# "3 × 24 jam" from when the request is received (UU 27/2022, art. 30(1) and 32(2)): hours, not working days. Neither a
# weekend nor a holiday stops the clock. The law names no time for erasure: the house gives itself the same.
ANSWER_WITHIN = timedelta(hours=3 * 24)
SOON = timedelta(hours=24)
MOST_REQUESTS = 10  # of one package
DOWNLOAD_FOR = timedelta(days=14)  # once access was granted


class Right(StrEnum):
    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"


class AskedAt(StrEnum):
    """PAGE: with the claim code. COUNTER: an officer wrote it down after looking at an identity card."""

    PAGE = "page"
    COUNTER = "counter"


class RequestAnswer(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"


class Urgency(StrEnum):
    """How a request stands to its time."""

    ANSWERED = "answered"
    WAITING = "waiting"
    SOON = "soon"
    LATE = "late"


RIGHT_WORDS: dict[Right, Words] = {
    Right.ACCESS: Words("Melihat data saya", "See my data"),
    Right.CORRECTION: Words("Memperbaiki data saya", "Correct my data"),
    Right.ERASURE: Words("Menghapus data saya", "Erase my data"),
}
ANSWER_WORDS: dict[RequestAnswer, Words] = {
    RequestAnswer.GRANTED: Words("Dikabulkan", "Granted"),
    RequestAnswer.REFUSED: Words("Ditolak", "Refused"),
}
ASKED_AT_WORDS: dict[AskedAt, Words] = {
    AskedAt.PAGE: Words("halaman paket", "package's page"),
    AskedAt.COUNTER: Words("loket kantor", "office counter"),
}


def due_at(asked_at: datetime) -> datetime:
    """Seventy-two hours by the clock, whatever days they fall on."""
    return asked_at + ANSWER_WITHIN


def urgency(due: datetime, answered_at: datetime | None, *, now: datetime) -> Urgency:
    if answered_at is not None:
        return Urgency.ANSWERED
    if now > due:
        return Urgency.LATE
    return Urgency.SOON if due - now <= SOON else Urgency.WAITING


def hours_left(due: datetime, *, now: datetime) -> int:
    """Whole hours; negative once it is late."""
    return int((due - now) // timedelta(hours=1))


def may_download(answered_at: datetime | None, *, now: datetime) -> bool:
    return answered_at is not None and now <= answered_at + DOWNLOAD_FOR
