"""What a courier did before giving up, and what a reason asks of it (domain.md, section 5)."""

from dataclasses import dataclass
from enum import StrEnum

from courier_app.domain.words import Words

LONGEST_NOTE = 300


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


@dataclass(frozen=True)
class Tried:
    """As the phone says it: an attestation, never a measurement. `waited_s` runs from the scan at the door."""

    detail: str | None
    note: str | None
    ways: tuple[str, ...]
    waited_s: int


NOTHING_TRIED = Tried(None, None, (), 0)


@dataclass(frozen=True)
class Demand:
    """`wait_s` seconds at the door, `contacts` tries in `ways` different ways, one of `details`, `note` letters."""

    wait_s: int = 0
    contacts: int = 0
    ways: int = 0
    details: tuple[str, ...] = ()
    note: int = 0

    def missing(self, tried: Tried) -> tuple[str, ...]:
        """Names of what is not there, in the order of the alphabet."""
        there = {
            "contact": len(tried.ways) >= self.contacts and len(set(tried.ways)) >= self.ways,
            "detail": not self.details or tried.detail in self.details,
            "note": len((tried.note or "").strip()) >= self.note,
            "wait": tried.waited_s >= self.wait_s,
        }
        return tuple(name for name, is_so in there.items() if not is_so)


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
    "name": Words("Nama", "Name"),
    "no_reason": Words("Tanpa alasan", "No reason"),
    "no_trust": Words("Tidak percaya", "No trust"),
    "not_ordered": Words("Merasa tidak memesan", "Did not order it"),
    "storage": Words("Penyimpanan", "Storage"),
    "wrong_data": Words("Datanya salah", "The data are wrong"),
}
