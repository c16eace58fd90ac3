"""The demo town behind a real server, and where in it there is something to see."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.config import Settings
from courier_app.db import Database
from courier_app.demo_town.cast import PASSWORD
from courier_app.demo_town.founding import Site, found
from courier_app.demo_town.guide import Guide
from courier_app.domain.call_backs import to_call_since
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome
from courier_app.models import Courier, Dispute, Handover, Office, Package, Proof, User
from courier_app.queries.call_backs import to_call
from courier_app.services.handovers import NewHandover, open_trip
from courier_app.services.ports import Ports, open_ports
from tests.browser.contested import Contested, contested_in
from tests.browser.counter import counter_places
from tests.browser.money import money_places
from tests.browser.people import Account
from tests.browser.server import Server, running_server
from tests.town import a_package

SMALLEST = 40
REMBANG, OFFICER = "33.17", "petugas.rembang"


@dataclass(frozen=True)
class Town:
    """`places` are ids by name, for addresses such as `/petugas/audit/{delivered}`."""

    server: Server
    ports: Ports
    guide: Guide
    places: Mapping[str, str]
    denied: Contested | None

    @property
    def claim(self) -> tuple[str, str]:
        """Alias and claim code of a package that was delivered."""
        return self.guide.delivered.alias, self.guide.delivered.claim_code

    def handover_address(self) -> str:
        """What a driver's camera reads off the officer's screen, for a package made on the spot."""
        now = datetime.now(UTC)
        with self.server.database.transaction() as session:
            officer = session.scalars(select(User).where(User.username == OFFICER)).one()
            assert officer.office
            ready = a_package(session, self.ports, officer.office, status=Status.READY).package
            new = NewHandover(uuid4(), officer.office.id, officer.id, frozenset({ready.id}))
            _, token = open_trip(session, new, "gojek", now=now)
        return f"/kurir/serah#{token}"


@contextmanager
def running_town(folder: Path, *, size: int = SMALLEST, contested: bool = False) -> Iterator[Town]:
    """`contested`: with deliveries that their citizens deny, and whose cases stand in every list."""
    made: list[tuple[Ports, Guide]] = []

    def fill(settings: Settings, database: Database) -> None:
        site = Site(database, open_ports(settings), settings.data_dir)
        guide = found(site, now=datetime.now(UTC), say=lambda _done, _of: None, size=size)
        made.append((site.ports, guide))

    with running_server(folder, fill=fill) as server:
        ((ports, guide),) = made
        with server.database.transaction() as session:
            office = session.scalars(select(Office).where(Office.region_code == REMBANG)).one()
            money = money_places(session, ports, office) | counter_places(session, ports, office)
            denied = contested_in(session, ports, office) if contested else None
        with server.database.reading() as session:
            places = _places(session, guide) | {name: str(place) for name, place in money.items()}
        yield Town(server, ports, guide, places | (denied.places if denied else {}), denied)


def who(username: str) -> Account:
    """Everybody in the town has the same password."""
    return Account(uuid4(), username, username, PASSWORD)


def _places(session: Session, guide: Guide) -> dict[str, str]:
    mine = select(Office.id).where(Office.region_code == REMBANG).scalar_subquery()
    proofs = {
        f"proof_{outcome}": session.scalar(
            select(Proof.id).where(Proof.outcome == outcome, Proof.office_id == mine).limit(1)
        )
        for outcome in Outcome
    }
    waiting = select(Proof.id).where(Proof.mark.is_not(None), Proof.office_id == mine)
    # The town's own come before those that their citizens deny a moment ago.
    opened = select(Dispute.id).where(Dispute.office_id == mine).order_by(Dispute.opened_at, Dispute.id)
    disputed = select(Package.id).where(Package.disputed_at.is_not(None), Package.office_id == mine)
    denied = select(Proof.id).where(Proof.outcome == Outcome.DELIVERED, Proof.package_id.in_(disputed))
    counts = (Proof.outcome == Outcome.DELIVERED, Proof.office_id == mine, Proof.mark.is_(None))
    stands = select(Proof.id).join(Package).where(*counts, Package.status == Status.DELIVERED)
    to_ring_up = to_call(to_call_since(datetime.now(UTC)))
    others = {
        "proof_call_back": session.scalar(
            select(Proof.id).where(to_ring_up, Proof.office_id == mine).limit(1)
        ),
        "proof_voidable": session.scalar(stands.order_by(Proof.received_at, Proof.id).limit(1)),
        "proof_waiting": session.scalar(waiting.order_by(Proof.received_at, Proof.id).limit(1)),
        "dispute": session.scalar(opened.limit(1)),
        "package_disputed": session.scalar(disputed.limit(1)),
        "proof_disputed": session.scalar(denied.limit(1)),
        "courier": session.scalar(
            select(Courier.id).where(Courier.office_id == mine, Courier.user_id.is_not(None)).limit(1)
        ),
        "package": session.scalar(select(Package.id).where(Package.label_id == guide.delivered.label_id)),
        "package_on_the_way": session.scalar(
            select(Package.id).where(Package.label_id == guide.on_the_way.label_id)
        ),
        "handover": session.scalar(select(Handover.id).where(Handover.office_id == mine).limit(1)),
        "label": guide.delivered.label_id,
        "label_on_the_way": guide.on_the_way.label_id,
    }
    return {name: str(found) for name, found in (proofs | others).items() if found is not None}
