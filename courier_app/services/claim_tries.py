"""Trying a claim code at the door: five wrong tries for each package, counted by the server (evidence.md and
security.md D3). Those on our own pages are counted apart, in claims.py: a stranger must not use up the courier's."""

import hmac
from typing import cast

from sqlalchemy import Table, bindparam, update

from courier_app.domain.claim_codes import TRIES, claim_digest
from courier_app.models import Package
from courier_app.models.prepared import AnyRow, Prepared, Source
from courier_app.services.ports import Ports

_P = cast(Table, Package.__table__)
_TRIED = Prepared(update(_P).where(_P.c.id == bindparam("package_id")).values(claim_tries=bindparam("tries")))


def try_code(source: Source, ports: Ports, package: AnyRow, code: str) -> bool:
    """Whether six digits are the package's code. A wrong one is counted; after five wrong ones even the right one is
    wrong. `package` is what held_package() found: without its lock two tries at once count as one."""
    same = hmac.compare_digest(claim_digest(ports.claim_key, package.id, code), package.claim_digest)
    if same and package.claim_tries < TRIES:
        return True
    _TRIED.run(source, {"package_id": package.id, "tries": min(package.claim_tries + 1, TRIES)})
    return False
