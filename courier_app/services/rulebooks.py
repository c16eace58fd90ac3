"""A region's rule book: draft, publish with a date, withdraw before it begins. Nothing published is ever edited."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.policies import Policy as Rules
from courier_app.domain.policies import as_manifest
from courier_app.domain.refusals import RulesMoved, RulesRefused
from courier_app.domain.rulebook_json import draft_book, rulebook_of, rulebook_text
from courier_app.domain.rulebooks import NATIONAL, Rulebook, policies_of, problems, up_to_date
from courier_app.models import Policy, Region, RuleDraft, RuleEdition
from courier_app.models.once import insert_once
from courier_app.queries.rulebooks import edition_of, editions_of
from courier_app.services.rounds import WIB
from courier_app.services.rules_in_force import edition_in_force
from courier_app.services.server_records import append_record


@dataclass(frozen=True)
class DraftInHand:
    """The region's draft as a person looked at it: of this `revision`."""

    region_code: str
    user_id: UUID
    revision: int


def begin_draft(session: Session, region_code: str, *, by: UUID, now: datetime) -> None:
    """From the edition in force, or from the national rules. A draft that is there stays."""
    edition = edition_in_force(session, region_code, now=now)
    based_on, book = (edition.number, rulebook_of(edition.contents)) if edition else (0, NATIONAL)
    contents = rulebook_text(up_to_date(book))
    row = {"region_code": region_code, "contents": contents, "based_on": based_on, "revision": 1}
    insert_once(session, RuleDraft, on=("region_code",), values=row | {"user_id": by, "changed_at": now})


def save_draft(session: Session, mine: DraftInHand, book: Rulebook, *, now: datetime) -> None:
    """Whatever it says: a draft may be wrong for a while. Refuses with RulesMoved when somebody else was faster."""
    draft = _locked_draft(session, mine)
    draft.contents, draft.revision = rulebook_text(book), draft.revision + 1
    draft.user_id, draft.changed_at = mine.user_id, now


def discard_draft(session: Session, mine: DraftInHand) -> None:
    """Refuses with RulesMoved."""
    session.delete(_locked_draft(session, mine))


def publish(session: Session, mine: DraftInHand, begins: datetime, *, now: datetime) -> RuleEdition:
    """The draft becomes the next edition, from `begins` on or, when that was earlier today, from now on: its policies,
    its leaf and the end of the draft, in one transaction.
    Locks the region, so that numbers follow each other, and the ledger's tail last.

    Refuses with RulesMoved (no such draft, or a day that is over), RulesRefused.
    """
    _lock_region(session, mine.region_code)
    draft = _locked_draft(session, mine)
    if begins.astimezone(WIB).date() < now.astimezone(WIB).date():
        raise RulesMoved
    begins = max(begins, now)
    book = draft_book(draft.contents)
    wrong = problems(book, begins=begins.astimezone(WIB).date())
    if wrong:
        raise RulesRefused(members={"problems": wrong})
    edition = RuleEdition(
        region_code=mine.region_code,
        number=_next_number(session, mine.region_code),
        contents=rulebook_text(book),
        valid_from=begins,
        user_id=mine.user_id,
        published_at=now,
    )
    session.delete(draft)
    told = _published(edition) | {"policies": _write_policies(session, edition, book)}
    edition.leaf_index = append_record(session, LeafType.RULES, told, now=now)
    session.add(edition)
    session.flush()
    return edition


def withdraw(session: Session, region_code: str, number: int, *, by: UUID, now: datetime) -> None:
    """Before it begins, and never after: from then on it is history. Again changes nothing. Refuses with RulesMoved."""
    _lock_region(session, region_code)
    edition = edition_of(session, region_code, number)
    if edition is None or edition.valid_from <= now:
        raise RulesMoved
    if edition.withdrawn_at is None:
        edition.withdrawn_at, edition.withdrawn_by = now, by
        told = {"region": region_code, "edition": number, "withdrawn": True, "user": str(by)}
        append_record(session, LeafType.RULES, told, now=now)


def _lock_region(session: Session, region_code: str) -> None:
    session.execute(select(Region.code).where(Region.code == region_code).with_for_update())


def _locked_draft(session: Session, mine: DraftInHand) -> RuleDraft:
    query = select(RuleDraft).where(RuleDraft.region_code == mine.region_code).with_for_update()
    draft = session.scalar(query.execution_options(populate_existing=True))
    if draft is None or draft.revision != mine.revision:
        raise RulesMoved
    return draft


def _next_number(session: Session, region_code: str) -> int:
    return max((one.number for one in editions_of(session, region_code)), default=0) + 1


def policy_text(policy: Rules) -> str:
    """As the table of policies holds it."""
    return json.dumps(as_manifest(policy), separators=(",", ":"))


def policy_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write_policies(session: Session, edition: RuleEdition, book: Rulebook) -> dict[str, str]:
    """What phones and the judge go by, for ever: the hash of each, by its name and version."""
    texts = {
        one.id: policy_text(one) for one in policies_of(book, edition=(edition.region_code, edition.number))
    }
    for name, rules in texts.items():
        session.add(Policy(id=name, version=edition.number, rules=rules, valid_from=edition.valid_from))
    return {f"{name} {edition.number}": policy_hash(rules) for name, rules in texts.items()}


def _published(edition: RuleEdition) -> dict[str, object]:
    """The contents' hash ties every word of them to the log."""
    return {
        "region": edition.region_code,
        "edition": edition.number,
        "valid_from": edition.valid_from.isoformat(),
        "contents_hash": hashlib.sha256(edition.contents.encode()).hexdigest(),
        "user": str(edition.user_id),
    }
