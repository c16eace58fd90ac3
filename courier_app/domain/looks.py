"""One look at personal data as bytes that never change, and the root over many of them (docs/decisions/0022)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from courier_app.domain.merkle import append, leaf_hash, root
from courier_app.domain.words import Words

HOUR = timedelta(hours=1)
SETTLED = timedelta(minutes=5)  # a look that began before the hour was over is in the table by then


class RevealWhy(StrEnum):
    """Why somebody asked for data in clear: a closed list, beside words of their own."""

    DESK = "desk"  # the envelope lies at the office of whoever packs it
    VERDICT = "verdict"
    CALL = "call"  # the number, to ask whether it arrived
    DISPUTE = "dispute"
    ADDRESS = "address"
    REQUEST = "request"  # the person concerned asks for their own data
    SAFETY = "safety"
    INSPECTION = "inspection"
    COURT = "court"
    OTHER = "other"


REVEAL_WORDS = {
    RevealWhy.DESK: Words(
        "Menyiapkan atau memperbaiki paket di kantor", "Packing or correcting at the office"
    ),
    RevealWhy.VERDICT: Words("Memutuskan bukti yang menunggu", "Deciding on a proof that waits"),
    RevealWhy.CALL: Words("Menelepon penerima", "Calling the recipient"),
    RevealWhy.DISPUTE: Words("Memeriksa sanggahan warga", "Looking into a citizen's dispute"),
    RevealWhy.ADDRESS: Words("Membantu kurir menemukan alamat", "Helping a courier to find the address"),
    RevealWhy.REQUEST: Words("Warga meminta datanya sendiri", "The person concerned asks for their own data"),
    RevealWhy.SAFETY: Words("Laporan penipuan atau kebocoran data", "A report of fraud or of leaked data"),
    RevealWhy.INSPECTION: Words("Pemeriksaan inspektorat", "Inspection by the inspectorate"),
    RevealWhy.COURT: Words("Permintaan pengadilan atau penyidik", "Request of a court or investigator"),
    RevealWhy.OTHER: Words("Alasan lain, ditulis di bawah", "Another reason, see below"),
}
# What evidence is taken out of the house for; nobody does it for reasons of their own words.
TAKEN_FOR = (RevealWhy.DISPUTE, RevealWhy.REQUEST, RevealWhy.SAFETY, RevealWhy.INSPECTION, RevealWhy.COURT)
WATCHED = 10  # recipients opened by one person within an hour: then somebody has a look at it


@dataclass(frozen=True)
class LookFacts:
    """A row of the access log. `words` is the sealed text of the reason: it is hashed as it lies there."""

    id: UUID
    at: datetime
    user_id: UUID | None
    courier_id: UUID | None
    office_id: UUID | None
    package_id: UUID
    what: str
    subject_id: UUID
    reason: str | None
    words: bytes | None


@dataclass(frozen=True)
class Span:
    """From the end of the one before (None: from the beginning) up to a full hour, which is not inside."""

    begin: datetime | None
    end: datetime


@dataclass(frozen=True)
class RootedLooks:
    """How many looks a span has, and the root of their tree (RFC 6962), in the order of time and id."""

    span: Span
    looks: int
    root: bytes

    def facts(self) -> dict[str, object]:
        """As the ledger remembers them."""
        begin = self.span.begin
        return {
            "from": begin.isoformat() if begin else None,
            "until": self.span.end.isoformat(),
            "looks": self.looks,
            "root": self.root.hex(),
        }


def due_span(last_end: datetime | None, *, now: datetime) -> Span | None:
    """What can be rooted now; None while no hour is over and settled since the last time."""
    settled = (now - SETTLED).astimezone(UTC)
    end = settled.replace(minute=0, second=0, microsecond=0)
    return None if last_end and end <= last_end else Span(last_end, end)


def look_entry(look: LookFacts) -> bytes:
    """The canonical bytes: JSON in the order of names, nothing left out, times in UTC to the microsecond."""
    members = {
        "at": look.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "courier": _text(look.courier_id),
        "id": str(look.id),
        "office": _text(look.office_id),
        "package": str(look.package_id),
        "reason": look.reason,
        "subject": str(look.subject_id),
        "user": _text(look.user_id),
        "what": look.what,
        "words": sha256(look.words).hexdigest() if look.words else None,
    }
    return json.dumps(members, sort_keys=True, separators=(",", ":")).encode("ascii")


def rooted(span: Span, looks: Iterable[LookFacts]) -> RootedLooks:
    edge: tuple[bytes, ...] = ()
    size = 0
    for look in looks:
        edge, size = append(edge, size, leaf_hash(look_entry(look))), size + 1
    return RootedLooks(span, size, root(edge))


def busiest_hour(times: Iterable[datetime]) -> int:
    """The most that fall within one hour, wherever it begins."""
    most, inside = 0, list[datetime]()
    for at in sorted(times):
        inside = [one for one in inside if at - one < HOUR] + [at]
        most = max(most, len(inside))
    return most


def _text(id_: UUID | None) -> str | None:
    return str(id_) if id_ else None
