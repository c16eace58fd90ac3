"""What a failed attempt lacks under the rules that it followed, in words."""

from pydantic import ValidationError

from courier_app.domain.attempts import ATTEMPT_WORDS
from courier_app.domain.completeness import missing_when_failed
from courier_app.domain.policies import Policy
from courier_app.domain.reasons import fits
from courier_app.domain.refusals import Invalid
from courier_app.queries.proofs import Case
from courier_app.services.recipients import Recipient
from courier_app.web.manifests import read_manifest
from courier_app.web.staff.proof_said import Said
from courier_app.web.words import say


def missing_in_attempt(case: Case, said: Said, policy: Policy, addressee: Recipient | None) -> list[str]:
    """Nothing where the record cannot be read. Whether there was a number to call, the package says as it is now."""
    members = said.members
    try:
        claim = read_manifest(members, proof_id=case.proof.id, signed="unsigned" not in members)
    except (Invalid, ValidationError):
        return []
    package = case.package
    codes = missing_when_failed(
        claim,
        policy,
        phone_known=addressee is not None and addressee.phone is not None,
        fitting=fits(claim.reason or "", due=package.fee_rupiah, exchange=package.old_card is not None),
    )
    return [say(ATTEMPT_WORDS[code]) for code in codes]
