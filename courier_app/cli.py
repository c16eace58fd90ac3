"""The command line: `python -m courier_app.cli prepare`. The server itself never loads it."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy import select

from courier_app import create_app, installation, publisher
from courier_app.cli_bundle import bundle
from courier_app.cli_erase import erase
from courier_app.cli_factor import remove_factor
from courier_app.cli_keys import queue_keys
from courier_app.cli_ledger import ledger
from courier_app.cli_vault import vault
from courier_app.config import ROOT, Settings
from courier_app.db import Database
from courier_app.demo_town import founding, guide, visiting
from courier_app.demo_town.parcels import FULL_SIZE
from courier_app.domain.regions import region_by_code
from courier_app.evidence.secret_files import UnsafeKeyFile
from courier_app.evidence.signing import load_acknowledgement_key, public_jwk
from courier_app.migrations import migrate, new_migration
from courier_app.models import Device, Role, User
from courier_app.services import accounts
from courier_app.services.passwords import hash_password, hasher_of, new_password
from courier_app.services.ports import open_ports
from courier_app.sweep import StrangeDatabase, Sweep
from courier_app.web.contract import write_contract

PRIVATE = 0o077  # whatever we write is for its owner alone
FIRST_PEOPLE = """
Ready. Nobody can sign in yet; make the first office and its administrator:

  .venv/bin/python -m courier_app.cli add-office 33.17 --name "Disdukcapil Kabupaten Rembang" \\
      --address "…" --phone "…" --report-phone "…"
  .venv/bin/python -m courier_app.cli add-user admin.rembang "Full Name" --role admin --office 33.17

The password is made for you and shown once. Couriers: --role courier --partner pos."""


@click.group("surat", help="SuratSampai: set up, look after, try out.")
def commands() -> None:
    """Each command says what it does."""


@commands.command()
@click.option("--packages", default=FULL_SIZE, help="of a new demo town")
def prepare(packages: int) -> None:
    """Make what is missing (secrets, tables, the demo town) and show where to go."""
    with _prepared() as (settings, database):
        if settings.environment != "production":
            if not founding.has_town(database):
                _found(settings, database, packages)
            _show_town(settings, database)
        elif not _has_users(database):
            click.echo(FIRST_PEOPLE)


@commands.command()
@click.option("--packages", default=FULL_SIZE, help="how many; 40 at least")
def seed(packages: int) -> None:
    """Make the demo town where there is nobody yet."""
    with _prepared() as (settings, database):
        if settings.environment == "production":
            raise click.ClickException("A demo town has known passwords: never in production.")
        if founding.has_town(database):
            where = settings.data_dir
            raise click.ClickException(f"Somebody works here already. Seed an empty folder, not {where}.")
        _found(settings, database, packages)
        _show_town(settings, database)


@commands.command()
def contract() -> None:
    """Write openapi.json, read off the promises of the views."""
    with TemporaryDirectory() as folder:
        env = {"SURAT_DATA_DIR": folder, "SURAT_PUBLIC_URL": "http://localhost", "SURAT_ENVIRONMENT": "test"}
        app = create_app(installation.prepare(env, now=datetime.now(UTC)))
        write_contract(app, ROOT / "openapi.json")


@commands.command()
@click.argument("words")
def migration(words: str) -> None:
    """Number a new migration; it holds what the models have and the tables have not."""
    if not words.strip():
        raise click.ClickException('Say what it does: make migration m="add the telephone of a partner"')
    with TemporaryDirectory() as folder:
        scratch = f"sqlite:///{Path(folder) / 'scratch.db'}"
        migrate(scratch)
        new_migration(scratch, words)


@commands.command()
def keys() -> None:
    """Show the public half of the key that signs acknowledgements."""
    click.echo(json.dumps(public_jwk(load_acknowledgement_key(_settings().ack_key_file)), indent=2))


commands.add_command(queue_keys)
commands.add_command(ledger)
commands.add_command(vault)
commands.add_command(bundle)
commands.add_command(erase)
commands.add_command(remove_factor)


@commands.command("add-office")
@click.argument("region")
@click.option("--name", required=True)
@click.option("--address", required=True)
@click.option("--phone", required=True, help="stands on labels and on couriers' screens")
@click.option("--report-phone", required=True, help="where a demanded fee is reported")
def add_office(region: str, name: str, address: str, phone: str, report_phone: str) -> None:
    """An office for REGION, a code like 33.17."""
    with _database() as database, database.transaction() as session, _plainly():
        _known_region(region)
        accounts.add_office(session, accounts.NewOffice(region, name, address, phone, report_phone))


@commands.command("add-user")
@click.argument("username")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--office", help="code of its region, like 33.17; not for the province")
@click.option("--partner", help="pos; for couriers and partners alone")
def add_user(username: str, name: str, role: str, office: str | None, partner: str | None) -> None:
    """Somebody who may sign in; the password is shown once."""
    password = new_password()
    hashed = hash_password(password, hasher=hasher_of(_settings().argon2_cost))
    now = datetime.now(UTC)
    with _database() as database, database.transaction() as session, _plainly():
        found = accounts.find_office(session, office) if office else None
        if office and found is None:
            raise accounts.Unfit(f"There is no office for {office} yet: add-office makes one.")
        new = accounts.NewUser(username, name, Role(role), found.id if found else None, partner)
        user = accounts.add_user(session, new, password_hash=hashed, now=now)
        if user.role is Role.COURIER:
            accounts.add_postman(session, user, phone=None, now=now)
    _show_password(username, password)


@commands.command("reset-password")
@click.argument("username")
@click.option("--lost-phone", is_flag=True, help="of a courier: revoke-devices as well")
def new_password_for(username: str, *, lost_phone: bool) -> None:
    """A new password, shown once; every session of this person ends. A courier's phone comes back by its own key,
    unless it is lost."""
    password = new_password()
    hashed = hash_password(password, hasher=hasher_of(_settings().argon2_cost))
    with _database() as database, database.transaction() as session, _plainly():
        accounts.reset_password(session, username, password_hash=hashed)
        revoked = accounts.revoke_phones(session, username, now=datetime.now(UTC)) if lost_phone else None
    _show_revoked(username, revoked)
    _show_password(username, password)


@commands.command("close-account")
@click.argument("username")
def close_account(username: str) -> None:
    """Nobody signs in as USERNAME any more, and every session ends. For seven days a courier's phone may still send
    what it has: for review."""
    with _database() as database, database.transaction() as session, _plainly():
        accounts.close_account(session, username, now=datetime.now(UTC))
    click.echo(f"The account {username} is closed.")


@commands.command("revoke-devices")
@click.argument("username")
def revoke_devices(username: str) -> None:
    """A courier's phones open nothing by their keys any more, and every session ends. The password stays as it is."""
    with _database() as database, database.transaction() as session, _plainly():
        revoked = accounts.revoke_phones(session, username, now=datetime.now(UTC))
    _show_revoked(username, revoked)


