"""A code from the phone beside the password (TOTP, RFC 6238), and codes on paper for when that phone is gone."""

import re
from datetime import datetime
from enum import StrEnum

from courier_app.domain.words import Words

STEP_SECONDS = 30
DIGITS = 6
RECOVERY_CODES = 10
# Without letters and digits that are taken for each other: sixteen of 32 make 80 bits.
RECOVERY_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RECOVERY_LETTERS = 16


class FactorDid(StrEnum):
    """What the ledger remembers of somebody's second factor."""

    ENROLLED = "enrolled"
    REMOVED = "removed"
    PAPER_USED = "paper-used"


class RemovalWhy(StrEnum):
    """Why an administrator took a second factor away: a closed list, for it stands in the ledger."""

    LOST = "lost"
    NEW_PHONE = "new_phone"
    MISUSE = "misuse"
    LEFT = "left"


REMOVAL_WORDS = {
    RemovalWhy.LOST: Words("Ponselnya hilang atau rusak", "The phone is lost or broken"),
    RemovalWhy.NEW_PHONE: Words("Ganti ponsel", "A new phone"),
    RemovalWhy.MISUSE: Words("Dicurigai dipakai orang lain", "Suspected use by somebody else"),
    RemovalWhy.LEFT: Words("Pindah tugas atau berhenti", "Moved on, or left"),
}


def step_of(at: datetime) -> int:
    """The half minute that a code is of. A code is good in its own step and in no other."""
    return int(at.timestamp()) // STEP_SECONDS


def read_code(text: str) -> str | None:
    """Six digits, however they were spaced."""
    digits = re.sub(r"\s", "", text)
    return digits if re.fullmatch(r"[0-9]{6}", digits) else None


def read_recovery_code(text: str) -> str | None:
    """Sixteen letters and digits, however they were written and spaced."""
    letters = re.sub(r"[\s-]", "", text).upper()
    if len(letters) != RECOVERY_LETTERS or set(letters) - set(RECOVERY_ALPHABET):
        return None
    return letters


def written_recovery_code(letters: str) -> str:
    """In fours: `7K2M-9QX4-T2B8-ZC3D`."""
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
