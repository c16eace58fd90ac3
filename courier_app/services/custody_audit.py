"""Where packages stand and what the server answered of each proof, against proofs, verdicts and counts on record."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.proofs import VerdictWord
from courier_app.evidence.jws import PublicJwk
from courier_app.models import Media, PackageEvent, Proof, ProofMedia, Statement
from courier_app.services.history_audit import history_that_differs
from courier_app.services.rechecks import read_answer, written
from courier_app.services.record_members import STREAMED, differs, logged_records, member, texts
from courier_app.services.records import Record
from courier_app.services.side_by_side import side_by_side
from courier_app.services.step_audit import steps_that_differ

Records = Mapping[str, dict[str, Any]]


def answers_that_differ(session: Session, key: PublicJwk | None) -> Iterator[str]:
    """A phone has forgotten its proof on the word of our answer. Words for each proof whose row says another thing:
    another verdict, other files, another time; and, with the key, for an answer that we did not sign."""
    files = select(ProofMedia.proof_id, Media.sha256).join(Media, Media.id == ProofMedia.media_id)
    ordered = session.execute(
        files.order_by(ProofMedia.proof_id, ProofMedia.position), execution_options=STREAMED
    )
    parts = _Beside(groupby(ordered, key=lambda row: row[0]))
    for proof in session.scalars(select(Proof).order_by(Proof.id), execution_options=STREAMED):
        said = read_answer(key, proof.acknowledgement) if key else Record(proof.acknowledgement).members
        stated = _promised(proof, [row[1].hex() for row in parts.of(proof.id)])
        if any(said.get(name, "") != value for name, value in stated.items()):
            yield f"our answer to proof {proof.id}"


def custody_that_differs(session: Session, counted: Records) -> Iterator[str]:
    """Words for what is wrong with a package's history, and for each envelope counted back in without its record, or
    the other way round."""
    yield from history_that_differs(session)
    yield from steps_that_differ(session)
    yield from _counts_that_differ(session, counted)


def statements_that_differ(session: Session) -> Iterator[str]:
    """Words for each word of a citizen that says another thing than its record, has none, or is gone. There are as many
    as deliveries: both sides come as streams, the rows in the order in which they were said."""
    for name, stated, facts in side_by_side(_words(session), _recorded_words(session)):
        if stated is None:
            yield f"citizen's word {name}, which is gone"
        elif differs(facts, stated):
            yield f"citizen's word {name}"


def _words(session: Session) -> Iterator[tuple[str, dict[str, object]]]:
    one = Statement
    said = select(one.id, one.package_id, one.answer, one.made_at).order_by(one.made_at, one.id)
    for id_, package_id, answer, at in session.execute(said, execution_options=STREAMED):
        yield str(id_), {"package": str(package_id), "answer": answer.value, "at": at.isoformat()}


def _recorded_words(session: Session) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = LeafType.STATEMENT.value
    for _, facts in logged_records(session, holding=f'"t":"{kind}"'.encode()):
        if member(facts, "t", str) == kind:
            yield member(facts, "statement", str), facts


class _Beside:
    """Groups of rows by an id, walked beside another walk in the same order."""

    def __init__(self, groups: Iterator[tuple[Any, Iterator[Any]]]) -> None:
        self._groups = groups
        self._next = next(groups, None)

    def of(self, key: Any) -> Sequence[Any]:
        found: list[Any] = []
        while self._next and self._next[0] <= key:
            found = list(self._next[1]) if self._next[0] == key else []
            self._next = next(self._groups, None)
        return found


def _promised(proof: Proof, parts: list[str]) -> dict[str, object]:
    verdict = VerdictWord.KEPT_FOR_REVIEW if proof.mark else VerdictWord.ACCEPTED
    return {
        "proof": str(proof.id),
        "parts": parts,
        "index": proof.leaf_index,
        "received_at": written(proof.received_at),
        "verdict": verdict.value,
        "reason": proof.mark.value if proof.mark else None,
    }


def _counts_that_differ(session: Session, records: Records) -> Iterator[str]:
    """A package may come back more than once: each time is told apart by its moment."""
    said = {
        f"package {package} at {facts.get('at')}": str(facts.get("user"))
        for facts in records.values()
        for package in texts(facts, "packages")
    }
    events = select(PackageEvent).where(PackageEvent.status == Status.RETURNED)
    for row in session.scalars(events, execution_options=STREAMED):
        key = f"package {row.package_id} at {row.recorded_at.isoformat()}"
        if said.pop(key, None) != str(row.user_id):
            yield f"count of {key}"
    yield from (f"count of {key}, which is gone" for key in sorted(said))
