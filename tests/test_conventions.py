"""How our Python is written, held by machine. Every rule is also shown a breach that it must find."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import budgets

ROOT = Path(__file__).parents[1]
PACKAGE = sorted((ROOT / "courier_app").rglob("*.py"))
# Written by a machine from the models, once; not read like other code.
GENERATED = "migrations/versions"
OUR_CODE = [*PACKAGE, *sorted((ROOT / "static" / "js").rglob("*.js"))]

# Names that say nothing about what is inside.
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "handler"}
# The only code that commits; migrations commit by Alembic's own hand.
COMMITTERS = {"courier_app/db.py"}
# Where an import may wait: the application is wired when it is made.
LATE_IMPORTS = {("courier_app/__init__.py", "create_app")}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commits(source: str) -> Iterator[int]:
    """Lines that end a transaction."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ("commit", "rollback"):
            yield node.lineno


def late_imports(source: str) -> Iterator[tuple[str, int]]:
    """Imports inside functions: (function, line)."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield function.name, node.lineno


def empty_names(source: str) -> Iterator[str]:
    """Classes and functions called by one of the empty words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and is_empty(node.name):
            yield node.name


def is_empty(name: str) -> bool:
    """`BatchManager`, `date_utils`, `error-handler`: the last word says what a thing is."""
    spaced = "".join(f"_{letter}" if letter.isupper() else letter for letter in name)
    words = spaced.lower().replace("-", "_").replace(".", "_").strip("_").split("_")
    return words[-1] in EMPTY_WORDS


def test_functions_and_files_stay_within_budget() -> None:
    assert budgets.breaches(path for path in PACKAGE if GENERATED not in path.as_posix()) == []


def test_only_db_commits() -> None:
    found = {name_of(path) for path in PACKAGE if any(commits(path.read_text()))}
    assert found <= COMMITTERS


def test_imports_stand_at_the_top() -> None:
    found = {(name_of(path), name) for path in PACKAGE for name, _ in late_imports(path.read_text())}
    assert found <= LATE_IMPORTS


def test_files_are_named_for_what_they_hold() -> None:
    assert [name_of(path) for path in OUR_CODE if is_empty(path.stem)] == []


def test_classes_and_functions_are_named_for_what_they_are() -> None:
    found = {path: list(empty_names(path.read_text())) for path in PACKAGE}
    assert {name_of(path): names for path, names in found.items() if names} == {}


def test_every_module_says_what_lives_in_it() -> None:
    silent = [path for path in PACKAGE if ast.get_docstring(ast.parse(path.read_text())) is None]
    assert [name_of(path) for path in silent] == []


LONG = "def f():\n" + "    x = 1\n" * 41
DEEP = "def f():\n if a:\n  for b in c:\n   while d:\n    with e:\n     pass"
WIDE = "def f(a, b, c, *, d, e, f): pass"
AVERAGE = "def f():\n" + "    x = 1\n" * 8 + "def g():\n" + "    x = 1\n" * 8


@pytest.mark.parametrize("source", [LONG, DEEP, WIDE, AVERAGE, "x = 1\n" * 301])
def test_a_breach_of_each_budget_is_found(tmp_path: Path, source: str) -> None:
    (tmp_path / "code.py").write_text(source)
    assert budgets.breaches([tmp_path / "code.py"])


def test_an_elif_ladder_is_one_level_deep() -> None:
    ladder = "def f():\n if a: pass\n elif b: pass\n elif c: pass\n elif d: pass\n else: pass"
    assert [one.nesting for one in budgets.measured(ladder, "ladder")] == [1]


def test_a_stray_commit_is_found() -> None:
    assert list(commits("def save(session):\n    session.commit()")) == [2]


def test_a_late_import_is_found() -> None:
    assert list(late_imports("def f():\n    import json")) == [("f", 2)]


@pytest.mark.parametrize("name", ["utils", "date_utils", "BatchManager", "error-handler", "common"])
def test_an_empty_name_is_found(name: str) -> None:
    assert is_empty(name)


def test_a_name_that_says_something_passes() -> None:
    assert not is_empty("handlers_of_mail")
