"""The form of a rule book's draft: what was typed becomes a rule book, right or wrong, and each mistake a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import LazyString, lazy_gettext
from werkzeug.datastructures import MultiDict

from courier_app.domain.card_rules import CARD_RULE_WORDS, CardRule
from courier_app.domain.contactless import METHODS, MODE_WORDS
from courier_app.domain.health import (
    LEVEL_WORDS,
    PRESETS,
    SHIFT_MODE_WORDS,
    SHIFT_MODES,
    Health,
    Level,
    Mode,
    Shift,
)
from courier_app.domain.health import MODE_WORDS as STRICTNESS
from courier_app.domain.kinds import Kind
from courier_app.domain.recipients import RULE_WORDS, RecipientRule
from courier_app.domain.rulebook_words import EXTRA_WORDS
from courier_app.domain.rulebooks import (
    EXTRAS,
    FEE_WORDS,
    LONGEST_LINE,
    NATIONAL,
    Fee,
    FeeKind,
    KindRule,
    Loosening,
    Rulebook,
    adjustable_kinds,
    exchanged_kinds,
)
from courier_app.domain.words import Words
from courier_app.web.staff.calendar import LAST, read_day
from courier_app.web.words import say

Form = MultiDict[str, str]
NOWHERE = -1  # stands for what is no number: the rules name the field
# What couriers' phones can do, in the order in which they offer it.
OFFERED_MODES, OFFERED_METHODS = NATIONAL.modes, NATIONAL.methods

SENTENCES: Mapping[str, LazyString] = {
    "no-mode": lazy_gettext("Pilih paling sedikit satu cara serah terima."),
    "left-alone": lazy_gettext(
        "Paket yang diletakkan harus dilihat diambil. Simpan draf ini sekali lagi, atau larang peletakan."
    ),
    "no-method": lazy_gettext("Pilih paling sedikit satu cara penerima memastikan."),
    "cannot-be-met": lazy_gettext(
        "Dengan pilihan ini ada paket yang tidak bisa diserahkan. Izinkan kode klaim atau tanda tangan di ponsel kurir."
    ),
    "distance": lazy_gettext("Tulis jarak 1 sampai 10 meter."),
    "temperature": lazy_gettext("Tulis suhu 36,0 sampai 40,0 °C, misalnya 37,3."),
    "attempts": lazy_gettext("Tulis 1 sampai 5 kali."),
    "hold-days": lazy_gettext("Tulis 1 sampai 30 hari."),
    "tariff": lazy_gettext("Tulis tarif 1 sampai 100.000 rupiah bila warga membayar; kosongkan bila gratis."),
    "no-basis": lazy_gettext("Tulis dasar hukum tarifnya."),
    "over-already": lazy_gettext("Pilih tanggal yang belum lewat."),
    "no-official": lazy_gettext("Tulis nama dan jabatan pejabat yang memberi kelonggaran."),
    "no-reason": lazy_gettext("Tulis alasan kelonggaran."),
    "loosens-nothing": lazy_gettext(
        "Tidak ada penerima yang dilonggarkan. Pilih penerima yang lebih luas, atau kosongkan kelonggaran ini."
    ),
    "discreet-alone": lazy_gettext(
        "Dokumen yang dirahasiakan tidak boleh punya aturan sendiri: kurir bisa menebaknya. Samakan dengan akta biasa."
    ),
}


def read_book(form: Form) -> Rulebook:
    """Never refuses: a draft may be wrong for a while. With the button `siap-pakai` the level's ready-made protocol."""
    level = _one_of(Level, form.get("level"), Level.BASELINE)
    ready = form.get("langkah") == "siap-pakai"
    return Rulebook(
        health=PRESETS[level] if ready else _health(form, level),
        shift=_shift(form, level, ready=ready),
        modes=_some_of(OFFERED_MODES, form.getlist("modes")),
        methods=_some_of(OFFERED_METHODS, form.getlist("methods")),
        kinds=_kinds(form),
        loosening=_loosening(form),
        attempts=_number(form.get("attempts", "")),
        hold_days=_number(form.get("hold_days", "")),
        fee=_fee(form),
        cards=_cards(form),
    )


