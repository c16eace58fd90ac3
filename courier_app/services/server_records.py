"""What the server itself has to say in the ledger: the record in full beside a leaf that holds its hash."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType, leaf_entry
from courier_app.evidence.jws import b64u
from courier_app.models import ServerRecord
from courier_app.services.ledger import append_leaf

SALT_BYTES = 16


def append_record(session: Session, kind: LeafType, facts: Mapping[str, object], *, now: datetime) -> int:
    """The leaf's index. The salt keeps anybody from guessing the record by its hash. Locks the tail: call it last."""
    members = {
        "v": 1,
        "t": kind.value,
        "at": now.isoformat(),
        **facts,
        "salt": b64u(secrets.token_bytes(SALT_BYTES)),
    }
    record = json.dumps(members, separators=(",", ":")).encode("ascii")
    mh = hashlib.sha256(record).hexdigest()
    index = append_leaf(session, leaf_entry(kind, int(now.timestamp()), mh=mh, jh=None))
    session.add(ServerRecord(leaf_index=index, record=record))
    return index
