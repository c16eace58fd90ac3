"""`erase`: what is to be erased and why, and, once it is said twice, the erasing."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import click
from sqlalchemy import or_, select

from courier_app import installation
from courier_app.db import Database
from courier_app.domain.retention import ErasedWhy, HeldBy, Part
from courier_app.erasing_rounds import ErasingRound, Found
from courier_app.models import Package
from courier_app.services.erasing import Order
from courier_app.services.ports import open_ports

SHOWN = 50
HELD_WORDS = {
    HeldBy.CASE: "the citizen's case is open",
    HeldBy.REVIEW: "a proof waits for its verdict",
    HeldBy.HAND: "held by hand",
    HeldBy.REQUEST: "the citizen's request is not answered yet",
}


@click.command("erase")
@click.option("--due", "due", is_flag=True, help="everything whose time is over")
@click.option("--package", "which", help="one package, by its label or its short number, due or not")
@click.option("--pictures", is_flag=True, help="with --package: photos and signatures alone")
@click.option("--yes", is_flag=True, help="do it; without it the command only says what it would do")
def erase(which: str | None, *, due: bool, pictures: bool, yes: bool) -> None:
    """Make personal data unreadable by destroying their keys; each erasure is an entry of the ledger. Nothing brings
    them back. What is held (an open case, a proof without a verdict, a hold by hand) stays."""
    if due == bool(which):
        raise click.UsageError("Say --due, or one --package.")
    settings = installation.running_settings(os.environ)
    ports, database = open_ports(settings), Database(settings.database_url)
    round_ = ErasingRound(database, ports, now=datetime.now(UTC))
    try:
        if which:
            _one(database, round_, which, Part.PICTURES if pictures else Part.EVERYTHING, yes=yes)
        else:
            _all(round_, yes=yes)
    finally:
        database.engine.dispose()


def _all(round_: ErasingRound, *, yes: bool) -> None:
    free = _told(round_.due())
    if not yes:
        click.echo(f"{free} would be erased. Nothing was changed: say --yes.")
        return
    click.echo(f"{round_.erase_due()} erased; their objects are gone from the store.")


def _told(found: Iterable[Found]) -> int:
    """How many may go; says the first SHOWN, and all that is held."""
    free = 0
    for one in found:
        free += not one.held
        if one.held or free <= SHOWN:
            click.echo(_line(one))
    return free


def _line(found: Found) -> str:
    one, held = found.candidate, "; ".join(HELD_WORDS[by] for by in found.held)
    ended = f", case ended {one.case_ended_at:%Y-%m-%d}" if one.case_ended_at else ""
    why = f"{one.kind}, closed {one.closed_at:%Y-%m-%d}{ended}, due {found.due_at:%Y-%m-%d}"
    return f"{one.alias}  {found.part.value}  {why}" + (f"  HELD: {held}" if held else "")


def _one(database: Database, round_: ErasingRound, which: str, part: Part, *, yes: bool) -> None:
    package_id = _package(database, which)
    found = round_.look_at(package_id, part)
    if found is None:
        raise click.ClickException("It is still on its way: only a closed package is erased.")
    click.echo(_line(found))
    if found.held:
        raise click.ClickException("It is held, and stays.")
    if not yes:
        click.echo("It would be erased. Nothing was changed: say --yes.")
        return
    done = round_.erase(Order(package_id, part, ErasedWhy.ORDER))
    round_.finish()
    round_.forget()
    click.echo("Erased." if done else "It had been erased already.")


def _package(database: Database, which: str) -> UUID:
    label = which.replace("-", "").replace(" ", "").upper()
    with database.reading() as session:
        found = session.scalar(
            select(Package.id).where(or_(Package.label_id == label, Package.alias == label))
        )
    if found is None:
        raise click.ClickException("No package is called that.")
    return found
