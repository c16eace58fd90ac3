"""What every application of the tests would compile anew: done once for all of them."""

from collections.abc import Callable, Hashable
from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

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
    its rule alone and looks the converters up in the rule that it is called for; defaults would be written into it."""

    _kept: dict[Hashable, Builder] = {}  # noqa: RUF012 - shared on purpose

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in self._kept:
            self._kept[key] = super()._compile_builder(append_unknown)
        return self._kept[key]


PAGES = CompiledPages()


def compile_addresses_once() -> None:
    """In every application that is made from here on."""
    Flask.url_rule_class = CompiledRule
