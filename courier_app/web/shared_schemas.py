"""Schemas of what every program meets: a problem, and the server's signed answer to a proof."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class ProblemPart(BaseModel):
    """A JSON pointer to a member that is wrong, and a word for what is wrong with it; never its content."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """RFC 9457. `missing` and `errors` come with the codes that need them."""

    type: str
    title: str
    status: int
    detail: str = ""
    missing: list[str] = []
    errors: list[ProblemPart] = []


class AcknowledgementOut(BaseModel):
    """Inside the server's signed answer to a proof. `jh` is null when the proof came unsigned; `index` is its place in
    the ledger; `parts` are the hashes that the phone may forget."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    proof: str
    mh: str
    jh: str | None
    parts: list[str]
    index: int
    received_at: str
    verdict: Literal["accepted", "kept_for_review"]
    reason: str | None
