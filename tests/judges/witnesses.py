"""Witnesses in processes of their own, on loopback: a program in Go that shares no line with us."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from courier_app.domain.witnesses import Policy, read_policy


@contextmanager
def a_witness(program: Path, vkey: str, mode: str = "honest", name: str = "saksi.example") -> Iterator[str]:
    """The line of a policy that names it."""
    process = subprocess.Popen([program, mode, vkey, name], stdout=subprocess.PIPE, text=True)
    try:
        out = cast(IO[str], process.stdout)
        key, address = (out.readline().strip() for _ in range(2))
        yield f"witness {name} {key} {address}"
    finally:
        process.terminate()
        process.communicate()


def policy_of(*witnesses: str, least: str = "any") -> Policy:
    names = " ".join(line.split()[1] for line in witnesses)
    return read_policy("\n".join([*witnesses, f"group semua {least} {names}", "quorum semua"]))