@commands.command("sweep")
@click.option("--dry-run", is_flag=True, help="count what would go, remove nothing")
def sweep(*, dry_run: bool) -> None:
    """Remove what nobody needs: photos that no proof names after 30 days, objects that no row names, ended sessions.
    For every night; the server may run on."""
    with _database() as database:
        try:
            found = Sweep(
                database, open_ports(_settings()), now=datetime.now(UTC), dry_run=dry_run
            ).everything()
        except StrangeDatabase:
            raise click.ClickException(
                "This database knows no photo, but the media store holds some: is it another one's?"
            ) from None
    for what, number in found.items():
        click.echo(f"{number:8} {what}")
    if dry_run:
        click.echo("Nothing was removed: a dry run.")


def _found(settings: Settings, database: Database, packages: int) -> None:
    click.echo("Membangun kota contoh, sekali saja / making the demo town, once:", err=True)
    site = founding.Site(database, open_ports(settings), settings.data_dir)
    founding.found(site, now=datetime.now(UTC), say=_progress, size=packages)
    publisher.publish_once(settings, database, now=datetime.now(UTC))


def _show_town(settings: Settings, database: Database) -> None:
    """Nothing to show where real offices work and no town was made."""
    known = guide.read_guide(settings.data_dir)
    if known:
        click.echo(visiting.welcome(known, settings, database, now=datetime.now(UTC)))


def _progress(done: int, of: int) -> None:
    """A line that grows in a terminal, a few lines in a log."""
    share = f"  {done * 100 // of:3} %"
    if sys.stderr.isatty():
        click.echo(f"\r{share}", err=True, nl=done == of)
    elif done == of:
        click.echo(share, err=True)


def _settings() -> Settings:
    return installation.running_settings(os.environ)


@contextmanager
def _prepared() -> Iterator[tuple[Settings, Database]]:
    """Ready to serve, and nobody else prepares the same folder meanwhile."""
    os.umask(PRIVATE)
    with installation.alone_in(installation.data_folder(os.environ)):
        settings = _plain_settings(os.environ)
        database = Database(settings.database_url)
        try:
            yield settings, database
        finally:
            database.engine.dispose()


def _plain_settings(env: Mapping[str, str]) -> Settings:
    try:
        return installation.prepare(env, now=datetime.now(UTC))
    except UnsafeKeyFile as unsafe:
        raise click.ClickException(str(unsafe)) from None


@contextmanager
def _database() -> Iterator[Database]:
    database = Database(_settings().database_url)
    try:
        yield database
    finally:
        database.engine.dispose()


@contextmanager
def _plainly() -> Iterator[None]:
    """What cannot be is said in one line, without a trace."""
    try:
        yield
    except accounts.Unfit as unfit:
        raise click.ClickException(str(unfit)) from None


def _known_region(code: str) -> None:
    try:
        region_by_code(code)
    except KeyError:
        raise accounts.Unfit(
            f"{code} is not a region of Jawa Tengah: 33.01 to 33.29, 33.71 to 33.76."
        ) from None


def _has_users(database: Database) -> bool:
    with database.reading() as session:
        return session.scalar(select(User.id).limit(1)) is not None


def _show_revoked(username: str, phones: Sequence[Device] | None) -> None:
    """Nothing where nobody asked."""
    if phones is None:
        return
    click.echo(f"Phones of {username} revoked now: {len(phones)}")
    for phone in phones:
        click.echo(f"  {phone.kid[:8]}  enrolled {phone.enrolled_at:%Y-%m-%d %H:%M} UTC")


def _show_password(username: str, password: str) -> None:
    click.echo(
        f"User name: {username}\nPassword:  {password}\nIt is not shown again; reset-password makes a new one."
    )


if __name__ == "__main__":
    commands()
