"""gunicorn as `python -m gunicorn wsgi:app` runs it, forked from a process that has read the product's modules: most of
a server's start was reading them, some sixty times in a run. Settings, databases and secrets are read by each anew."""

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from gunicorn.app.wsgiapp import run

_warm = get_context("forkserver")
_warm.set_forkserver_preload(["courier_app.web.passages", "gunicorn.workers.gthread", __name__])


def started(environment: Mapping[str, str], log: Path) -> ForkServerProcess:
    """In a process group of its own; what it says is added to the log."""
    process = _warm.Process(target=_serve, args=(dict(environment), log))
    process.start()
    return process


def _serve(environment: dict[str, str], log: Path) -> None:
    os.setpgid(0, 0)
    os.chdir(Path(__file__).parents[2])
    os.environ.clear()
    os.environ.update(environment)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for told in (sys.stdout, sys.stderr):
        os.dup2(said, told.fileno())
    sys.argv = ["gunicorn", "wsgi:app"]
    run()
