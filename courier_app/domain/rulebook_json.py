"""A rule book as it is kept and hashed: JSON, and back. An edition is never rewritten, so old texts stay readable."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from courier_app.domain.card_rules import CardRule
from courier_app.domain.contactless import ConfirmationMethod, HandoverMode
from courier_app.domain.health import Health, Level, Mode, Shift
from courier_app.domain.policies import VERSION
from courier_app.domain.recipients import RecipientRule
from courier_app.domain.rulebooks import Fee, FeeKind, KindRule, Loosening, Rulebook

# An edition of before the rule left it to the officer, for both.
_CARDS_BEFORE = {"KTP_EL": "asked", "KIA": "asked"}
_NATIONAL_BEFORE = 4  # one that names no version of the national policies is older than the fifth


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
        cards={code: CardRule(rule) for code, rule in said.get("cards", _CARDS_BEFORE).items()},
        national=said.get("national", _NATIONAL_BEFORE),
    )


def draft_book(text: str) -> Rulebook:
    """A draft becomes an edition of today: under today's national policies, whenever it was begun."""
    return replace(rulebook_of(text), national=VERSION)


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _health(said: Mapping[str, Any]) -> Health:
    """An edition of before the door was asked says nothing of it: one distance for all, no wiping, no witness."""
    before = {"grab_m": said["distance_m"], "wipe": False, "witnessed": False}
    return Health(**{**before, **said, "level": Level(said["level"]), "mode": Mode(said["mode"])})


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
