"""Giving the citizen a receipt: signed once for the proof of delivery, the same at every later asking."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.receipt_words import DELIVERED, LETTER_OF, class_of
from courier_app.domain.refusals import DeliveryContested, DeliveryOverturned
from courier_app.evidence.receipts import Receipt, read_receipt, sign_receipt
from courier_app.models import IssuedReceipt, Office, Package
from courier_app.models.once import insert_once
from courier_app.queries.contests import contest_of
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.ports import Ports
from courier_app.services.receivers import HandedOver, handed_over


@dataclass(frozen=True)
class GivenReceipt:
    """`text` is what the QR holds, `says` the same read, `handed` when and to whom as the proof has it."""

    text: str
    says: Receipt
    handed: HandedOver
    issued_at: datetime


def give_receipt(session: Session, ports: Ports, package_id: UUID, *, now: datetime) -> GivenReceipt | None:
    """None while nobody has proven a delivery, and after the personal data were erased. Two at once get the same. The
    proof is opened for it: a look of the citizen's, on record first. Refuses with DeliveryContested and
    DeliveryOverturned, a receipt that was given before as well: paper does not say what was found since."""
    contest = contest_of(session, package_id)
    if contest:
        raise DeliveryOverturned if contest.overturned else DeliveryContested
    record_look(session, Sight(What.RECEIPT, package_id), by=Actor(), now=now)
    return receipt_of(session, ports, package_id, now=now)


def receipt_of(session: Session, ports: Ports, package_id: UUID, *, now: datetime) -> GivenReceipt | None:
    """For a caller who has recorded who looks. Against a contested delivery nothing new is signed: what was signed
    before stays evidence of that."""
    handed = handed_over(session, ports, package_id)
    if handed is None:
        return None
    kept = session.get(IssuedReceipt, handed.proof_id)
    if kept is None:
        if contest_of(session, package_id):
            return None
        kept = _issue(session, ports, package_id, handed, now=now)
    says = read_receipt(kept.text, ports.receipt_key.public)
    return GivenReceipt(kept.text, says, handed, kept.issued_at)


def _issue(
    session: Session, ports: Ports, package_id: UUID, handed: HandedOver, *, now: datetime
) -> IssuedReceipt:
    package = session.get_one(Package, package_id)
    signed, text = sign_receipt(ports.receipt_key, _says(session, ports, package, handed, now=now))
    values = {"proof_id": handed.proof_id, "receipt_id": signed.id, "text": text, "issued_at": now}
    insert_once(session, IssuedReceipt, on=("proof_id",), values=values)
    return session.get_one(IssuedReceipt, handed.proof_id)


def _says(session: Session, ports: Ports, package: Package, handed: HandedOver, *, now: datetime) -> Receipt:
    return Receipt(
        issuer=ports.issuer,
        issued_at=int(now.timestamp()),
        id=b"",
        kind=class_of(package.kind),
        outcome=DELIVERED,
        office=session.get_one(Office, package.office_id).region_code,
        mh=handed.manifest_hash,
        index=handed.leaf_index,
        relation=LETTER_OF[handed.relation],
    )
