"""Who a package is for: one sealed JSON under the package's own key, found again by words of the name."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from courier_app.domain.names import name_tokens
from courier_app.evidence.vault import WrappedDek, index_token, new_dek, open_field, seal_field, unwrap
from courier_app.models import NameToken, Package, PackageKey
from courier_app.services.ports import Ports

COLUMN = "recipient"


@dataclass(frozen=True)
class Recipient:
    """As the office typed it. `lat_e7`, `lon_e7`: the address in degrees × 10^7, when known."""

    name: str
    address: str
    phone: str | None = None
    note: str | None = None
    lat_e7: int | None = None
    lon_e7: int | None = None

    @property
    def place(self) -> tuple[int, int] | None:
        return None if self.lat_e7 is None or self.lon_e7 is None else (self.lat_e7, self.lon_e7)


class Erased(Exception):  # noqa: N818 - named for the reason
    """The package's key is gone: its personal data cannot be read by anybody any more."""


def new_package_key(ports: Ports, package_id: UUID) -> tuple[bytes, PackageKey]:
    """The data key in clear, and the row that keeps it wrapped."""
    dek, key = new_dek(ports.keks)
    return dek, PackageKey(package_id=package_id, kek_id=key.kek_id, wrapped_dek=key.wrapped)


def package_dek(session: Session, ports: Ports, package_id: UUID) -> bytes:
    """Raises Erased when the key was deleted."""
    row = session.get(PackageKey, package_id)
    if row is None:
        raise Erased
    return unwrap(ports.keks, WrappedDek(row.kek_id, row.wrapped_dek))


def sealed_recipient(dek: bytes, recipient: Recipient, *, package_id: UUID) -> bytes:
    plain = json.dumps(asdict(recipient), ensure_ascii=False, separators=(",", ":"))
    return seal_field(dek, plain, package_id=package_id, column=COLUMN)


def open_recipient(session: Session, ports: Ports, package: Package) -> Recipient:
    """Raises Erased. Whoever shows the answer to a person records the look first (services/looks.py)."""
    dek = package_dek(session, ports, package.id)
    return recipient_under(dek, package.recipient_sealed, package.id)


def open_recipients(session: Session, ports: Ports, package_ids: Collection[UUID]) -> dict[UUID, Recipient]:
    """Many at once, for a list of masked names or a sheet of labels; those whose key was deleted are absent."""
    query = (
        select(Package.id, Package.recipient_sealed, PackageKey.kek_id, PackageKey.wrapped_dek)
        .join(PackageKey, PackageKey.package_id == Package.id)
        .where(Package.id.in_(package_ids))
    )
    rows = session.execute(query).all()
    return {
        i: recipient_under(unwrap(ports.keks, WrappedDek(kek, key)), sealed, i)
        for i, sealed, kek, key in rows
    }


def change_recipient(session: Session, ports: Ports, package: Package, recipient: Recipient) -> None:
    """Seals the corrected data under the package's own key. Raises Erased."""
    dek = package_dek(session, ports, package.id)
    package.recipient_sealed = sealed_recipient(dek, recipient, package_id=package.id)
    index_name(session, ports, package, recipient.name)


def recipient_under(dek: bytes, sealed: bytes, package_id: UUID) -> Recipient:
    """For a caller who holds the package's key already."""
    return Recipient(**json.loads(open_field(dek, sealed, package_id=package_id, column=COLUMN)))


def index_name(session: Session, ports: Ports, package: Package, name: str) -> None:
    """Keyed hashes of the name's words, inside the package's office."""
    session.execute(delete(NameToken).where(NameToken.package_id == package.id))
    rows = [
        NameToken(office_id=package.office_id, token=token, package_id=package.id)
        for token in tokens_of(ports, package.office_id, name)
    ]
    session.add_all(rows)


def tokens_of(ports: Ports, office_id: UUID, name: str) -> set[bytes]:
    return {index_token(ports.index_key, word, office=str(office_id)) for word in set(name_tokens(name))}
