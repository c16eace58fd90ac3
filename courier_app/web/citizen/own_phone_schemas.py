"""What the page sends and gets on which a recipient signs for a package on their own phone."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from courier_app.domain.citizen_numbers import holds_citizen_number
from courier_app.domain.own_phone import is_signature
from courier_app.domain.recipients import LONGEST_PAPER
from courier_app.web.wire import Code, LabelId, Moment, Salt, Strict, UuidV4

WIDEST = 4096
MOST_STROKES, MOST_NUMBERS = 200, 8_000

Token = Annotated[str, Field(pattern=r"^[A-Z2-7]{52}$")]
Secret = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22,64}$")]
Pixel = Annotated[int, Field(ge=-WIDEST, le=2 * WIDEST)]
Stroke = Annotated[list[Pixel], Field(min_length=2, max_length=MOST_NUMBERS)]


class Ink(Strict):
    """Lines on a sheet of this size: x, y, x, y… in pixels of the recipient's screen."""

    width: int = Field(ge=1, le=WIDEST)
    height: int = Field(ge=1, le=WIDEST)
    strokes: list[Stroke] = Field(min_length=1, max_length=MOST_STROKES)

    @model_validator(mode="after")
    def check_lines(self) -> "Ink":
        if any(len(stroke) % 2 for stroke in self.strokes):
            raise ValueError("a point is a pair")
        if sum(map(len, self.strokes)) > MOST_NUMBERS or not is_signature(self.strokes):
            raise ValueError("not a signature")
        return self


class OwnPhoneRecord(Strict):
    """What the recipient signs, kept byte for byte. `id` is the link's; the salt keeps its hash from being guessed;
    `paper` is the letter that `rel` stands there by."""

    v: int = Field(ge=1, le=1)
    typ: Literal["own-phone"]
    salt: Salt
    id: UuidV4
    pkg: LabelId
    name: Annotated[str, Field(min_length=2, max_length=120, pattern=r"\S.*\S")]
    rel: Code
    paper: Annotated[str, Field(min_length=1, max_length=LONGEST_PAPER)] | None = None
    consent: Literal[True]
    ink: Ink
    signed_at: Moment

    @property
    def holds_citizen_number(self) -> bool:
        return holds_citizen_number(self.name) or holds_citizen_number(self.paper or "")


class LinkIn(Strict):
    """`token` stood in the QR's fragment; `visit` was drawn by this browser when it opened it first."""

    label: LabelId
    token: Token
    visit: Secret


class SignatureIn(LinkIn):
    """`record` is an OwnPhoneRecord as JSON, in the very bytes that were signed."""

    record: Annotated[str, Field(min_length=2, max_length=60_000)]


class Named(Strict):
    """A relation; `paper`: who chooses it names a letter."""

    code: str
    name: str
    paper: bool = False


class LinkOut(Strict):
    """Nobody's name in full, and no word of what is inside. `code` when this browser has signed already."""

    recipient: str | None
    number: str
    courier: str
    partner: str
    plate: str | None
    office: str
    office_phone: str
    fee_rupiah: int
    report_phone: str
    relations: list[Named]
    code: str | None


class SignatureOut(Strict):
    code: str
