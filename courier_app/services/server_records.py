"""What the server itself has to say in the ledger: the record in full beside a leaf that holds its hash."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from courier_app.domain.merkle import LeafType, leaf_entry
from courier_app.evidence.jws import b64u
from courier_app.models import ServerRecord
from courier_app.models.prepared import Source, new_row
from courier_app.services.ledger import append_leaf

SALT_BYTES = 16
_NEW_RECORD = new_row(ServerRecord)


def append_record(
    source: Source, kind: LeafType, facts: Mapping[str, object], *, now: datetime, ref: int | None = None
) -> int:
    """The leaf's index. The salt keeps anybody from guessing the record by its hash. `ref`: the earlier leaf that this
    one speaks of. Locks the tail: call it last."""
    members = {
        "v": 1,
        "t": kind.value,
        "at": now.isoformat(),
        **facts,
        "salt": b64u(secrets.token_bytes(SALT_BYTES)),
    }
    record = json.dumps(members, separators=(",", ":")).encode("ascii")
    mh = hashlib.sha256(record).hexdigest()
    index = append_leaf(source, leaf_entry(kind, int(now.timestamp()), mh=mh, jh=None, ref=ref))
    _NEW_RECORD.run(source, {"leaf_index": index, "record": record})
    return index
