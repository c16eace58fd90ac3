"""`python -m courier_app.signer`: the log key in a process, and best under a Unix user, of its own."""

import os
from dataclasses import dataclass
from pathlib import Path

import click

from courier_app.domain.notes import BadNote
from courier_app.evidence.hardware_key import HardwareKey, Token, load_hardware_key, make_hardware_key
from courier_app.evidence.log_keys import LogKey, known_key, load_log_key, make_log_key, open_checkpoint
from courier_app.evidence.secret_files import UnsafeKeyFile
from courier_app.evidence.signer import Signer, begin_state, read_state, write_state
from courier_app.evidence.signer_wire import SignerServer

HARDWARE = ("SURAT_PKCS11_MODULE", "SURAT_PKCS11_TOKEN", "SURAT_PKCS11_PIN_FILE", "SURAT_PKCS11_KEY")
NEEDED = ("SURAT_LOG_KEY_FILE", "SURAT_SIGNER_STATE", "SURAT_SIGNER_SOCKET")


@dataclass(frozen=True)
class Desk:
    """Where the key, the memory and the socket are. `token`: the key is in hardware, under the name `origin`."""

    key_file: Path
    state: Path
    socket: Path
    token: Token | None = None
    origin: str = ""

    def key(self) -> LogKey | HardwareKey:
        return load_hardware_key(self.token, self.origin) if self.token else load_log_key(self.key_file)

    def make_key(self, origin: str) -> None:
        if self.token and origin != self.origin:
            raise ValueError(f"SURAT_PKCS11_KEY says {self.origin}: a key has the name of its log")
        if self.token:
            make_hardware_key(self.token, origin)
        else:
            make_log_key(self.key_file, origin)


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
        desk.make_key(origin)
        begin_state(desk.state, origin)
    except (FileExistsError, ValueError, UnsafeKeyFile) as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(desk.key().vkey)


@commands.command("adopt")
@click.argument("checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def adopt(checkpoint: Path) -> None:
    """Build a lost memory anew from the newest CHECKPOINT that anybody holds: a witness, a mirror, a receipt. Whatever
    this log signed after it could be signed in another way: take the newest."""
    desk = _desk()
    key = desk.key()
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
        key = desk.key()
        signer = Signer(key, desk.state)
        read_state(desk.state, key.origin)
    except UnsafeKeyFile as unsafe:
        raise SystemExit(str(unsafe)) from None
    with SignerServer(desk.socket, signer) as server:
        server.serve_forever()


def _desk() -> Desk:
    hardware = bool(os.environ.get(HARDWARE[0]))
    needed = (*HARDWARE, *NEEDED[1:]) if hardware else NEEDED
    missing = [name for name in needed if not os.environ.get(name)]
    if missing:
        raise SystemExit(f"Set these in the environment: {', '.join(missing)}")
    key, state, socket = (Path(os.environ.get(name, "")) for name in NEEDED)
    if not hardware:
        return Desk(key, state, socket)
    module, label, pin, origin = (os.environ[name] for name in HARDWARE)
    return Desk(key, state, socket, Token(Path(module), label, Path(pin)), origin)


if __name__ == "__main__":
    commands()
