"""The tables: complete, in both languages, and as the domain reference says."""

import pytest

from courier_app.domain.checks import CHECK_WORDS, ID_CHECK_WORDS, Check, IdCheck
from courier_app.domain.contactless import (
    METHODS,
    MODE_WORDS,
    ConfirmationMethod,
    HandoverMode,
    Strength,
)
from courier_app.domain.demands import missing_for_reason
from courier_app.domain.evidence_classes import DELIVERED_NEEDS, EvidenceClass
from courier_app.domain.kinds import KINDS, ChildData
from courier_app.domain.next_actions import ACTION_WORDS, NextAction
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.recipients import (
    NEEDS_PAPER,
    NEVER_CLASS_A,
    RELATION_WORDS,
    RULE_WORDS,
    RecipientRule,
    Relation,
    relations_allowed,
)

TABLES = [
    (CHECK_WORDS, Check),
    (ID_CHECK_WORDS, IdCheck),
    (METHODS, ConfirmationMethod),
    (MODE_WORDS, HandoverMode),
    (DELIVERED_NEEDS, EvidenceClass),
    (ACTION_WORDS, NextAction),
    (REASONS, Reason),
    (RELATION_WORDS, Relation),
    (RULE_WORDS, RecipientRule),
]
ALL_WORDS = [
    *(words for table in (CHECK_WORDS, ID_CHECK_WORDS, MODE_WORDS) for words in table.values()),
    *(words for table in (ACTION_WORDS, RELATION_WORDS, RULE_WORDS) for words in table.values()),
    *(method.words for method in METHODS.values()),
    *(words for reason in REASONS.values() for words in (reason.words, reason.ask)),
]


@pytest.mark.parametrize(("table", "members"), TABLES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_member_has_its_entry(table, members):
    assert list(table) == list(members)


@pytest.mark.parametrize("words", ALL_WORDS, ids=lambda words: words.id)
def test_every_word_is_there_in_both_languages(words):
    assert words.id.strip()
    assert words.en.strip()
    assert words.id != words.en


def test_there_are_the_26_document_kinds_of_the_reference():
    assert len(KINDS) == 26
    assert all(code == kind.code for code, kind in KINDS.items())


def test_only_the_three_physical_cards_are_cards():
    assert {code for code, kind in KINDS.items() if kind.card} == {"KTP_EL", "KIA", "KTP_LAMA"}


def test_discreet_kinds_are_those_of_the_reference():
    assert {code for code, kind in KINDS.items() if kind.discreet} == {
        *("AKTA_CERAI", "AKTA_AKU_ANAK", "AKTA_SAH_ANAK", "SK_LAHIR_MATI"),
        *("SK_BATAL_KAWIN", "SK_BATAL_CERAI", "SK_ANGKAT_ANAK"),
    }


def test_class_a_is_for_cards_and_what_stands_in_for_them():
    in_class_a = {code for code, kind in KINDS.items() if kind.evidence_class is EvidenceClass.A}
    assert in_class_a == {"KTP_EL", "KIA", "SK_GANTI_ID", "KTP_LAMA"}


def test_papers_that_always_hold_child_data_are_those_of_the_reference():
    assert {code for code, kind in KINDS.items() if kind.child_data is ChildData.YES} == {
        *("KIA", "AKTA_LAHIR", "AKTA_AKU_ANAK", "AKTA_SAH_ANAK"),
        *("SK_LAHIR", "SK_LAHIR_MATI", "SK_ANGKAT_ANAK"),
    }


def test_two_kinds_travel_to_the_office():
    assert {code for code, kind in KINDS.items() if kind.inbound} == {"BERKAS_MASUK", "KTP_LAMA"}


def test_no_kind_may_go_to_any_adult_at_the_address():
    rules = {kind.recipient_rule for kind in KINDS.values()}
    assert RecipientRule.ADULT_AT_ADDRESS not in rules


@pytest.mark.parametrize("rule", RecipientRule)
def test_outsiders_never_receive_class_a(rule):
    assert not NEVER_CLASS_A & set(relations_allowed(rule, EvidenceClass.A))


def test_without_the_bar_a_loose_rule_would_let_outsiders_in():
    loose = relations_allowed(RecipientRule.ADULT_AT_ADDRESS, EvidenceClass.C)
    assert NEVER_CLASS_A & set(loose)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_no_kind_of_document_goes_to_an_outsider(kind):
    allowed = relations_allowed(kind.recipient_rule, kind.evidence_class)
    assert allowed
    assert not NEVER_CLASS_A & set(allowed)


def test_a_child_never_receives_its_own_paper():
    assert Relation.SELF not in relations_allowed(RecipientRule.PARENT, EvidenceClass.A)


def test_only_rules_that_name_papers_admit_those_who_need_one():
    with_paper = {rule for rule in RecipientRule if NEEDS_PAPER & allowed_in_b(rule)}
    assert with_paper == {
        RecipientRule.KK_OR_PROXY,
        RecipientRule.PARENT,
        RecipientRule.ADULT_AT_ADDRESS,
    }


def test_the_officer_rule_admits_officers_alone():
    admitting = {rule for rule in RecipientRule if Relation.OFFICER in allowed_in_b(rule)}
    assert admitting == {RecipientRule.OFFICER}
    assert allowed_in_b(RecipientRule.OFFICER) == {Relation.OFFICER}


def allowed_in_b(rule):
    return set(relations_allowed(rule, EvidenceClass.B))


def test_a_package_cannot_be_left_alone():
    with pytest.raises(ValueError, match="left_unattended"):
        HandoverMode("left_unattended")


def test_what_happens_on_the_recipients_own_phone_is_the_strongest():
    strong = {name for name, method in METHODS.items() if method.strength is Strength.HIGH}
    assert strong == {name for name, method in METHODS.items() if method.own_phone}


def test_the_claim_code_and_the_own_phone_are_the_recipients_factors():
    assert {name for name, method in METHODS.items() if method.factor} == {
        ConfirmationMethod.SIGN_OWN_PHONE,
        ConfirmationMethod.CODE_OWN_PHONE,
        ConfirmationMethod.CODE_SPOKEN,
    }


def test_the_reasons_that_count_as_an_attempt_are_those_of_the_reference():
    assert {reason.value for reason, entry in REASONS.items() if entry.counts_as_attempt} == {
        *("not_home", "not_eligible", "identity_mismatch", "code_failed", "refused"),
        *("old_card_missing", "address_not_found", "moved", "fee_unpaid"),
    }


@pytest.mark.parametrize("reason", ["not_home", "address_not_found", "access_blocked"])
def test_a_reason_about_the_place_asks_for_a_photo_and_the_position(reason):
    assert "photo" in missing_for_reason(reason, kinds_present=())
    assert "photo" not in missing_for_reason(reason, kinds_present=["photo"])
    assert REASONS[Reason(reason)].place


def test_the_honest_choice_needs_no_evidence():
    assert missing_for_reason("not_attempted", kinds_present=()) == ()


def test_a_reason_that_is_not_ours_is_missing():
    assert missing_for_reason("lazy", kinds_present=["photo"]) == ("reason",)
