"""Every answer of the JSON API that any test gets is held against the contract in passing."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from openapi_schema_validator import OAS31Validator
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from courier_app.web.contract import document

# What stands before any view: another site's request, an address or a method that is not there, a body too large, a
# database that is busy, a mistake of ours.
ANYWHERE = (403, 404, 405, 413, 500, 503)
JSON = ("application/json", "application/problem+json")


def answer_faults(app: Flask, answer: TestResponse) -> Iterator[str]:
    """How an answer differs from what its address promises; addresses that promise nothing have no faults."""
    promised = _operation(app, answer)
    if promised is None or answer.status_code in (*ANYWHERE, 304):
        return
    kept = promised["responses"].get(str(answer.status_code))
    if kept is None:
        yield f"status {answer.status_code} is not promised"
        return
    schema = kept.get("content", {}).get(answer.mimetype, {}).get("schema")
    if schema is None and answer.data:
        yield f"{answer.mimetype} is not promised for {answer.status_code}"
    if schema and answer.mimetype in JSON and not answer.content_encoding:
        yield from (
            f"{error.json_path}: {error.validator}" for error in _judge(app, schema).iter_errors(answer.json)
        )


def _operation(app: Flask, answer: TestResponse) -> dict[str, Any] | None:
    try:
        endpoint, _ = app.url_map.bind("").match(answer.request.path, answer.request.method)
    except HTTPException:
        return None
    operations = (one for path in _document(app)["paths"].values() for one in path.values())
    return next((one for one in operations if one["operationId"] == endpoint), None)


def _judge(app: Flask, schema: dict[str, Any]) -> OAS31Validator:
    return OAS31Validator({**schema, "components": _document(app)["components"]})


_documents: dict[frozenset[object], dict[str, Any]] = {}


def _document(app: Flask) -> dict[str, Any]:
    """Of all applications whose views promise the same: every test makes one of its own, some with a view beside."""
    views = frozenset(one for one in app.view_functions.items() if hasattr(one[1], "__contract__"))
    if views not in _documents:
        _documents[views] = document(app)
    return _documents[views]
