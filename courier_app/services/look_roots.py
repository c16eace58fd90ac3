"""The hour's root of the access log goes into the ledger, and tells afterwards whether a row is still what it was."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.looks import RootedLooks, Span, due_span
from courier_app.domain.merkle import LeafType
from courier_app.models import LedgerTail, LookRoot
from courier_app.queries.looks import has_looks_before, last_rooted, rooted_looks
from courier_app.services.record_members import logged_records, moment
from courier_app.services.server_records import append_record

_BEGINS = b'{"v":1,"t":"audit-root",'


def next_root(session: Session, *, now: datetime) -> RootedLooks | None:
    """What is to be logged; None while nothing is due. After a night without a server it spans that night; the first
    one waits until there is a look at all, later ones say as well that there was none."""
    last = last_rooted(session)
    span = due_span(last, now=now)
    if span is None or (last is None and not has_looks_before(session, span.end)):
        return None
    return rooted_looks(session, span)


def keep_root(session: Session, rooted: RootedLooks, *, now: datetime) -> None:
    """One leaf for one span, also when two machines come at once. Locks the ledger's tail."""
    session.execute(select(LedgerTail.id).with_for_update())
    if last_rooted(session) != rooted.span.begin:
        return
    index = append_record(session, LeafType.AUDIT_ROOT, rooted.facts(), now=now)
    session.add(LookRoot(until=rooted.span.end, leaf_index=index))
    session.flush()


def looks_that_differ(session: Session) -> Iterator[str]:
    """Words for each span whose rows are not those that were logged: one changed, taken out or put in. Rows after the
    last root are not judged yet."""
    before: datetime | None = None
    rows = {row.leaf_index: row.until for row in session.scalars(select(LookRoot))}
    for index, facts in _told(session):
        begin, end = moment(facts, "from"), moment(facts, "until")
        if begin != before or rows.pop(index, None) != end:
            yield f"the row of the root until {facts.get('until')}"
        if end is None or not _says(facts, rooted_looks(session, Span(begin, end))):
            yield f"looks until {facts.get('until')}"
        before = end
    yield from (f"the root until {until.isoformat()}, which nobody logged" for until in rows.values())


def _told(session: Session) -> list[tuple[int, dict[str, Any]]]:
    """Every root that the ledger remembers, oldest first. A record that was changed is told by its own leaf."""
    return list(logged_records(session, holding=_BEGINS))


def _says(facts: Mapping[str, Any], rooted: RootedLooks) -> bool:
    return all(facts.get(name) == value for name, value in rooted.facts().items())
