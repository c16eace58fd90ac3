"""`surat vault`: all of services/vault_care.py in short transactions, beside a running server."""

from collections.abc import Iterator

from courier_app.db import Database
from courier_app.services.ports import Ports
from courier_app.services.vault_care import WRAPPED, Broken, broken_in, ids_after, rewrap_some


def rewrap_all(database: Database, ports: Ports) -> int:
    """How many keys were wrapped anew. Safe to stop at any moment and to run again."""
    done = 0
    for table in WRAPPED:
        while True:
            with database.transaction() as session:
                some = rewrap_some(session, ports, table)
            if not some:
                break
            done += some
    return done


def all_broken(database: Database, ports: Ports) -> Iterator[Broken]:
    """Everything in the vault that does not open as what it was."""
    for table in WRAPPED:
        after = None
        while True:
            with database.reading() as session:
                ids = ids_after(session, table, after)
                yield from broken_in(session, ports, table, ids)
            if not ids:
                break
            after = ids[-1]
