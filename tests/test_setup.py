"""`make run` for a newcomer: what is being set up, what went wrong, and nothing besides."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
PIP = """#!/bin/sh
[ "$1" = -c ] && exit 0
echo "WARNING: Location 'file:///opt/simple/flask/' is ignored: it is neither a file nor a directory." >&2
echo "WARNING: Retrying after the connection was broken" >&2
echo "ERROR: No matching distribution found" >&2
exit 1
"""


@pytest.fixture
def told(tmp_path):
    """What is said where the packages cannot be had, and how it ends."""
    shutil.copytree(SCRIPTS, tmp_path / "scripts")
    (tmp_path / "list.txt").write_text("flask==3.1\n")
    pip = tmp_path / ".venv" / "bin" / "python"
    pip.parent.mkdir(parents=True)
    pip.write_text(PIP)
    pip.chmod(0o755)
    command = [str(tmp_path / "scripts" / "setup-python.sh"), "list.txt"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_is_being_set_up_is_said(told):
    assert "list.txt" in told.stderr


def test_an_index_that_lacks_a_package_is_not_spoken_of(told):
    assert "is ignored" not in told.stderr


@pytest.mark.parametrize("words", ["ERROR: No matching distribution found", "WARNING: Retrying"])
def test_what_went_wrong_is_shown(told, words):
    assert words in told.stderr


def test_a_failed_installation_ends_the_set_up(told):
    assert told.returncode != 0
