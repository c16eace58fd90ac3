"""How long, deep and wide our functions are. `python -m scripts.budgets` prints the numbers and what is over."""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

MEDIAN, P90, LONGEST, FILE_LINES, NESTING, ARGUMENTS = 6, 20, 40, 300, 3, 5
Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)


@dataclass(frozen=True)
class Measured:
    """One function. Its docstring does not count: saying why must cost nothing."""

    where: str
    lines: int
    nesting: int
    arguments: int

    @property
    def over(self) -> bool:
        return self.lines > LONGEST or self.nesting > NESTING or self.arguments > ARGUMENTS


def breaches(paths: Iterable[Path]) -> list[str]:
    """What is over budget, one sentence each."""
    sources = {path: path.read_text() for path in paths}
    found = [one for path, source in sources.items() for one in measured(source, str(path))]
    long_files = [path for path, source in sources.items() if len(source.splitlines()) > FILE_LINES]
    return [
        *(f"{path} is longer than {FILE_LINES} lines" for path in long_files),
        *(
            f"{one.where} is over {LONGEST} lines, {NESTING} levels or {ARGUMENTS} arguments"
            for one in found
            if one.over
        ),
        *_of_all([one.lines for one in found]),
    ]


def _of_all(lines: list[int]) -> Iterator[str]:
    if len(lines) > 1 and median(lines) > MEDIAN:
        yield f"the median function has {median(lines)} lines, more than {MEDIAN}"
    if len(lines) > 1 and quantiles(lines, n=10)[-1] > P90:
        yield f"one function in ten has more than {P90} lines"


def measured(source: str, name: str) -> list[Measured]:
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    return [_measure(node, f"{name}:{node.lineno} {node.name}()") for node in functions]


def _measure(node: Function, where: str) -> Measured:
    given = node.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return Measured(
        where=where,
        lines=(node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node),
        nesting=_depth(node),
        arguments=len([name for name in names if name not in ("self", "cls")]),
    )


def _docstring_lines(node: Function) -> int:
    if ast.get_docstring(node) is None:
        return 0
    return (node.body[0].end_lineno or 0) - node.body[0].lineno + 1


def _depth(node: ast.AST) -> int:
    """Blocks within blocks; `elif` is one level, a function inside a function starts anew."""
    return max((_deeper(child) for child in ast.iter_child_nodes(node)), default=0)


def _deeper(node: ast.AST) -> int:
    if isinstance(node, Function | ast.Lambda):
        return 0
    if isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        return max(_depth(ast.Module(node.body, [])) + 1, _deeper(node.orelse[0]))
    return _depth(node) + isinstance(node, BLOCKS)


if __name__ == "__main__":
    files = sorted(Path(sys.argv[1] if len(sys.argv) > 1 else "courier_app").rglob("*.py"))
    lines = [one.lines for path in files for one in measured(path.read_text(), str(path))]
    print(f"{len(lines)} functions in {len(files)} files: median {median(lines)}, ", end="")
    print(f"p90 {quantiles(lines, n=10)[-1]:.0f}, longest {max(lines)} lines")
    sys.exit("\n".join(breaches(files)) or 0)
