"""What happened to old cards: collected, counted in or missing, destroyed, each step once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.domain.exchange import NoCard, OldCard
from courier_app.domain.lost_cards import LossPaper, NotThere
from courier_app.models.base import Base


class OldCardStep(Base):
    """One step of one card, written once; the state on the package is the last of these. Only `not_available` can be
    reached twice: what a voided delivery said of a card is said anew by the next one. `seal` is the number on the
    bag as it was read at this step; `seal_differs`: another one than at the door, or torn. Cards that were destroyed
    together share a leaf, and the leaf's index names the act; so do those that were given up together. `second_id` is
    the other officer of either. `gone`: why it was not there; `paper` and its number: on what word the search ended."""

    __tablename__ = "old_card_steps"
    __table_args__ = (
        Index("ix_old_card_steps_office_state", "office_id", "state", "recorded_at", "package_id"),
        Index("ix_old_card_steps_leaf", "leaf_index"),
    )
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    state: Mapped[OldCard]
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    courier_id: Mapped[UUID | None] = mapped_column(ForeignKey("couriers.id"))
    proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("proofs.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    seal: Mapped[str | None] = mapped_column(String(12))
    seal_differs: Mapped[bool] = mapped_column(default=False, server_default=false())
    missing: Mapped[NoCard | None]
    gone: Mapped[NotThere | None]
    paper: Mapped[LossPaper | None]
    paper_number: Mapped[str | None] = mapped_column(String(40))
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), primary_key=True)
