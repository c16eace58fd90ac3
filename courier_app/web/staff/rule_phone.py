"""The form at the door as couriers would have it under a draft of the rules: their own screens, for a made-up package
(docs/decisions/0060)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from courier_app.db import reading
from courier_app.domain.card_rules import CardRule
from courier_app.domain.kinds import KINDS
from courier_app.domain.policies import Policy, as_manifest
from courier_app.domain.retries import last_attempt
from courier_app.domain.rulebook_json import draft_book
from courier_app.domain.rulebooks import Rulebook, adjustable_kinds
from courier_app.evidence.jws import b64u
from courier_app.queries.rulebooks import draft_of
from courier_app.services.rules_in_force import RulesNow
from courier_app.web.ports import clock
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.calendar import day_of, read_day
from courier_app.web.staff.rule_preview import in_words
from courier_app.web.staff.rules import my_region
from courier_app.web.staff.wording import kind_name, outbound_kinds

FIRST = "KTP_EL"
CARRIERS = (("pos", "Pos Indonesia"), ("gojek", "Gojek"), ("grab", "Grab"))
# A label of the right form that nobody has printed, and a key that signs for nothing.
LABEL, ALIAS, KEY = "7K2M9QX4T1B8ZC3DA", "SX000000005ID", b64u(bytes(32))
USER = "contoh"
FIRST_TRY = 1


@dataclass(frozen=True)
class Example:
    """The package to be shown, and its day and courier."""

    kind: str
    on: date
    partner: str
    card: bool
    adult: bool

    @property
    def address(self) -> dict[str, Any]:
        """As an address carries it."""
        ticks = {"kartu": self.card, "dewasa": self.adult}
        said = {"jenis": self.kind, "kurir": self.partner, "tanggal": self.on.isoformat()}
        return said | {name: "y" for name, ticked in ticks.items() if ticked}


def example_in(said: Mapping[str, str]) -> Example:
    """Of an address or a form. What is not known there is as it is most often."""
    kinds, partners = {kind.code for kind in adjustable_kinds()}, dict(CARRIERS)
    kind, partner = said.get("jenis", ""), said.get("kurir", "")
    return Example(
        kind=kind if kind in kinds else FIRST,
        on=read_day(said.get("tanggal", "")) or day_of(clock()),
        partner=partner if partner in partners else CARRIERS[0][0],
        card="kartu" in said,
        adult="dewasa" in said,
    )


@bp.get("/aturan/draf/layar")
def rule_phone() -> str | Response:
    """A page of its own, framed by the draft's: its content policy lets it talk to nobody (web/safety.py)."""
    with reading() as session:
        draft = draft_of(session, my_region(session))
    if draft is None:
        return redirect(url_for("staff.rules"), 303)
    shown = example_in(request.args)
    rules = _rules(draft_book(draft.contents), shown, draft.region_code)
    facts = {"user": USER, "partner": shown.partner, "round": _round(rules, shown)}
    return render_template("staff/rule_phone.html", audience="courier", facts=json.dumps(facts))


def phone_of(book: Rulebook, region: str) -> dict[str, object]:
    """For templates/staff/parts/rule_phone.html: what can be chosen, what is, and the same in words."""
    shown = example_in(request.args)
    kind = KINDS[shown.kind]
    dated = book.loosening is not None or book.fee.until is not None
    return {
        "example": shown,
        "example_name": kind_name(shown.kind),
        "kinds": outbound_kinds(),
        "carriers": CARRIERS,
        "asks": {
            "tanggal": dated,
            "kartu": book.card_rule(kind) is CardRule.ASKED,
            "dewasa": kind.rule_if_adult is not None,
        },
        "preview": in_words(book, shown.kind, _policy(_rules(book, shown, region), shown)),
    }


def _rules(book: Rulebook, shown: Example, region: str) -> RulesNow:
    """As a handover on that day would take them along, were the draft in force."""
    return RulesNow(book, (region, 1), shown.on)


def _policy(rules: RulesNow, shown: Example) -> Policy:
    return rules.policy(shown.kind, for_adult=shown.adult)


def _round(rules: RulesNow, shown: Example) -> dict[str, object]:
    """What the phone's app reads of a round (web/courier/rounds.py), with one package in it."""
    policy = _policy(rules, shown)
    return {"hosts": [], "packages": [_package(rules, policy, shown)], "policies": [as_manifest(policy)]}


def _package(rules: RulesNow, policy: Policy, shown: Example) -> dict[str, object]:
    rule = rules.card_rule(shown.kind)
    return {
        "pkg": LABEL,
        "alias": ALIAS,
        "status": "out_for_delivery",
        "attempt": FIRST_TRY,
        "recipient": {
            "name": gettext("Siti Contoh"),
            "address": gettext("Jl. Contoh No. 1, RT 01/RW 02"),
            "phone": "081200000000",
            "note": gettext("Contoh pesan: pagar hijau, titip di meja teras."),
        },
        "place": None,
        "fee": {"free": rules.fee_rupiah <= 0, "amount": max(rules.fee_rupiah, 0)},
        "policy": {"id": policy.id, "version": policy.version},
        "own_phone_key": KEY,
        "old_card": rule is CardRule.ALWAYS or (rule is CardRule.ASKED and shown.card),
        "last": last_attempt(FIRST_TRY, allowed=rules.attempts) <= FIRST_TRY,
        "to_counter": False,
    }
