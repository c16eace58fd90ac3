"""What tests compile once is what the product compiles each time."""

from flask import Flask
from werkzeug.routing import Map, Rule

from tests.compiled import CompiledRule


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


def test_converters_are_those_of_the_rule_that_is_asked() -> None:
    whole, wide = CompiledRule("/<number>", endpoint="one"), CompiledRule("/<number>", endpoint="one")
    Map([whole]), Map([wide])
    wide._converters["number"].to_url = lambda value: f"{value:04}"  # type: ignore[method-assign]
    assert [rule.build({"number": 7}) for rule in (whole, wide)] == [("", "/7"), ("", "/0007")]
