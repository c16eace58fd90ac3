"""Old cards on their way back: each step once, under the package's lock, with a leaf of its own (decision 0029)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.exchange import CardClaim, NoCard, OldCard, card_after
from courier_app.domain.lost_cards import LossPaper, NotThere
from courier_app.domain.merkle import LeafType
from courier_app.domain.proofs import EvidenceKind, Outcome, happened_at
from courier_app.domain.refusals import CardOwed
from courier_app.models import OldCardStep, Package, Proof, ProofMedia
from courier_app.models.prepared import Source, new_row
from courier_app.services.moves import Actor
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import COLUMN
from courier_app.services.records import Record
from courier_app.services.sealed_text import open_of_package
from courier_app.services.server_records import append_record

_NEW_STEP = new_row(OldCardStep)
Whose = tuple[UUID, UUID]  # the package and its office


@dataclass(frozen=True)
class CardStep:
    """What is written beside the state: `seal` as it was read at this step, `second_id` the other officer, `gone` why
    it was not there, and the paper on which it was given up."""

    state: OldCard
    seal: str | None = None
    missing: NoCard | None = None
    seal_differs: bool = False
    second_id: UUID | None = None
    gone: NotThere | None = None
    paper: LossPaper | None = None
    paper_number: str | None = None

    @classmethod
    def at_the_door(cls, state: OldCard, claim: CardClaim | None) -> "CardStep":
        if state is OldCard.COLLECTED and claim:
            return cls(state, seal=claim.seal)
        return cls(state, missing=NoCard(claim.missing) if claim and claim.missing else None)


def take_step(source: Source, step: CardStep, *whose: Whose, by: Actor, at: tuple[datetime, datetime]) -> int:
    """One leaf for all the cards, and its index. The caller holds their packages' locks and has asked the table. Locks
    the ledger's tail: call it last."""
    index = append_record(source, LeafType.OLD_CARD, step_facts(step, whose, by), now=at[1])
    shared = {
        "state": step.state,
        "happened_at": at[0],
        "recorded_at": at[1],
        "courier_id": by.courier_id,
        "proof_id": by.proof_id,
        "user_id": by.user_id,
        "second_id": step.second_id,
        "seal": step.seal,
        "seal_differs": step.seal_differs,
        "missing": step.missing,
        "gone": step.gone,
        "paper": step.paper,
        "paper_number": step.paper_number,
        "leaf_index": index,
    }
    _NEW_STEP.run(
        source, *({"package_id": package, "office_id": office, **shared} for package, office in whose)
    )
    return index


def step_facts(step: CardStep, whose: Sequence[Whose], by: Actor) -> dict[str, object]:
    """What the record beside the leaf says; the audit compares each row with it, and a record of before a member came
    lacks it."""
    people = {"courier": by.courier_id, "proof": by.proof_id, "user": by.user_id, "second": step.second_id}
    return {
        "step": step.state.value,
        "packages": sorted(str(package) for package, _office in whose),
        "seal": step.seal,
        "seal_differs": step.seal_differs,
        "missing": step.missing.value if step.missing else None,
        "gone": step.gone.value if step.gone else None,
        "paper": step.paper.value if step.paper else None,
        "paper_number": step.paper_number,
        **{name: str(one) if one else None for name, one in people.items()},
    }


def settle_upheld(session: Session, ports: Ports, proof: Proof, *, by: UUID | None, now: datetime) -> None:
    """Before a verdict makes a delivery count: the card that its proof shows is collected now. Refuses with CardOwed
    when it shows none and gives no reason: an auditor does not go round the exchange (domain.md, section 4). The caller
    holds the package's lock."""
    package = session.get_one(Package, proof.package_id)
    if package.old_card is not OldCard.OWED or proof.outcome is not Outcome.DELIVERED:
        return
    claim = _claim_in(session, ports, proof)
    card = card_after(claim, photo=_shows_card(session, proof))
    if card is None:
        raise CardOwed
    package.old_card = card
    actor = Actor(user_id=by, courier_id=proof.courier_id, proof_id=proof.id)
    at = happened_at(proof, received_at=proof.received_at), now
    take_step(session, CardStep.at_the_door(card, claim), (package.id, package.office_id), by=actor, at=at)


def owe_again(session: Session, package: Package, proof: Proof) -> None:
    """Before a delivery is voided: that the recipient had no card was its word alone. One in the courier's hand stays
    collected, and what an officer waived stays waived. The caller holds the package's lock."""
    step = OldCardStep
    said = select(step.leaf_index).where(step.proof_id == proof.id, step.state == OldCard.NOT_AVAILABLE)
    if package.old_card is OldCard.NOT_AVAILABLE and session.scalar(said) is not None:
        package.old_card = OldCard.OWED


def _shows_card(session: Session, proof: Proof) -> bool:
    photo = (ProofMedia.proof_id == proof.id, ProofMedia.kind == EvidenceKind.OLD_CARD)
    return session.scalar(select(ProofMedia.position).where(*photo).limit(1)) is not None


def _claim_in(session: Session, ports: Ports, proof: Proof) -> CardClaim | None:
    """What the stored manifest says of the card; nothing where it does not open any more."""
    sent = open_of_package(session, ports, proof.package_id, proof.sent_sealed, column=COLUMN)
    if sent is None:
        return None
    said = Record(sent.encode()).members.get("old_card")
    if not isinstance(said, dict):
        return None
    return CardClaim(said.get("seal"), said.get("missing"), said.get("letter"))
