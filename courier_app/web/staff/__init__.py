"""The officers' pages."""

from courier_app.web.staff import (
    claim_slips,
    handovers,
    labels,
    new_handover,
    package,
    packages,
    recipient,
    registering,
    sign_in,
)
from courier_app.web.staff.blueprint import bp

__all__ = [
    "bp",
    "claim_slips",
    "handovers",
    "labels",
    "new_handover",
    "package",
    "packages",
    "recipient",
    "registering",
    "sign_in",
]
