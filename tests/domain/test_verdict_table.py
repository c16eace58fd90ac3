"""Policy × outcome × evidence: every combination is either accepted or refused with the reason that a table names."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from courier_app.domain.attempts import Tried
from courier_app.domain.completeness import missing_in
from courier_app.domain.health import PRESETS, Level
from courier_app.domain.kinds import KINDS
from courier_app.domain.packages import Status
from courier_app.domain.policies import default_policies
from courier_app.domain.proofs import EvidenceKind, Mark, Outcome, Part, ProofClaim, ProofFacts, judge
from courier_app.domain.rulebooks import NATIONAL, KindRule, Rulebook, policies_of

CAREFUL = replace(NATIONAL, health=PRESETS[Level.PANDEMI])
ASKING = {
    word: Rulebook(
        kinds={code: KindRule(KINDS[code].recipient_rule, (word,)) for code in ("KTP_EL", "KK", "SK_PINDAH")}
    )
    for word in ("photo", "signature", "factor")
}
BOOKS = {"careful": CAREFUL, **ASKING}
POLICIES = {
    **{policy.id: policy for policy in default_policies()},
    **{
        f"{name}-{policy.id}": policy
        for name, book in BOOKS.items()
        for policy in policies_of(book, edition=("33.17", 1))
    },
}
MOMENT = datetime(2026, 11, 24, 3, tzinfo=UTC)
FROM = {
    Outcome.PICKED_UP: Status.ASSIGNED,
    Outcome.DELIVERED: Status.PICKED_UP,
    Outcome.ATTEMPT_FAILED: Status.PICKED_UP,
    Outcome.RETURNED: Status.PICKED_UP,
}


def part(kind):
    return Part(EvidenceKind(kind), kind.ljust(64, "0"), 1, "image/jpeg", 1, 1)


def a_claim(policy, outcome, *, shown, seen_taken, mode):
    failed = outcome is Outcome.ATTEMPT_FAILED
    return ProofClaim(
        proof_id=UUID(int=1),
        label_id="7K2M9QX4T1B8ZC3DA",
        attempt=1,
        outcome=outcome,
        reason="packaging_damaged" if failed else None,
        captured_at=MOMENT,
        offset_ms=0,
        place=None,
        place_missing="denied",
        recipient_name="Siti",
        relation="self",
        mode=mode,
        method=str(policy.methods[0]),
        policy_id=policy.id,
        policy_version=policy.version,
        checks=("saw_taken",) if seen_taken else (),
        id_check="match",
        id_check_reason=None,
        signature_status="signed" if "signature" in shown else "declined",
        claim_code=None,
        parts=tuple(part(kind) for kind in shown),
        seq=1,
        prev=None,
        unsigned=None,
        tried=Tried(None, None, (), 0) if failed else None,
    )


def verdict(policy, outcome, *, shown, factor, allowed, seen_taken, mode):
    claim = a_claim(policy, outcome, shown=shown, seen_taken=seen_taken, mode=mode)
    relation_allowed, method_allowed = allowed
    facts = ProofFacts(
        status=FROM[outcome],
        holder_is_sender=True,
        device_revoked=False,
        trip_over=False,
        policy_known=True,
        missing=missing_in(claim, policy, has_factor=factor),
        relation_allowed=relation_allowed,
        method_allowed=method_allowed,
        photo_seen_before=False,
        claim_code_wrong=False,
    )
    return judge(claim, facts).mark


def expected(name, policy, outcome, *, shown, factor, allowed, seen_taken, mode):
    """The rules once more, as a person would say them: nothing here is read off `needs`."""
    if outcome is Outcome.ATTEMPT_FAILED:
        return None if "photo" in shown else Mark.EVIDENCE_INCOMPLETE
    if outcome is not Outcome.DELIVERED:
        return None
    if not allowed[0]:
        return Mark.RELATION_NOT_ALLOWED
    if not allowed[1]:
        return Mark.METHOD_NOT_ALLOWED
    said = {"shown": shown, "factor": factor, "seen_taken": seen_taken, "mode": mode}
    return None if enough(policy, careful=name.startswith("careful"), **said) else Mark.EVIDENCE_INCOMPLETE


def enough(policy, *, careful, shown, factor, seen_taken, mode):
    unshared = careful and policy.recipient_rule != "OFFICER"
    photo, drawn = "photo" in shown, "signature" in shown
    person = factor or (drawn and not unshared)
    extras = {"p": photo, "s": drawn, "f": factor}
    asked = [
        (person or photo) if policy.evidence_class == "C" else (person and photo),
        extras.get(policy.id.rpartition("-")[2], True),
        seen_taken or not careful or mode == "direct",
    ]
    return all(asked)


COMBINATIONS = [
    {"shown": shown, "factor": factor, "allowed": allowed, "seen_taken": seen, "mode": mode}
    for shown, factor, allowed, seen, mode in product(
        ((), ("photo",), ("signature",), ("photo", "signature"), ("old_card",)),
        (False, True),
        product((False, True), repeat=2),
        (False, True),
        ("direct", "placed_and_watched"),
    )
]


@pytest.mark.parametrize("outcome", list(Outcome), ids=str)
@pytest.mark.parametrize("name", sorted(POLICIES))
def test_every_combination_has_the_verdict_that_the_table_names(name, outcome):
    policy = POLICIES[name]
    wrong = [
        one
        for one in COMBINATIONS
        if verdict(policy, outcome, **one) is not expected(name, policy, outcome, **one)
    ]
    assert wrong == []


def test_the_table_sees_a_policy_that_asks_too_little():
    """Its negative control: a judge that forgot the region's extra would not pass."""
    policy = POLICIES["factor-3317-a-self-or-kk-f"]
    forgotten = replace(policy, needs=POLICIES["a-self-or-kk"].needs)
    one = {"shown": ("photo", "signature"), "factor": False, "allowed": (True, True)}
    one |= {"seen_taken": False, "mode": "direct"}
    assert expected("factor", policy, Outcome.DELIVERED, **one) is Mark.EVIDENCE_INCOMPLETE
    assert verdict(forgotten, Outcome.DELIVERED, **one) is None


def test_the_table_has_policies_of_every_making():
    endings = {name.rpartition("-")[2] for name in POLICIES}
    assert {"p", "s", "f"} <= endings
