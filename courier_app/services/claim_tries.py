"""Trying a claim code at the door: five wrong tries for each package, counted by the server (evidence.md and
security.md D3). Those on our own pages are counted apart, in claims.py: a stranger must not use up the courier's."""

import hmac

from courier_app.domain.claim_codes import TRIES, claim_digest
from courier_app.models import Package
from courier_app.services.ports import Ports


def try_code(ports: Ports, package: Package, code: str) -> bool:
    """Whether six digits are the package's code. A wrong one is counted; after five wrong ones even the right one is
    wrong. The caller holds the package's lock, or two tries at once count as one."""
    same = hmac.compare_digest(claim_digest(ports.claim_key, package.id, code), package.claim_digest)
    if same and package.claim_tries < TRIES:
        return True
    package.claim_tries = min(package.claim_tries + 1, TRIES)
    return False
