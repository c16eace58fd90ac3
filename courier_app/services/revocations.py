"""An officer takes one phone's key away: who, when and why, on record and in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.devices import RevokedWhy
from courier_app.domain.refusals import NotAllowed
from courier_app.models import Courier, Device, Revocation
from courier_app.services.devices import revoke_device
from courier_app.services.sessions import end_sessions_of_courier


@dataclass(frozen=True)
class NewRevocation:
    """Which phone of which courier, on whose word."""

    office_id: UUID
    courier_id: UUID
    device_id: UUID
    user_id: UUID
    reason: RevokedWhy


def revoke_phone(session: Session, new: NewRevocation, *, now: datetime) -> bool:
    """Whether it was revoked now; a second time changes nothing. Every session of the courier ends, for nobody knows
    which of them is that phone's: his other phones come back by their own keys. What the phone signed and did not
    send is taken later, for review. Refuses with NotAllowed. Locks the ledger's tail last."""
    device = session.scalar(
        select(Device)
        .join(Courier, Courier.id == Device.courier_id)
        .where(Device.id == new.device_id, Courier.id == new.courier_id, Courier.office_id == new.office_id)
        .with_for_update(of=Device)
        .execution_options(populate_existing=True)
    )
    if device is None:
        raise NotAllowed
    if device.revoked_at:
        return False
    session.add(Revocation(device_id=device.id, user_id=new.user_id, reason=new.reason))
    end_sessions_of_courier(session, new.courier_id)
    revoke_device(session, device, now=now, told={"user": str(new.user_id), "reason": new.reason.value})
    return True