SHIFT = ("symptoms", "shift_mask", "shift_hands")
TICKS = ("mask", "hands", "share_device", "wipe", "cash")


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the form offers, in the reader's language."""
    tables: dict[str, Mapping[Any, Words]] = {
        "level": LEVEL_WORDS,
        "mode": STRICTNESS,
        "shift_mode": SHIFT_MODE_WORDS,
        "modes": {mode: MODE_WORDS[mode] for mode in OFFERED_MODES},
        "methods": {method: METHODS[method].words for method in OFFERED_METHODS},
        "fee": FEE_WORDS,
        "extra": EXTRA_WORDS,
        "card": CARD_RULE_WORDS,
    }
    return {
        name: [(str(code), say(words)) for code, words in table.items()] for name, table in tables.items()
    }


def recipient_choices(kind: Kind) -> list[tuple[str, str]]:
    """The kind's own rule first."""
    rules = [kind.recipient_rule, *(rule for rule in RecipientRule if rule is not RecipientRule.OFFICER)]
    return [(str(rule), say(RULE_WORDS[rule])) for rule in dict.fromkeys(rules)]


def _health(form: Form, level: Level) -> Health:
    ticks = {name: name in form for name in TICKS}
    mode = _one_of(Mode, form.get("mode"), Mode.REQUIRED)
    metres, grab = (_number(form.get(name, "")) for name in ("distance_m", "grab_m"))
    return replace(Health(level, mode, **ticks), distance_m=metres, grab_m=grab)


def _shift(form: Form, level: Level, *, ready: bool) -> Shift:
    mode = SHIFT_MODES[level] if ready else _one_of(Mode, form.get("shift_mode"), Mode.OFF)
    ticks = {name.removeprefix("shift_"): name in form for name in SHIFT}
    return Shift(mode, _tenths(form.get("temp_max", "")), **ticks)


def _kinds(form: Form) -> dict[str, KindRule]:
    """Only those that differ."""
    found = {}
    for kind in adjustable_kinds():
        rule = _one_of(RecipientRule, form.get(f"rule-{kind.code}"), kind.recipient_rule)
        said = KindRule(rule, _some_of(EXTRAS, form.getlist(f"extra-{kind.code}")))
        if said != KindRule(kind.recipient_rule):
            found[kind.code] = said
    return found


def _cards(form: Form) -> dict[str, CardRule]:
    """Only those that differ."""
    said = {
        kind: _one_of(CardRule, form.get(f"card-{kind.code}"), kind.card_rule) for kind in exchanged_kinds()
    }
    return {kind.code: rule for kind, rule in said.items() if rule is not kind.card_rule}


def _loosening(form: Form) -> Loosening | None:
    official, reason, until = (form.get(name, "").strip() for name in ("official", "why", "loose_until"))
    if not any((official, reason, until)):
        return None
    return Loosening(official[:LONGEST_LINE], reason[:LONGEST_LINE], read_day(until) or _LONG_AGO)


_LONG_AGO = LAST.replace(year=2000)


def _fee(form: Form) -> Fee:
    kind = _one_of(FeeKind, form.get("fee"), FeeKind.NONE)
    rupiah = _number(form.get("rupiah", "").replace(".", "") or "0")
    return Fee(
        kind, rupiah, form.get("basis", "").strip()[:LONGEST_LINE], read_day(form.get("fee_until", ""))
    )


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else NOWHERE


def _tenths(text: str) -> int:
    """`37,3` and `37.3` are 373."""
    whole, _, tenth = text.strip().replace(",", ".").partition(".")
    return _number(whole + (tenth or "0")) if len(tenth) <= 1 else NOWHERE


_C = TypeVar("_C", bound=StrEnum)
_S = TypeVar("_S", bound=str)


def _one_of(offered: type[_C], text: str | None, otherwise: _C) -> _C:
    try:
        return offered(text or "")
    except ValueError:
        return otherwise


def _some_of(offered: Sequence[_S], texts: Sequence[str]) -> tuple[_S, ...]:
    """In the order of the offer."""
    return tuple(one for one in offered if str(one) in texts)
