"""Policies: what a delivery must show, and what the courier's phone is told."""

import json
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.contactless import METHODS
from courier_app.domain.evidence_classes import NEED_WORDS, EvidenceClass, SignatureStatus
from courier_app.domain.kinds import KINDS
from courier_app.domain.policies import (
    as_manifest,
    default_policies,
    find_policy,
    missing_evidence,
    policy_for,
    policy_for_adult,
    policy_from,
)
from courier_app.domain.proofs import EvidenceKind, Outcome
from courier_app.domain.recipients import RecipientRule

KTP, KK, LETTER = (policy_for(KINDS[code]) for code in ("KTP_EL", "KK", "SK_PINDAH"))

policies = st.sampled_from(default_policies())
outcomes = st.sampled_from(Outcome)
kinds_shown = st.frozensets(st.sampled_from([kind.value for kind in EvidenceKind]))
statuses = st.sampled_from([status.value for status in SignatureStatus])


def missing(policy, *kinds, status="signed", factor=False, outcome=Outcome.DELIVERED):
    return missing_evidence(
        policy, outcome, kinds_present=frozenset(kinds), signature_status=status, has_factor=factor
    )


@pytest.mark.parametrize("policy", [KTP, KK], ids=["A", "B"])
def test_classes_a_and_b_need_a_photo_and_the_person(policy):
    assert missing(policy) == ("photo", "signature-or-factor")
    assert missing(policy, "photo") == ("signature-or-factor",)
    assert missing(policy, "signature") == ("photo",)
    assert missing(policy, "photo", "signature") == ()


@pytest.mark.parametrize("policy", [KTP, KK], ids=["A", "B"])
def test_a_claim_code_takes_the_place_of_a_signature_but_not_of_the_photo(policy):
    assert missing(policy, "photo", factor=True, status="not_needed") == ()
    assert missing(policy, factor=True) == ("photo",)


@pytest.mark.parametrize("given_proof", ["photo", "signature"])
def test_class_c_needs_any_one_thing(given_proof):
    assert missing(LETTER, given_proof) == ()


def test_class_c_is_content_with_a_claim_code():
    assert missing(LETTER, factor=True) == ()


def test_class_c_is_not_content_with_nothing():
    assert missing(LETTER) == ("photo-or-signature-or-factor",)


@pytest.mark.parametrize("status", ["declined", "unable", "not_needed", ""])
def test_a_drawing_that_nobody_signed_is_no_signature(status):
    assert missing(KTP, "photo", "signature", status=status) == ("signature-or-factor",)


def test_an_old_card_photo_is_no_photo_of_the_handover():
    assert missing(KTP, "old_card", "signature") == ("photo",)


@pytest.mark.parametrize("outcome", [Outcome.PICKED_UP, Outcome.RETURNED])
@pytest.mark.parametrize("policy", default_policies(), ids=lambda policy: policy.id)
def test_taking_and_bringing_back_need_no_media(policy, outcome):
    assert missing(policy, outcome=outcome) == ()


def test_a_failed_attempt_needs_a_photo():
    assert missing(KTP, outcome=Outcome.ATTEMPT_FAILED) == ("photo",)


@given(policies, outcomes, kinds_shown, statuses, st.booleans())
def test_showing_more_never_makes_a_proof_less_complete(policy, outcome, kinds, status, factor):
    fewer = missing(policy, *kinds, status=status, factor=factor, outcome=outcome)
    more = missing(policy, *kinds, "photo", status=status, factor=True, outcome=outcome)
    assert set(more) <= set(fewer)


@given(policies, outcomes, kinds_shown, statuses, st.booleans())
def test_everything_missing_can_be_said_in_words(policy, outcome, kinds, status, factor):
    absent = missing(policy, *kinds, status=status, factor=factor, outcome=outcome)
    assert all(NEED_WORDS[code].id and NEED_WORDS[code].en for code in absent)


@given(policies, outcomes)
def test_a_phone_that_asks_for_what_it_was_told_has_enough(policy, outcome):
    asked = json.loads(json.dumps(as_manifest(policy)))["evidence"][outcome.value]
    assert missing(policy, *asked, outcome=outcome) == ()


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_kind_has_a_policy_that_is_found_again(kind):
    for policy in (policy_for(kind), policy_for_adult(kind)):
        assert find_policy(policy.id, policy.version) is policy
        assert policy.evidence_class is kind.evidence_class


def test_there_are_no_policies_that_no_kind_uses():
    used = {policy_for(kind) for kind in KINDS.values()}
    assert set(default_policies()) == used | {policy_for_adult(kind) for kind in KINDS.values()}


