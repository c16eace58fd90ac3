"""Erasures, holds and terms of keeping as their rows say them, against what the ledger remembers; and whether anything
became unreadable that nobody has logged as erased, or readable again that was."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.retention import Part
from courier_app.models import Erasure, Hold, KeepingRule, Media, Package, PackageKey, Proof, ProofMedia
from courier_app.services.erasure_times import early_erasures
from courier_app.services.evidence_files import ERASED_KEY
from courier_app.services.record_members import STREAMED, differs

Records = Mapping[str, dict[str, Any]]
# The member of a record that names the row it speaks of.
NAMED_BY = {LeafType.ERASE: "erasure", LeafType.HOLD: "entry", LeafType.RETENTION: "rule"}


def erasures_that_differ(session: Session, told: Mapping[str, Records]) -> Iterator[str]:
    """Words for each row that says another thing than its record, has none, or is gone; and for each key that is gone,
    or is back, against the record."""
    tables: tuple[tuple[LeafType, type[Any]], ...] = (
        (LeafType.ERASE, Erasure),
        (LeafType.HOLD, Hold),
        (LeafType.RETENTION, KeepingRule),
    )
    for kind, table in tables:
        left = set(told[kind])
        for row in session.scalars(select(table), execution_options=STREAMED):
            left.discard(str(row.id))
            if differs(told[kind].get(str(row.id)), _STATED[kind](row)):
                yield f"{kind.value} {row.id}"
        yield from (f"{kind.value} {name}, which is gone" for name in sorted(left))
    yield from early_erasures(session)
    yield from _dates(session)
    yield from _keys(session)
    yield from _files(session)


def _dates(session: Session) -> Iterator[str]:
    """When a package was erased, as its own row says it and as its erasures do."""
    at, of_all = func.max(Erasure.erased_at), case((Erasure.part == Part.EVERYTHING, Erasure.erased_at))
    said = select(Erasure.package_id, at.label("any"), func.max(of_all).label("all"))
    by_package = said.group_by(Erasure.package_id).subquery()
    kept = select(
        Package.id, Package.pictures_erased_at, Package.erased_at, by_package.c.any, by_package.c.all
    )
    joined = kept.outerjoin(by_package, by_package.c.package_id == Package.id)
    for package_id, pictures_at, data_at, any_at, all_at in session.execute(
        joined, execution_options=STREAMED
    ):
        if (pictures_at, data_at) != (any_at, all_at):
            yield f"package {package_id}, erased at another moment than its record says"


def _keys(session: Session) -> Iterator[str]:
    kept = exists().where(PackageKey.package_id == Package.id)
    logged = exists().where(Erasure.package_id == Package.id, Erasure.part == Part.EVERYTHING)
    for package_id in session.scalars(select(Package.id).where(~kept, ~logged)):
        yield f"key of package {package_id}, which nobody erased on record"
    for package_id in session.scalars(select(Package.id).where(kept, logged)):
        yield f"key of package {package_id}, which is back after its erasure"


def _files(session: Session) -> Iterator[str]:
    logged = exists().where(Erasure.package_id == Proof.package_id)
    named = (
        select(Media.id)
        .join(ProofMedia, ProofMedia.media_id == Media.id)
        .join(Proof, Proof.id == ProofMedia.proof_id)
    )
    for media_id in session.scalars(named.where(Media.wrapped_dek == ERASED_KEY, ~logged)):
        yield f"key of file {media_id}, which nobody erased on record"
    over = exists().where(Erasure.package_id == Proof.package_id, Erasure.part == Part.EVERYTHING)
    for media_id in session.scalars(named.where(Media.wrapped_dek != ERASED_KEY, over)):
        yield f"key of file {media_id}, which is back after its erasure"


def _of_erasure(row: Erasure) -> dict[str, object]:
    return {
        "package": str(row.package_id),
        "part": row.part.value,
        "why": row.why.value,
        "files": row.files,
        "user": str(row.user_id) if row.user_id else None,
        "at": row.erased_at.isoformat(),
    }


def _of_hold(row: Hold) -> dict[str, object]:
    return {
        "package": str(row.package_id),
        "step": row.step.value,
        "user": str(row.user_id),
        "reason_hash": hashlib.sha256(row.reason_sealed).hexdigest(),
    }


def _of_rule(row: KeepingRule) -> dict[str, object]:
    return {
        "office": str(row.office_id),
        "kind": row.kind,
        "pictures_days": row.pictures_days,
        "record_days": row.record_days,
        "basis_hash": hashlib.sha256(row.basis.encode()).hexdigest(),
        "user": str(row.user_id),
    }


_STATED: dict[LeafType, Any] = {
    LeafType.ERASE: _of_erasure,
    LeafType.HOLD: _of_hold,
    LeafType.RETENTION: _of_rule,
}
