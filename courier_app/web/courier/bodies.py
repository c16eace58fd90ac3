"""What a phone sends: JSON by its schema, or a compact JWS as it came."""

from typing import TypeVar

from flask import request
from pydantic import BaseModel

from courier_app.domain.refusals import MediaTypeUnknown
from courier_app.web.answers import JOSE

JSON = "application/json"
Model = TypeVar("Model", bound=BaseModel)


def json_body(schema: type[Model]) -> Model:
    """Refuses with MediaTypeUnknown; a fault against the schema names the member, never its content."""
    _only(JSON)
    return schema.model_validate_json(request.get_data())


def jose_body() -> bytes:
    _only(JOSE)
    return request.get_data()


def _only(content_type: str) -> None:
    if request.mimetype != content_type:
        raise MediaTypeUnknown
