"""The front end's types of the API, read off openapi.json; `make contract` writes static/js/types/courier-api.d.ts."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "openapi.json"
TYPES = ROOT / "static" / "js" / "types" / "courier-api.d.ts"
HEAD = "/** What the API takes and gives. Made from openapi.json by `make contract`: change the schemas, not this. */\n"
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
Schema = dict[str, Any]


def declarations(document: Schema) -> str:
    """One exported type for each schema, in the document's order."""
    schemas = document["components"]["schemas"].items()
    return "\n".join([HEAD, *(_declaration(name, schema) for name, schema in schemas)])


def _declaration(name: str, schema: Schema) -> str:
    comment = _comment(schema.get("description", ""))
    if schema.get("properties"):
        return f"{comment}export interface {name} {_members(schema, 1)}\n"
    return f"{comment}export type {name} = {written(schema)}\n"


def _comment(text: str) -> str:
    return f"/** {' '.join(text.split())} */\n" if text else ""


def _members(schema: Schema, depth: int) -> str:
    required, indent = set(schema.get("required", ())), "  " * depth
    lines = [
        f"{indent}{name}{'' if name in required else '?'}: {written(part, depth)}"
        for name, part in schema["properties"].items()
    ]
    return "\n".join(["{", *lines, "  " * (depth - 1) + "}"])


def written(schema: Schema, depth: int = 0) -> str:
    """A schema as a TypeScript type. ValueError for what we have not met yet, so that nothing turns into `any`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(written(part, depth) for part in schema["anyOf"])
    if schema.get("type") == "array":
        return _array(written(schema["items"], depth))
    if schema.get("type") == "object":
        return _object(schema, depth)
    if schema.get("type") in PLAIN:
        return PLAIN[schema["type"]]
    raise ValueError(f"no TypeScript for {sorted(schema)}")


def _array(item: str) -> str:
    return f"({item})[]" if " | " in item else f"{item}[]"


def _object(schema: Schema, depth: int) -> str:
    if schema.get("properties"):
        return _members(schema, depth + 1)
    values = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
    value = next((part for part in values if isinstance(part, dict)), None)
    return f"Record<string, {written(value, depth) if value else 'never'}>"


if __name__ == "__main__":
    made = declarations(json.loads(DOCUMENT.read_text()))
    if "--check" in sys.argv:
        sys.exit(TYPES.read_text() != made)
    TYPES.write_text(made)
