"""What a courier shows before giving up, reason by reason; the phone asks exactly the same."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from courier_app.domain.attempts import DETAIL_WORDS, NOTHING_TRIED, WAY_WORDS, Demand, FeeAsked, Tried, Way
from courier_app.domain.demands import NEWEST, TABLES, missing_for_reason
from courier_app.domain.next_actions import NextAction
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.recipients import RELATION_WORDS
from courier_app.domain.retries import next_action

ROOT = Path(__file__).parents[2]
DUMP = """import { TABLES, GROUPS, TO_COUNTER } from "./static/js/courier/reasons.js"
import { usesAttempt } from "./static/js/courier/attempts.js"
const used = Object.values(GROUPS).flat().filter((reason) => usesAttempt({ outcome: "attempt_failed", reason }))
console.log(JSON.stringify({ tables: TABLES, groups: GROUPS, counter: TO_COUNTER, used }))"""
# What the courier does with the package, in the phone's four words.
PHONE_SAYS = {
    NextAction.NEW_ATTEMPT: "retry",
    NextAction.APPOINTMENT: "retry",
    NextAction.RESEND_CODE: "retry",
    NextAction.RETURN: "back",
    NextAction.BACK_TO_HUB: "back",
    NextAction.HOLD: "hold",
    NextAction.CORRECT_ADDRESS: "office",
    NextAction.OFFICE_CALLS: "office",
    NextAction.OFFICE_DECIDES: "office",
    NextAction.SEARCH: "office",
    NextAction.DECLARE_LOST: "office",
    NextAction.REASSIGN: "office",
    NextAction.REVIEW: "office",
}
NOT_HOME = Tried(None, None, ("call",), 180)


@pytest.fixture(scope="module")
def phone():
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", DUMP], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return json.loads(run.stdout)


def as_on_the_phone(reason, table):
    entry, demand = REASONS[reason], TABLES[table].get(reason, Demand())
    asked = {
        "photo": bool(entry.evidence),
        "wait": demand.wait_s // 60,
        "tries": demand.contacts,
        "ways": demand.ways,
        "pick": list(demand.details),
        "note": demand.note,
        "afar": demand.afar,
        "numbered": list(demand.numbered),
        "at": demand.at,
        "scanned": demand.scanned,
        "fee": demand.fee,
    }
    return {"next": PHONE_SAYS[entry.next_action]} | {name: value for name, value in asked.items() if value}


@pytest.mark.parametrize("table", TABLES)
def test_the_phone_asks_what_the_server_checks(phone, table):
    asked = {
        reason: {name: value for name, value in asks.items() if name != "silent"}
        for reason, asks in phone["tables"][str(table)].items()
    }
    assert asked == {reason.value: as_on_the_phone(reason, table) for reason in Reason}


def test_after_the_last_attempt_the_phone_and_the_server_send_the_same_reasons_to_the_counter(phone):
    ended = {reason for reason in Reason if next_action(reason, last=True) is NextAction.TO_COUNTER}
    assert set(phone["counter"]) == ended


def test_the_phone_counts_the_attempts_that_the_server_counts(phone):
    assert set(phone["used"]) == {reason for reason in Reason if REASONS[reason].counts_as_attempt}


# The reference itself (domain.md, section 5), read once more by a person and not off our own tables: what each reason
# must lack when nothing at all was shown or said. `weather` and `unsafe` also name an act of the office, which no phone
# can show; `reschedule` the citizen's own answer.
PHOTO, CONTACT, WAIT = "photo", "contact", "wait"
REFERENCE = {
    "not_home": {PHOTO, CONTACT, WAIT},
    "not_eligible": {"detail"},
    "identity_mismatch": {"detail"},
    "code_failed": set(),
    "refused": {"detail"},
    "old_card_missing": {"detail"},
    "address_not_found": {PHOTO, CONTACT},
    "moved": {"detail"},
    "deceased": {"detail"},
    "unreachable": {CONTACT},
    "reschedule": {"note"},
    "access_blocked": {PHOTO},
    "weather": set(),
    "unsafe": {"note"},
    "health_protocol": set(),
    "packaging_damaged": {PHOTO},
    "seal_broken": {PHOTO},
    "not_on_hand": {"scanned"},
    "lost_or_stolen": {"note", "when"},
    "vehicle": {"note"},
    "courier_unfit": set(),
    "not_attempted": set(),
    "fee_unpaid": {"fee"},
    "proof_impossible": {"detail"},
    "recalled": {"number"},
    "other": {PHOTO, "note"},
}


@pytest.mark.parametrize("reason", Reason, ids=str)
def test_whoever_shows_and_says_nothing_lacks_what_the_reference_asks(reason):
    assert set(missing_for_reason(reason, kinds_present=())) == REFERENCE[reason]


KNOCKED, CALLED = Tried(None, None, ("knock",), 180), Tried(None, None, ("whatsapp",), 180)
LOST = Tried("lost", None, (), 0)
SOON = datetime(2026, 11, 24, 2, tzinfo=UTC)
# (reason, said, what the reference still asks)
SAID = {
    "a knock is no call and no message": ("not_home", KNOCKED, {CONTACT}),
    "a message is one": ("not_home", CALLED, set()),
    "a lost card without its letter's number": ("old_card_missing", LOST, {"number"}),
    "a number without a digit": ("old_card_missing", replace(LOST, number="menyusul"), {"number"}),
    "a NIK in its place": ("old_card_missing", replace(LOST, number="3317011708909901"), {"number"}),
    "a lost card and its letter": ("old_card_missing", replace(LOST, number="STPL/112/XI"), set()),
    "a lost card and no letter yet": ("old_card_missing", replace(LOST, detail="lost_no_letter"), set()),
    "a card that was forgotten has no letter": ("old_card_missing", replace(LOST, detail="forgotten"), set()),
    "nothing else is there": ("not_on_hand", replace(NOTHING_TRIED, scanned=()), set()),
    "three letters say no place": ("lost_or_stolen", Tried(None, "abc", (), 0, at=SOON), {"note"}),
    "a place and no time": ("lost_or_stolen", Tried(None, "Pasar Rembang", (), 0), {"when"}),
    "a place and a time": ("lost_or_stolen", Tried(None, "Pasar Rembang", (), 0, at=SOON), set()),
    "an amount and no tariff": ("fee_unpaid", replace(NOTHING_TRIED, fee=FeeAsked(False, 9000)), {"fee"}),
    "the tariff and an amount": ("fee_unpaid", replace(NOTHING_TRIED, fee=FeeAsked(True, 9000)), set()),
    "a recall and its order": ("recalled", replace(NOTHING_TRIED, number="470/12"), set()),
}


@pytest.mark.parametrize("what", SAID)
def test_what_was_said_is_enough_or_not_as_in_the_reference(what):
    reason, tried, missing = SAID[what]
    assert set(missing_for_reason(reason, kinds_present=["photo"], tried=tried)) == missing


def test_who_has_no_telephone_number_can_only_be_knocked_for():
    assert missing_for_reason("not_home", kinds_present=["photo"], tried=KNOCKED, phone_known=False) == ()


@pytest.mark.parametrize(
    ("reason", "tried"),
    [
        ("not_home", KNOCKED),
        ("old_card_missing", LOST),
        ("not_on_hand", NOTHING_TRIED),
        ("lost_or_stolen", Tried(None, "abc", (), 0)),
        ("fee_unpaid", NOTHING_TRIED),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_was_enough_under_an_older_policy_is_enough_for_ever(reason, tried):
    assert missing_for_reason(reason, kinds_present=["photo"], tried=tried, table=1) == ()


def test_the_phone_offers_every_reason_once(phone):
    offered = [reason for group in phone["groups"].values() for reason in group]
    assert sorted(offered) == sorted(Reason)


def test_the_commonest_reasons_lie_open_and_the_honest_one_among_them(phone):
    first, *_ = phone["groups"].values()
    assert first[0] == Reason.NOT_HOME
    assert Reason.NOT_ATTEMPTED in first
    assert len(first) <= 6


@pytest.mark.parametrize("reason", Reason, ids=lambda reason: reason.value)
def test_every_detail_has_words(reason):
    known = DETAIL_WORDS.keys() | {relation.value for relation in RELATION_WORDS}
    assert set(TABLES[NEWEST].get(reason, Demand()).details) <= known


def test_every_way_has_words():
    assert list(WAY_WORDS) == list(Way)


def test_nobody_home_is_complete_with_photo_wait_and_one_try():
    assert missing_for_reason("not_home", kinds_present=["photo"], tried=NOT_HOME) == ()


@pytest.mark.parametrize(
    ("tried", "missing"),
    [
        (Tried(None, None, (), 180), ("contact",)),
        (Tried(None, None, ("call",), 179), ("wait",)),
        (NOTHING_TRIED, ("contact", "wait")),
        (None, ("contact", "wait")),
    ],
    ids=["no try", "a second too early", "nothing", "an app that says nothing"],
)
def test_nobody_home_lacks(tried, missing):
    assert missing_for_reason("not_home", kinds_present=["photo"], tried=tried) == missing


@pytest.mark.parametrize(
    ("reason", "tried", "missing"),
    [
        ("unreachable", Tried(None, None, ("call", "call"), 0), ("contact",)),
        ("unreachable", Tried(None, None, ("call", "knock"), 0), ()),
        ("refused", Tried(None, None, (), 0), ("detail",)),
        ("refused", Tried("lost", None, (), 0), ("detail",)),
        ("refused", Tried("no_trust", None, (), 0), ()),
        ("unsafe", Tried(None, "  a ", (), 0), ("note",)),
        ("unsafe", Tried(None, "Anjing lepas", (), 0), ()),
        ("not_attempted", NOTHING_TRIED, ()),
    ],
    ids=[
        *("twice one way", "two ways", "no reason given", "another question's answer", "a reason given"),
        *("blanks are no note", "a note", "the honest choice"),
    ],
)
def test_a_reason_without_media_lacks(reason, tried, missing):
    assert missing_for_reason(reason, kinds_present=(), tried=tried) == missing
