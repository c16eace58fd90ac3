"""The claim code opens a citizen's own package; the citizen then says whether it arrived."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Update, case, or_, update
from sqlalchemy.orm import Session

from courier_app.domain.claim_codes import TRIES, claim_digest
from courier_app.domain.confirmations import may_answer
from courier_app.domain.merkle import LeafType
from courier_app.domain.names import mask_name
from courier_app.domain.refusals import WrongStatus
from courier_app.models import Answer, Package, Statement
from courier_app.queries.citizen import last_word
from courier_app.services.disputes import open_case_of, open_dispute, withdraw
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor, locked_package
from courier_app.services.ports import Ports
from courier_app.services.recipients import Erased, open_recipient
from courier_app.services.rounds import WIB
from courier_app.services.server_records import append_record

NOBODY = UUID(int=0)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Claim:
    """Six digits, and the package they are said to open: by its alias, or by its label."""

    code: str
    alias: str | None = None
    label_id: str | None = None

    @property
    def package(self) -> ColumnElement[bool]:
        return Package.label_id == self.label_id if self.label_id else Package.alias == self.alias


@dataclass(frozen=True)
class Word:
    """What the citizen says of the package; `note` only with "not received"."""

    answer: Answer
    note: str = ""


def try_claim(session: Session, ports: Ports, claim: Claim, *, now: datetime) -> UUID | None:
    """The package that the code opens. None alike for an unknown package, a wrong code, and a fifth try used up.

    The try is counted by one statement that holds the row before the code is looked at, so twenty guesses at once
    are five guesses. None must be committed: a refusal would take the count back. Whoever reads an alias can use up
    five tries here: they come back the next day, and those of the courier at the door are others.
    """
    today = now.astimezone(WIB).date()
    another_day = Package.web_tries_day.is_distinct_from(today)
    tries = case((another_day, 1), else_=Package.web_tries + 1)
    spent = update(Package).where(claim.package, or_(another_day, Package.web_tries < TRIES))
    counted = spent.values(web_tries=tries, web_tries_day=today).returning(Package.id, Package.claim_digest)
    found = session.execute(counted.execution_options(synchronize_session=False)).first()
    package_id, kept = (found[0], found[1]) if found else (NOBODY, b"")
    right = hmac.compare_digest(kept, claim_digest(ports.claim_key, package_id, claim.code))
    session.execute(_fresh_tries(package_id if right else NOBODY))
    return package_id if right else None


def _fresh_tries(package_id: UUID) -> Update:
    """Who knows the code starts again with five; asked of nobody after a wrong one, to take as long."""
    return update(Package).where(Package.id == package_id).values(web_tries=0)


def masked_recipient(session: Session, ports: Ports, package_id: UUID, *, now: datetime) -> str | None:
    """`S••• A•••••`, the look recorded first; None when the personal data were erased."""
    record_look(session, Sight(What.RECIPIENT, package_id), by=Actor(), now=now)
    try:
        return mask_name(open_recipient(session, ports, session.get_one(Package, package_id)).name)
    except Erased:
        return None


def state_receipt(session: Session, ports: Ports, package_id: UUID, word: Word, *, now: datetime) -> None:
    """The citizen's word, added to the earlier ones; the last one counts. Saying the same again adds nothing. "Not
    received" opens a case, and "received" ends the open one.

    Each is a leaf: what the recipient says weighs more than anything else here. Locks the ledger's tail last.

    Refuses with WrongStatus while nobody has said "delivered", when the time to answer is over, and when the data that
    an answer would be looked up against were erased; with CaseClosed
    after too many cases.
    """
    package = locked_package(session, package_id)
    if package.erased_at or not may_answer(package.status, package.closed_at, now=now):
        raise WrongStatus
    said, case = last_word(session, package_id), open_case_of(session, package_id)
    if said and said.answer is word.answer and (case or word.answer is Answer.RECEIVED):
        return
    made_at = max(now, said.at + TICK) if said else now
    row = Statement(id=uuid4(), package_id=package_id, answer=word.answer, made_at=made_at)
    session.add(row)
    session.flush()
    if word.answer is Answer.RECEIVED:
        withdraw(session, package, now=made_at)
    elif case is None:
        open_dispute(session, ports, package, word.note, now=made_at)
    facts = {"statement": str(row.id), "package": str(package_id), "answer": word.answer.value}
    append_record(session, LeafType.STATEMENT, facts, now=made_at)
