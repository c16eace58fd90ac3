"""Why a citizen gets a new claim code, and how the officer made sure who they are: closed lists, kept in the ledger."""

from enum import StrEnum
from hashlib import sha256

from courier_app.domain.words import Words


class CodeWhy(StrEnum):
    LOST = "lost"
    LOCKED = "locked"
    LEAKED = "leaked"
    NEVER_CAME = "never_came"


class Checked(StrEnum):
    """A code opens a citizen's package, so nobody gets one on their word alone."""

    CARD_SEEN = "card_seen"
    CALLED_BACK = "called_back"
    FAMILY_CARD = "family_card"


CODE_WHY_WORDS = {
    CodeWhy.LOST: Words("Kodenya hilang atau lupa", "The code was lost or forgotten"),
    CodeWhy.LOCKED: Words("Terkunci sesudah lima kali salah", "Locked after five wrong tries"),
    CodeWhy.LEAKED: Words("Diketahui orang lain", "Somebody else knows it"),
    CodeWhy.NEVER_CAME: Words("Slip atau pesannya tidak sampai", "The slip or message never came"),
}
CHECKED_WORDS = {
    Checked.CARD_SEEN: Words("KTP-nya dilihat di loket", "ID card seen at the counter"),
    Checked.CALLED_BACK: Words(
        "Ditelepon balik ke nomor yang tercatat di paket", "Called back on the number that the package has"
    ),
    Checked.FAMILY_CARD: Words(
        "Keluarga, dengan KTP dan KK-nya dilihat", "A relative, ID card and family card seen"
    ),
}


def code_hash(digest: bytes) -> str:
    """What the ledger's record keeps of a claim code's digest, which is keyed: nobody tries six digits against it."""
    return sha256(digest).hexdigest()


def label_hash(label_id: str) -> str:
    """Of a label's 80 random bits."""
    return sha256(label_id.encode("ascii")).hexdigest()
