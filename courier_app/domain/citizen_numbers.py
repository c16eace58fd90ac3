"""Sixteen digits: a NIK or the number of a family card. We never keep one (domain.md, section 13)."""

import re
import unicodedata

# As one run, or in the groups that people write them in; other digits beside it make it something else.
_GAP = r"[ .\-]?"
_SIXTEEN = re.compile(
    rf"(?<![0-9])(?:[0-9]{{16}}|[0-9]{{6}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{{4}}"
    rf"|[0-9]{{4}}(?:{_GAP}[0-9]{{4}}){{3}}|[0-9]{{2}}(?:{_GAP}[0-9]{{2}}){{7}})(?![0-9])"
)


def holds_citizen_number(text: str) -> bool:
    """Whether a NIK-like number stands anywhere in the text, in digits of any script."""
    return _SIXTEEN.search(_plain_digits(text)) is not None


def masked_numbers(text: str) -> str:
    """The same text with every such number as `************9901`; others stay as they are written."""
    return _SIXTEEN.sub(_masked, _plain_digits(text)) if holds_citizen_number(text) else text


def _masked(found: re.Match[str]) -> str:
    return "*" * 12 + found.group()[-4:]


def _plain_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(_digit(letter) for letter in folded)


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)
