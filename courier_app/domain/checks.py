"""What the courier ticks at the door: hygiene, and the look at an identity card (domain.md 3.2, 8).

A tick is the courier's statement, not evidence.
"""

from enum import StrEnum

from courier_app.domain.words import Words


class Check(StrEnum):
    MASK = "mask"
    DISTANCE = "distance"
    HANDS = "hands"
    CASH = "cash"
    SPOT = "spot"
    SAW_TAKEN = "saw_taken"
    STEPPED_BACK = "stepped_back"
    NAME_SAID = "name_said"
    WIPED_BEFORE = "wiped_before"
    SIGNER_HANDS = "signer_hands"
    WIPED_AFTER = "wiped_after"


class IdCheck(StrEnum):
    """The result only; the card itself is never photographed."""

    MATCH = "match"
    MISMATCH = "mismatch"
    NOT_DONE = "not_done"


CHECK_WORDS = {
    Check.MASK: Words("Saya dan penerima memakai masker", "The recipient and I wear masks"),
    Check.DISTANCE: Words("Jarak minimal 1 meter dijaga", "At least 1 metre kept"),
    Check.HANDS: Words("Tangan dicuci atau dibersihkan", "Hands washed or sanitised"),
    Check.CASH: Words("Tidak ada uang tunai, atau di dalam amplop", "No cash, or in an envelope"),
    Check.SPOT: Words("Diletakkan di tempat yang disepakati", "Put down on the agreed spot"),
    Check.SAW_TAKEN: Words("Saya melihat paket diambil", "I saw the package being taken"),
    Check.STEPPED_BACK: Words("Saya mundur sejauh jarak minimal", "I stepped back to the least distance"),
    Check.NAME_SAID: Words(
        "Penerima menyebut namanya dengan jelas, dan cocok",
        "The recipient said their name aloud, and it fits",
    ),
    Check.WIPED_BEFORE: Words(
        "Ponsel dilap sebelum dipakai menandatangani", "Phone wiped before the signing"
    ),
    Check.SIGNER_HANDS: Words("Tangan yang menandatangani dibersihkan", "The signer's hands were cleaned"),
    Check.WIPED_AFTER: Words("Ponsel dilap sesudahnya", "Phone wiped afterwards"),
}

ID_CHECK_WORDS = {
    IdCheck.MATCH: Words("Cocok", "Matches"),
    IdCheck.MISMATCH: Words("Tidak cocok", "Does not match"),
    IdCheck.NOT_DONE: Words("Tidak diperiksa", "Not checked"),
}
