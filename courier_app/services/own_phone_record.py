"""The recipient's record beside the proof that names it, opened for an auditor and checked again from its bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType, leaf_hash
from courier_app.domain.own_phone import OwnPhoneClaim, matches
from courier_app.domain.refusals import Refusal
from courier_app.evidence.strict_json import strict_json
from courier_app.models import Leaf, OwnPhoneSignature
from courier_app.queries.proofs import Case
from courier_app.services.own_phone_facts import COLUMN
from courier_app.services.own_phone_late import named_in
from courier_app.services.ports import Ports
from courier_app.services.rechecks import Point, Recheck
from courier_app.services.records import Record
from courier_app.services.sealed_text import open_of_package


@dataclass(frozen=True)
class OwnPhoneShown:
    """`row` None: nobody has opened the link; without a `received_at` nobody has signed. `record` None: it was erased,
    or it does not open."""

    named: OwnPhoneClaim
    row: OwnPhoneSignature | None = None
    leaf: Leaf | None = None
    record: bytes | None = field(default=None, repr=False)

    @property
    def members(self) -> Mapping[str, Any]:
        """Empty when there is nothing that can be read."""
        try:
            return strict_json(self.record) if self.record else {}
        except Refusal:
            return {}

    @property
    def has_arrived(self) -> bool:
        return self.row is not None and self.row.received_at is not None


def own_phone_shown(session: Session, ports: Ports, case: Case, record: Record) -> OwnPhoneShown | None:
    """None for a proof that names no such record. The look at the proof, which the caller records, covers it."""
    named = named_in(record.members)
    if named is None:
        return None
    row = session.get(OwnPhoneSignature, named.id)
    if row is None or row.package_id != case.package.id:
        return OwnPhoneShown(named)
    leaf = session.get(Leaf, row.leaf_index) if row.leaf_index is not None else None
    return OwnPhoneShown(named, row, leaf, opened_record(session, ports, row))


def recheck_own_phone(shown: OwnPhoneShown) -> Recheck:
    """Stored bytes, row, ledger and what the courier's proof says of them. Nothing to check while it is on its way,
    nor after an erasure has emptied the row."""
    row = shown.row
    if row is None or row.record_hash is None or row.code is None or not row.record_sealed:
        return Recheck(Point.OWN_PHONE, None, (("id", str(shown.named.id)),))
    found = hashlib.sha256(shown.record).hexdigest() if shown.record else ""
    fits = (
        found == row.record_hash.hex()
        and matches(shown.named, mh=row.record_hash, code=row.code)
        and _entry_fits(shown.leaf, found)
    )
    technical = (("SHA-256", found), ("expected", row.record_hash.hex()), ("index", str(row.leaf_index)))
    return Recheck(Point.OWN_PHONE, fits, technical)


def _entry_fits(leaf: Leaf | None, mh: str) -> bool:
    if leaf is None or leaf_hash(leaf.entry) != leaf.hash:
        return False
    try:
        said = json.loads(leaf.entry)
    except ValueError:
        return False
    return isinstance(said, dict) and (said.get("t"), said.get("mh")) == (LeafType.OWN_PHONE.value, mh)


def opened_record(session: Session, ports: Ports, row: OwnPhoneSignature) -> bytes | None:
    """The bytes that were sent; None before they came and after an erasure."""
    text = open_of_package(session, ports, row.package_id, row.record_sealed, column=COLUMN)
    return None if text is None else text.encode()
