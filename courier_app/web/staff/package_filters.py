"""The filters of the package list, as they stand in its address: never a name, a telephone number or a code."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from courier_app.domain.kinds import KINDS
from courier_app.domain.packages import Status
from courier_app.queries.packages import Edge, Wanted
from courier_app.web.converters import uuid_or_none
from courier_app.web.staff.calendar import begin_of, end_of, read_day

_S = Status
# Words in the address for what an officer thinks of as one heap.
HEAPS: dict[str, tuple[Status, ...]] = {
    "menunggu-diambil": (_S.BOOKED, _S.ASSIGNED),
    "dibawa-kurir": (_S.PICKED_UP, _S.IN_TRANSIT, _S.AT_HUB, _S.OUT_FOR_DELIVERY),
    "perlu-perhatian": (
        *(_S.ON_HOLD, _S.ATTEMPT_FAILED, _S.HELD_FOR_PICKUP, _S.REPORTED_DELIVERED),
        *(_S.RETURNING, _S.RETURNED, _S.LOST),
    ),
}
DISPUTED, OVERTURNED, ATTENTION = "disanggah", "keliru", "perlu-perhatian"
WITH_DISPUTED, WITH_OVERTURNED = frozenset({DISPUTED, ATTENTION}), frozenset({OVERTURNED, ATTENTION})
_EDGE = re.compile(r"([0-9]{8}T[0-9]{6}\.[0-9]{6})-([0-9a-f]{32})")
_MOMENT = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class ListAddress:
    """What the list's address says; anything unreadable counts as not said."""

    status: str = ""
    kind: str = ""
    courier: str = ""
    office: str = ""
    since: str = ""
    until: str = ""

    @property
    def wanted(self) -> Wanted:
        since, until = read_day(self.since), read_day(self.until)
        return Wanted(
            statuses=statuses_of(self.status),
            disputed=self.status in WITH_DISPUTED,
            overturned=self.status in WITH_OVERTURNED,
            kind=self.kind or None,
            courier_id=uuid_or_none(self.courier),
            office_id=uuid_or_none(self.office),
            since=begin_of(since) if since else None,
            until=end_of(until) if until else None,
        )

    @property
    def args(self) -> dict[str, Any]:
        """For url_for: only what was said."""
        said = {
            "status": self.status,
            "jenis": self.kind,
            "kurir": self.courier,
            "kantor": self.office,
            "dari": self.since,
            "sampai": self.until,
        }
        return {name: value for name, value in said.items() if value}


def read_address(args: MultiDict[str, str]) -> ListAddress:
    status, kind = args.get("status", ""), args.get("jenis", "")
    return ListAddress(
        status=status if statuses_of(status) or status in (DISPUTED, OVERTURNED) else "",
        kind=kind if kind in KINDS else "",
        courier=_kept_uuid(args.get("kurir", "")),
        office=_kept_uuid(args.get("kantor", "")),
        since=_kept_day(args.get("dari", "")),
        until=_kept_day(args.get("sampai", "")),
    )


def written_edge(edge: Edge) -> str:
    return f"{edge.registered_at.astimezone(UTC):{_MOMENT}}-{edge.package_id.hex}"


def read_edge(text: str) -> Edge | None:
    found = _EDGE.fullmatch(text)
    try:
        at = datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
    return Edge(at, UUID(found[2])) if found and at else None


def statuses_of(text: str) -> tuple[Status, ...]:
    """Of one status or of a heap; none for any other word."""
    if text in HEAPS:
        return HEAPS[text]
    return (Status(text),) if text in set(Status) else ()


def _kept_uuid(text: str) -> str:
    found = uuid_or_none(text)
    return str(found) if found else ""


def _kept_day(text: str) -> str:
    return text if read_day(text) else ""
