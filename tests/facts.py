"""What the server knows when nothing speaks against a proof; a test says otherwise by `replace()`."""

from courier_app.domain.packages import Status
from courier_app.domain.proofs import ProofFacts

NOTHING_AGAINST = ProofFacts(
    status=Status.OUT_FOR_DELIVERY,
    holder_is_sender=True,
    device_revoked=False,
    trip_over=False,
    policy_known=True,
    missing=(),
    relation_allowed=True,
    method_allowed=True,
    photo_seen_before=False,
    claim_code_wrong=False,
)
