"""Policy × outcome × evidence: every combination is either accepted or refused with the reason that a table names."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from courier_app.domain.attempts import Tried
from courier_app.domain.completeness import missing_in
from courier_app.domain.exchange import CardClaim, OldCard
from courier_app.domain.health import PRESETS, Level
from courier_app.domain.kinds import KINDS
from courier_app.domain.packages import Status
from courier_app.domain.policies import as_manifest, default_policies, policy_from
from courier_app.domain.proofs import EvidenceKind, Mark, Outcome, Part, ProofClaim, judge
from courier_app.domain.recipients import Relation
from courier_app.domain.rulebooks import NATIONAL, KindRule, Rulebook, policies_of
from tests.facts import NOTHING_AGAINST

CAREFUL = replace(NATIONAL, health=PRESETS[Level.PANDEMI])
ASKING = {
    word: Rulebook(
        kinds={code: KindRule(KINDS[code].recipient_rule, (word,)) for code in ("KTP_EL", "KK", "SK_PINDAH")}
    )
    for word in ("photo", "signature", "factor")
}
BOOKS = {"careful": CAREFUL, **ASKING}
# As versions 1 to 4 said it, each still the judge of the proofs that were made under it.
FIRM = ("id_match", "papers", "reasons")
BEFORE = {
    f"before-{policy.id}": policy_from(
        {name: said for name, said in as_manifest(policy).items() if name not in FIRM} | {"version": 4}
    )
    for policy in default_policies()
}
POLICIES = {
    **{policy.id: policy for policy in default_policies()},
    **BEFORE,
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


def a_claim(policy, outcome, *, shown, seen_taken, mode, card="match"):
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
        checks=("saw_taken", "name_said") if seen_taken else (),
        id_check=card,
        id_check_reason=None,
        signature_status="signed" if "signature" in shown else "not_needed",
        claim_code=None,
        parts=tuple(part(kind) for kind in shown),
        seq=1,
        prev=None,
        unsigned=None,
        tried=Tried(None, None, (), 0) if failed else None,
        spot="gate" if mode == "placed_and_watched" else None,
    )


def verdict(policy, outcome, *, shown, factor, allowed, seen_taken, mode, card):
    claim = a_claim(policy, outcome, shown=shown, seen_taken=seen_taken, mode=mode, card=card)
    relation_allowed, method_allowed = allowed
    facts = replace(
        NOTHING_AGAINST,
        status=FROM[outcome],
        missing=missing_in(claim, policy, has_factor=factor),
        relation_allowed=relation_allowed,
        method_allowed=method_allowed,
    )
    return judge(claim, facts).mark


def expected(name, policy, outcome, *, shown, factor, allowed, seen_taken, mode, card):
    """The rules once more, as a person would say them: nothing here is read off `needs`."""
    if outcome is Outcome.ATTEMPT_FAILED:
        return None if "photo" in shown else Mark.EVIDENCE_INCOMPLETE
    if outcome is not Outcome.DELIVERED:
        return None
    if not allowed[0]:
        return Mark.RELATION_NOT_ALLOWED
    if not allowed[1]:
        return Mark.METHOD_NOT_ALLOWED
    said = {"shown": shown, "factor": factor, "seen_taken": seen_taken, "mode": mode, "card": card}
    return None if enough(name, policy, **said) else Mark.EVIDENCE_INCOMPLETE


def enough(name, policy, *, shown, factor, seen_taken, mode, card):
    to_citizen = policy.recipient_rule != "OFFICER"
    unshared = name.startswith("careful") and to_citizen
    known = factor or card == "match"
    on_word = policy.evidence_class == "A" and to_citizen and not name.startswith("before")
    photo, drawn = "photo" in shown, "signature" in shown
    person = factor or (drawn and not unshared)
    extras = {"p": photo, "s": drawn, "f": factor}
    asked = [
        (person or photo) if policy.evidence_class == "C" else (person and photo),
        extras.get(policy.id.rpartition("-")[2], True),
        (seen_taken and photo and (known or not to_citizen)) or mode == "direct",
        known or not on_word,
    ]
    return all(asked)


COMBINATIONS = [
    {"shown": shown, "factor": factor, "allowed": allowed, "seen_taken": seen, "mode": mode, "card": card}
    for shown, factor, allowed, seen, mode, card in product(
        ((), ("photo",), ("signature",), ("photo", "signature"), ("old_card",)),
        (False, True),
        product((False, True), repeat=2),
        (False, True),
        ("direct", "placed_and_watched"),
        ("match", "not_done"),
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
    one |= {"seen_taken": False, "mode": "direct", "card": "match"}
    assert expected("factor", policy, Outcome.DELIVERED, **one) is Mark.EVIDENCE_INCOMPLETE
    assert verdict(forgotten, Outcome.DELIVERED, **one) is None


def test_the_table_sees_a_judge_that_takes_a_couriers_word_for_a_card():
    """Another one: the rules of before, under the name of today's."""
    one = {"shown": ("photo", "signature"), "factor": False, "allowed": (True, True)}
    one |= {"seen_taken": False, "mode": "direct", "card": "not_done"}
    policy = POLICIES["a-self-or-kk"]
    assert expected("a-self-or-kk", policy, Outcome.DELIVERED, **one) is Mark.EVIDENCE_INCOMPLETE
    assert verdict(BEFORE["before-a-self-or-kk"], Outcome.DELIVERED, **one) is None


