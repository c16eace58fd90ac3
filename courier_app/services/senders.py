"""Who sends from a phone: the courier behind the session, and the trip that the session is bound to."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Sender:
    """`handover_id` only for an ojol driver's one-trip session: it may act on that handover's packages alone."""

    courier_id: UUID
    handover_id: UUID | None = None
