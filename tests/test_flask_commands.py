"""The operator's commands work under `flask`, and a server that serves loads none of them."""

import subprocess
import sys

import pytest
from sqlalchemy import update

from courier_app.config import ROOT
from courier_app.flask_commands import OURS
from courier_app.models import Leaf
from tests.test_cli_ledger import published as published
from tests.test_cli_ledger import shell as shell

WORDS = [
    *(("ledger", "verify"), ("ledger", "export"), ("vault", "rotate"), ("vault", "verify")),
    *(("erase",), ("bundle",)),
]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_command_says_what_it_does(app, words):
    ended = app.test_cli_runner().invoke(args=[*words, "--help"])
    assert (ended.exit_code, f"Usage: {app.name}" in ended.output) == (0, True)


def test_flask_lists_them_beside_its_own(app):
    listed = app.test_cli_runner().invoke(args=["--help"]).output
    assert all(f"\n  {name} " in listed for name in OURS)


def test_an_honest_ledger_is_said_to_be_well(app, shell, published):
    ended = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert (ended.exit_code, "All is as it was logged; 3 leaves are published." in ended.output) == (0, True)


def test_a_changed_entry_fails_the_command(app, shell, published, house):
    with house.transaction() as session:
        session.execute(update(Leaf).where(Leaf.index == 1).values(entry=b"{}"))
    assert app.test_cli_runner().invoke(args=["ledger", "verify"]).exit_code == 1


def test_a_server_loads_no_command():
    said = "import sys, courier_app.flask_commands; print([m for m in sys.modules if '.cli' in m and 'courier' in m])"
    ended = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
