"""What a courier shows before giving up, reason by reason; the phone asks exactly the same."""

import json
import subprocess
from pathlib import Path

import pytest

from courier_app.domain.attempts import DETAIL_WORDS, NOTHING_TRIED, WAY_WORDS, Demand, Tried, Way
from courier_app.domain.demands import DEMANDS, missing_for_reason
from courier_app.domain.next_actions import NextAction
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.recipients import RELATION_WORDS

ROOT = Path(__file__).parents[2]
DUMP = """import { ASKS, GROUPS } from "./static/js/courier/reasons.js"
console.log(JSON.stringify({ asks: ASKS, groups: GROUPS }))"""
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


def as_on_the_phone(reason):
    entry, demand = REASONS[reason], DEMANDS.get(reason, Demand())
    asked = {
        "photo": bool(entry.evidence),
        "wait": demand.wait_s // 60,
        "tries": demand.contacts,
        "ways": demand.ways,
        "pick": list(demand.details),
        "note": demand.note,
    }
    return {"next": PHONE_SAYS[entry.next_action]} | {name: value for name, value in asked.items() if value}


def test_the_phone_asks_what_the_server_checks(phone):
    asked = {
        reason: {name: value for name, value in asks.items() if name != "silent"}
        for reason, asks in phone["asks"].items()
    }
    assert asked == {reason.value: as_on_the_phone(reason) for reason in Reason}


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
    assert set(DEMANDS.get(reason, Demand()).details) <= known


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
