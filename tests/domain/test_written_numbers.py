"""A NIK that a courier wrote in his own words: seen wherever it stands, and covered where it is shown."""

from dataclasses import replace
from typing import Any

import pytest

from courier_app.domain.attempts import NOTHING_TRIED
from courier_app.domain.bystanders import Bystander
from courier_app.domain.citizen_numbers import masked_numbers
from courier_app.domain.doubts import Doubts, flags
from courier_app.domain.exchange import CardClaim
from courier_app.domain.kinds import KINDS
from courier_app.domain.policies import policy_for
from courier_app.domain.proofs import Flag, Outcome
from tests.domain.test_verdict_table import a_claim

NIK = "3317011708909901"
WIDE = {ord(digit): 0xFF10 + int(digit) for digit in "0123456789"}
CLAIM = a_claim(policy_for(KINDS["KK"]), Outcome.DELIVERED, shown=("photo",), seen_taken=True, mode="direct")
PLACES: dict[str, dict[str, Any]] = {
    "the recipient's name": {"recipient_name": f"Siti {NIK}"},
    "the letter": {"paper": NIK},
    "why no card was seen": {"id_check_reason": f"KTP {NIK} tertinggal"},
    "the witness": {"witness": Bystander(NIK, "neighbour")},
    "the note": {"tried": replace(NOTHING_TRIED, note="NIK 331701 170890 9901")},
    "a letter's number": {"tried": replace(NOTHING_TRIED, number=NIK)},
    "a loss letter": {"card": CardClaim(None, "loss_letter", NIK)},
}


@pytest.mark.parametrize("place", PLACES)
def test_a_nik_is_flagged_wherever_it_was_written(place):
    assert Flag.NUMBER_WRITTEN in flags(replace(CLAIM, **PLACES[place]), Doubts())


def test_what_holds_none_is_not_flagged():
    assert Flag.NUMBER_WRITTEN not in flags(replace(CLAIM, paper="SK 14/XI/2026"), Doubts())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"Siti {NIK}", "Siti ************9901"),
        ("331701 170890 9901, Siti", "************9901, Siti"),
        (
            "\uff13\uff13\uff11\uff17\uff10\uff11\uff11\uff17\uff10\uff18\uff19\uff10\uff19\uff19\uff10\uff11",
            "************9901",
        ),
        ("SK 14/XI/2026 \u2013 Wali", "SK 14/XI/2026 \u2013 Wali"),
    ],
    ids=["a run", "groups", "another script", "none"],
)
def test_only_its_last_four_digits_are_shown(written, shown):
    assert masked_numbers(written) == shown
