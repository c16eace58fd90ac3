"""The operator's commands under `flask` too (`FLASK_APP=wsgi.py flask ledger verify`), loaded when one is called: what
serves loads none of them."""

from importlib import import_module

import click
from flask.cli import AppGroup

# Each name is that of the command in its module.
OURS = {
    "ledger": "courier_app.cli_ledger",
    "vault": "courier_app.cli_vault",
    "erase": "courier_app.cli_erase",
    "bundle": "courier_app.cli_bundle",
}


class Commands(AppGroup):
    """What `python -m courier_app.cli` has for looking after a house; setting one up stays there."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *OURS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in OURS:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module(OURS[cmd_name]), cmd_name)
        return found
