"""Commands for the vault: keys of keys, and whether everything still opens."""

import os

import click

from courier_app import installation
from courier_app.config import Settings
from courier_app.db import Database
from courier_app.evidence.vault import SealBroken, add_kek, drop_kek, load_kek_ring
from courier_app.services.ports import Ports, open_ports
from courier_app.services.vault_care import Broken, keys_named
from courier_app.vault_rounds import all_broken, rewrap_all

SHOWN = 50


@click.group("vault")
def vault() -> None:
    """Photos, signatures and personal data, sealed."""


@vault.command("keys")
def list_keys() -> None:
    """Every key of the ring and how many rows name it; `*` is the one for new seals."""
    settings, _, database = _opened()
    ring = load_kek_ring(settings.kek_file)
    with database.reading() as session:
        named = keys_named(session)
    for kek_id in sorted({*ring.keys, *named}):
        mark = "*" if kek_id == ring.current else " " if kek_id in ring.keys else "?"
        click.echo(f"{mark} {kek_id}  {named.get(kek_id, 0)} rows")


@vault.command("rotate")
def rotate() -> None:
    """A new key, and everything wrapped anew under it; data stay as they are. Start the server again BETWEEN: run it
    once for the key (servers that do not know it yet cannot read what it wraps), start the server, run it again."""
    settings, ports, database = _opened()
    with database.reading() as session:
        named = keys_named(session)
    if set(named) <= {ports.keks.current}:
        kek_id = add_kek(settings.kek_file)
        click.echo(
            f"New key: {kek_id}. Put the ring into your backup, start the server again, then rotate once more."
        )
        return
    try:
        click.echo(f"{rewrap_all(database, ports)} keys are under {ports.keks.current} now.")
    except SealBroken:
        raise click.ClickException("A row names a key that this ring does not have: vault keys.") from None


@vault.command("drop-key")
@click.argument("kek_id")
def drop_key(kek_id: str) -> None:
    """Take an older key out of the ring, once no row names it and no backup does. Start the server again."""
    settings, _, database = _opened()
    with database.reading() as session:
        rows = keys_named(session).get(kek_id, 0)
    if rows:
        raise click.ClickException(f"{rows} rows still name it: vault rotate.")
    try:
        drop_kek(settings.kek_file, kek_id)
    except KeyError:
        raise click.ClickException("Not an older key of this installation: vault keys.") from None
    click.echo("Dropped. Start the server again.")


@vault.command("verify")
def verify() -> None:
    """Open everything: every photo, signature and recipient's data; and hold each sealed record, verified with its
    phone's key, against the rows beside it. `ledger verify` cannot: it has the public key alone."""
    _, ports, database = _opened()
    found = 0
    for broken in all_broken(database, ports):
        found += 1
        if found <= SHOWN:
            click.echo(_said(broken))
    if found:
        raise click.ClickException(f"{found} in all.")
    click.echo("Everything opens, and every sealed record says what the rows say.")


def _said(broken: Broken) -> str:
    if not broken.differs or broken.differs == ("sent_sealed",):
        return f"{broken.what} {broken.id} does not open as what it was"
    return f"{broken.what} {broken.id} says another thing than its sealed record: {', '.join(broken.differs)}"


def _opened() -> tuple[Settings, Ports, Database]:
    settings = installation.running_settings(os.environ)
    return settings, open_ports(settings), Database(settings.database_url)
