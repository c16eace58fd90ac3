"""The tools that check our code do find what they are there to find: each is shown a breach."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
# A verdict must stay on one line to be read.
WIDE = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}


def output(command: list[str | Path], *, given: str = "", cwd: Path = ROOT) -> str:
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, cwd=cwd, env=WIDE, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def eslint() -> Path:
    return ROOT / "node_modules" / ".bin" / "eslint"


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        (
            "export const show = (node, name) => {\n  node.innerHTML = name\n}\n",
            "never turn a string into HTML",
        ),
        (
            'export const show = (node, name) => node.insertAdjacentHTML("x", name)\n',
            "never turn a string into HTML",
        ),
        ("export const same = (a, b) => a == b\n", "eqeqeq"),
        ("const lost = 1\n", "no-unused-vars"),
        ("export default function name() {}\n", "Named exports only"),
    ],
)
def test_eslint_finds_a_breach(eslint: Path, source: str, rule: str) -> None:
    assert rule in output([eslint, "--stdin", "--stdin-filename", "static/js/shared/x.js"], given=source)


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("from datetime import datetime\n\nx = datetime.utcnow()\n", "DTZ003"),
        ("print('here')\n", "T201"),
        ("def f(a, b=[]):\n    return a, b\n", "B006"),
        ("import os\n", "F401"),
    ],
)
def test_ruff_finds_a_breach(source: str, rule: str) -> None:
    command: list[str | Path] = [BIN / "ruff", "check", "--stdin-filename", "courier_app/x.py", "-"]
    assert rule in output(command, given=source)


# One breach for each contract of pyproject.toml, seeded into a copy of the package.
BREACHES = {
    "Imports run one way": ("domain/seeded.py", "from courier_app import models"),
    "Audiences do not know each other": ("web/staff/seeded.py", "from courier_app.web import citizen"),
    "Flask and pydantic live in web": ("services/seeded_flask.py", "import flask"),
    "Rules know the standard library only": ("domain/seeded_sql.py", "import sqlalchemy"),
    "Only web, cli and jobs open a transaction": ("services/seeded_db.py", "from courier_app import db"),
    "The media store and JWS libraries": ("web/citizen/seeded.py", "import obstore"),
    "The product does not know the demo town": (
        "queries/seeded_town.py",
        "from courier_app import demo_town",
    ),
    "The web shows tables' rows": ("web/staff/seeded_psycopg.py", "import psycopg"),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What import-linter says about a copy of the package into which every breach was written."""
    folder = tmp_path_factory.mktemp("copied")
    shutil.copytree(
        ROOT / "courier_app", folder / "courier_app", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, source in BREACHES.values():
        (folder / "courier_app" / name).write_text(f"{source}\n")
    return output([BIN / "lint-imports", "--no-cache"], cwd=folder).splitlines()


@pytest.mark.parametrize("contract", BREACHES)
def test_import_linter_finds_a_breach_of_each_contract(verdicts: list[str], contract: str) -> None:
    assert [line for line in verdicts if line.startswith(contract) and line.endswith("BROKEN")]


def test_every_contract_is_shown_a_breach() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    names = [contract["name"] for contract in settings["contracts"]]
    assert len(names) == len([name for name in names if name.startswith(tuple(BREACHES))]) == len(BREACHES)
