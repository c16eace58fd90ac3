"""The server of `make run` and of production: two processes, eight threads each. See docs/decisions/0007."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from courier_app import night, publisher

bind = os.environ.get("SURAT_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SURAT_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("SURAT_THREADS", "8"))
# A phone on 2G sends a photo slowly; threads wait for it, and the worker's heartbeat does not.
timeout = 120
graceful_timeout = 30
keepalive = 15
# Each worker opens its own database and media store: neither survives a fork. Modules do, and are read once for all.
preload_app = False
import_module("courier_app.web.passages")
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 2_048
limit_request_fields = 60
# The heartbeat file must not wait for a busy disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder in memory, made private
control_socket_disable = True
# Addresses of citizens stay out of the diary; problems are logged by the application without personal data.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("SURAT_LOG_LEVEL", "warning")
certfile = os.environ.get("SURAT_TLS_CERT") or None
keyfile = os.environ.get("SURAT_TLS_KEY") or None


def post_worker_init(worker: Any) -> None:
    """After the fork: a thread does not survive one. One worker publishes the log and one does the work of the night,
    the others stand by."""
    parts = worker.wsgi.extensions
    publisher.begin(parts["suratsampai_settings"], parts["suratsampai_db"])
    night.begin(parts["suratsampai_settings"], parts["suratsampai_db"], parts["suratsampai_ports"])


def when_ready(_server: object) -> None:
    """The last line on the terminal: now the address answers."""
    where = os.environ.get("SURAT_PUBLIC_URL", bind)
    sys.stderr.write(f"Siap / ready: {where}/\n")
