"""What a phone sent, opened again: the record as it came, its manifest, and what the manifest says."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.refusals import Refusal
from courier_app.evidence.strict_json import strict_json
from courier_app.evidence.vault import SealBroken, open_field
from courier_app.queries.proofs import Case
from courier_app.services.ports import Ports
from courier_app.services.proof_findings import COLUMN
from courier_app.services.recipients import Erased, package_dek


@dataclass(frozen=True)
class Record:
    """What the phone sent, as far as it still opens. `members` is empty when it cannot be read."""

    sent: bytes | None
    erased: bool = False

    @property
    def payload(self) -> bytes:
        """The manifest's bytes, good signature or not."""
        parts = (self.sent or b"").split(b".")
        return _decoded(parts[1]) if len(parts) == 3 and not parts[0].startswith(b"{") else self.sent or b""

    @property
    def members(self) -> Mapping[str, Any]:
        try:
            return strict_json(self.payload)
        except Refusal:
            return {}

    @property
    def media(self) -> list[Mapping[str, Any]]:
        """The lines of the files, as far as they can be read."""
        lines = self.members.get("media", [])
        return [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []


def open_record(session: Session, ports: Ports, case: Case) -> Record:
    """Whoever shows the answer to a person records the look first (services/looks.py)."""
    return open_sent(session, ports, case.package.id, case.proof.sent_sealed)


def open_sent(session: Session, ports: Ports, package_id: UUID, sealed: bytes) -> Record:
    """As open_record(), for whoever shows no more of it than what is masked (decision 0033)."""
    try:
        dek = package_dek(session, ports, package_id)
        return Record(open_field(dek, sealed, package_id=package_id, column=COLUMN).encode())
    except Erased:
        return Record(None, erased=True)
    except (SealBroken, UnicodeDecodeError):
        return Record(None)


def _decoded(text: bytes) -> bytes:
    try:
        return urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except ValueError:
        return b""
