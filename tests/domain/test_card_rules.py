"""The rule on old cards: what an edition may say, what an officer may say under it, and what follows."""

import json

import pytest

from courier_app.domain.card_rules import CARD_RULE_WORDS, CARD_WHY_WORDS, CardRule, CardWhy, why_owed
from courier_app.domain.kinds import KINDS
from courier_app.domain.refusals import CardRuleBroken
from courier_app.domain.rulebook_json import rulebook_of, rulebook_text
from courier_app.domain.rulebook_words import changes
from courier_app.domain.rulebooks import NATIONAL, Rulebook, policies_of

NOBODY, CHANGED, DAMAGED, RULE = None, CardWhy.CHANGED_DATA, CardWhy.DAMAGED, CardWhy.BY_RULE
REFUSED = "refused"
# Written down once more: every rule with everything that may be said under it.
FOLLOWS: dict[CardRule, dict[CardWhy | None, CardWhy | str | None]] = {
    CardRule.ALWAYS: {NOBODY: RULE, CHANGED: CHANGED, DAMAGED: DAMAGED, RULE: RULE},
    CardRule.ASKED: {NOBODY: None, CHANGED: CHANGED, DAMAGED: DAMAGED, RULE: REFUSED},
    CardRule.NEVER: {NOBODY: None, CHANGED: REFUSED, DAMAGED: REFUSED, RULE: REFUSED},
}
CASES = [(rule, said, owed) for rule, row in FOLLOWS.items() for said, owed in row.items()]


def test_every_rule_and_reason_has_its_words():
    assert set(FOLLOWS) == set(CARD_RULE_WORDS) == set(CardRule)
    assert set(CARD_WHY_WORDS) == set(CardWhy)


@pytest.mark.parametrize(("rule", "said", "owed"), CASES)
def test_what_is_owed_follows_from_the_rule_and_the_officers_word(rule, said, owed):
    if owed is REFUSED:
        with pytest.raises(CardRuleBroken):
            why_owed(rule, said)
    else:
        assert why_owed(rule, said) is owed


def test_the_national_rule_asks_for_the_identity_card_and_demands_nothing_else():
    found = {code: NATIONAL.card_rule(kind) for code, kind in KINDS.items()}
    assert found.pop("KTP_EL") is CardRule.ASKED
    assert set(found.values()) == {CardRule.NEVER}


def test_no_edition_can_demand_a_card_with_a_paper():
    assert Rulebook(cards={"KK": CardRule.ALWAYS}).card_rule(KINDS["KK"]) is CardRule.NEVER


def test_an_edition_of_before_left_both_cards_to_the_officer():
    said = json.loads(rulebook_text(Rulebook()))
    del said["cards"]
    book = rulebook_of(json.dumps(said))
    assert {book.card_rule(KINDS[code]) for code in ("KTP_EL", "KIA")} == {CardRule.ASKED}


def test_a_changed_rule_stands_among_what_differs_from_the_edition_before():
    (change,) = changes(Rulebook(), Rulebook(cards={"KIA": CardRule.ALWAYS}))
    assert (change.label.en, change.after.en) == ("Old card: Child identity card", "must always come back")


def test_the_rule_on_cards_changes_no_policy_that_phones_hold():
    always = Rulebook(cards=dict.fromkeys(("KTP_EL", "KIA"), CardRule.ALWAYS))
    assert policies_of(always, edition=("33.17", 1)) == policies_of(Rulebook(), edition=("33.17", 1))
