"""A region's rule book: what one edition may say, what is wrong with it, and the policies that follow from it.

Practice differs from kabupaten to kabupaten, so all of this is data with a date (domain.md, sections 1, 3, 7 and 8).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from courier_app.domain.card_rules import CardRule
from courier_app.domain.contactless import METHODS, ConfirmationMethod, HandoverMode
from courier_app.domain.door import GRAB_M
from courier_app.domain.evidence_classes import FACTOR, PHOTO, SIGNATURE, EvidenceClass, Need, needs_of
from courier_app.domain.health import COOLEST, FARTHEST_M, HOTTEST, NEAREST_M, Health, Mode, Shift
from courier_app.domain.kinds import KINDS, Kind
from courier_app.domain.policies import (
    FIRM_FROM,
    NOT_FIRM,
    VERSION,
    Policy,
    default_policies,
    firm,
    policy_for,
    policy_for_adult,
)
from courier_app.domain.proofs import Outcome
from courier_app.domain.recipients import RecipientRule, relations_allowed
from courier_app.domain.words import Words

MOST_ATTEMPTS, MOST_DAYS, MOST_RUPIAH = 5, 30, 100_000
LONGEST_LINE = 200
EXTRAS = (PHOTO, SIGNATURE, FACTOR)


class FeeKind(StrEnum):
    NONE = "none"
    FREE_BUDGETED = "free_budgeted"
    COD_TO_CARRIER = "cod_to_carrier"
    CITIZEN_PAYS_APP = "citizen_pays_app"


FEE_WORDS = {
    FeeKind.NONE: Words("Gratis", "Free"),
    FeeKind.FREE_BUDGETED: Words("Gratis, dibayar anggaran daerah", "Free, paid by the region's budget"),
    FeeKind.COD_TO_CARRIER: Words("Dibayar warga kepada kurir (COD)", "Paid to the courier (COD)"),
    FeeKind.CITIZEN_PAYS_APP: Words("Dibayar warga lewat aplikasi", "Paid by the citizen in the app"),
}
CHARGED = frozenset({FeeKind.COD_TO_CARRIER, FeeKind.CITIZEN_PAYS_APP})


@dataclass(frozen=True)
class Fee:
    """Of the carriage alone: the document itself is free by law. `basis` names the regulation."""

    kind: FeeKind = FeeKind.NONE
    rupiah: int = 0
    basis: str = ""
    until: date | None = None


@dataclass(frozen=True)
class KindRule:
    """What a region changes for one document kind; `extra` is asked beyond the class's minimum, in order of EXTRAS."""

    recipient_rule: RecipientRule
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loosening:
    """More people may receive than the national rule says: on whose word, why, and until which day (inclusive)."""

    official: str
    reason: str
    until: date


@dataclass(frozen=True)
class Rulebook:
    """The contents of one edition. `kinds` and `cards` (the rule on old cards) name only the kinds that differ from the
    national rule. `national`: the version of the national policies that it grew from, and asks no less than."""

    health: Health = field(default_factory=Health)
    shift: Shift = field(default_factory=Shift)
    modes: tuple[HandoverMode, ...] = default_policies()[0].modes
    methods: tuple[ConfirmationMethod, ...] = default_policies()[0].methods
    kinds: Mapping[str, KindRule] = field(default_factory=dict)
    loosening: Loosening | None = None
    attempts: int = 2
    hold_days: int = 7
    fee: Fee = field(default_factory=Fee)
    cards: Mapping[str, CardRule] = field(default_factory=dict)
    national: int = VERSION

    def rule_of(self, kind: Kind) -> KindRule:
        return self.kinds.get(kind.code, KindRule(kind.recipient_rule))

    def card_rule(self, kind: Kind) -> CardRule:
        """Of what is no card nobody gives an old one back, whatever an edition says."""
        return self.cards.get(kind.code, kind.card_rule) if kind.exchange else CardRule.NEVER


NATIONAL = Rulebook()


def adjustable_kinds() -> tuple[Kind, ...]:
    """What goes to citizens; papers that come in are counted by officers everywhere."""
    return tuple(kind for kind in KINDS.values() if not kind.inbound)


