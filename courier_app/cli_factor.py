"""`remove-factor`: somebody's second factor taken away, at the operator's console."""

import os
from datetime import UTC, datetime

import click

from courier_app import installation
from courier_app.db import Database
from courier_app.domain.second_factors import RemovalWhy
from courier_app.services import accounts


@click.command("remove-factor")
@click.argument("username")
@click.option("--why", type=click.Choice([why.value for why in RemovalWhy]), required=True)
def remove_factor(username: str, why: str) -> None:
    """USERNAME signs in with the password alone again, until a new code is set up; every session ends. It goes into
    the ledger."""
    database = Database(installation.running_settings(os.environ).database_url)
    try:
        with database.transaction() as session:
            accounts.remove_factor_of(session, username, why=RemovalWhy(why), now=datetime.now(UTC))
    except accounts.Unfit as why_not:
        raise click.ClickException(str(why_not)) from None
    finally:
        database.engine.dispose()
    click.echo(f"The second factor of {username} is removed.")
