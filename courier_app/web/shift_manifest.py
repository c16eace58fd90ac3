"""What a courier's phone signs before work, version 1: every member, and nothing else. No reading, no diagnosis."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from courier_app.domain.refusals import Invalid
from courier_app.domain.shifts import ShiftAnswers, ShiftClaim
from courier_app.web.manifests import CENTURY_MS, LARGEST_ID
from courier_app.web.wire import Code, Moment, Salt, Strict, UuidV4


class ShiftPolicy(Strict):
    id: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    version: int = Field(ge=1, le=LARGEST_ID)


class ShiftAnswersIn(Strict):
    """True: passed. What was not asked is absent."""

    temperature: bool | None = None
    symptoms: bool | None = None
    mask: bool | None = None
    hands: bool | None = None


class ShiftManifest(Strict):
    v: int = Field(ge=1, le=1)
    typ: Literal["pod-shift"]
    salt: Salt
    shift: UuidV4
    captured_at: Moment
    mono_ms: int | None
    offset_ms: int | None = Field(ge=-CENTURY_MS, le=CENTURY_MS)
    policy: ShiftPolicy
    answers: ShiftAnswersIn
    app: str = Field(min_length=1, max_length=64)
    unsigned: Code | None = None


def read_shift(members: Mapping[str, Any], *, shift_id: UUID, signed: bool) -> ShiftClaim:
    """Refuses with Invalid, or pydantic's ValidationError, what does not match the schema, the address or the way it
    came."""
    said = ShiftManifest.model_validate(members)
    if said.shift != str(shift_id):
        raise Invalid(members={"reason": "another-address"})
    if ("unsigned" in members) == signed or (not signed and said.unsigned is None):
        raise Invalid(members={"reason": "unsigned"})
    return ShiftClaim(
        shift_id=shift_id,
        captured_at=datetime.fromisoformat(said.captured_at),
        offset_ms=said.offset_ms,
        policy_id=said.policy.id,
        policy_version=said.policy.version,
        answers=ShiftAnswers(**said.answers.model_dump()),
        unsigned=said.unsigned,
    )
