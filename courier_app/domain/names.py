"""Names of people: tokens to search and compare by, and the masked form for lists."""

import re
import unicodedata

# Spelled without dots. Those before the name and those after it are two lists: "St. Aminah" is
# Siti, not a degree.
_THE_LATE = ("alm", "almh", "almarhum", "almarhumah")
# fmt: off
HONORIFICS = frozenset({
    "h", "hj", "haji", "hajjah", "kh", "ust", "ustad", "ustadz", "ustadzah",
    "prof", "dr", "drs", "dra", "drg", "ir", "tn", "ny", "nn", "tuan", "nyonya", "nona",
    "bpk", "bapak", "ibu", "sdr", "sdri", "saudara", "saudari", *_THE_LATE,
})
DEGREES = frozenset({
    "sag", "sap", "sds", "se", "sei", "sfarm", "sfil", "sgz", "sh", "shi", "shum", "siip",
    "sik", "sikom", "sip", "sked", "skep", "skes", "skg", "skh", "skm", "skom", "spd", "spdi",
    "spi", "spsi", "spt", "ssi", "ssn", "ssos", "sst", "ssyi", "st", "sth", "sthi", "stp",
    "strkeb", "strkep", "mag", "meng", "mfarm", "mh", "mhi", "mhum", "mikom", "mip",
    "mkes", "mkep", "mkn", "mkom", "mm", "mpd", "mpdi", "mph", "mpsi", "msc", "msi", "msn",
    "mt", "amd", "amdkeb", "amdkep", "amk", "apt", "ners", "bsc", "lc", "mba", "phd",
    "spa", "spog", "sppd", *_THE_LATE,
})
# fmt: on

_BREAKS = re.compile(r"[\s.,;/()]+")
_HIDDEN = "•"


def name_tokens(name: str) -> tuple[str, ...]:
    """The name's words in order, without case, marks, punctuation and titles.

    One name is a whole name: something is left whenever any letter was there. The blind index
    (evidence.md 4) and `names_agree` (domain.md 6) both stand on this.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = [word for written in _BREAKS.split(folded) if (word := _letters(written))]
    return tuple(_without_degrees(_without_honorifics(words)))


def mask_name(name: str) -> str:
    """`Siti Aminah` becomes `S••• A•••••`."""
    words = unicodedata.normalize("NFC", name).split()
    return " ".join(word[0] + _HIDDEN * (len(word) - 1) for word in words)


def _letters(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(letter for letter in parted if unicodedata.category(letter)[0] in "LN")
    return unicodedata.normalize("NFKC", kept)


def _without_honorifics(words: list[str]) -> list[str]:
    while len(words) > 1 and words[0] in HONORIFICS:
        words = words[1:]
    return words


def _without_degrees(words: list[str]) -> list[str]:
    """Degrees are written `S.Pd.I`, `S. Pd. I` and `SPdI`: one to three words."""
    for count in (3, 2, 1):
        if len(words) > count and "".join(words[-count:]) in DEGREES:
            return _without_degrees(words[:-count])
    return words
