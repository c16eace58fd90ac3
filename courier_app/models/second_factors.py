"""What staff sign in with beside the password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base, Code, Sha256


class SecondFactor(Base):
    """The secret of somebody's authenticator app, sealed. Without `confirmed_at` it is being set up and opens nothing.
    `last_step`: the half minute whose code was used last; no code of it or of an earlier one is taken again."""

    __tablename__ = "second_factors"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kek_id: Mapped[Code]
    wrapped_dek: Mapped[bytes] = mapped_column(LargeBinary(40))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    box: Mapped[bytes]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None] = mapped_column(BigInteger)


class RecoveryCode(Base):
    """A keyed hash of one code on paper. Gone once it is used."""

    __tablename__ = "recovery_codes"
    digest: Mapped[Sha256] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
