"""Commands for the ledger: check all of it again, hand it out as files."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import click
from sqlalchemy.orm import Session

from courier_app import installation
from courier_app.config import Settings
from courier_app.db import Database
from courier_app.domain.notes import BadNote, Checkpoint, read_note
from courier_app.evidence.cosignatures import Witnesses, load_witnesses
from courier_app.evidence.log_keys import KnownKey, open_checkpoint, read_known_key
from courier_app.evidence.signer import SigningRefused
from courier_app.evidence.signer_wire import SignerAway
from courier_app.evidence.signing import read_public_half
from courier_app.evidence.time_stamps import load_authority
from courier_app.log_mirror import NothingPublished, OtherHistory, export
from courier_app.log_recovery import NoCopy, recover
from courier_app.publisher import open_signer
from courier_app.queries.log import newest_checkpoint
from courier_app.queries.witnessed import newest_witnessed, standings, witnessed_so_far
from courier_app.services.ledger_audit import Fault, Wrong, faults_in
from courier_app.services.publishing import LogIsBehind
from courier_app.services.recovery import AnotherHistory, NothingMissing, Span, recovered_spans
from courier_app.services.stamping import bad_stamps, newest_stamp

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
    Wrong.STAMP: "the time stamp kept for {} leaves is not a good one of that checkpoint",
    Wrong.ORPHAN: "nothing stands behind leaf {} any more",
}
SHOWN = 50
NO_ANSWERS = (
    "NOT CHECKED: whether our answers to phones are signed by us. {} holds no key that can be read;"
    " its public half is enough."
)
NOT_OPENED = (
    "NOT OPENED here: the sealed records of proofs, and of recipients' own phones. `vault verify`, which has"
    " the keys, compares them with the rows."
)
REFUSALS: dict[type[Exception], str] = {
    NoCopy: "This folder is no whole copy of this log, with a checkpoint that it signed and all its entries.",
    NothingMissing: "This copy holds no leaf that is not here: nothing was changed.",
    AnotherHistory: "The copy does not extend what is here. Leaves were added after the backup, or history was changed."
    " Restore the backup again and recover before the server runs; nothing was changed.",
    LogIsBehind: "The signer remembers more leaves than this copy has: find a newer one. Nothing was changed.",
    SigningRefused: "THE SIGNER REFUSED: this is not how the log was before. Nothing was changed.",
    SignerAway: "The signer does not answer. Nothing was changed.",
}


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
        answers = read_public_half(settings.ack_key_file)
        authority = load_authority(settings.tsa_url, settings.tsa_roots)
        stamps = bad_stamps(session, authority) if authority else ()
        if answers is None:
            click.echo(NO_ANSWERS.format(settings.ack_key_file))
        found = _say(
            chain(
                faults_in(session, key, remembered=remembered, answers=answers),
                (Fault(Wrong.STAMP, str(one)) for one in stamps),
            )
        )
        newest = newest_checkpoint(session)
        seen = [_brought_back(span) for span in recovered_spans(session)]
        seen += list(_of_witnesses(session, load_witnesses(settings.witness_policy)))
        seen += [_of_stamps(session)] if authority else []
    database.engine.dispose()
    _conclude(found, newest.size if newest else 0, seen=seen)


@ledger.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_to(folder: Path) -> None:
    """Write the published log to FOLDER as files (C2SP tiles); a second run adds what is new."""
    settings, database = _opened()
    try:
        policy = load_witnesses(settings.witness_policy).policy
        size = export(database, read_known_key(settings.log_vkey_file), folder, policy=policy)
    except NothingPublished:
        raise click.ClickException(
            "No checkpoint is published yet: the running server publishes one."
        ) from None
    except (OtherHistory, BadNote) as problem:
        raise click.ClickException(f"This is not how the log was before: {problem}") from None
    finally:
        database.engine.dispose()
    click.echo(f"{size} leaves are in {folder}.")


@ledger.command("recover")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def recover_from(folder: Path) -> None:
    """After a restored backup: bring the published leaves that are missing back from FOLDER, a copy of the log as
    `ledger export` or any mirror holds it. Do it before the server runs again. The signer has the last word."""
    settings, database = _opened()
    key, signer = read_known_key(settings.log_vkey_file), open_signer(settings)
    try:
        span = recover(database, key, signer, folder=folder, now=datetime.now(UTC))
    except tuple(REFUSALS) as problem:
        raise click.ClickException(REFUSALS[type(problem)]) from None
    finally:
        database.engine.dispose()
    click.echo(f"{_brought_back(span)} The log goes on.")


def _opened() -> tuple[Settings, Database]:
    settings = installation.running_settings(os.environ)
    return settings, Database(settings.database_url)


def _read(file: Path, key: KnownKey) -> Checkpoint:
    try:
        return open_checkpoint(file.read_bytes(), key)
    except BadNote:
        raise click.ClickException(f"{file} is no checkpoint that this log signed.") from None


def _of_witnesses(session: Session, by: Witnesses) -> Iterator[str]:
    """What others have seen of it: judged by the lines on the checkpoint, not by what was noted about them."""
    if not by.policy.witnesses:
        yield "No witness is configured: nobody outside has seen this log."
        return
    so_far, newest = witnessed_so_far(session), newest_witnessed(session)
    real = newest is not None and by.met_by(read_note(newest.note))
    if real:
        yield f"Witnesses have seen {so_far.size} leaves."
    elif newest:
        yield "The signatures of witnesses that are kept do not meet the policy of today."
    if so_far.waiting_since or not real:
        since = f"{so_far.waiting_since:%Y-%m-%d %H:%M} UTC" if so_far.waiting_since else "the beginning"
        yield f"Accepted, not yet witnessed, since {since}."
    for one in standings(session, by.policy.ids):
        if one.trouble:
            yield f"Witness {one.witness.partition('+')[0]}: {one.trouble.value} since {one.since:%Y-%m-%d %H:%M} UTC."


def _brought_back(span: Span) -> str:
    return f"Leaves {span.first} to {span.end - 1} came back from a copy: what stood behind them is lost."


def _of_stamps(session: Session) -> str:
    stamp = newest_stamp(session)
    if stamp is None:
        return "No time stamp yet."
    return (
        f"Stamped by the time-stamping authority: {stamp.size} leaves, {stamp.stamped_at:%Y-%m-%d %H:%M} UTC."
    )


def _say(faults: Iterable[Fault]) -> int:
    """Each as it comes: what ends the audit early leaves those on the screen. Their number."""
    found = 0
    for found, fault in enumerate(faults, 1):
        if found <= SHOWN:
            click.echo(SENTENCES[fault.wrong].format(fault.where))
    return found


def _conclude(found: int, published: int, *, seen: list[str]) -> None:
    if found > SHOWN:
        click.echo(f"… and {found - SHOWN} more")
    if found:
        raise SystemExit(1)
    click.echo(f"All is as it was logged; {published} leaves are published.")
    click.echo(NOT_OPENED)
    for line in seen:
        click.echo(line)
