"""Base45 (RFC 9285), strictly: one text for each bytes. A receipt's QR is written in it."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_BASE = len(ALPHABET)
_WORTH = (1, _BASE, _BASE * _BASE)


class BadBase45(ValueError):  # noqa: N818 - named for the reason
    """Not Base45: a foreign letter, a stray one at the end, or a group too large."""


def to_base45(content: bytes) -> str:
    return "".join(_written(content[at : at + 2]) for at in range(0, len(content), 2))


def from_base45(text: str) -> bytes:
    """Refuses what to_base45() would not write: lower case, a group above 65,535, a pair above 255."""
    if any(letter not in _VALUES for letter in text) or len(text) % 3 == 1:
        raise BadBase45
    return b"".join(_read(text[at : at + 3]) for at in range(0, len(text), 3))


def _written(group: bytes) -> str:
    rest, letters = int.from_bytes(group), ""
    for _ in range(len(group) + 1):
        rest, value = divmod(rest, _BASE)
        letters += ALPHABET[value]
    return letters


def _read(group: str) -> bytes:
    value = sum(_VALUES[letter] * worth for letter, worth in zip(group, _WORTH, strict=False))
    try:
        return value.to_bytes(len(group) - 1)
    except OverflowError:
        raise BadBase45 from None
