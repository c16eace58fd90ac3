"""Whether the time that a proof names can be: after its handover, before its trip's end, with a place that is fresh."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from courier_app.domain.proofs import SKEW_LIMIT, ProofClaim, said_at

OLD_FIX = timedelta(minutes=5)  # domain.md, section 12: up to five minutes beside the photo's time is nothing


@dataclass(frozen=True)
class Span:
    """When the package was handed over as the office knows it, and when a driver's one trip ended; None: unknown."""

    since: datetime | None = None
    until: datetime | None = None


def before_handover(claim: ProofClaim, span: Span) -> bool:
    """Clocks may be off by SKEW_LIMIT before anybody is asked about it."""
    return span.since is not None and said_at(claim) < span.since - SKEW_LIMIT


def after_trip(claim: ProofClaim, span: Span) -> bool:
    return span.until is not None and said_at(claim) > span.until + SKEW_LIMIT


def fix_age(claim: ProofClaim) -> timedelta | None:
    """By the phone's own clock, which is the same for both."""
    return claim.captured_at - claim.place.fix_at if claim.place else None


def old_fix(claim: ProofClaim) -> bool:
    age = fix_age(claim)
    return age is not None and abs(age) > OLD_FIX
