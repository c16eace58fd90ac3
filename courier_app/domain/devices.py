"""Why an office takes a phone's key away."""

from enum import StrEnum

from courier_app.domain.words import Words


class RevokedWhy(StrEnum):
    """Of a closed list: the ledger's record names it, and free text could name a person."""

    LOST = "lost"
    STOLEN = "stolen"
    REPLACED = "replaced"
    LEFT = "left"
    MISUSED = "misused"


REVOKED_WORDS = {
    RevokedWhy.LOST: Words("Ponsel hilang", "Phone lost"),
    RevokedWhy.STOLEN: Words("Ponsel dicuri", "Phone stolen"),
    RevokedWhy.REPLACED: Words("Ganti ponsel, rusak, atau direset", "Phone replaced, broken or reset"),
    RevokedWhy.LEFT: Words("Kurir tidak bertugas lagi", "The courier works here no more"),
    RevokedWhy.MISUSED: Words("Dipakai orang lain atau disalahgunakan", "Used by somebody else, or misused"),
}