@pytest.mark.parametrize(("policy_id", "version"), [("a-self-or-kk", 99), ("a-nobody", 1), ("", 1)])
def test_a_policy_that_we_never_issued_is_unknown(policy_id, version):
    assert find_policy(policy_id, version) is None


def test_an_adult_receives_their_own_birth_certificate():
    birth = KINDS["AKTA_LAHIR"]
    assert policy_for(birth).recipient_rule is RecipientRule.PARENT
    assert policy_for_adult(birth).recipient_rule is RecipientRule.SELF


def test_a_card_for_a_citizen_asks_for_a_look_at_an_identity_card():
    asking = {policy.id for policy in default_policies() if policy.id_check}
    assert asking == {"a-self-or-kk", "a-parent"}


def test_what_the_phone_is_told_has_the_agreed_members():
    assert as_manifest(KTP) == {
        "id": "a-self-or-kk",
        "version": 5,
        "class": "A",
        "recipient_rule": "SELF_OR_KK",
        "relations": ["self", "spouse", "parent", "adult_child", "sibling", "kk_member"],
        "evidence": {
            "picked_up": [],
            "delivered": ["photo", "signature"],
            "attempt_failed": ["photo"],
            "returned": [],
        },
        "checks": ["mask", "distance", "hands"],
        "id_check": True,
        "modes": ["direct", "placed_and_watched"],
        "methods": [
            "sign_own_phone",
            "courier_phone_sign",
            "id_at_distance",
            "code_spoken",
            "name_spoken",
        ],
        "placed": ["stepped_back", "saw_taken", "name_said"],
        "door": {
            "spots": ["prepared_place", "gate", "door", "lobby", "counter", "as_wished"],
            "placed_id": True,
            "partner_m": {"grab": 2},
            "shared": ["wiped_before", "signer_hands", "wiped_after"],
            "witnesses": [
                *("spouse", "parent", "adult_child", "sibling", "kk_member", "guardian", "proxy", "relative"),
                *("neighbour", "rt_rw", "village_staff", "security_staff", "receptionist", "colleague"),
            ],
        },
        "id_match": True,
        "reasons": 2,
    }


def test_who_may_stand_there_by_a_letter_alone_names_it():
    told = {policy.id: as_manifest(policy).get("papers", []) for policy in default_policies()}
    assert {name: papers for name, papers in told.items() if papers} == {
        "a-parent": ["guardian"],
        "b-kk-or-proxy": ["proxy", "relative"],
        "b-parent": ["guardian"],
        "c-kk-or-proxy": ["proxy", "relative"],
    }


@pytest.mark.parametrize("policy", default_policies(), ids=lambda policy: policy.id)
def test_what_was_told_is_read_back_as_it_was(policy):
    assert policy_from(as_manifest(policy)) == policy


def test_a_version_that_says_nothing_of_the_newer_rules_asks_none_of_them():
    told = as_manifest(KTP)
    old = policy_from({name: told[name] for name in told.keys() - {"id_match", "papers", "reasons"}})
    assert (old.id_match, old.papers, old.reasons) == (False, (), 1)


@pytest.mark.parametrize("policy", default_policies(), ids=lambda policy: policy.id)
def test_what_the_phone_is_told_is_plain_json(policy):
    told = as_manifest(policy)
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize("policy", default_policies(), ids=lambda policy: policy.id)
def test_what_the_phone_is_told_names_no_document(policy):
    told = json.dumps(as_manifest(policy)).lower()
    codes = {code.lower() for code in KINDS if code != "KK"}  # a relation may say "on the KK"
    assert not [code for code in codes if code in told]


def test_a_discreet_kind_hides_among_ordinary_ones():
    sharing = defaultdict(set)
    for kind in KINDS.values():
        sharing[policy_for(kind).id].add(kind.discreet)
    assert all(False in kinds for kinds in sharing.values())


def test_a_package_for_a_citizen_offers_ways_with_and_without_their_own_phone():
    assert {METHODS[method].own_phone for method in KTP.methods} == {True, False}


def test_the_version_before_the_own_phone_stays_readable():
    without = [method.value for method in KTP.methods if not METHODS[method].own_phone]
    old = policy_from(as_manifest(KTP) | {"version": 1, "methods": without})
    assert (old.version, [method.value for method in old.methods]) == (1, without)


@pytest.mark.parametrize("evidence_class", EvidenceClass)
def test_every_class_is_in_use(evidence_class):
    assert any(policy.evidence_class is evidence_class for policy in default_policies())
