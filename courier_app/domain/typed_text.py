"""Text that a person typed or copied: what we forgive, and how we say that it cannot be read."""

from typing import ClassVar

# What keyboards and copied PDF text put between groups. Listed: \s is another set in JavaScript.
_BETWEEN_GROUPS = dict.fromkeys(map(ord, " \t\r\n-\u00a0\u2010\u2011\u2013"))


class Unreadable(ValueError):  # noqa: N818 - named for the reason, not for being an error
    """`reason` is a stable word, never the text itself: what was typed may be personal."""

    what: ClassVar[str] = "text"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{self.what}: {reason}")


def squeezed(text: str) -> str:
    """The text without the blanks and hyphens that people put between groups of characters."""
    return text.translate(_BETWEEN_GROUPS)
