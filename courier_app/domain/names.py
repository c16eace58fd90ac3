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
    "sag", "sap", "sds", "se", "sei", "sfarm", "sfil", "sgz", "sh", "shi", "shum", "si", "siip",
    "sik", "sikom", "sip", "sked", "skep", "skes", "skg", "skh", "skm", "skom", "sp", "spd", "spdi",
    "spi", "spsi", "spt", "ssi", "ssn", "ssos", "sst", "ssyi", "st", "sth", "sthi", "stp",
    "strkeb", "strkep", "map", "mag", "md", "meng", "mfarm", "mh", "mhi", "mhum", "mikom", "mip",
    "mkes", "mkep", "mkn", "mkom", "mm", "mp", "mpd", "mpdi", "mph", "mpsi", "msc", "msi", "msn",
    "mt", "amd", "amdkeb", "amdkep", "amk", "apt", "ners", "ns", "ba", "bsc", "lc", "mba", "phd",
    "spa", "spog", "sppd", *_THE_LATE,
})
# fmt: on

_BREAKS = re.compile(r"[\s,;/()]+")
_HIDDEN = "•"


def name_tokens(name: str) -> tuple[str, ...]:
    """The name's words in order, without case, marks, punctuation and titles.

    One name is a whole name: something is left whenever any letter was there. The blind index
    (evidence.md 4) and `names_agree` (domain.md 6) both stand on this.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = [pieces for written in _BREAKS.split(folded) if (pieces := _pieces(written))]
    return _without_titles([piece for pieces in words for piece in pieces])


def mask_name(name: str) -> str:
    """`Siti Aminah` becomes `S••• A•••••`."""
    words = unicodedata.normalize("NFC", name).split()
    return " ".join(word[0] + _HIDDEN * (len(word) - 1) for word in words)


def _pieces(written: str) -> list[str]:
    """A degree such as `s.pd` is one piece; `h.ahmad` and `m.ali` are two."""
    whole = _letters(written)
    if whole in DEGREES:
        return [whole]
    return [piece for part in written.split(".") if (piece := _letters(part))]


def _letters(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(character for character in parted if unicodedata.category(character)[0] in "LN")
    return unicodedata.normalize("NFKC", kept)


def _without_titles(words: list[str]) -> tuple[str, ...]:
    while len(words) > 1 and words[0] in HONORIFICS:
        words = words[1:]
    while len(words) > 1 and words[-1] in DEGREES:
        words = words[:-1]
    return tuple(words)
