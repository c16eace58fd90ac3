"""What a set of rules is called on a screen: the region's book with its edition and day, or the national rules."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.domain.policies import Policy
from courier_app.models import Office
from courier_app.queries.rulebooks import edition_of
from courier_app.web.moments import written


@dataclass(frozen=True)
class RulesNamed:
    """`region` and `edition` lead to the edition's page; none for the national rules."""

    words: str
    region: str = ""
    edition: int = 0


def rules_named(session: Session, policy: Policy | None, office_id: UUID) -> RulesNamed:
    """Never the id: it is for phones and for the ledger."""
    if policy is None:
        return RulesNamed(str(gettext("Aturan yang tidak lagi dikenal di sini")))
    if not policy.regional:
        return RulesNamed(str(gettext("Aturan nasional, versi %(n)d", n=policy.version)))
    office = session.get_one(Office, office_id)
    found = edition_of(session, office.region_code, policy.version)
    facts = {"region": office.region.name, "n": policy.version}
    if found is None:
        return RulesNamed(str(gettext("Aturan %(region)s, edisi %(n)d", **facts)))
    since = written(found.valid_from, "d MMMM y")
    words = gettext("Aturan %(region)s, edisi %(n)d, berlaku sejak %(since)s", since=since, **facts)
    return RulesNamed(str(words), office.region_code, policy.version)
