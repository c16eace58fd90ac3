"""Which rules a package takes along when it is handed over: its region's edition in force, else the national ones."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from courier_app.domain.card_rules import CardRule
from courier_app.domain.editions import in_force
from courier_app.domain.kinds import KINDS
from courier_app.domain.policies import Policy
from courier_app.domain.retries import last_attempt
from courier_app.domain.rulebook_json import rulebook_of
from courier_app.domain.rulebooks import CHARGED, NATIONAL, Rulebook, national_policy, policy_of
from courier_app.domain.shifts import is_asked
from courier_app.models import Package, RuleEdition
from courier_app.queries.rulebooks import dates_of, editions_of
from courier_app.services.rounds import WIB


@dataclass(frozen=True)
class RulesNow:
    """`edition` is the region's code and the number; None where the national rules hold."""

    book: Rulebook | None
    edition: tuple[str, int]
    on: date

    def policy(self, kind: str, *, for_adult: bool) -> Policy:
        if self.book is None:
            return national_policy(KINDS[kind], for_adult=for_adult)
        return policy_of(self.book, KINDS[kind], edition=self.edition, on=self.on, for_adult=for_adult)

    def card_rule(self, kind: str) -> CardRule:
        return (self.book or NATIONAL).card_rule(KINDS[kind])

    @property
    def fee_rupiah(self) -> int:
        """What delivery costs a citizen on that day; zero where it is free, or the tariff has ended."""
        fee = self.book.fee if self.book else None
        charged = fee is not None and fee.kind in CHARGED and (fee.until is None or self.on <= fee.until)
        return fee.rupiah if fee and charged else 0

    def may_charge(self, rupiah: int) -> bool:
        """Nothing, always; else the tariff to the rupiah: whatever is printed on a label is asked for officially."""
        return rupiah in (0, self.fee_rupiah)

    @property
    def asks_fitness(self) -> bool:
        """Whether couriers must have declared themselves fit before they take packages over."""
        return is_asked((self.book or NATIONAL).shift)

    @property
    def hold_days(self) -> int:
        """For how many days the counter keeps a package."""
        return (self.book or NATIONAL).hold_days

    @property
    def attempts(self) -> int:
        """How often a package is tried before it waits at the counter."""
        return (self.book or NATIONAL).attempts


def edition_in_force(session: Session, region_code: str, *, now: datetime) -> RuleEdition | None:
    editions = {one.number: one for one in editions_of(session, region_code)}
    found = in_force([dates_of(one) for one in editions.values()], now)
    return editions[found.number] if found else None


def rules_at(session: Session, region_code: str, *, now: datetime) -> RulesNow:
    edition, on = edition_in_force(session, region_code, now=now), now.astimezone(WIB).date()
    if edition is None:
        return RulesNow(None, (region_code, 0), on)
    return RulesNow(rulebook_of(edition.contents), (region_code, edition.number), on)


def follow(package: Package, rules: RulesNow) -> None:
    """From here on the package is delivered, tried and judged by these rules."""
    take_policy(package, rules)
    package.last_attempt = last_attempt(package.attempt, allowed=rules.attempts)


def take_policy(package: Package, rules: RulesNow) -> None:
    """Who may receive it, and what must be shown."""
    policy = rules.policy(package.kind, for_adult=package.for_adult)
    package.policy_id, package.policy_version = policy.id, policy.version
