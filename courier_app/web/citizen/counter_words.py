"""The office's counter in a citizen's words: what follows the last attempt, until when it waits, what to bring."""

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from courier_app.domain.counter import is_past
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import Status
from courier_app.domain.policies import Policy
from courier_app.domain.recipients import NEEDS_PAPER, RULE_WORDS
from courier_app.queries.citizen import AtCounter, CitizenView, StrangerView
from courier_app.web.citizen.words import RECALLED, TOLD, UNCONFIRMED, Told
from courier_app.web.moments import written
from courier_app.web.words import say

NO_MORE_TRIES: dict[Status, Told] = {
    Status.ATTEMPT_FAILED: Told(
        _("Belum berhasil diantar"),
        _("Kurir sudah datang beberapa kali, tetapi amplop belum bisa diserahkan. Amplopnya aman."),
        _("Kurir membawanya ke kantor. Setelah itu Anda bisa mengambilnya di loket; halaman ini mengabari."),
        1,
    ),
    Status.RETURNING: replace(
        TOLD[Status.RETURNING],
        following=_("Setelah tiba, Anda bisa mengambilnya di loket kantor. Halaman ini mengabari."),
    ),
    Status.RETURNED: replace(
        TOLD[Status.RETURNED],
        following=_(
            "Sebentar lagi bisa diambil di loket kantor. Tunggu kabarnya di halaman ini, atau telepon."
        ),
    ),
}


COLLECTED = Told(
    _("Sudah diambil di loket"),
    _("Amplop ini sudah diambil di loket kantor, dan petugas mencatat siapa yang mengambilnya."),
    _("Bukan Anda atau keluarga Anda? Beri tahu kami dengan kode klaim."),
    None,
)


def told_now(seen: CitizenView | StrangerView, now: datetime) -> Told:
    """What is happening, and what comes next."""
    if seen.collected:
        return COLLECTED
    if seen.counter:
        return _at_the_counter(seen.counter, now)
    if seen.unconfirmed:
        return UNCONFIRMED
    if seen.recalled:
        return RECALLED if isinstance(seen, CitizenView) else TOLD[Status.RETURNING]
    return NO_MORE_TRIES.get(seen.status, TOLD[seen.status]) if seen.used_up else TOLD[seen.status]


def shown_now(seen: CitizenView | StrangerView) -> Status:
    """Whose colour and icon it gets: a delivery that only the courier tells of looks like one that is only told of,
    and what the office wants back like what comes back."""
    if seen.recalled:
        return Status.RETURNING
    return Status.REPORTED_DELIVERED if seen.unconfirmed else seen.status


def _at_the_counter(counter: AtCounter, now: datetime) -> Told:
    told = TOLD[Status.HELD_FOR_PICKUP]
    if counter.until is None:
        return told
    day = day_of(counter.until)
    if is_past(counter.until, now):
        late = gettext("Batasnya %(day)s sudah lewat. Telepon kantor dulu sebelum datang.", day=day)
        return replace(told, happening=_("Amplop masih ada di loket kantor."), following=late)
    words = gettext(
        "Ambil paling lambat %(day)s. Bawa KTP atau KK asli, dan kode klaim bila masih ada.", day=day
    )
    return replace(told, following=words)


def to_bring(policy: Policy | None, card: OldCard | None) -> list[str]:
    """For whoever has shown the claim code: who may collect it tells what kind of document it is."""
    lines = [gettext("KTP atau KK asli, dan kode klaim bila masih ada")]
    if policy and set(policy.relations) & NEEDS_PAPER:
        lines.append(gettext("Wakil atau wali: surat kuasa bertanda tangan, atau penetapan wali"))
    if card is OldCard.OWED:
        lines.append(gettext("Kartu lama, atau surat kehilangan dari polisi"))
    return lines


def may_collect(policy: Policy | None) -> str:
    return say(RULE_WORDS[policy.recipient_rule]) if policy else ""


def day_of(at: datetime) -> str:
    return written(at, "EEEE, d MMMM y")
