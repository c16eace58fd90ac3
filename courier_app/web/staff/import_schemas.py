"""What a handed-over queue says of itself, once unsealed: its list of contents, and one proof before its files."""

from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from courier_app.domain.proofs import Outcome
from courier_app.domain.refusals import NotAnExport
from courier_app.evidence.sealed import INDEX, RECORD, Unsealed
from courier_app.evidence.strict_json import strict_json
from courier_app.web.answers import JOSE
from courier_app.web.manifests import MOST_PARTS
from courier_app.web.wire import Hash, LabelId, Moment, OneOf, Strict, UuidV4

MOST_PROOFS = 2000
Kid = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
Voucher = Annotated[str, Field(max_length=200)]
Schema = TypeVar("Schema", bound=BaseModel)


class ListedProof(Strict):
    """One line of the contents; `parts` is how many lines follow the proof's own."""

    proof: UuidV4
    pkg: LabelId
    outcome: Annotated[Outcome, OneOf]
    frozen_at: Moment
    kid: Kid | None
    parts: int = Field(ge=0, le=MOST_PARTS)


class ContentsIn(Strict):
    """The first line. It is believed for showing, and for nothing else: each proof is judged by itself."""

    v: int = Field(ge=1, le=1)
    typ: Literal["pod-queue"]
    made_at: Moment
    app: str = Field(min_length=1, max_length=64)
    voucher: Voucher | None
    proofs: list[ListedProof] = Field(min_length=1, max_length=MOST_PROOFS)


class AnnouncedFile(Strict):
    type: Literal["image/jpeg", "image/png"]
    sha256: Hash


class RecordIn(Strict):
    """A proof as the phone would send it over the wire, and the files that come behind it. `voucher` is null when the
    proof is signed."""

    v: int = Field(ge=1, le=1)
    typ: Literal["pod-proof"]
    proof: UuidV4
    type: Literal["application/jose", "application/json"]
    body: str = Field(max_length=16 * 1024)
    voucher: Voucher | None
    parts: list[AnnouncedFile] = Field(max_length=MOST_PARTS)

    @property
    def proof_id(self) -> UUID:
        return UUID(self.proof)

    @property
    def sent(self) -> bytes:
        return self.body.encode()

    @property
    def signed(self) -> bool:
        return self.type == JOSE


def contents_in(unsealed: Unsealed) -> ContentsIn:
    """Refuses with NotAnExport another kind of line; Invalid or ValidationError what is not by the schema."""
    return _read(ContentsIn, INDEX, unsealed)


def record_in(unsealed: Unsealed) -> RecordIn:
    """Refuses as contents_in()."""
    return _read(RecordIn, RECORD, unsealed)


def _read(schema: type[Schema], type_: str, unsealed: Unsealed) -> Schema:
    if unsealed.type != type_:
        raise NotAnExport
    return schema.model_validate(strict_json(unsealed.plain))
