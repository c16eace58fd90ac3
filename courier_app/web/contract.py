"""What a view of the JSON API promises; the OpenAPI document is read off these promises."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from courier_app.web.shared_schemas import Problem

P = ParamSpec("P")
R = TypeVar("R")
Answer = type[BaseModel] | str | None
CONVERTERS = {
    "UUIDConverter": {"type": "string", "format": "uuid"},
    "Sha256Converter": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "UnicodeConverter": {"type": "string"},
}
REF = "#/components/schemas/{model}"
VERSION = "1"  # of the API; raised when a program written for the old one would fail
SESSION = "courierSession"
SCHEMES = {
    SESSION: {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-kurir",
        "description": "Given by POST /kurir/api/session. Without HTTPS the cookie is called `kurir`.",
    }
}


@dataclass(frozen=True)
class Contract:
    """`takes` is the content type of the body, `body` its schema, `signs` the schema inside a JWS, `bare` whether
    the signed schema may come unsigned as JSON; `returns` maps a status to a schema or a content type, `signs_back` is
    the schema inside a JWS that is answered; `problems` lists the statuses that answer with problem+json."""

    says: str
    returns: Mapping[int, Answer]
    takes: str | None = None
    body: type[BaseModel] | None = None
    signs: type[BaseModel] | None = None
    bare: bool = False
    signs_back: type[BaseModel] | None = None
    problems: tuple[int, ...] = field(default=())

    def taken(self) -> set[type[BaseModel]]:
        return {model for model in (self.body, self.signs) if model}

    def given(self) -> set[type[BaseModel]]:
        return {model for model in (self.signs_back, *self.returns.values()) if isinstance(model, type)}


def promises(contract: Contract) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.__contract__ = contract  # type: ignore[attr-defined]
        return view

    return mark


def write_contract(app: Flask, path: Path) -> None:
    """The document as it is checked in: stable order, one member a line."""
    path.write_text(json.dumps(document(app), indent=2, ensure_ascii=False) + "\n")


def document(app: Flask) -> dict[str, Any]:
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
            "version": VERSION,
            "description": "Courier API: parts, then whole.",
        },
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": SCHEMES},
    }


@lru_cache(maxsize=1)
def names_of(app: Flask) -> tuple[frozenset[str], frozenset[str]]:
    """Of all schemas: the names of their members, and their own."""
    schemas = document(app)["components"]["schemas"]
    members = {name for schema in schemas.values() for name in schema.get("properties", ())}
    return frozenset(members), frozenset(schemas)


def _contract_of(app: Flask, rule: Rule) -> Any:
    return getattr(app.view_functions[rule.endpoint], "__contract__", None)


def _path(rule: Rule) -> str:
    return "".join(f"{{{text}}}" if dynamic else text for dynamic, text in rule._trace).lstrip("|")


def _operation(rule: Rule, contract: Contract) -> dict[str, Any]:
    operation: dict[str, Any] = {"operationId": rule.endpoint, "summary": contract.says}
    if rule.arguments:
        operation["parameters"] = [_parameter(rule, name) for name in sorted(rule.arguments)]
    if contract.takes:
        operation["requestBody"] = {"required": True, "content": _bodies(contract.takes, contract)}
    answers = {str(status): _answer(answer, contract) for status, answer in contract.returns.items()}
    answers |= {str(status): _problem() for status in contract.problems}
    operation["responses"] = dict(sorted(answers.items()))
    if 401 in contract.problems:
        operation["security"] = [{SESSION: []}]
    return operation


def _parameter(rule: Rule, name: str) -> dict[str, Any]:
    schema = CONVERTERS[type(rule._converters[name]).__name__]
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _bodies(takes: str, contract: Contract) -> dict[str, Any]:
    if contract.body:
        return {takes: {"schema": _ref(contract.body)}}
    if not contract.signs:
        return {takes: {"schema": {"type": "string", "format": "binary"}}}
    unsigned = {"application/json": {"schema": _ref(contract.signs)}} if contract.bare else {}
    return {takes: {"schema": _jws(contract.signs)}} | unsigned


def _jws(model: type[BaseModel]) -> dict[str, Any]:
    inside = {"contentMediaType": "application/json", "contentSchema": _ref(model)}
    return {"type": "string", "description": "Compact JWS, ES256", **inside}


def _answer(answer: Answer, contract: Contract) -> dict[str, Any]:
    if answer is None:
        return {"description": "Nothing more to say"}
    if isinstance(answer, str):
        schema = _jws(contract.signs_back) if contract.signs_back else _as_it_is(answer)
        return {"description": "As promised", "content": {answer: {"schema": schema}}}
    return {"description": "As promised", "content": {"application/json": {"schema": _ref(answer)}}}


def _as_it_is(content_type: str) -> dict[str, str]:
    return {"type": "object"} if content_type == "application/json" else {"type": "string"}


def _problem() -> dict[str, Any]:
    return {"description": "Refused", "content": {"application/problem+json": {"schema": _ref_to("Problem")}}}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return _ref_to(model.__name__)


def _ref_to(name: str) -> dict[str, str]:
    return {"$ref": REF.format(model=name)}


def _schemas(contracts: list[Contract]) -> dict[str, Any]:
    """What is taken may leave out members that have a default; what is given has them all. A problem is read like
    what is taken: programs must expect members to be missing."""
    taken: set[type[BaseModel]] = {Problem}.union(*(contract.taken() for contract in contracts))
    given: set[type[BaseModel]] = set[type[BaseModel]]().union(*(contract.given() for contract in contracts))
    pairs: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = []
    pairs += [(model, "validation") for model in sorted(taken, key=_name)]
    pairs += [(model, "serialization") for model in sorted(given, key=_name)]
    _, shared = models_json_schema(pairs, ref_template=REF)
    return dict(sorted(shared["$defs"].items()))


def _name(model: type[BaseModel]) -> str:
    return model.__name__
