"""What recipients signed on their own phones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base


class OwnPhoneSignature(Base):
    """One QR of a courier's screen, from the moment that a recipient's phone opened it. `visit_digest`: the browser
    that did, and no other signs under it. `record_sealed` is what it sent, byte for byte, under the package's key;
    until then it and what hangs on it are empty. `network` is a keyed digest of the address, never read."""

    __tablename__ = "own_phone_signatures"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), index=True)
    attempt: Mapped[int]
    handover_id: Mapped[UUID | None] = mapped_column(ForeignKey("handovers.id"))
    issued_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    visit_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    browser: Mapped[str] = mapped_column(String(40))
    network: Mapped[bytes] = mapped_column(LargeBinary(16))
    received_at: Mapped[datetime | None]
    record_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    code: Mapped[str | None] = mapped_column(String(8))
    record_sealed: Mapped[bytes | None]
    leaf_index: Mapped[int | None] = mapped_column(ForeignKey("leaves.index"), unique=True)
