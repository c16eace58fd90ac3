"""What stands against a delivery, in plain words: first what was found and when, then what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from courier_app.domain.confirmations import ASKED
from courier_app.domain.disputes import Verdict
from courier_app.domain.packages import Status
from courier_app.queries.citizen import Step
from courier_app.queries.contests import Contest, Doubt
from courier_app.web.citizen.words import DENIED, TOLD, UNCONFIRMED, Told, moment

NEXT = _("Langkah berikutnya ada pada alasan putusannya di bawah. Tanda terima tidak diberikan.")
VERDICTS: dict[Verdict, Told] = {
    Verdict.NOT_DELIVERED: Told(
        _("Benar belum Anda terima"),
        _(
            "Kantor memeriksa laporan Anda dan memutuskan pada %(at)s: amplop ini belum sampai kepada Anda. "
            "Catatan bahwa amplopnya sudah diserahkan keliru. Kami minta maaf."
        ),
        NEXT,
        None,
    ),
    Verdict.DELIVERED_TO_OTHER: Told(
        _("Diterima orang lain"),
        _(
            "Kantor memeriksa laporan Anda dan memutuskan pada %(at)s: amplop ini diterima orang lain, bukan Anda. "
            "Kami minta maaf."
        ),
        NEXT,
        None,
    ),
    Verdict.DOCUMENT_REISSUED: Told(
        _("Dokumen Anda dibuatkan lagi"),
        _(
            "Kantor memeriksa laporan Anda dan memutuskan pada %(at)s: amplop ini tidak sampai kepada Anda. "
            "Dokumen pengganti dibuatkan, tanpa biaya."
        ),
        _("Penggantinya dikirim sebagai paket baru, dengan nomor dan kode klaim baru."),
        None,
    ),
}
CONFIRMED = Told(
    _("Menurut pemeriksaan, sudah diterima"),
    _("Kantor memeriksa laporan Anda dan menyimpulkan amplop ini sudah diterima."),
    _("Tidak setuju? Sampaikan lagi di bawah, atau telepon kantor."),
    None,
)
CAME = Told(
    _("Akhirnya Anda terima"),
    _("Anda menyatakan sudah menerima amplop ini pada %(came)s."),
    _(
        "Putusan kantor pada %(at)s tetap: serah terima yang tercatat keliru. Untuk catatan itu tidak ada "
        "tanda terima."
    ),
    None,
)
# For anyone with the label in hand: that it was found, not what the citizen said or to whom it went.
CONTESTED_FOR_ANYONE = Told(
    _("Sedang diperiksa"),
    _("Amplop ini tercatat sudah diserahkan. Ada laporan bahwa penerimanya belum menerima."),
    _("Kantor sedang memeriksa. Hasilnya tampil di halaman ini."),
    None,
)
OVERTURNED_FOR_ANYONE = Told(
    _("Ternyata belum diterima"),
    _(
        "Amplop ini tercatat sudah diserahkan. Kantor memeriksanya dan memutuskan pada %(at)s: penerimanya "
        "belum menerima."
    ),
    _("Amplopnya ada pada Anda? Jangan dibuka; telepon kantor di bawah."),
    None,
)
CAME_FOR_ANYONE = Told(
    _("Akhirnya diterima"),
    _("Penerimanya menyatakan sudah menerima amplop ini pada %(came)s."),
    _("Putusan kantor pada %(at)s tetap: serah terima yang tercatat keliru."),
    None,
)


# A recorded delivery that two officers took back: nobody came, and the envelope is on no leg of the journey.
_TAKEN_BACK = _("Kurir mencatat amplop ini sudah diserahkan. Catatan itu keliru dan dibatalkan kantor.")
VOIDED: dict[Status, Told] = {
    Status.ATTEMPT_FAILED: Told(
        _("Belum diterima"),
        _TAKEN_BACK,
        _("Amplopnya masih pada kurir: diantar lagi, atau dibawa kembali ke kantor."),
        None,
    ),
    Status.HELD_FOR_PICKUP: Told(
        _("Bisa diambil di kantor"),
        _TAKEN_BACK,
        _("Datang dengan KTP atau KK asli, dan kode klaim bila masih ada."),
        None,
    ),
}


def told_of_void(status: Status, steps: Sequence[Step]) -> Told | None:
    """While the last thing that happened is that a delivery was taken back."""
    newest = steps[:2]
    taken_back = len(newest) == 2 and newest[0].status is status and newest[1].voided
    return VOIDED.get(status) if taken_back else None


def told_to_citizen(contest: Contest) -> tuple[Told, Status]:
    if not contest.overturned:
        return DENIED, Status.ATTEMPT_FAILED
    if contest.came_at:
        return _dated(CAME, contest), Status.DELIVERED
    told = VERDICTS[contest.verdict or Verdict.NOT_DELIVERED]
    reissued = contest.verdict is Verdict.DOCUMENT_REISSUED
    return _dated(told, contest), Status.READY if reissued else Status.ATTEMPT_FAILED


def told_to_anyone(doubt: Doubt) -> tuple[Told, Status]:
    if not doubt.overturned:
        return CONTESTED_FOR_ANYONE, Status.ATTEMPT_FAILED
    if doubt.came_at:
        return _dated(CAME_FOR_ANYONE, doubt), Status.DELIVERED
    return _dated(OVERTURNED_FOR_ANYONE, doubt), Status.ATTEMPT_FAILED


def _dated(told: Told, doubt: Doubt) -> Told:
    days = {
        "at": moment(doubt.decided_at) if doubt.decided_at else "",
        "came": moment(doubt.came_at) if doubt.came_at else "",
    }
    return replace(told, happening=str(told.happening) % days, following=str(told.following) % days)


@dataclass(frozen=True)
class Event:
    """One line of the journey, in the colour of a status, and with its icon unless it has one of its own."""

    title: str
    at: str
    iso: str
    status: Status
    text: str = ""
    icon: str = ""


def journey_of(steps: Sequence[Step], contest: Contest | None) -> list[Event]:
    """Newest first. Nothing is taken out: the delivery keeps its line, and says there what stands against it."""
    waiting = sorted(_lines_of(contest), key=lambda one: one[0], reverse=True) if contest else []
    marked = (
        next((step for step in steps if step.status in ASKED and not step.voided), None) if contest else None
    )
    events: list[Event] = []
    for step in steps:
        while waiting and waiting[0][0] >= step.at:
            events.append(waiting.pop(0)[1])
        events.append(_marked(step, contest) if contest and step is marked else _event(step))
    return events + [event for _at, event in waiting]


def _event(step: Step) -> Event:
    if step.voided:
        return _taken_back(step)
    if step.collected:
        return _line(gettext("Sudah diambil di loket"), step.at, step.status)
    if step.unconfirmed:
        return _line(UNCONFIRMED.title, step.at, Status.REPORTED_DELIVERED)
    return _line(TOLD[step.status].title, step.at, step.status)


def _taken_back(step: Step) -> Event:
    """The line stays, and says that it was a mistake."""
    line = _line(gettext("Dicatat kurir: sudah diserahkan"), step.at, Status.ATTEMPT_FAILED)
    text = gettext("Dibatalkan kantor: catatan ini keliru. Buktinya tetap disimpan.")
    return replace(line, text=text)


def _marked(step: Step, contest: Contest) -> Event:
    title = gettext("Dicatat kurir: sudah diserahkan")
    title = gettext("Dicatat petugas loket: sudah diambil") if step.collected else title
    text = gettext("Disanggah. Kantor sedang memeriksa; buktinya ditahan.")
    if contest.decided_at:
        text = gettext(
            "Dinyatakan keliru oleh putusan kantor pada %(at)s. Buktinya tetap disimpan.",
            at=moment(contest.decided_at),
        )
    if step.status is not Status.DELIVERED:
        title = TOLD[step.status].title
    return replace(_line(title, step.at, Status.ATTEMPT_FAILED), text=text)


def _lines_of(contest: Contest) -> Iterator[tuple[datetime, Event]]:
    """The case's own steps. Only the case's card has the reason."""
    told = gettext("Anda melaporkan: belum saya terima")
    yield contest.opened_at, replace(_line(told, contest.opened_at, Status.LOST), icon="flag")
    if contest.decided_at:
        told = gettext("Putusan kantor: belum Anda terima")
        yield contest.decided_at, _line(told, contest.decided_at, Status.ATTEMPT_FAILED)
    if contest.came_at:
        told = gettext("Anda menyatakan: sudah saya terima")
        yield contest.came_at, _line(told, contest.came_at, Status.DELIVERED)


def _line(title: str, at: datetime, status: Status) -> Event:
    return Event(title, moment(at), at.isoformat(), status)
