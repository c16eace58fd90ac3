"""The contract of the JSON API: valid, complete, fresh, and kept."""

from collections.abc import Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from openapi_spec_validator import OpenAPIV31SpecValidator

from courier_app.web.contract import document, write_contract
from scripts.ts_types import TYPES, declarations, written
from tests.answer_audit import answer_faults

ROOT = Path(__file__).parents[1]
MACHINES = ("/kurir/api/", "/api/", "/kesehatan", "/ttd/api/")


@pytest.fixture
def contract(app: Flask) -> dict[str, Any]:
    return document(app)


def test_the_document_is_valid(contract):
    assert [error.message for error in OpenAPIV31SpecValidator(contract).iter_errors()] == []


def test_the_document_in_the_repository_is_fresh(app, tmp_path):
    write_contract(app, tmp_path / "openapi.json")
    assert (ROOT / "openapi.json").read_text() == (tmp_path / "openapi.json").read_text(), (
        "run `make contract`"
    )


def test_the_types_of_the_front_end_are_fresh(contract):
    assert TYPES.read_text() == declarations(contract), "run `make contract`"


def test_the_server_gives_the_same_document(app, contract):
    assert app.test_client().get("/api/openapi.json").json == contract


def test_every_address_for_programs_is_promised(app, contract):
    rules = (rule for rule in app.url_map.iter_rules() if rule.rule.startswith(MACHINES))
    assert {rule.endpoint for rule in rules} == {one["operationId"] for one in operations(contract)}


def operations(contract: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in contract["paths"].values():
        yield from path.values()


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if "$ref" in node else [])
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from references(child)


def test_every_schema_that_is_named_is_there(contract):
    names = {reference.rpartition("/")[2] for reference in references(contract)}
    assert names <= set(contract["components"]["schemas"])


def test_every_member_of_every_schema_closes_its_door(contract):
    """An unknown member is refused, so that nothing is assigned by surprise; problems may grow."""
    schemas = contract["components"]["schemas"].items()
    open_ = {
        name
        for name, schema in schemas
        if "properties" in schema and schema.get("additionalProperties") is not False
    }
    assert open_ == {"Problem", "ProblemPart"}


def test_every_refusal_of_an_operation_is_problem_json(contract):
    for operation in operations(contract):
        for status, answer in operation["responses"].items():
            if int(status) >= 400 and operation["operationId"] != "public.health":
                assert list(answer["content"]) == ["application/problem+json"], (
                    operation["operationId"],
                    status,
                )


def test_every_operation_that_needs_a_session_says_so(contract):
    for operation in operations(contract):
        assert ("401" in operation["responses"]) == ("security" in operation), operation["operationId"]


def test_no_part_of_an_address_is_of_a_type_of_ours(contract):
    types = {p["schema"]["type"] for one in operations(contract) for p in one.get("parameters", ())}
    assert types <= {"string"}


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "string"}, "string"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "number | null"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, '("a" | "b")[]'),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Part"}}, "Part[]"),
        ({"const": 1}, "1"),
        ({"type": "object", "patternProperties": {"^a": {"type": "boolean"}}}, "Record<string, boolean>"),
        ({"type": "object", "additionalProperties": False, "properties": {}}, "Record<string, never>"),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, "{\n  a?: string\n}"),
    ],
)
def test_a_schema_becomes_a_type(schema, type_):
    assert written(schema) == type_


def test_a_schema_that_we_do_not_know_is_refused():
    with pytest.raises(ValueError, match="no TypeScript"):
        written({"not": {}})


def judged(app: Flask, answer: Response) -> list[str]:
    """What the client of every test would say of this answer."""
    promised = app.view_functions["courier.session_now"]
    app.view_functions["courier.session_now"] = wraps(promised)(lambda: answer)
    app.before_request_funcs["courier"] = []
    app.test_client_class = None
    return list(answer_faults(app, app.test_client().get("/kurir/api/session")))


def test_an_answer_of_another_shape_is_noticed(app):
    assert judged(app, Response('{"office": {}}', content_type="application/json"))


def test_an_answer_with_a_status_of_its_own_is_noticed(app):
    assert judged(app, Response("{}", 402, content_type="application/json"))


def test_an_answer_of_another_type_is_noticed(app):
    assert judged(app, Response("hello", content_type="text/plain"))
