"""Steps of packages against the proofs and verdicts that took them, and the closing against the last step."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.packages import CLOSED
from courier_app.domain.proofs import happened_at
from courier_app.models import Package, PackageEvent, Proof, Review
from courier_app.services.history_audit import last_steps
from courier_app.services.record_members import STREAMED


def steps_that_differ(session: Session) -> Iterator[str]:
    """Words for each step that names a proof and was taken by somebody else or at another time, and for each package
    that closed at another moment than its last step did. The times of proofs are in our signed answers."""
    with_proof = select(PackageEvent, Proof, Review).join(Proof, Proof.id == PackageEvent.proof_id)
    rows = with_proof.outerjoin(Review, Review.proof_id == Proof.id)
    for step, proof, review in session.execute(rows, execution_options=STREAMED):
        if _stated(step) not in _taken(proof, review):
            yield f"step {step.status.value} of package {step.package_id}, by proof {proof.id}"
    last = last_steps()
    both = select(Package.id, Package.status, Package.closed_at, Package.changed_at, last.c.recorded_at)
    for id_, status, closed_at, changed_at, recorded_at in session.execute(
        both.join(last, last.c.package_id == Package.id), execution_options=STREAMED
    ):
        if closed_at != (recorded_at if status in CLOSED else None):
            yield f"package {id_}, which closed at another moment than its last step"
        if changed_at != recorded_at:
            yield f"package {id_}, which changed at another moment than its last step"


def _stated(step: PackageEvent) -> tuple[object, ...]:
    return step.package_id, step.user_id, step.courier_id, step.occurred_at, step.recorded_at


def _taken(proof: Proof, review: Review | None) -> tuple[object, ...]:
    """By the courier when the proof came, or by whoever upheld it."""
    happened = happened_at(proof, received_at=proof.received_at)
    if proof.mark is None:
        return ((proof.package_id, None, proof.courier_id, happened, proof.received_at),)
    return ((proof.package_id, review.user_id, None, happened, review.made_at),) if review else ()
