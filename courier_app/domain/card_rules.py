"""Whether a new card is given against the old one: the region's rule, and what an officer says at registration."""

from enum import StrEnum

from courier_app.domain.refusals import CardRuleBroken
from courier_app.domain.words import Words


class CardRule(StrEnum):
    """What a rule book says of one document kind."""

    ALWAYS = "always"
    ASKED = "asked"  # the officer says it of each, when registering
    NEVER = "never"


class CardWhy(StrEnum):
    """Why this package's old card comes back."""

    CHANGED_DATA = "changed_data"
    DAMAGED = "damaged"
    BY_RULE = "by_rule"  # nobody said more: the region always demands it


SAID = (CardWhy.CHANGED_DATA, CardWhy.DAMAGED)  # what an officer may say
CARD_RULE_WORDS = {
    CardRule.ASKED: Words("ditanyakan saat mendaftarkan", "asked at registration"),
    CardRule.ALWAYS: Words("selalu harus kembali", "must always come back"),
    CardRule.NEVER: Words("tidak diminta", "not demanded"),
}
CARD_WHY_WORDS = {
    CardWhy.CHANGED_DATA: Words("Datanya berubah", "The data changed"),
    CardWhy.DAMAGED: Words("Kartunya rusak", "The card is damaged"),
    CardWhy.BY_RULE: Words("Aturan wilayah", "The region's rule"),
}


def why_owed(rule: CardRule, said: CardWhy | None) -> CardWhy | None:
    """Why the old card of a package that is registered under this rule is owed; None: it is not.

    Refuses with CardRuleBroken what the rule has no room for: a card that is never demanded, or a rule's word where
    there is no such rule.
    """
    if rule is CardRule.ALWAYS:
        return said or CardWhy.BY_RULE
    if said is not None and (rule is CardRule.NEVER or said not in SAID):
        raise CardRuleBroken
    return said
