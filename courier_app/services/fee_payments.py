"""What a proof says of the delivery fee, noted beside it so that an office can add up a day."""

from courier_app.domain.payments import Standing, standing
from courier_app.domain.proofs import Outcome
from courier_app.models import FeePayment
from courier_app.models.prepared import Source, new_row
from courier_app.services.proof_facts import Scene
from courier_app.services.rounds import WIB

_NEW_PAYMENT = new_row(FeePayment)


def note_payment(source: Source, scene: Scene) -> None:
    """Of every delivery with a fee, and of money that was taken where none was due; the verdict changes nothing
    about it. The proof's row must stand already."""
    due, paid = scene.package.fee_rupiah, scene.claim.payment
    if scene.claim.outcome is not Outcome.DELIVERED or standing(due, paid) is Standing.FREE:
        return
    opened = scene.found.opened
    said = {
        "paid_rupiah": paid.rupiah if paid else 0,
        "method": paid.method if paid else None,
        "reason": paid.reason if paid else None,
    }
    row = {
        "proof_id": scene.claim.proof_id,
        "package_id": scene.package.id,
        "office_id": opened.parcel.office_id,
        "courier_id": opened.sender.courier_id,
        "day": scene.found.happened_at.astimezone(WIB).date(),
        "due_rupiah": due,
    }
    _NEW_PAYMENT.run(source, row | said)
