"""Data in clear, for a reason: one act, one look, on record before anything is opened (docs/decisions/0033)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.looks import RevealWhy
from courier_app.services.looks import Sight, What, record_look, seal_words
from courier_app.services.moves import Actor
from courier_app.services.ports import Ports
from courier_app.services.recipients import package_dek
from courier_app.services.throttles import REVEAL_OF_USER, count_try


@dataclass(frozen=True)
class Reveal:
    """What somebody wants to see, and why; `words` are their own, and may be none."""

    what: What
    package_id: UUID
    subject_id: UUID
    reason: RevealWhy
    words: str = ""


def record_reveal(session: Session, ports: Ports, wanted: Reveal, *, by: UUID, now: datetime) -> None:
    """Refuses with TooManyTries whoever opens more than a desk ever needs. Raises Erased when the package's key is
    gone: then there is nothing to see either."""
    count_try(session, ports, REVEAL_OF_USER, str(by), now=now)
    package_dek(session, ports, wanted.package_id)
    words = seal_words(session, ports, wanted.package_id, wanted.words) if wanted.words else None
    sight = Sight(wanted.what, wanted.package_id, wanted.subject_id, wanted.reason, words)
    record_look(session, sight, by=Actor(user_id=by), now=now)
