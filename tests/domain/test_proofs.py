"""Judging a proof: what moves a package, what is kept and marked, what an auditor is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.doubts import Doubts, flags
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import Status, may_move
from courier_app.domain.proofs import (
    EvidenceKind,
    Flag,
    Mark,
    Outcome,
    Part,
    Place,
    ProofClaim,
    VerdictWord,
    happened_at,
    judge,
    skew,
)
from tests.facts import NOTHING_AGAINST

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PART = Part(EvidenceKind.PHOTO, "ab" * 32, 1, "image/jpeg", 1, 1)

CLAIM = ProofClaim(
    proof_id=UUID(int=1),
    label_id="7K2M9QX4T1B8ZC3DA",
    attempt=1,
    outcome=Outcome.DELIVERED,
    reason=None,
    captured_at=NOON,
    offset_ms=0,
    place=Place(-69904000, 1104229000, 12, NOON),
    place_missing=None,
    recipient_name="Siti Aminah",
    relation="self",
    mode="direct",
    method="courier_phone_sign",
    policy_id="a-self-or-kk",
    policy_version=1,
    checks=("mask", "distance", "hands"),
    id_check="match",
    id_check_reason=None,
    signature_status="signed",
    claim_code=None,
    parts=(PART,),
    seq=1,
    prev=None,
    unsigned=None,
)
MARKED = [
    ({"device_revoked": True}, Mark.DEVICE_REVOKED),
    ({"status": Status.DELIVERED}, Mark.PACKAGE_CLOSED),
    ({"holder_is_sender": False}, Mark.NOT_YOUR_PACKAGE),
    ({"status": Status.HELD_FOR_PICKUP}, Mark.NOT_YOUR_PACKAGE),
    ({"trip_over": True}, Mark.TRIP_OVER),
    ({"policy_known": False}, Mark.POLICY_UNKNOWN),
    ({"courier_unfit": True}, Mark.COURIER_UNFIT),
    ({"relation_allowed": False}, Mark.RELATION_NOT_ALLOWED),
    ({"method_allowed": False}, Mark.METHOD_NOT_ALLOWED),
    ({"claim_code_wrong": True}, Mark.CLAIM_CODE_WRONG),
    ({"card": OldCard.OWED}, Mark.CARD_OWED),
    ({"missing": ("photo",)}, Mark.EVIDENCE_INCOMPLETE),
    ({"photo_seen_before": True}, Mark.PHOTO_SEEN_BEFORE),
    ({"status": Status.ASSIGNED}, Mark.WRONG_ORDER),
]


def flagged(claim=CLAIM, **doubts):
    return flags(claim, Doubts(**doubts))


def test_a_complete_proof_makes_the_package_delivered():
    verdict = judge(CLAIM, NOTHING_AGAINST)
    assert verdict.steps == (Status.DELIVERED,)
    assert verdict.word is VerdictWord.ACCEPTED


@pytest.mark.parametrize(("facts", "mark"), MARKED, ids=lambda value: str(value))
def test_a_proof_that_the_rules_refuse_is_kept_and_moves_nothing(facts, mark):
    verdict = judge(CLAIM, replace(NOTHING_AGAINST, **facts))
    assert (verdict.mark, verdict.steps) == (mark, ())
    assert verdict.word is VerdictWord.KEPT_FOR_REVIEW


def test_every_mark_has_a_case_here():
    assert {mark for _, mark in MARKED} | {Mark.IDENTITY_MISMATCH} == set(Mark)


def test_a_card_that_did_not_match_moves_nothing():
    assert judge(replace(CLAIM, id_check="mismatch"), NOTHING_AGAINST).mark is Mark.IDENTITY_MISMATCH


@pytest.mark.parametrize("doubt", ["relation_allowed", "claim_code_wrong"])
def test_a_failed_attempt_is_not_judged_by_who_would_have_received(doubt):
    claim = replace(CLAIM, outcome=Outcome.ATTEMPT_FAILED, reason="not_home")
    facts = replace(NOTHING_AGAINST, **{doubt: doubt != "relation_allowed"})
    assert judge(claim, facts).mark is None


def test_a_second_failed_attempt_counts_like_the_first():
    claim = replace(CLAIM, outcome=Outcome.ATTEMPT_FAILED, attempt=2, reason="not_home")
    verdict = judge(claim, replace(NOTHING_AGAINST, status=Status.ATTEMPT_FAILED))
    assert verdict.steps == (Status.OUT_FOR_DELIVERY, Status.ATTEMPT_FAILED)


@given(st.sampled_from(Outcome), st.sampled_from(Status))
def test_a_verdict_moves_a_package_by_allowed_steps_or_says_why_not(outcome, status):
    verdict = judge(replace(CLAIM, outcome=outcome), replace(NOTHING_AGAINST, status=status))
    assert bool(verdict.steps) != bool(verdict.mark)
    walked = zip((status, *verdict.steps), verdict.steps, strict=False)
    assert all(may_move(one, step) for one, step in walked)


def test_a_claim_knows_the_kinds_of_its_parts():
    assert CLAIM.kinds == {"photo"}


def test_the_skew_is_unknown_when_the_phone_never_heard_our_clock():
    assert skew(replace(CLAIM, offset_ms=None), received_at=NOON + timedelta(hours=3)) is None


def test_a_record_from_the_future_shows_a_skew_that_the_phone_did_not_measure():
    claim = replace(CLAIM, offset_ms=None, captured_at=NOON + timedelta(hours=1))
    assert skew(claim, received_at=NOON) == timedelta(hours=-1)


def test_a_clock_set_on_after_the_last_server_time_shows_by_the_record_from_the_future():
    claim = replace(CLAIM, captured_at=NOON + timedelta(days=1), offset_ms=0)
    assert skew(claim, received_at=NOON) == timedelta(days=-1)


def test_the_skew_is_what_the_phone_measured():
    assert skew(replace(CLAIM, offset_ms=-1500), received_at=NOON) == timedelta(seconds=-1.5)


def test_an_act_happened_when_the_phone_says_put_right_by_our_clock():
    claim = replace(CLAIM, offset_ms=-90_000)
    assert happened_at(claim, received_at=NOON + timedelta(hours=3)) == NOON - timedelta(seconds=90)


def test_an_act_never_happened_after_we_heard_of_it():
    assert happened_at(replace(CLAIM, offset_ms=5_000), received_at=NOON) == NOON


def test_a_courier_who_gives_a_package_back_does_not_count_it_in():
    claim = replace(CLAIM, outcome=Outcome.RETURNED)
    verdict = judge(claim, replace(NOTHING_AGAINST, status=Status.ATTEMPT_FAILED))
    assert verdict.steps == (Status.RETURNING,)


def test_an_ordinary_proof_carries_no_flag():
    assert flagged() == frozenset()


def test_an_unsigned_proof_without_a_place_is_flagged():
    claim = replace(CLAIM, unsigned="no-key", place=None, place_missing="denied")
    assert flagged(claim) == {Flag.UNSIGNED, Flag.NO_PLACE}


@pytest.mark.parametrize(
    ("off", "flag"),
    [(None, set()), (timedelta(minutes=10), set()), (timedelta(minutes=-10, seconds=-1), {Flag.CLOCK_SKEW})],
)
def test_only_a_clock_more_than_ten_minutes_off_is_flagged(off, flag):
    assert flagged(clock_off=off) == flag


def test_a_far_place_is_flagged():
    assert flagged(far=True) == {Flag.FAR_FROM_ADDRESS}


@pytest.mark.parametrize(("relation", "flag"), [("self", {Flag.NAME_DIFFERS}), ("spouse", set())])
def test_another_name_is_flagged_only_when_it_claims_to_be_the_person(relation, flag):
    assert flagged(replace(CLAIM, relation=relation), name_differs=True) == flag


@pytest.mark.parametrize(
    ("doubt", "flag"),
    [
        ("gap", Flag.SEQUENCE_GAP),
        ("identity_open", Flag.IDENTITY_NOT_CHECKED),
        ("checks_open", Flag.CHECKS_INCOMPLETE),
    ],
)
def test_what_is_open_is_flagged(doubt, flag):
    assert flagged(**{doubt: True}) == {flag}
