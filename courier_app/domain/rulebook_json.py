"""A rule book as it is kept and hashed: JSON, and back. An edition is never rewritten, so old texts stay readable."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from courier_app.domain.contactless import ConfirmationMethod, HandoverMode
from courier_app.domain.health import Health, Level, Mode, Shift
from courier_app.domain.recipients import RecipientRule
from courier_app.domain.rulebooks import Fee, FeeKind, KindRule, Loosening, Rulebook


def rulebook_text(book: Rulebook) -> str:
    """The same book gives the same text."""
    return json.dumps(asdict(book), default=_written, sort_keys=True, separators=(",", ":"))


def rulebook_of(text: str) -> Rulebook:
    said: dict[str, Any] = json.loads(text)
    return Rulebook(
        health=_health(said["health"]),
        shift=_shift(said["shift"]),
        modes=tuple(HandoverMode(code) for code in said["modes"]),
        methods=tuple(ConfirmationMethod(code) for code in said["methods"]),
        kinds={code: _rule(rule) for code, rule in said["kinds"].items()},
        loosening=_loosening(said["loosening"]) if said["loosening"] else None,
        attempts=said["attempts"],
        hold_days=said["hold_days"],
        fee=_fee(said["fee"]),
    )


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _health(said: Mapping[str, Any]) -> Health:
    return Health(**{**said, "level": Level(said["level"]), "mode": Mode(said["mode"])})


def _shift(said: Mapping[str, Any]) -> Shift:
    """An edition of before the declaration was asked says no mode: off."""
    return Shift(**{**said, "mode": Mode(said.get("mode", Mode.OFF))})


def _rule(said: Mapping[str, Any]) -> KindRule:
    return KindRule(RecipientRule(said["recipient_rule"]), tuple(said["extra"]))


def _loosening(said: Mapping[str, Any]) -> Loosening:
    return Loosening(**{**said, "until": date.fromisoformat(said["until"])})


def _fee(said: Mapping[str, Any]) -> Fee:
    until = date.fromisoformat(said["until"]) if said["until"] else None
    return Fee(**{**said, "kind": FeeKind(said["kind"]), "until": until})
