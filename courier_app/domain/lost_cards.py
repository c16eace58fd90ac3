"""Old cards that a courier collected and the office did not find: why, and the paper that ends the search."""

import re
from enum import StrEnum

from courier_app.domain.citizen_numbers import holds_citizen_number
from courier_app.domain.words import Words

_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9 ./()-]{3,39}")


class NotThere(StrEnum):
    """What the officer found at the count, or what the courier said."""

    NO_BAG = "no_bag"
    EMPTY_BAG = "empty_bag"
    LOST_ON_THE_WAY = "lost_on_the_way"
    STOLEN = "stolen"


class LossPaper(StrEnum):
    """On what word the search is ended."""

    POLICE_REPORT = "police_report"
    OFFICIAL_RECORD = "official_record"


NOT_THERE_WORDS = {
    NotThere.NO_BAG: Words("Kurir tidak membawa kantongnya", "The courier brought no bag"),
    NotThere.EMPTY_BAG: Words(
        "Kantongnya ada, kartunya tidak ada di dalam", "The bag is here, the card is not in it"
    ),
    NotThere.LOST_ON_THE_WAY: Words(
        "Kurir menyatakan hilang di jalan", "The courier says it was lost on the way"
    ),
    NotThere.STOLEN: Words("Kurir menyatakan dicuri", "The courier says it was stolen"),
}
PAPER_WORDS = {
    LossPaper.POLICE_REPORT: Words("Laporan polisi", "Police report"),
    LossPaper.OFFICIAL_RECORD: Words("Berita acara kantor", "Official record of the office"),
}


def is_paper_number(text: str) -> bool:
    """As printed on the paper, in capitals; 4 to 40 letters, and nobody's NIK in it."""
    return _NUMBER.fullmatch(text) is not None and not holds_citizen_number(text)
