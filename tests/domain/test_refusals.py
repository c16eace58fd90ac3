"""Refusals: each one explains itself."""

import pytest

from courier_app.domain.refusals import REFUSALS, EvidenceMissing, Refusal


def test_no_two_refusals_share_a_code():
    assert len({refusal.code for refusal in REFUSALS}) == len(REFUSALS)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_every_refusal_has_its_own_words(refusal):
    assert refusal.__doc__
    assert refusal.code != Refusal.code
    assert refusal.title != Refusal.title
    assert str(refusal()) == refusal.sentence != Refusal.sentence


def test_a_refusal_carries_what_the_phone_needs():
    refusal = EvidenceMissing(members={"missing": ["ab" * 32]})
    assert refusal.members == {"missing": ["ab" * 32]}


def test_a_refusal_may_say_more_than_its_usual_sentence():
    assert EvidenceMissing("Kirim dulu fotonya.").detail == "Kirim dulu fotonya."
