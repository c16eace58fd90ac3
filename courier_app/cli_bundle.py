"""`bundle`: the evidence of a proof as one ZIP, at the operator's console."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import or_, select

from courier_app import installation
from courier_app.db import Database
from courier_app.domain.looks import TAKEN_FOR, RevealWhy
from courier_app.domain.refusals import NotYetPublished
from courier_app.models import Package, Proof, Role, User
from courier_app.queries.proofs import proof_case
from courier_app.queries.scopes import Scope
from courier_app.services.bundles import Gathered, NotWhole, bundle_zip, gather
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.ports import Ports, open_ports
from courier_app.services.records import open_record

PRIVATE = 0o600  # personal data are in it
TAKERS = (Role.ADMIN, Role.AUDITOR, Role.DPO)  # as on the page of a proof


@click.command("bundle")
@click.argument("which")
@click.option("--to", "folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by", "username", required=True, help="who takes it: the user name of somebody of the staff")
@click.option("--reason", type=click.Choice([why.value for why in TAKEN_FOR]), required=True)
def bundle(which: str, folder: Path, username: str, reason: str) -> None:
    """Write the evidence of WHICH (the id of a proof; or a label or its short number: every proof of that package) as
    ZIP files that openssl can check. It holds personal data: who takes it and what for is on record, and the citizen
    is told that it was taken."""
    settings = installation.running_settings(os.environ)
    ports, database = open_ports(settings), Database(settings.database_url)
    try:
        taker = Taker(_user(database, username), RevealWhy(reason))
        for proof_id in _wanted(database, which):
            click.echo(_write(database, ports, proof_id, folder, taker=taker))
    except NotYetPublished:
        raise click.ClickException("No checkpoint covers it yet: the running server publishes one.") from None
    except NotWhole:
        raise click.ClickException("Part of this evidence was erased, is lost, or was damaged.") from None
    finally:
        database.engine.dispose()


@dataclass(frozen=True)
class Taker:
    user_id: UUID
    why: RevealWhy


def _user(database: Database, username: str) -> UUID:
    """Of the staff, and still there: couriers and partners take no evidence out."""
    mine = (User.username == username, User.closed_at.is_(None), User.role.in_(TAKERS))
    with database.reading() as session:
        user_id = session.scalar(select(User.id).where(*mine))
    if user_id is None:
        raise click.ClickException(f"Nobody who may take evidence out is called {username}.")
    return user_id


def _wanted(database: Database, which: str) -> Sequence[UUID]:
    label = which.replace("-", "").replace(" ", "").upper()
    of_package = select(Package.id).where(or_(Package.label_id == label, Package.alias == label))
    by = or_(Proof.package_id.in_(of_package), Proof.id == _uuid(which))
    with database.reading() as session:
        found = session.scalars(select(Proof.id).where(by).order_by(Proof.received_at)).all()
    if not found:
        raise click.ClickException("No proof, and no package with a proof, is called that.")
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _write(database: Database, ports: Ports, proof_id: UUID, folder: Path, *, taker: Taker) -> Path:
    body = bundle_zip(ports, _gathered(database, ports, proof_id, taker))
    path = folder / f"berkas-bukti-{proof_id}.zip"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as file:
        file.write(body)
    return path


def _gathered(database: Database, ports: Ports, proof_id: UUID, taker: Taker) -> Gathered:
    now = datetime.now(UTC)
    with database.transaction() as session:
        case = proof_case(session, Scope(None), proof_id)
        if case is None:
            raise click.ClickException("This proof has just gone.")
        sight = Sight(What.BUNDLE, case.package.id, proof_id, taker.why)
        record_look(session, sight, by=Actor(user_id=taker.user_id), now=now)
    with database.transaction() as session:
        return gather(session, ports, case, open_record(session, ports, case), now=now)
