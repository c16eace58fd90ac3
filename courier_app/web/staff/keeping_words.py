"""How long a package's data are kept, what holds them, and what was erased, for the package's own page."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.domain.retention import ErasedWhy, HeldBy, Part
from courier_app.queries.package_story import PackageFacts
from courier_app.queries.retention import ErasureRow, candidate, erasures_of, rules_of
from courier_app.services.holds import held_by


@dataclass(frozen=True)
class KeepingShown:
    """`pictures_due`, `data_due`: None while the package is on its way, and of what has gone already."""

    pictures_due: datetime | None
    data_due: datetime | None
    held: tuple[str, ...]
    by_hand: bool
    erasures: tuple[ErasureRow, ...]
    parts: dict[str, str]
    whys: dict[str, str]


def keeping_of_package(session: Session, facts: PackageFacts) -> KeepingShown:
    one, rules = candidate(session, facts.id), rules_of(session, facts.office_id)
    held = () if facts.erased_at else held_by(session, facts.id)
    return KeepingShown(
        one.due(rules, Part.PICTURES) if one and not facts.pictures_erased_at else None,
        one.due(rules, Part.EVERYTHING) if one and not facts.erased_at else None,
        tuple(held_words()[by] for by in held),
        HeldBy.HAND in held,
        erasures_of(session, facts.id),
        part_words(),
        why_erased_words(),
    )


def held_words() -> dict[HeldBy, str]:
    return {
        HeldBy.CASE: gettext("sanggahan warga masih terbuka"),
        HeldBy.REVIEW: gettext("ada bukti yang menunggu putusan"),
        HeldBy.HAND: gettext("ditahan oleh petugas"),
        HeldBy.REQUEST: gettext("permintaan warga belum dijawab"),
    }


def part_words() -> dict[str, str]:
    return {
        Part.PICTURES.value: gettext("Foto dan tanda tangan"),
        Part.EVERYTHING.value: gettext("Semua data pribadi"),
    }


def why_erased_words() -> dict[str, str]:
    return {
        ErasedWhy.DUE.value: gettext("masa simpan selesai"),
        ErasedWhy.REQUEST.value: gettext("atas permintaan warga"),
        ErasedWhy.ORDER.value: gettext("atas perintah pengelola"),
    }
