"""What every refusal is; refusals.py has them all."""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):  # noqa: N818 - named for the reason, not for being an error
    """A request that the rules turn down whole. `members` are shown to the caller; never personal data."""

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "Permintaan ditolak"
    sentence: ClassVar[str] = "Permintaan ini tidak dapat diproses."

    def __init__(self, detail: str | None = None, *, members: Mapping[str, object] | None = None) -> None:
        self.detail = detail or self.sentence
        self.members: Mapping[str, object] = members or {}
        super().__init__(self.detail)