def exchanged_kinds() -> tuple[Kind, ...]:
    return tuple(kind for kind in KINDS.values() if kind.exchange)


def is_looser(kind: Kind, rule: RecipientRule) -> bool:
    """Whether anybody may receive under it who may not under the national rule."""
    allowed = relations_allowed(kind.recipient_rule, kind.evidence_class)
    return not set(relations_allowed(rule, kind.evidence_class)) <= set(allowed)


def loosened_kinds(book: Rulebook) -> tuple[Kind, ...]:
    return tuple(kind for kind in adjustable_kinds() if is_looser(kind, book.rule_of(kind).recipient_rule))


def policy_of(
    book: Rulebook, kind: Kind, *, edition: tuple[str, int], on: date, for_adult: bool = False
) -> Policy:
    """The policy of a kind under an edition (region code, number) on a day. A loosening ends by itself."""
    over = book.loosening is None or on > book.loosening.until
    said = book.rule_of(kind)
    if over and is_looser(kind, said.recipient_rule):
        said = replace(said, recipient_rule=kind.recipient_rule)
    rule = kind.rule_if_adult if for_adult and kind.rule_if_adult else said.recipient_rule
    return _policy(book, kind, edition, KindRule(rule, said.extra))


def policies_of(book: Rulebook, *, edition: tuple[str, int]) -> tuple[Policy, ...]:
    """Every policy that the edition can lead to, on any day, by id."""
    days = (date.min, date.max)
    found = {
        policy.id: policy
        for kind in KINDS.values()
        for day in days
        for adult in (False, True)
        for policy in (policy_of(book, kind, edition=edition, on=day, for_adult=adult),)
    }
    return tuple(found[name] for name in sorted(found))


def _policy(book: Rulebook, kind: Kind, edition: tuple[str, int], said: KindRule) -> Policy:
    """The id says region, class, rule and extras, and never the kind: couriers hold it."""
    region, number = edition
    extra = "".join(word[0] for word in said.extra)
    named = f"{region.replace('.', '')}-{kind.evidence_class}-{said.recipient_rule}".lower().replace("_", "-")
    sharing = book.health.sharing or kind.inbound  # officers share nothing with citizens
    national, relations = policy_for(kind), relations_allowed(said.recipient_rule, kind.evidence_class)
    more = firm(relations, card=national.id_check) if book.national >= FIRM_FROM else NOT_FIRM
    return replace(
        national,
        id=f"{named}-{extra}" if extra else named,
        version=number,
        recipient_rule=said.recipient_rule,
        relations=relations,
        needs=_needs(kind.evidence_class, said.extra, sharing=sharing),
        checks=book.health.checks,
        advice=book.health.advice,
        placed=book.health.placed,
        door=book.health.door(to_citizen=not kind.inbound),
        distance_m=book.health.distance_m,
        share_device=sharing,
        shift=None if book.shift.mode is Mode.OFF else book.shift,
        modes=book.modes,
        methods=methods_of(book, sharing=sharing),
        regional=True,
        **more,
    )


def methods_of(book: Rulebook, *, sharing: bool) -> tuple[ConfirmationMethod, ...]:
    barred = set() if sharing else {ConfirmationMethod.COURIER_PHONE_SIGN}
    return tuple(method for method in book.methods if method not in barred)


def _needs(evidence_class: EvidenceClass, extra: tuple[str, ...], *, sharing: bool) -> tuple[Need, ...]:
    """The class's minimum and the extras. Where no screen is shared, a drawing on the courier's phone is nothing: only
    the recipient's own phone or code counts, and either is a factor."""
    asked = [*needs_of(evidence_class), *(Need(Outcome.DELIVERED, (word,)) for word in extra)]
    if not sharing:
        asked = [_unshared(need) for need in asked]
    kept = [need for need in asked if not any(_implies(other, need) for other in asked)]
    order = list(Outcome)
    return tuple(sorted(dict.fromkeys(kept), key=lambda need: order.index(need.outcome)))


