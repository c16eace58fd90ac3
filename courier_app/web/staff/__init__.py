"""The officers' pages."""

from courier_app.web.staff import (
    audit,
    claim_slips,
    couriers,
    handovers,
    imports,
    labels,
    media,
    new_handover,
    package,
    packages,
    proof_page,
    recipient,
    registering,
    returns,
    reviews,
    sign_in,
)
from courier_app.web.staff.blueprint import bp

__all__ = [
    "audit",
    "bp",
    "claim_slips",
    "couriers",
    "handovers",
    "imports",
    "labels",
    "media",
    "new_handover",
    "package",
    "packages",
    "proof_page",
    "recipient",
    "registering",
    "returns",
    "reviews",
    "sign_in",
]
