"""What somebody wrote about a package, sealed under the package's own key: what erases its data erases the words."""

from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.refusals import UnknownPackage
from courier_app.evidence.vault import SealBroken, open_field, seal_field
from courier_app.services.ports import Ports
from courier_app.services.recipients import Erased, package_dek


def seal_for_package(session: Session, ports: Ports, package_id: UUID, text: str, *, column: str) -> bytes:
    """`column`: where it stands, and where alone it opens. Refuses with UnknownPackage when the data were erased."""
    try:
        dek = package_dek(session, ports, package_id)
    except Erased:
        raise UnknownPackage from None
    return seal_field(dek, text, package_id=package_id, column=column)


def open_of_package(
    session: Session, ports: Ports, package_id: UUID, sealed: bytes | None, *, column: str
) -> str | None:
    """None for nothing, when the package's data were erased, and when it does not open any more. Whoever shows it to
    staff records the look first."""
    if sealed is None:
        return None
    try:
        dek = package_dek(session, ports, package_id)
        return open_field(dek, sealed, package_id=package_id, column=column)
    except (Erased, SealBroken):
        return None
