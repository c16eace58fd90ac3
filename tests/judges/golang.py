"""Go's checksum-database code as Debian packages it, built once for a run of the tests."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GO = "/usr/bin/go"


def build(folder: Path, source: str = "log") -> Path:
    """No module of the network: Debian's golang.org/x/mod alone. `source`: a folder beside this file."""
    program = folder / f"judge-{source}"
    offline = {
        "GO111MODULE": "off",
        "GOPATH": "/usr/share/gocode",
        "GOFLAGS": "",
        "CGO_ENABLED": "0",
        "GOCACHE": str(folder / "cache"),
    }
    subprocess.run(
        [GO, "build", "-o", program, "."], cwd=HERE / source, env={**os.environ, **offline}, check=True
    )
    return program


def judge(program: Path, log: Path, vkey: str, *, seed: int = 1) -> dict[str, Any] | str:
    """What it counted, or the sentence with which it refuses."""
    ended = subprocess.run([program, log, vkey, str(seed)], capture_output=True, text=True, check=False)
    return json.loads(ended.stdout) if ended.returncode == 0 else ended.stderr.strip()
