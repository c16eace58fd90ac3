"""After a restored backup: published leaves that are gone come back from a copy of the log, or nothing does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType, root
from courier_app.domain.notes import Checkpoint
from courier_app.domain.tiles import hashes_in
from courier_app.queries.log import tail
from courier_app.services.ledger import append_leaf
from courier_app.services.record_members import logged_records, member
from courier_app.services.server_records import append_record

MARK = b'"t":"recovered"'


class AnotherHistory(Exception):  # noqa: N818 - named for the reason
    """The copy does not extend what this database holds: leaves were added after the backup, or it is another log's."""


class NothingMissing(Exception):  # noqa: N818 - named for the reason
    """The copy holds no leaf that is not here."""


@dataclass(frozen=True)
class Span:
    """Leaves from `first` up to, not with, `end`."""

    first: int
    end: int

    def __contains__(self, index: int) -> bool:
        return self.first <= index < self.end


def bring_back(session: Session, entries: Sequence[bytes], signed: Checkpoint, *, now: datetime) -> Span:
    """Appends the entries that follow ours, proves them by the root that the log signed, and writes into the log that
    they came back without what stood behind them. Raises AnotherHistory and NothingMissing: keep nothing then."""
    size = tail(session).size
    if size >= signed.size:
        raise NothingMissing
    for entry in entries:
        append_leaf(session, entry)
    now_here = tail(session)
    if now_here.size != signed.size or root(hashes_in(now_here.edge)) != signed.root:
        raise AnotherHistory
    append_record(session, LeafType.RECOVERED, {"from": size, "until": signed.size}, now=now)
    return Span(size, signed.size)


def recovered_spans(session: Session) -> Iterator[Span]:
    """What the log says was brought back: nothing stands behind these leaves, and everybody can read so."""
    for _, facts in logged_records(session, holding=MARK):
        yield Span(member(facts, "from", int), member(facts, "until", int))
