"""Commands for the ledger: check all of it again, hand it out as files."""

import os
from pathlib import Path

import click

from courier_app import installation
from courier_app.config import Settings
from courier_app.db import Database
from courier_app.domain.notes import BadNote, Checkpoint
from courier_app.evidence.log_keys import KnownKey, open_checkpoint, read_known_key
from courier_app.log_mirror import NothingPublished, OtherHistory, export
from courier_app.queries.log import newest_checkpoint
from courier_app.services.ledger_audit import Fault, Wrong, faults_in

SENTENCES = {
    Wrong.GAP: "leaf {} is missing",
    Wrong.ENTRY: "the entry of leaf {} is not the one that was hashed",
    Wrong.TILE: "tile {} holds other hashes than the leaves",
    Wrong.TAIL: "the tail ({} leaves) belongs to another tree",
    Wrong.CHECKPOINT: "the checkpoint published for {} leaves is not of this tree",
    Wrong.REMEMBERED: "HISTORY WAS REWRITTEN: the checkpoint you kept, of {} leaves, is not of this tree",
    Wrong.RECORD: "what stands behind leaf {} is not what was logged",
    Wrong.ROW: "another thing stands in the tables than was logged: {}",
    Wrong.LOOKS: "the access log is not what was logged: {}",
    Wrong.ORPHAN: "nothing stands behind leaf {} any more",
}
SHOWN = 50


@click.group("ledger")
def ledger() -> None:
    """The append-only log of every act of custody."""


@ledger.command("verify")
@click.option(
    "--checkpoint", "kept", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True
)
def verify(kept: tuple[Path, ...]) -> None:
    """Hash everything again, from the entries up. --checkpoint: a checkpoint file kept outside of this database, a
    receipt's for example; only with one can a rewritten history be told from an honest one."""
    settings, database = _opened()
    key = read_known_key(settings.log_vkey_file)
    remembered = [_read(file, key) for file in kept]
    with database.reading() as session:
        faults = list(faults_in(session, key, remembered=remembered))
        newest = newest_checkpoint(session)
    database.engine.dispose()
    _say(faults, newest.size if newest else 0)


@ledger.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_to(folder: Path) -> None:
    """Write the published log to FOLDER as files (C2SP tiles); a second run adds what is new."""
    settings, database = _opened()
    try:
        size = export(database, read_known_key(settings.log_vkey_file), folder)
    except NothingPublished:
        raise click.ClickException(
            "No checkpoint is published yet: the running server publishes one."
        ) from None
    except (OtherHistory, BadNote) as problem:
        raise click.ClickException(f"This is not how the log was before: {problem}") from None
    finally:
        database.engine.dispose()
    click.echo(f"{size} leaves are in {folder}.")


def _opened() -> tuple[Settings, Database]:
    settings = installation.running_settings(os.environ)
    return settings, Database(settings.database_url)


def _read(file: Path, key: KnownKey) -> Checkpoint:
    try:
        return open_checkpoint(file.read_bytes(), key)
    except BadNote:
        raise click.ClickException(f"{file} is no checkpoint that this log signed.") from None


def _say(faults: list[Fault], published: int) -> None:
    for fault in faults[:SHOWN]:
        click.echo(SENTENCES[fault.wrong].format(fault.where))
    if len(faults) > SHOWN:
        click.echo(f"… and {len(faults) - SHOWN} more")
    if faults:
        raise SystemExit(1)
    click.echo(f"All is as it was logged; {published} leaves are published.")
