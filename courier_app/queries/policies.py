"""Policies as they were issued: those of the code, and all others from the table, which is only added to."""

import json
from functools import lru_cache
from typing import cast
from uuid import UUID

from sqlalchemy import Integer, Table, bindparam, select

from courier_app.domain.policies import Policy as Rules
from courier_app.domain.policies import find_policy, policy_from
from courier_app.models import Handover, HandoverPackage, Policy
from courier_app.models.prepared import Prepared, Source

_P, _L, _H = (cast(Table, model.__table__).c for model in (Policy, HandoverPackage, Handover))
_VERSION = bindparam("version", type_=Integer)
_RULES = Prepared(select(_P.rules).where(_P.id == bindparam("policy_id"), _P.version == _VERSION))
_GIVEN = Prepared(
    select(_L.handover_id)
    .join(Handover.__table__, _H.id == _L.handover_id)
    .where(_L.package_id == bindparam("package_id"), _L.policy_id == bindparam("policy_id"))
    .where(_L.policy_version == _VERSION, _H.courier_id == bindparam("courier_id"))
)


def known_policy(source: Source, policy_id: str, version: int) -> Rules | None:
    """The policy that a proof says it followed; None when we never issued it."""
    known = find_policy(policy_id, version)
    if known:
        return known
    row = _RULES.first(source, {"policy_id": policy_id, "version": version})
    return _read(row.rules) if row else None


def was_given(
    source: Source, package_id: UUID, followed: tuple[str, int], *, by: tuple[UUID, UUID | None]
) -> bool:
    """Whether a handover brought this package with these rules to the courier, or, on a trip (courier, handover), that
    very handover."""
    courier_id, handover_id = by
    named = {"policy_id": followed[0], "version": followed[1]}
    rows = _GIVEN.all(source, {"package_id": package_id, "courier_id": courier_id, **named})
    return any(handover_id in (None, row.handover_id) for row in rows)


@lru_cache(maxsize=1024)
def _read(rules: str) -> Rules:
    return policy_from(json.loads(rules))
