"""What tests compile once is what the product compiles each time."""

from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session
from werkzeug.routing import Map, Rule, UnicodeConverter

from courier_app.db import Database
from courier_app.models import Region
from tests.compiled import STATEMENTS, CompiledRule, CompiledStatements
from tests.databases import Databases
from tests.house import furnish, on_both


def built_by(rule: Rule, *, append_unknown: bool) -> object:
    builder = rule._build_unknown if append_unknown else rule._build
    return builder.__code__


def test_every_address_is_built_by_the_code_that_a_rule_of_its_own_would_have(app: Flask) -> None:
    rules = list(app.url_map.iter_rules())
    assert len(rules) > 100
    for rule in rules:
        assert isinstance(rule, CompiledRule)
        for append_unknown in (True, False):
            fresh = Rule._compile_builder(rule, append_unknown)
            assert built_by(rule, append_unknown=append_unknown) == fresh.__code__


def test_rules_of_one_text_with_other_defaults_are_not_taken_for_one_another() -> None:
    first, second = (CompiledRule("/<int:page>", endpoint="list", defaults={"page": n}) for n in (1, 2))
    Map([first]), Map([second])
    assert [rule.build({}) for rule in (first, second)] == [("", "/1"), ("", "/2")]


def test_every_address_is_read_as_a_rule_of_its_own_would_read_it(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        own = Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods, defaults=rule.defaults)
        Map([own], converters=app.url_map.converters)
        assert (rule._parts, rule._trace, rule.arguments) == (own._parts, own._trace, own.arguments)
        assert {name: type(one) for name, one in rule._converters.items()} == {
            name: type(one) for name, one in own._converters.items()
        }


class Padded(UnicodeConverter):
    def to_url(self, value: int) -> str:
        return f"{value:04}"


def test_converters_are_those_of_the_map_that_is_asked() -> None:
    whole, wide = CompiledRule("/<number>", endpoint="one"), CompiledRule("/<number>", endpoint="one")
    Map([whole]), Map([wide], converters={"default": Padded})
    assert [rule.build({"number": 7}) for rule in (whole, wide)] == [("", "/7"), ("", "/0007")]


@on_both
def test_one_compiled_statement_asks_each_database_for_its_own_rows(databases: Databases, kind: str) -> None:
    houses = [Database(databases.fresh(kind, furnish)) for _ in range(2)]  # type: ignore[arg-type]
    with houses[0].transaction() as session:
        session.execute(text("UPDATE regions SET name = 'Lain'"))
    asked = select(Region.name).distinct()
    found = []
    for house in houses:
        with Session(house.engine) as session:
            found.append(sorted(session.scalars(asked)))
        house.engine.dispose()
    assert found[0] == ["Lain"] != found[1]
    assert houses[0].engine._compiled_cache is houses[1].engine._compiled_cache


def test_a_dialect_that_has_not_met_its_server_is_not_shared(tmp_path: Path) -> None:
    statements = CompiledStatements()
    first, second, third = (
        statements.shared_by(create_engine(f"sqlite:///{tmp_path}/{name}.db")) for name in "abc"
    )
    assert first.dialect is not second.dialect is not third.dialect
    third.connect().close()
    assert statements.shared_by(create_engine(f"sqlite:///{tmp_path}/d.db")).dialect is third.dialect
    third.dispose()


def test_sqlite_and_postgresql_share_nothing() -> None:
    assert len({id(engine.dialect) for engine in STATEMENTS._first.values()}) == len(STATEMENTS._first)
