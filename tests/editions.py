"""An edition of a region's rules for tests: drafted and published like any other."""

from datetime import datetime

from sqlalchemy.orm import Session

from courier_app.domain.rulebooks import Rulebook
from courier_app.models import Office, Role
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish, save_draft
from tests.house import NOON
from tests.town import a_user


def an_edition(session: Session, office: Office, book: Rulebook, *, now: datetime = NOON) -> None:
    """In force from `now` on."""
    region, admin = office.region_code, a_user(session, Role.ADMIN, office=office).id
    begin_draft(session, region, by=admin, now=now)
    save_draft(session, DraftInHand(region, admin, 1), book, now=now)
    publish(session, DraftInHand(region, admin, 2), now, now=now)
