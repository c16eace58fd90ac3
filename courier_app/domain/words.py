"""One meaning in both languages of the screens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Bahasa Indonesia first, English second; both complete."""

    id: str
    en: str
