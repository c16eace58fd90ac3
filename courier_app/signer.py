"""`python -m courier_app.signer`: the log key in a process, and best under a Unix user, of its own."""

import os
from dataclasses import dataclass
from pathlib import Path

import click

from courier_app.domain.notes import BadNote
from courier_app.evidence.log_keys import known_key, load_log_key, make_log_key, open_checkpoint
from courier_app.evidence.secret_files import UnsafeKeyFile
from courier_app.evidence.signer import Signer, begin_state, read_state, write_state
from courier_app.evidence.signer_wire import SignerServer

NEEDED = ("SURAT_LOG_KEY_FILE", "SURAT_SIGNER_STATE", "SURAT_SIGNER_SOCKET")


@dataclass(frozen=True)
class Desk:
    """Where the key, the memory and the socket are."""

    key_file: Path
    state: Path
    socket: Path


@click.group(invoke_without_command=True)
@click.pass_context
def commands(context: click.Context) -> None:
    """Signs checkpoints of the log that extend what it signed before. Knows no database and no network."""
    if context.invoked_subcommand is None:
        serve(_desk())


@commands.command("new")
@click.argument("origin")
def new(origin: str) -> None:
    """A key for the log ORIGIN (like surat.example.go.id/log; it never changes), and an empty memory."""
    desk = _desk()
    try:
        make_log_key(desk.key_file, origin)
        begin_state(desk.state, origin)
    except (FileExistsError, ValueError) as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(load_log_key(desk.key_file).vkey)


@commands.command("adopt")
@click.argument("checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def adopt(checkpoint: Path) -> None:
    """Build a lost memory anew from the newest CHECKPOINT that anybody holds: a witness, a mirror, a receipt. Whatever
    this log signed after it could be signed in another way: take the newest."""
    desk = _desk()
    key = load_log_key(desk.key_file)
    try:
        found = open_checkpoint(checkpoint.read_bytes(), known_key(key.vkey))
    except BadNote:
        raise click.ClickException(f"{checkpoint} is no checkpoint that this log signed.") from None
    if desk.state.exists() and read_state(desk.state, key.origin).size >= found.size:
        raise click.ClickException("The memory that is there reaches further already.")
    write_state(desk.state, found)
    click.echo(f"The signer remembers {found.size} leaves.")


def serve(desk: Desk) -> None:
    """Until it is ended."""
    try:
        signer = Signer(load_log_key(desk.key_file), desk.state)
        read_state(desk.state, signer.key.origin)
    except UnsafeKeyFile as unsafe:
        raise SystemExit(str(unsafe)) from None
    with SignerServer(desk.socket, signer) as server:
        server.serve_forever()


def _desk() -> Desk:
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        raise SystemExit(f"Set these in the environment: {', '.join(missing)}")
    return Desk(*(Path(os.environ[name]) for name in NEEDED))


if __name__ == "__main__":
    commands()
