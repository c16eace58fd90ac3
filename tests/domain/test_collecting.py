"""What must have been seen at the counter before a package counts as collected."""

from dataclasses import replace

import pytest

from courier_app.domain.collecting import CardHere, Collecting, missing_at_counter, missing_of_card
from courier_app.domain.exchange import NoCard
from courier_app.domain.kinds import KINDS
from courier_app.domain.policies import policy_for

SITI = "Siti Aminah"
HERSELF = Collecting(name=SITI, relation="self", owner="", paper="", id_matches=True, signed=False)
HUSBAND = replace(HERSELF, name="Agus Salim", relation="spouse", owner=SITI)
PROXY = replace(HUSBAND, relation="proxy", paper="Surat kuasa 14/XI/2026")


def lacks(said, *, kind="KTP_EL", has_code=True):
    return missing_at_counter(policy_for(KINDS[kind]), said, has_code=has_code)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (HERSELF, "KTP_EL"),
        (HUSBAND, "KTP_EL"),
        (PROXY, "AKTA_MATI"),
    ],
)
def test_whom_the_rules_know_collects_with_the_code(said, kind):
    assert lacks(said, kind=kind) == ()


def test_a_signature_on_paper_stands_in_for_the_code():
    assert lacks(replace(HERSELF, signed=True), has_code=False) == ()


MISSING = {
    "nobody named": (replace(HERSELF, name=" "), ("name",)),
    "family of nobody who is named": (replace(HUSBAND, owner="."), ("owner",)),
    "nobody chosen, and nobody named": (replace(HUSBAND, relation="", owner=""), ("relation",)),
    "a neighbour": (replace(HUSBAND, relation="neighbour"), ("relation",)),
    "a proxy, for a card": (PROXY, ("relation",)),
    "no identity card": (replace(HERSELF, id_matches=False), ("id",)),
}


@pytest.mark.parametrize(("said", "missing"), MISSING.values(), ids=MISSING)
def test_what_was_not_seen_is_named(said, missing):
    assert lacks(said) == missing


@pytest.mark.parametrize("paper", ["", "x", "3317011708909901"])
def test_a_proxy_brings_a_letter_that_can_be_found_again_and_is_no_nik(paper):
    assert lacks(replace(PROXY, paper=paper), kind="AKTA_MATI") == ("paper",)


def test_neither_code_nor_signature_is_an_officers_word_alone():
    assert lacks(HERSELF, has_code=False) == ("factor",)


CARDS = {
    "nothing said": (None, ("card",)),
    "handed over": (CardHere(), ()),
    "handed over in its bag": (CardHere(seal="A-4711"), ()),
    "a bag without a number": (CardHere(seal="?"), ("seal",)),
    "lost, with a letter": (CardHere(missing=NoCard.LOSS_LETTER, letter="STPL/9/2026"), ()),
    "lost, without one": (CardHere(missing=NoCard.LOSS_LETTER), ("letter",)),
    "waived": (CardHere(missing=NoCard.WAIVED), ()),
}


@pytest.mark.parametrize(
    "card",
    [
        CardHere(missing=NoCard.WAIVED, letter="STPL/9/2026"),
        CardHere(seal="A-4711", letter="STPL/9/2026"),
        CardHere(missing=NoCard.LOSS_LETTER, letter="3317011708909901"),
    ],
)
def test_nothing_but_a_letter_of_loss_goes_on_record_as_one(card):
    assert card.kept_letter == ""


@pytest.mark.parametrize(("card", "missing"), CARDS.values(), ids=CARDS)
def test_no_old_card_and_no_reason_no_new_card(card, missing):
    assert missing_of_card(card) == missing
