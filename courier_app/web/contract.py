"""What a view of the JSON API promises; the OpenAPI document is read off these promises."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

P = ParamSpec("P")
R = TypeVar("R")
Answer = type[BaseModel] | str | None
CONVERTERS = {
    "UUIDConverter": {"type": "string", "format": "uuid"},
    "Sha256Converter": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "UnicodeConverter": {"type": "string"},
}
REF = "#/components/schemas/{model}"


@dataclass(frozen=True)
class Contract:
    """`takes` is the content type of the body, `body` its schema, `signs` the schema inside a JWS; `returns` maps a
    status to a schema or a content type; `problems` lists the statuses that answer with problem+json."""

    says: str
    returns: Mapping[int, Answer]
    takes: str | None = None
    body: type[BaseModel] | None = None
    signs: type[BaseModel] | None = None
    problems: tuple[int, ...] = field(default=())


def promises(contract: Contract) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.__contract__ = contract  # type: ignore[attr-defined]
        return view

    return mark


def document(app: Flask, *, version: str) -> dict[str, Any]:
    """OpenAPI 3.1 of every promised address, in a stable order."""
    promised = [(rule, _contract_of(app, rule)) for rule in app.url_map.iter_rules()]
    promised = sorted(((r, c) for r, c in promised if c), key=lambda pair: (pair[0].rule, pair[0].endpoint))
    paths: dict[str, dict[str, Any]] = {}
    for rule, contract in promised:
        method = next(m for m in sorted(rule.methods or ()) if m not in ("HEAD", "OPTIONS")).lower()
        paths.setdefault(_path(rule), {})[method] = _operation(rule, contract)
    schemas = _schemas([c for _, c in promised])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SuratSampai",
            "version": version,
            "description": "Courier API: parts, then whole.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _contract_of(app: Flask, rule: Rule) -> Any:
    return getattr(app.view_functions[rule.endpoint], "__contract__", None)


def _path(rule: Rule) -> str:
    return "".join(f"{{{text}}}" if dynamic else text for dynamic, text in rule._trace).lstrip("|")


def _operation(rule: Rule, contract: Contract) -> dict[str, Any]:
    operation: dict[str, Any] = {"operationId": rule.endpoint, "summary": contract.says}
    if rule.arguments:
        operation["parameters"] = [_parameter(rule, name) for name in sorted(rule.arguments)]
    if contract.takes:
        operation["requestBody"] = {"required": True, "content": {contract.takes: _body(contract)}}
    answers = {str(status): _answer(answer) for status, answer in contract.returns.items()}
    answers |= {str(status): _problem() for status in contract.problems}
    operation["responses"] = dict(sorted(answers.items()))
    return operation


def _parameter(rule: Rule, name: str) -> dict[str, Any]:
    schema = CONVERTERS[type(rule._converters[name]).__name__]
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _body(contract: Contract) -> dict[str, Any]:
    if contract.body:
        return {"schema": _ref(contract.body)}
    if not contract.signs:
        return {"schema": {"type": "string", "format": "binary"}}
    signed = {"contentMediaType": "application/json", "contentSchema": _ref(contract.signs)}
    return {"schema": {"type": "string", "description": "Compact JWS, ES256", **signed}}


def _answer(answer: Answer) -> dict[str, Any]:
    if answer is None:
        return {"description": "Nothing more to say"}
    if isinstance(answer, str):
        return {"description": "As promised", "content": {answer: {"schema": {"type": "string"}}}}
    return {"description": "As promised", "content": {"application/json": {"schema": _ref(answer)}}}


def _problem() -> dict[str, Any]:
    return {"description": "Refused", "content": {"application/problem+json": {"schema": _ref_to("Problem")}}}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return _ref_to(model.__name__)


def _ref_to(name: str) -> dict[str, str]:
    return {"$ref": REF.format(model=name)}


def _schemas(contracts: list[Contract]) -> dict[str, Any]:
    models: set[type[BaseModel]] = {Problem}
    for contract in contracts:
        models |= {
            m for m in (contract.body, contract.signs, *contract.returns.values()) if isinstance(m, type)
        }
    ordered = sorted(models, key=lambda m: m.__name__)
    _, shared = models_json_schema([(m, "serialization") for m in ordered], ref_template=REF)
    return dict(sorted(shared["$defs"].items()))


class Problem(BaseModel):
    """RFC 9457. `missing` and `errors` come with the codes that need them."""

    type: str
    title: str
    status: int
    detail: str | None = None
    missing: list[str] | None = None
    errors: list[dict[str, str]] | None = None
