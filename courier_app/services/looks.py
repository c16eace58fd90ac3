"""Every look at personal data is on record before the data are shown (security.md, section 6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.models import Look
from courier_app.services.moves import Actor


class What(StrEnum):
    """What was looked at; `subject_id` of the look names the row."""

    RECIPIENT = "recipient"
    RECIPIENT_CHANGED = "recipient_changed"
    PHOTO = "photo"
    SIGNATURE = "signature"
    THUMBNAIL = "thumbnail"
    PROOF = "proof"
    SIGNED_RECORD = "signed_record"
    LABEL_WITH_ADDRESS = "label_with_address"
    LABEL_AGAIN = "label_again"
    CLAIM_SLIP = "claim_slip"
    CODE_RENEWED = "code_renewed"
    HANDOVER_SHEET = "handover_sheet"
    ROUND = "round"
    PROOF_IMPORTED = "proof_imported"


@dataclass(frozen=True)
class Sight:
    """What is about to be shown: of which package, and the row that holds it (the package itself, when nothing else
    is said)."""

    what: What
    package_id: UUID
    subject_id: UUID | None = None


def record_look(session: Session, sight: Sight, *, by: Actor, now: datetime) -> None:
    session.add(
        Look(
            at=now,
            user_id=by.user_id,
            courier_id=by.courier_id,
            package_id=sight.package_id,
            what=sight.what.value,
            subject_id=sight.subject_id or sight.package_id,
        )
    )
