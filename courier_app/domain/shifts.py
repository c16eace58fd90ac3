"""What a courier declares before taking packages over, and what it means for a pick-up (domain.md, section 8).

Only whether each question was passed is ever said: never a reading, never a diagnosis.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from courier_app.domain.health import Mode, Shift


@dataclass(frozen=True)
class ShiftAnswers:
    """True: passed. None: not asked. `temperature`: not above the limit; `symptoms`: none; the rest: carried along."""

    temperature: bool | None = None
    symptoms: bool | None = None
    mask: bool | None = None
    hands: bool | None = None

    @property
    def fit(self) -> bool:
        """May take packages. Who says nothing at all has declared nothing."""
        said = [getattr(self, field.name) for field in fields(self)]
        return False not in said and True in said


@dataclass(frozen=True)
class ShiftClaim:
    """What the phone says, in the courier's name."""

    shift_id: UUID
    captured_at: datetime
    offset_ms: int | None
    policy_id: str
    policy_version: int
    answers: ShiftAnswers
    unsigned: str | None


class Declared(StrEnum):
    """How a pick-up stands to what was declared before it."""

    NOT_ASKED = "not_asked"
    FIT = "fit"
    UNFIT = "unfit"
    MISSING = "missing"


def is_asked(shift: Shift | None) -> bool:
    """Whether a pick-up is looked at: advice is shown on the phone, and nobody judges by it."""
    return shift is not None and shift.mode is Mode.REQUIRED


def declared(shift: Shift | None, *, last_fit: bool | None) -> Declared:
    """`last_fit` of the latest declaration that counts for this pick-up; None: there is none."""
    if not is_asked(shift):
        return Declared.NOT_ASKED
    if last_fit is None:
        return Declared.MISSING
    return Declared.FIT if last_fit else Declared.UNFIT


def shift_manifest(shift: Shift) -> dict[str, object]:
    """As a policy tells the phone."""
    return {
        "mode": shift.mode.value,
        "temp_max": shift.temp_max,
        "symptoms": shift.symptoms,
        "mask": shift.mask,
        "hands": shift.hands,
    }


def shift_from(rules: Mapping[str, object] | None) -> Shift | None:
    """Back from shift_manifest(); None where the policy asks nothing."""
    if rules is None:
        return None
    return Shift(**{**rules, "mode": Mode(str(rules["mode"]))})  # type: ignore[arg-type]
