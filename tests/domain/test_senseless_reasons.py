"""Reasons that cannot be true of their package, and times that have not come: kept for a person to look at."""

from dataclasses import replace
from datetime import timedelta

import pytest

from courier_app.domain.attempts import ATTEMPT_WORDS, NOTHING_TRIED, FeeAsked
from courier_app.domain.completeness import missing_when_failed
from courier_app.domain.kinds import KINDS
from courier_app.domain.policies import policy_for
from courier_app.domain.proofs import Outcome
from courier_app.domain.reasons import Reason, fits
from tests.domain.test_verdict_table import MOMENT, a_claim

RULES = policy_for(KINDS["KTP_EL"])
OF_BEFORE = replace(RULES, version=4, reasons=1)
FAILED = a_claim(RULES, Outcome.ATTEMPT_FAILED, shown=(), seen_taken=False, mode=None)
UNPAID = replace(FAILED, reason="fee_unpaid", tried=replace(NOTHING_TRIED, fee=FeeAsked(True, 0)))


def lost(*, minutes):
    tried = replace(NOTHING_TRIED, note="Pasar Rembang", at=MOMENT + timedelta(minutes=minutes))
    return replace(FAILED, reason="lost_or_stolen", tried=tried)


@pytest.mark.parametrize(
    ("reason", "due", "exchange", "may_be"),
    [
        ("fee_unpaid", 0, True, False),
        ("fee_unpaid", 9_000, False, True),
        ("old_card_missing", 9_000, False, False),
        ("old_card_missing", 0, True, True),
    ],
)
def test_a_reason_needs_what_it_speaks_of(reason, due, exchange, may_be):
    assert fits(reason, due=due, exchange=exchange) is may_be


def test_all_other_reasons_fit_a_package_without_fee_or_old_card():
    unfit = {reason for reason in Reason if not fits(reason, due=0, exchange=False)}
    assert unfit == {Reason.FEE_UNPAID, Reason.OLD_CARD_MISSING}


def test_a_reason_that_cannot_be_is_what_the_attempt_lacks():
    assert missing_when_failed(UNPAID, RULES, fitting=False) == ("fitting",)
    assert missing_when_failed(UNPAID, RULES, fitting=True) == ()


def test_the_oldest_rules_took_every_reason_and_take_it_still():
    assert missing_when_failed(UNPAID, OF_BEFORE, fitting=False) == ()


@pytest.mark.parametrize(("minutes", "lacks"), [(-1, ()), (0, ()), (1, ("when",))])
def test_nothing_is_told_before_it_has_happened(minutes, lacks):
    assert missing_when_failed(lost(minutes=minutes), RULES) == lacks


def test_an_auditor_reads_it_in_words():
    assert ATTEMPT_WORDS["fitting"].en == "A reason that fits this package"
