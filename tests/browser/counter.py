"""At the counter of the demo town: a card that waits for its exchange, one beyond its days, one that was collected."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.collecting import Collecting
from courier_app.domain.packages import Status
from courier_app.models import Office, User
from courier_app.services.collecting import NewCollection, hand_out
from courier_app.services.counter import NewStay, wait_at_counter
from courier_app.services.ports import Ports
from tests.town import SITI, a_package


def counter_places(session: Session, ports: Ports, office: Office) -> dict[str, object]:
    """Where to see it, by the names of addresses in screens.py."""
    now = datetime.now(UTC)
    officer = session.scalars(select(User).where(User.office_id == office.id)).first()
    assert officer
    cards = {"status": Status.READY, "card_why": CardWhy.DAMAGED}
    kept, late, taken = (a_package(session, ports, office, **said) for said in (cards, cards, _PLAIN))
    for made, at in ((kept, now), (late, now - timedelta(days=30)), (taken, now)):
        stay = NewStay(office.id, officer.id, frozenset({made.package.id}))
        wait_at_counter(session, stay, now=at)
    herself = Collecting(SITI.name, "self", owner="", paper="", id_matches=True, signed=False)
    new = NewCollection(taken.package.id, office.id, officer.id, herself, code=taken.claim_code)
    assert hand_out(session, ports, new, now=now).missing == ()
    return {
        "package_at_counter": kept.package.id,
        "label_at_counter": kept.package.label_id,
        "package_late": late.package.id,
        "package_collected": taken.package.id,
        "label_collected": taken.package.label_id,
    }


_PLAIN = {"status": Status.READY, "kind": "KK"}
