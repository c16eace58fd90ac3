"""The couriers by whom the list of proofs can be narrowed: postmen by name, and drivers by their trip."""

from datetime import timedelta
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.queries.drivers import DriverRow, driver_named, newest_drivers
from courier_app.queries.packages import postmen
from courier_app.queries.scopes import Scope
from courier_app.web.moments import written
from courier_app.web.ports import clock

RECENT = timedelta(days=30)
Choices = dict[str, list[tuple[str, str]]]


def courier_choices(session: Session, scope: Scope, chosen: UUID | None) -> Choices:
    """By group. Nothing for who may not see names, and where there is nobody. Who is `chosen` is always among them."""
    if not scope.names:
        return {}
    accounts = [(str(id_), name) for id_, name in postmen(session, scope)]
    drivers = [(str(one.id), _trip(one)) for one in _drivers(session, scope, chosen)]
    groups = {gettext("Kurir dengan akun"): accounts, gettext("Pengemudi, menurut perjalanannya"): drivers}
    found: Choices = {words: pairs for words, pairs in groups.items() if pairs}
    return {"": [("", gettext("Semua kurir"))], **found} if found else {}


def _drivers(session: Session, scope: Scope, chosen: UUID | None) -> list[DriverRow]:
    recent = list(newest_drivers(session, scope, since=clock() - RECENT))
    if chosen is None or any(one.id == chosen for one in recent):
        return recent
    older = driver_named(session, scope, chosen)
    return [*recent, older] if older else recent


def _trip(one: DriverRow) -> str:
    """Names come twice among drivers; plates and days tell them apart."""
    return ", ".join(filter(None, (one.name, one.plate, written(one.came_at, "d MMM y, HH.mm"))))
