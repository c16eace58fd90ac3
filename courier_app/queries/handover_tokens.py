"""The token of a handover QR as its row knows it: a digest, and its times."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.handover_tokens import Window
from courier_app.models import Handover


@dataclass(frozen=True)
class TokenRow:
    """Of the newest QR of a handover; older ones are dead."""

    digest: bytes
    window: Window


def token_row(session: Session, handover_id: UUID) -> TokenRow | None:
    """None when there is no token: a postman's handover, or one taken back."""
    columns = Handover.token_digest, Handover.token_expires_at, Handover.looked_at
    found = session.execute(select(*columns).where(Handover.id == handover_id)).one_or_none()
    if found is None or found[0] is None or found[1] is None:
        return None
    return TokenRow(found[0], Window(found[1], found[2]))
