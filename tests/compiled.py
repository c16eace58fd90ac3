"""What every application of the tests would compile anew: done once for all of them."""

from collections.abc import Callable, Hashable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from werkzeug.routing import Rule

from courier_app import db

Builder = Callable[..., tuple[str, str]]


class CompiledPages(BytecodeCache):
    """Every test makes an application; its templates are compiled once for all of them."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._kept.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key] = (bucket.checksum, bucket.code)


class CompiledRule(Rule):
    """Nine tenths of making an application went into functions that build addresses. Such a function knows the text of
    its rule alone and looks the converters up in the rule that it is called for; defaults would be written into it.
    What a rule reads out of its own text is the same in every application, too: our converters ask no map."""

    _kept: dict[Hashable, Builder] = {}  # noqa: RUF012 - shared on purpose
    _read: dict[Hashable, tuple[Any, Any, Any]] = {}  # noqa: RUF012 - shared on purpose

    def compile(self) -> None:
        if self.defaults or self.subdomain or self.host:
            return super().compile()
        assert self.map is not None
        key = (self.rule, self.strict_slashes, self.merge_slashes, *self.map.converters.values())
        if key not in self._read:
            super().compile()
            self._read[key] = self._parts, self._trace, self._converters
            return None
        self._parts, self._trace, self._converters = self._read[key]
        self.arguments |= self._converters.keys()
        self._build = self._compile_builder(False).__get__(self, None)
        self._build_unknown = self._compile_builder(True).__get__(self, None)
        return None

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in self._kept:
            self._kept[key] = super()._compile_builder(append_unknown)
        return self._kept[key]


PAGES = CompiledPages()


class CompiledStatements:
    """Every test has a database of its own and so an engine; SQLAlchemy compiles each statement once for an engine. All
    engines of one make share what they compiled, and the dialect that it was compiled for."""

    def __init__(self) -> None:
        self._first: dict[str, Engine] = {}

    def shared_by(self, engine: Engine) -> Engine:
        first = self._first.get(engine.dialect.name)
        if first is None or not getattr(first.dialect, "server_version_info", None):
            self._first[engine.dialect.name] = engine
        else:
            engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine


STATEMENTS = CompiledStatements()


def compile_addresses_once() -> None:
    """In every application that is made from here on."""
    Flask.url_rule_class = CompiledRule


def compile_statements_once() -> None:
    """Of every engine that is made from here on."""
    make = vars(db)["create_engine"]

    def made(*args: Any, **kwargs: Any) -> Engine:
        return STATEMENTS.shared_by(make(*args, query_cache_size=5_000, **kwargs))

    vars(db)["create_engine"] = made
