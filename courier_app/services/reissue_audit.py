"""Labels that were replaced and claim codes that were given anew, against what the ledger remembers of each act."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.code_renewals import code_hash, label_hash
from courier_app.models import Look, Package, ReplacedLabel
from courier_app.services.looks import What
from courier_app.services.record_members import STREAMED, differs

CODE, SENT_AGAIN = "code", "sent-again"
Records = Mapping[str, dict[str, Any]]


def reissue_key(facts: Mapping[str, Any]) -> str:
    """What a record speaks of: the label that was replaced, or the look at a new code."""
    return f"{facts.get('step')} {facts.get('look') or facts.get('old_label')}"


def reissues_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each replaced label and each look at a new code that says another thing than its record, has none, or
    is gone; and for each package whose code or label is not the one of its last record. `records` by reissue_key()."""
    left = set(records)
    for key, stated in _rows(session):
        left.discard(key)
        if differs(records.get(key), stated):
            yield f"{key}, of a package sent again or a code given anew"
    yield from (f"{key}, of a package sent again or a code given anew, which is gone" for key in sorted(left))
    yield from _packages(session, records)


def _rows(session: Session) -> Iterator[tuple[str, dict[str, object]]]:
    for row in session.scalars(select(ReplacedLabel), execution_options=STREAMED):
        key = f"{SENT_AGAIN} {label_hash(row.label_id)}"
        yield key, _stated(row.package_id, row.replaced_by, row.replaced_at)
    renewed = select(Look).where(Look.what == What.CODE_RENEWED.value)
    for look in session.scalars(renewed, execution_options=STREAMED):
        yield f"{CODE} {look.id}", _stated(look.package_id, look.user_id, look.at)


def _stated(package_id: UUID, user_id: UUID | None, at: datetime) -> dict[str, object]:
    return {"package": str(package_id), "user": str(user_id), "at": at.isoformat()}


def _packages(session: Session, records: Records) -> Iterator[str]:
    """The last word on code and label; what a package got at its registration is in no record."""
    codes = {str(facts.get("package")): facts.get("code") for facts in records.values()}
    labels = {str(f.get("package")): f.get("label") for f in records.values() if f.get("step") == SENT_AGAIN}
    for package_id, expected in sorted(codes.items()):
        row = _of(session, package_id)
        if row is None or code_hash(row.claim_digest) != expected:
            yield f"claim code of package {package_id}"
        if package_id in labels and (row is None or label_hash(row.label_id) != labels[package_id]):
            yield f"label of package {package_id}"


def _of(session: Session, package_id: str) -> Any:
    """Nothing for what is no id: the record itself was changed then."""
    try:
        known = Package.id == UUID(package_id)
    except ValueError:
        return None
    return session.execute(select(Package.claim_digest, Package.label_id).where(known)).first()
