"""`surat vault`: all of services/vault_care.py in short transactions, beside a running server."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from courier_app.db import Database
from courier_app.domain.proofs import ProofClaim
from courier_app.domain.refusals import Invalid
from courier_app.services.ports import Ports
from courier_app.services.vault_care import (
    SEALED,
    WRAPPED,
    Broken,
    Inspection,
    broken_in,
    ids_after,
    rewrap_some,
)
from courier_app.web.manifests import read_manifest


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
    """Everything in the vault that does not open as what it was, or says another thing than the rows beside it."""
    for table in SEALED:
        after = None
        while True:
            with database.reading() as session:
                ids = ids_after(session, table, after)
                yield from broken_in(Inspection(session, ports, read_claim), table, ids)
            if not ids:
                break
            after = ids[-1]


def read_claim(members: Mapping[str, Any], proof_id: UUID, signed: bool) -> ProofClaim:
    """As at the door. Refuses with Invalid whatever the schema does not know."""
    try:
        return read_manifest(members, proof_id=proof_id, signed=signed)
    except ValidationError:
        raise Invalid from None
