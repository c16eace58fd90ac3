"""Every address of the application with its methods, and a real path for each."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from tests.everybody import Doors, Town

FREE = {"HEAD", "OPTIONS"}


def addresses(app: Flask) -> Iterator[tuple[str, Rule]]:
    """`("GET /P/<label>", its rule)`, in order."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) - FREE):
            yield f"{method} {rule.rule}", rule


def path_of(doors: Doors, rule: Rule, **other: Any) -> str:
    """With things that are there: the town's package, proof, handover; or `other` ones."""
    known = parts_of(doors.town) | {"build": doors.app.extensions["suratsampai_build"]} | other
    pieces = (str(known[piece]) if dynamic else piece for dynamic, piece in rule._trace)
    return "".join(pieces).lstrip("|")


def parts_of(town: Town) -> dict[str, Any]:
    leaf = {"level": "0", "number": "000.p/1", "index": "0", "old": "0", "leaf_index": "0"}
    made_up = {
        "name": "0" * 64,
        "filename": "css/tokens.css",
        "code": "invalid",
        "loss_id": UUID(int=0),
        "link_id": UUID(int=0),
        "user_id": UUID(int=0),
    }
    made_up |= {"shift_id": UUID(int=0)}
    made_up |= {"day": "2026-11-23"}
    made_up |= {"region": "33.17", "edition_number": "1"}
    return town.ids | leaf | made_up


def without_ids(location: str, town: Town) -> str:
    """The path of a redirect, with the town's ids taken out again."""
    path = location.partition("?")[0]
    for part, value in town.ids.items():
        path = path.replace(str(value), "<id>" if isinstance(value, UUID) else f"<{part}>")
    return path
