"""Editions and drafts of the regions' rule books."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from courier_app.domain.editions import EditionDates
from courier_app.models import Office, Region, RuleDraft, RuleEdition


def editions_of(session: Session, region_code: str) -> Sequence[RuleEdition]:
    """The newest number first, with their authors."""
    query = select(RuleEdition).where(RuleEdition.region_code == region_code)
    return session.scalars(
        query.options(joinedload(RuleEdition.author)).order_by(RuleEdition.number.desc())
    ).all()


def edition_of(session: Session, region_code: str, number: int) -> RuleEdition | None:
    return next((one for one in editions_of(session, region_code) if one.number == number), None)


def draft_of(session: Session, region_code: str) -> RuleDraft | None:
    query = select(RuleDraft).where(RuleDraft.region_code == region_code)
    return session.scalar(query.options(joinedload(RuleDraft.author)))


def region_of_office(session: Session, office_id: UUID) -> str:
    """The region's code, for example 33.17."""
    return session.get_one(Office, office_id).region_code


def dates_of(edition: RuleEdition) -> EditionDates:
    return EditionDates(edition.number, edition.valid_from, edition.withdrawn_at is not None)


def regions_with_editions(session: Session) -> Sequence[Region]:
    """By name."""
    with_rules = select(RuleEdition.region_code)
    return session.scalars(select(Region).where(Region.code.in_(with_rules)).order_by(Region.name)).all()