PAPERS = {
    None: False,
    "x": False,
    "3317011708909901": False,
    "kuasa 3317 0117 0890 9901": False,
    "x" * 61: False,
    "SK 14/XI/2026": True,
    "bermeterai, 20 November": True,
}
LETTERED = ("a-parent", "b-kk-or-proxy", "b-parent", "c-kk-or-proxy", "before-b-kk-or-proxy")


@pytest.mark.parametrize("paper", PAPERS, ids=str)
@pytest.mark.parametrize("relation", Relation, ids=str)
@pytest.mark.parametrize("name", LETTERED)
def test_whoever_stands_there_by_a_letter_names_it(name, relation, paper):
    """The reference once more (domain.md, section 6): guardian, proxy, and a relative only as proxy."""
    policy = POLICIES[name]
    claim = a_claim(policy, Outcome.DELIVERED, shown=("photo", "signature"), seen_taken=True, mode="direct")
    claim = replace(claim, relation=relation, paper=paper)
    lettered = relation in ("guardian", "proxy", "relative") and relation in policy.relations
    asked = lettered and not name.startswith("before")
    assert missing_in(claim, policy, has_factor=True) == (("paper",) if asked and not PAPERS[paper] else ())


CARD_SAID = {
    "nothing": (None, False),
    "seal and photo": (CardClaim("A-4711"), True),
    "seal without photo": (CardClaim("A-4711"), False),
    "letter": (CardClaim(None, "loss_letter", "STPL/9/2026"), False),
    "letter without number": (CardClaim(None, "loss_letter"), False),
    "never had": (CardClaim(None, "never_had"), False),
    "given before": (CardClaim(None, "given_before"), False),
    "waived by the courier": (CardClaim(None, "waived"), False),
    "a reason of nobody's": (CardClaim(None, "forgotten"), True),
    "a seal that is none": (CardClaim("3317011708909901"), True),
}
CARD_ENOUGH = {"seal and photo", "letter", "never had", "given before"}


@pytest.mark.parametrize("card", [None, *OldCard], ids=str)
@pytest.mark.parametrize("said", CARD_SAID)
@pytest.mark.parametrize("outcome", list(Outcome), ids=str)
def test_only_a_delivery_that_owes_a_card_is_kept_for_want_of_it(outcome, said, card):
    claim, photo = CARD_SAID[said]
    shown = ("photo", "signature", *(("old_card",) if photo else ()))
    found = verdict_with_card(POLICIES["a-self-or-kk"], outcome, shown=shown, claim=claim, card=card)
    owed = outcome is Outcome.DELIVERED and card is OldCard.OWED and said not in CARD_ENOUGH
    assert found is (Mark.CARD_OWED if owed else None)


def verdict_with_card(policy, outcome, *, shown, claim, card):
    made = replace(a_claim(policy, outcome, shown=shown, seen_taken=True, mode="direct"), card=claim)
    facts = replace(NOTHING_AGAINST, status=FROM[outcome], card=card)
    return judge(made, facts).mark


def test_the_table_has_policies_of_every_making():
    endings = {name.rpartition("-")[2] for name in POLICIES}
    assert {"p", "s", "f"} <= endings
