"""What a courier did before giving up, and what a reason asks of it (domain.md, section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from courier_app.domain.citizen_numbers import holds_citizen_number
from courier_app.domain.words import Words

LONGEST_NOTE = 300
LEAST_NUMBER = 3


class Way(StrEnum):
    """How somebody was called for."""

    CALL = "call"
    WHATSAPP = "whatsapp"
    KNOCK = "knock"


WAY_WORDS = {
    Way.CALL: Words("Telepon", "Call"),
    Way.WHATSAPP: Words("WhatsApp", "WhatsApp"),
    Way.KNOCK: Words("Mengetuk", "Knock"),
}


REACHED_FROM_AFAR = (Way.CALL, Way.WHATSAPP)


@dataclass(frozen=True)
class FeeAsked:
    """What the recipient was shown, and asked for: of the carriage alone, in rupiah."""

    shown: bool
    rupiah: int


@dataclass(frozen=True)
class Tried:
    """As the phone says it: an attestation, never a measurement. `waited_s` runs from the scan at the door.

    `number`: of a letter or an order; `at`: when it happened; `scanned`: labels of the packages that are there, None:
    nothing was said of them; `fee`: what was asked for the carriage.
    """

    detail: str | None
    note: str | None
    ways: tuple[str, ...]
    waited_s: int
    number: str | None = None
    at: datetime | None = None
    scanned: tuple[str, ...] | None = None
    fee: FeeAsked | None = None


NOTHING_TRIED = Tried(None, None, (), 0)


@dataclass(frozen=True)
class Demand:
    """`wait_s` seconds at the door, `contacts` tries in `ways` different ways, one of `details`, `note` letters.

    `afar`: one try from afar, where a telephone number is known; `numbered`: details that a number goes with, and None
    for a reason without details; `at`: the moment; `scanned`: what else is there; `fee`: what was shown and asked.
    """

    wait_s: int = 0
    contacts: int = 0
    ways: int = 0
    details: tuple[str, ...] = ()
    note: int = 0
    afar: bool = False
    numbered: tuple[str | None, ...] = ()
    at: bool = False
    scanned: bool = False
    fee: bool = False

    def missing(self, tried: Tried, *, phone_known: bool = True) -> tuple[str, ...]:
        """Names of what is not there, in the order of the alphabet."""
        numbered = tried.detail in self.numbered if self.details else bool(self.numbered)
        there = {
            "contact": self._reached(tried, phone_known=phone_known),
            "detail": not self.details or tried.detail in self.details,
            "fee": not self.fee or (tried.fee is not None and tried.fee.shown),
            "note": len((tried.note or "").strip()) >= self.note,
            "number": not numbered or is_number(tried.number),
            "scanned": not self.scanned or tried.scanned is not None,
            "wait": tried.waited_s >= self.wait_s,
            "when": not self.at or tried.at is not None,
        }
        return tuple(name for name, is_so in there.items() if not is_so)

    def _reached(self, tried: Tried, *, phone_known: bool) -> bool:
        """Whoever has no telephone number can be knocked for alone."""
        often = len(tried.ways) >= self.contacts and len(set(tried.ways)) >= self.ways
        afar = not self.afar or not phone_known or not set(REACHED_FROM_AFAR).isdisjoint(tried.ways)
        return often and afar


def is_number(text: str | None) -> bool:
    """A letter's or an order's, however the office writes it; nobody's NIK."""
    said = (text or "").strip()
    return len(said) >= LEAST_NUMBER and any(map(str.isdigit, said)) and not holds_citizen_number(said)


# The words for what an attempt lacks.
ATTEMPT_WORDS: Mapping[str, Words] = {
    "reason": Words("Alasan yang dikenal", "A reason that is known"),
    "photo": Words("Foto", "Photo"),
    "contact": Words("Usaha menghubungi penerima", "A try to reach the recipient"),
    "detail": Words("Keterangan dari daftar", "A detail from the list"),
    "fee": Words("Tarif ditunjukkan, dan jumlah yang diminta", "The tariff shown, and the amount asked"),
    "fitting": Words("Alasan yang cocok dengan paket ini", "A reason that fits this package"),
    "note": Words("Catatan", "A note"),
    "number": Words("Nomor surat", "The letter's number"),
    "scanned": Words("Daftar paket yang ada pada kurir", "A list of the packages that are there"),
    "wait": Words("Menunggu di tempat", "Waiting at the door"),
    "when": Words("Waktu kejadian", "When it happened"),
}


DETAIL_WORDS = {
    "address": Words("Alamat", "Address"),
    "birth_date": Words("Tanggal lahir", "Date of birth"),
    "camera": Words("Kamera", "Camera"),
    "face": Words("Wajah", "Face"),
    "family": Words("Keluarga", "Family"),
    "forgotten": Words("Lupa membawa", "Forgotten"),
    "kept_back": Words("Tidak mau menyerahkan", "Will not give it up"),
    "location": Words("Lokasi", "Location"),
    "lost": Words("Hilang", "Lost"),
    "lost_no_letter": Words("Hilang, belum ada surat kehilangan", "Lost, and no loss letter yet"),
    "name": Words("Nama", "Name"),
    "no_reason": Words("Tanpa alasan", "No reason"),
    "no_trust": Words("Tidak percaya", "No trust"),
    "not_ordered": Words("Merasa tidak memesan", "Did not order it"),
    "storage": Words("Penyimpanan", "Storage"),
    "wrong_data": Words("Datanya salah", "The data are wrong"),
}
