"""Every look at personal data is on record before the data are shown (security.md, section 6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.call_backs import CallAnswer
from courier_app.domain.looks import RevealWhy
from courier_app.evidence.vault import seal_field
from courier_app.models import Look, Package
from courier_app.services.moves import Actor
from courier_app.services.ports import Ports
from courier_app.services.recipients import package_dek
from courier_app.services.sealed_text import open_of_package

COLUMN = "look"  # what the vault binds the reason to, beside the package


class What(StrEnum):
    """What was looked at; `subject_id` of the look names the row."""

    RECIPIENT = "recipient"
    RECIPIENT_CHANGED = "recipient_changed"
    PHOTO = "photo"
    SIGNATURE = "signature"
    THUMBNAIL = "thumbnail"
    PROOF = "proof"  # its page, with names and places masked
    PROOF_REVEALED = "proof_revealed"
    SIGNED_RECORD = "signed_record"
    LABEL_WITH_ADDRESS = "label_with_address"
    LABEL_AGAIN = "label_again"
    CLAIM_SLIP = "claim_slip"
    CODE_RENEWED = "code_renewed"
    HANDOVER_SHEET = "handover_sheet"
    ROUND = "round"
    PROOF_IMPORTED = "proof_imported"
    RECEIPT = "receipt"
    BLURRED = "blurred"
    BUNDLE = "bundle"
    DISPUTE = "dispute"
    COURIER_PHONE = "courier_phone"  # of who brought the package of a case
    CALLED_BACK = "called_back"  # no look: what came of a call to the recipient of a proof, as `reason`
    CALL_TAKEN_BACK = "call_taken_back"  # no look: that call, as the subject, was noted by mistake
    NAME_COMPARED = "name_compared"  # no look: a name was typed at the counter, and nothing was handed out
    MONEY_REPORT = "money_report"
    CASH_NOTE = "cash_note"  # beside a count of cash, under the key of one of the packages that were added up
    HOLD = "hold"
    REQUEST = "request"
    OWN_DATA = "own_data"


# What is written down as a look though it shows nobody: citizens are not told of it.
SHOWS_NOBODY = (
    *(What.BLURRED.value, What.CODE_RENEWED.value, What.HANDOVER_SHEET.value, What.PROOF.value),
    *(What.CASH_NOTE.value, What.COURIER_PHONE.value, What.NAME_COMPARED.value),
    *(What.CALLED_BACK.value, What.CALL_TAKEN_BACK.value),
    *(What.LABEL_AGAIN.value, What.CLAIM_SLIP.value, What.PROOF_IMPORTED.value),  # numbers and codes, no name
)
# Each has a row of its own, and belongs to an act that is counted: a proof or a recipient opened in clear.
PART_OF_A_REVEAL = (What.PHOTO.value, What.SIGNATURE.value, What.RECIPIENT_CHANGED.value)


@dataclass(frozen=True)
class Sight:
    """What is about to be shown: of which package, and the row that holds it (the package itself, when nothing else
    is said). `words`: the reason in a person's own words, sealed."""

    what: What
    package_id: UUID
    subject_id: UUID | None = None
    reason: RevealWhy | CallAnswer | None = None
    words: bytes | None = None


def record_look(session: Session, sight: Sight, *, by: Actor, now: datetime) -> UUID:
    """The row's id. The package's office goes along, so that its auditor finds the look among those of all offices."""
    office = select(Package.office_id).where(Package.id == sight.package_id).scalar_subquery()
    row = Look(
        id=uuid4(),
        at=now,
        user_id=by.user_id,
        courier_id=by.courier_id,
        office_id=office,
        package_id=sight.package_id,
        what=sight.what.value,
        subject_id=sight.subject_id or sight.package_id,
        reason=sight.reason.value if sight.reason else None,
        words_sealed=sight.words,
    )
    session.add(row)
    return row.id


def seal_words(session: Session, ports: Ports, package_id: UUID, words: str) -> bytes:
    """A reason may name somebody: what erases the package's data erases it. Raises Erased."""
    return seal_field(package_dek(session, ports, package_id), words, package_id=package_id, column=COLUMN)


def open_words(session: Session, ports: Ports, package_id: UUID, sealed: bytes) -> str | None:
    """None when the package's data were erased, or it does not open any more."""
    return open_of_package(session, ports, package_id, sealed, column=COLUMN)
