"""What the server knows of the recipient's record that a proof names, when it judges that proof."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, select

from courier_app.domain.own_phone import OwnPhone, OwnPhoneClaim, matches
from courier_app.domain.proofs import Flag, ProofClaim
from courier_app.domain.two_accounts import Receiver, what_differs
from courier_app.evidence.vault import SealBroken, open_field
from courier_app.models import OwnPhoneSignature
from courier_app.models.prepared import AnyRow, Prepared, Source
from courier_app.services.ports import Ports
from courier_app.services.proof_reading import Opened

COLUMN = "own-phone"  # what the vault binds the sealed record to, beside the package
_S = cast(Table, OwnPhoneSignature.__table__).c
_RECORD = Prepared(
    select(
        *(_S.package_id, _S.attempt, _S.network, _S.record_hash, _S.code, _S.record_sealed),
    ).where(_S.id == bindparam("link_id"))
)


@dataclass(frozen=True)
class OwnPhoneSeen:
    """`flags` are for audits: they change no verdict."""

    how: OwnPhone = OwnPhone.NOT_USED
    flags: frozenset[Flag] = frozenset()


def own_phone_seen(source: Source, opened: Opened, *, network: bytes | None) -> OwnPhoneSeen:
    """Under the package's lock: what has arrived by now. Costs nothing when the proof names no record."""
    claim = opened.claim
    if claim.own_phone is None:
        return OwnPhoneSeen()
    row = _RECORD.first(source, {"link_id": claim.own_phone.id})
    if row is None:
        return OwnPhoneSeen(OwnPhone.AWAITED)
    if (row.package_id, row.attempt) != (opened.parcel.id, claim.attempt):
        return OwnPhoneSeen(OwnPhone.OTHER, frozenset({Flag.OWN_PHONE_OTHER}))
    if row.record_hash is None:
        return OwnPhoneSeen(OwnPhone.AWAITED)
    return _compared(claim, claim.own_phone, row, opened=opened, network=network)


def _compared(
    claim: ProofClaim, named: OwnPhoneClaim, row: AnyRow, *, opened: Opened, network: bytes | None
) -> OwnPhoneSeen:
    if not matches(named, mh=row.record_hash, code=row.code):
        return OwnPhoneSeen(OwnPhone.OTHER, frozenset({Flag.OWN_PHONE_OTHER}))
    said = signed_members(opened.parcel.dek, row)
    by_courier = Receiver(claim.recipient_name or "", claim.relation or "")
    found = {
        Flag.SAME_NETWORK: network is not None and network == row.network,
        Flag.RECIPIENT_DIFFERS: bool(what_differs(by_courier, receiver_in(said))),
    }
    return OwnPhoneSeen(OwnPhone.MATCHED, frozenset(flag for flag, is_so in found.items() if is_so))


def receiver_in(said: Mapping[str, Any]) -> Receiver:
    """Who received, by the record that a recipient signed, or by a manifest's member of that name."""
    return Receiver(str(said.get("name", "")), str(said.get("rel", "")))


def network_digest(ports: Ports, address: str) -> bytes:
    """Two addresses can be compared, and none can be read."""
    return hmac.digest(ports.index_key, b"network/v1|" + address.encode(), "sha256")[:16]


def signed_members(dek: bytes, row: AnyRow | OwnPhoneSignature) -> dict[str, Any]:
    try:
        said = json.loads(open_field(dek, row.record_sealed or b"", package_id=row.package_id, column=COLUMN))
    except (SealBroken, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
