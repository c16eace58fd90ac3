"""What signed records on the wire are made of: codes, hashes, ids, moments, and nothing that was not asked for."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _on_the_calendar(text: str) -> str:
    datetime.fromisoformat(text)
    return text


# A code that we do not know is form enough: the proof is kept, and the rules mark it.
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Salt = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{21}[AQgw]$")]
UuidV4 = Annotated[
    str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
]
LabelId = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{17}$")]
Root = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$")]
Moment = Annotated[
    str,
    Field(
        pattern=r"^(19[7-9][0-9]|20[0-9]{2})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
        description="UTC with milliseconds, as a browser's toISOString() writes it",
    ),
    AfterValidator(_on_the_calendar),
]
Name = Annotated[str, Field(min_length=1, max_length=200)]
OneOf = Field(strict=False)  # a code becomes a member of its enumeration, and nothing else does


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
