"""Commands for the keys that couriers' phones seal a handed-over queue with."""

import os

import click

from courier_app import installation
from courier_app.evidence.sealed_keys import (
    NoSuchKey,
    add_queue_key,
    drop_queue_key,
    fingerprint,
    load_queue_keys,
)


@click.group("queue-keys")
def queue_keys() -> None:
    """The office's keys for queues that phones hand over as a file."""


@queue_keys.command("list")
def list_keys() -> None:
    """Fingerprints as phones show them; `*` is the one that phones seal for now."""
    ring = load_queue_keys(installation.running_settings(os.environ).queue_keys_file)
    for kid in ring.keys:
        click.echo(f"{'*' if kid == ring.current else ' '} {fingerprint(kid)}  {kid}")


@queue_keys.command("new")
def new_key() -> None:
    """A new current key; the older ones still open. Start the server again afterwards."""
    kid = add_queue_key(installation.running_settings(os.environ).queue_keys_file)
    click.echo(f"New key: {fingerprint(kid)}. Start the server again; phones take it when they next sign in.")


# A key's name may begin with a dash: it is no option.
@queue_keys.command("drop", context_settings={"ignore_unknown_options": True})
@click.argument("kid", type=click.UNPROCESSED)
def drop_key(kid: str) -> None:
    """Files sealed for KID open nowhere any more. Start the server again afterwards."""
    try:
        drop_queue_key(installation.running_settings(os.environ).queue_keys_file, kid)
    except NoSuchKey:
        raise click.ClickException("Not an older key of this installation: queue-keys list.") from None
    click.echo("Dropped. Start the server again.")