def _unshared(need: Need) -> Need:
    return replace(
        need, one_of=tuple(dict.fromkeys(FACTOR if word == SIGNATURE else word for word in need.one_of))
    )


def _implies(stricter: Need, need: Need) -> bool:
    """Whoever shows the stricter one has shown the other."""
    return stricter.outcome is need.outcome and set(stricter.one_of) < set(need.one_of)


def problems(book: Rulebook, *, begins: date) -> dict[str, str]:
    """Field and code of everything that keeps this from being published from a day on; empty when it may."""
    return {field: code for field, code in _checked(book, begins) if code}


def _checked(book: Rulebook, begins: date) -> Iterable[tuple[str, str]]:
    health, fee = book.health, book.fee
    yield "modes", ("left-alone" if _left_alone(book) else "") if book.modes else "no-mode"
    yield "methods", ("cannot-be-met" if _unmet(book) else "") if book.methods else "no-method"
    yield "distance_m", "" if NEAREST_M <= health.distance_m <= FARTHEST_M else "distance"
    yield "grab_m", "" if NEAREST_M <= health.grab_m <= FARTHEST_M else "distance"
    yield "temp_max", "" if COOLEST <= book.shift.temp_max <= HOTTEST else "temperature"
    yield "attempts", "" if 1 <= book.attempts <= MOST_ATTEMPTS else "attempts"
    yield "hold_days", "" if 1 <= book.hold_days <= MOST_DAYS else "hold-days"
    yield (
        "rupiah",
        "" if (0 < fee.rupiah <= MOST_RUPIAH) == (fee.kind in CHARGED) and fee.rupiah >= 0 else "tariff",
    )
    yield "basis", "no-basis" if fee.kind in CHARGED and not fee.basis.strip() else ""
    yield "fee_until", "over-already" if fee.until and fee.until < begins else ""
    yield from _loosening(book, begins)
    yield "kinds", "discreet-alone" if _discreet_alone(book) else ""


def _loosening(book: Rulebook, begins: date) -> Iterable[tuple[str, str]]:
    """Who, why and until when stand beside what they loosen, and nowhere else."""
    said = book.loosening
    if not loosened_kinds(book):
        yield "why", "loosens-nothing" if said else ""
        return
    yield "official", "" if said and said.official.strip() else "no-official"
    yield "why", "" if said and said.reason.strip() else "no-reason"
    yield "loose_until", "" if said and said.until >= begins else "over-already"


def _unmet(book: Rulebook) -> bool:
    """Whether some package could never be delivered: nothing that is allowed gives what is asked."""
    policies = policies_of(book, edition=("", 1))
    return any(_given(policy).isdisjoint(need.one_of) for policy in policies for need in policy.needs)


def _given(policy: Policy) -> set[str]:
    factor = any(METHODS[way].factor for way in policy.methods)
    drawn = ConfirmationMethod.COURIER_PHONE_SIGN in policy.methods
    return {PHOTO} | ({FACTOR} if factor else set()) | ({SIGNATURE} if drawn else set())


def _left_alone(book: Rulebook) -> bool:
    """No document is put down without being seen taken (domain.md, section 7)."""
    said = book.health
    return HandoverMode.PLACED_AND_WATCHED in book.modes and not (said.witnessed and said.saw_taken)


def up_to_date(book: Rulebook) -> Rulebook:
    """An older edition, as a new one may say it."""
    book, said = replace(book, national=VERSION), book.health
    if said.witnessed and said.saw_taken:
        return book
    farther = max(said.distance_m, GRAB_M)
    return replace(book, health=replace(said, saw_taken=True, witnessed=True, wipe=True, grab_m=farther))


def _discreet_alone(book: Rulebook) -> bool:
    """A courier must not be able to tell a divorce by a rule that nothing else has."""
    shared: dict[str, set[bool]] = {}
    for kind in adjustable_kinds():
        shared.setdefault(_policy(book, kind, ("", 1), book.rule_of(kind)).id, set()).add(kind.discreet)
    return any(kinds == {True} for kinds in shared.values())


def national_policy(kind: Kind, *, for_adult: bool) -> Policy:
    return policy_for_adult(kind) if for_adult else policy_for(kind)
