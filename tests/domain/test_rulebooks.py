"""A region's rule book: what may be said, which policies follow, and which edition holds when."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courier_app.domain.card_rules import CardRule
from courier_app.domain.checks import Check
from courier_app.domain.contactless import ConfirmationMethod, HandoverMode
from courier_app.domain.door import Door
from courier_app.domain.editions import Dated, EditionDates, in_force, standing
from courier_app.domain.evidence_classes import NEED_WORDS
from courier_app.domain.health import PRESETS, Health, Level, Mode, Shift
from courier_app.domain.kinds import KINDS
from courier_app.domain.policies import (
    as_manifest,
    default_policies,
    missing_evidence,
    missing_ticks,
    policy_from,
)
from courier_app.domain.proofs import Outcome
from courier_app.domain.recipients import RecipientRule
from courier_app.domain.rulebook_json import draft_book, rulebook_of, rulebook_text
from courier_app.domain.rulebook_words import changes
from courier_app.domain.rulebooks import (
    NATIONAL,
    Fee,
    FeeKind,
    KindRule,
    Loosening,
    Rulebook,
    is_looser,
    loosened_kinds,
    national_policy,
    policies_of,
    policy_of,
    problems,
    up_to_date,
)

DAY = date(2026, 11, 24)
REMBANG = ("33.17", 3)
NEXT_MONTH = Loosening("Dra. Sri Lestari", "Banyak warga bekerja di luar kota", date(2026, 12, 31))
SELF, KK, PROXY = RecipientRule.SELF, RecipientRule.SELF_OR_KK, RecipientRule.KK_OR_PROXY


def rule(code, book, *, on=DAY, for_adult=False):
    return policy_of(book, KINDS[code], edition=REMBANG, on=on, for_adult=for_adult)


def kinds(**said):
    """With a loosening where one is needed."""
    book = Rulebook(kinds={code: KindRule(*one) for code, one in said.items()})
    return replace(book, loosening=NEXT_MONTH) if loosened_kinds(book) else book


@st.composite
def health_protocols(draw):
    ticks = {
        name: draw(st.booleans())
        for name in (*("mask", "hands", "share_device", "spot", "saw_taken", "cash"), *("wipe", "witnessed"))
    }
    distance, grab = draw(st.integers(1, 10)), draw(st.integers(1, 10))
    return Health(
        draw(st.sampled_from(Level)), draw(st.sampled_from(Mode)), distance_m=distance, grab_m=grab, **ticks
    )


kind_rules = st.builds(
    KindRule,
    st.sampled_from([one for one in RecipientRule if one is not RecipientRule.OFFICER]),
    st.sets(st.sampled_from(["photo", "signature", "factor"])).map(
        lambda found: tuple(word for word in ("photo", "signature", "factor") if word in found)
    ),
)
books = st.builds(
    Rulebook,
    health=health_protocols(),
    shift=st.builds(Shift, temp_max=st.integers(360, 400)),
    modes=st.lists(st.sampled_from(HandoverMode), unique=True).map(tuple),
    methods=st.lists(st.sampled_from(ConfirmationMethod), unique=True).map(tuple),
    kinds=st.dictionaries(st.sampled_from(sorted(KINDS)), kind_rules, max_size=4),
    loosening=st.none() | st.builds(Loosening, st.text(max_size=9), st.text(max_size=9), st.dates()),
    attempts=st.integers(1, 5),
    fee=st.builds(
        Fee, st.sampled_from(FeeKind), st.integers(0, 9), st.text(max_size=9), st.none() | st.dates()
    ),
    cards=st.dictionaries(st.sampled_from(["KTP_EL", "KIA"]), st.sampled_from(CardRule)),
)


@given(books)
def test_a_rule_book_is_read_back_as_it_was_written(book):
    assert rulebook_of(rulebook_text(book)) == book


@settings(deadline=None)
@given(books)
def test_every_policy_of_an_edition_is_read_back_as_it_was_written(book):
    for policy in policies_of(book, edition=REMBANG):
        assert policy_from(as_manifest(policy)) == policy


@settings(deadline=None)
@given(books)
def test_the_ids_of_policies_fit_where_phones_write_them(book):
    assert all(len(policy.id) <= 32 for policy in policies_of(book, edition=REMBANG))


@settings(deadline=None)
@given(books, st.sampled_from(sorted(KINDS)), st.dates(), st.booleans())
def test_whatever_policy_a_day_leads_to_was_published_with_the_edition(book, code, on, for_adult):
    assert rule(code, book, on=on, for_adult=for_adult) in policies_of(book, edition=REMBANG)


@settings(deadline=None)
@given(books)
def test_everything_that_an_edition_can_miss_can_be_said(book):
    needs = {need.code for policy in policies_of(book, edition=REMBANG) for need in policy.needs}
    assert needs <= set(NEED_WORDS)


@settings(deadline=None)
@given(books, st.sampled_from(sorted(KINDS)))
def test_no_edition_asks_for_less_than_the_national_rules(book, code):
    """Whatever satisfies the region satisfies the class."""
    national, regional = national_policy(KINDS[code], for_adult=False), rule(code, book)
    for shown in ((), ("photo",), ("signature",), ("photo", "signature")):
        for factor in (False, True):
            facts: dict[str, Any] = {
                "kinds_present": shown,
                "signature_status": "signed",
                "has_factor": factor,
            }
            if not missing_evidence(regional, Outcome.DELIVERED, **facts):
                assert not missing_evidence(national, Outcome.DELIVERED, **facts)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_region_that_changes_nothing_delivers_as_before(code):
    national, regional = national_policy(KINDS[code], for_adult=False), rule(code, NATIONAL)
    before, now = as_manifest(national), as_manifest(regional)
    assert {name: now[name] for name in before} == before | {"id": f"3317-{national.id}", "version": 3}


def test_the_national_rules_have_no_mistakes():
    assert problems(NATIONAL, begins=DAY) == {}


@pytest.mark.parametrize("level", Level)
def test_every_ready_made_protocol_may_be_published(level):
    assert problems(replace(NATIONAL, health=PRESETS[level]), begins=DAY) == {}


@pytest.mark.parametrize(
    ("code", "said", "is_so"),
    [
        ("KTP_EL", SELF, False),
        ("KTP_EL", PROXY, True),
        ("AKTA_MATI", SELF, False),
        ("AKTA_MATI", KK, False),
        ("KIA", PROXY, True),
        ("KTP_EL", RecipientRule.ADULT_AT_ADDRESS, True),
    ],
    ids=str,
)
def test_looser_is_who_lets_somebody_receive_who_may_not(code, said, is_so):
    assert is_looser(KINDS[code], said) is is_so


def test_a_loosening_ends_by_itself():
    book = kinds(KTP_EL=(PROXY,))
    assert rule("KTP_EL", book, on=date(2026, 12, 31)).recipient_rule is PROXY
    assert rule("KTP_EL", book, on=date(2027, 1, 1)).recipient_rule is KK


def test_a_tightening_has_no_end():
    assert rule("KTP_EL", kinds(KTP_EL=(SELF,)), on=date(2036, 1, 1)).recipient_rule is SELF


def test_an_adult_still_receives_their_own_birth_certificate():
    book = kinds(AKTA_LAHIR=(RecipientRule.PARENT, ("factor",)))
    assert rule("AKTA_LAHIR", book, for_adult=True).recipient_rule is SELF
    assert rule("AKTA_LAHIR", book, for_adult=True).id == "3317-b-self-f"


def test_a_policy_never_names_the_document():
    ids = {policy.id for policy in policies_of(NATIONAL, edition=REMBANG)}
    assert ids == {policy.id for policy in policies_of(NATIONAL, edition=REMBANG)}
    assert not [code for code in KINDS if code != "KK" and any(code.lower() in name for name in ids)]


BAD = {
    "modes": (replace(NATIONAL, modes=()), "no-mode"),
    "methods": (replace(NATIONAL, methods=()), "no-method"),
    "distance_m": (replace(NATIONAL, health=Health(distance_m=0)), "distance"),
    "temp_max": (replace(NATIONAL, shift=Shift(temp_max=500)), "temperature"),
    "attempts": (replace(NATIONAL, attempts=0), "attempts"),
    "hold_days": (replace(NATIONAL, hold_days=31), "hold-days"),
    "rupiah": (replace(NATIONAL, fee=Fee(FeeKind.COD_TO_CARRIER, 0, "Perbup 1/2026")), "tariff"),
    "basis": (replace(NATIONAL, fee=Fee(FeeKind.COD_TO_CARRIER, 9000, " ")), "no-basis"),
    "fee_until": (replace(NATIONAL, fee=Fee(until=date(2026, 11, 23))), "over-already"),
    "official": (replace(kinds(KTP_EL=(PROXY,)), loosening=replace(NEXT_MONTH, official="")), "no-official"),
    "why": (replace(kinds(KTP_EL=(PROXY,)), loosening=replace(NEXT_MONTH, reason="")), "no-reason"),
    "loose_until": (
        replace(kinds(KTP_EL=(PROXY,)), loosening=replace(NEXT_MONTH, until=date(2026, 11, 23))),
        "over-already",
    ),
    "kinds": (kinds(AKTA_CERAI=(SELF, ("signature",))), "discreet-alone"),
}


@pytest.mark.parametrize("field", sorted(BAD))
def test_each_mistake_is_named_at_its_field(field):
    book, code = BAD[field]
    assert problems(book, begins=DAY) == {field: code}


@pytest.mark.parametrize(
    "said", [NEXT_MONTH, Loosening("", "Merantau", date(2000, 12, 31))], ids=["whole", "reason"]
)
def test_a_loosening_that_loosens_nothing_is_a_mistake(said):
    assert problems(replace(NATIONAL, loosening=said), begins=DAY) == {"why": "loosens-nothing"}


def test_a_loosening_without_anything_is_three_mistakes():
    book = replace(kinds(KTP_EL=(PROXY,)), loosening=None)
    assert set(problems(book, begins=DAY)) == {"official", "why", "loose_until"}


def test_free_delivery_with_a_tariff_is_a_mistake():
    assert problems(replace(NATIONAL, fee=Fee(rupiah=9000)), begins=DAY) == {"rupiah": "tariff"}


@pytest.mark.parametrize(
    ("methods", "share", "is_so"),
    [
        ((ConfirmationMethod.COURIER_PHONE_SIGN,), True, False),
        ((ConfirmationMethod.COURIER_PHONE_SIGN,), False, True),
        ((ConfirmationMethod.CODE_SPOKEN,), False, False),
        ((ConfirmationMethod.NAME_SPOKEN,), True, True),
    ],
    ids=["signing", "signing-barred", "code", "name-alone"],
)
def test_rules_that_nobody_could_meet_are_refused(methods, share, is_so):
    """Of class A and B a delivery needs the person: by drawing, or by what only the recipient can give."""
    book = replace(NATIONAL, methods=methods, health=Health(share_device=share))
    inbound_alone = replace(book)
    assert (problems(inbound_alone, begins=DAY).get("methods") == "cannot-be-met") is is_so


MOMENT = datetime(2026, 11, 24, 3, tzinfo=UTC)
moments = st.integers(0, 40).map(lambda days: MOMENT + timedelta(days=days))


@given(st.lists(st.tuples(moments, st.booleans()), max_size=8), moments)
def test_at_every_moment_one_edition_holds_at_most_whatever_the_order(dates, at):
    editions = [EditionDates(number, begins, gone) for number, (begins, gone) in enumerate(dates, start=1)]
    found = [one for one in editions if standing(one, editions, at) is Dated.IN_FORCE]
    assert found == ([one] if (one := in_force(reversed(editions), at)) else [])


@given(st.lists(moments, max_size=8), moments, st.integers(0, 40))
def test_an_edition_that_begins_later_never_changes_what_held_before(dates, at, later):
    editions = [EditionDates(number, begins) for number, begins in enumerate(dates, start=1)]
    added = EditionDates(len(editions) + 1, at + timedelta(days=later, seconds=1))
    assert in_force([*editions, added], at) == in_force(editions, at)


def test_standing_is_said_of_every_edition():
    coming = EditionDates(3, MOMENT + timedelta(days=1))
    editions = [
        EditionDates(1, MOMENT),
        EditionDates(2, MOMENT),
        coming,
        EditionDates(4, MOMENT, withdrawn=True),
    ]
    said = [standing(one, editions, MOMENT) for one in editions]
    assert said == [Dated.PAST, Dated.IN_FORCE, Dated.COMING, Dated.WITHDRAWN]


def test_advice_is_shown_and_never_asked():
    policy = rule("KTP_EL", replace(NATIONAL, health=Health(mode=Mode.ADVICE, share_device=False)))
    assert (policy.checks, len(policy.advice), policy.share_device) == ((), 3, True)


@pytest.mark.parametrize(
    "policy",
    [rule("KTP_EL", NATIONAL), rule("BERKAS_MASUK", NATIONAL), *default_policies()],
    ids=lambda policy: policy.id,
)
def test_put_down_it_counts_only_when_it_was_up_to_date(policy):
    assert missing_ticks(policy, "placed_and_watched", ticked=["name_said"]) == ("saw_taken",)
    assert missing_ticks(policy, "placed_and_watched", ticked=["saw_taken"]) == ("name_said",)
    assert missing_ticks(policy, "placed_and_watched", ticked=["saw_taken", "name_said"]) == ()
    assert missing_ticks(policy, "direct", ticked=[]) == ()


def test_no_edition_lets_a_package_be_put_down_and_left_alone():
    book = replace(NATIONAL, health=Health(saw_taken=False))
    assert problems(book, begins=DAY) == {"modes": "left-alone"}
    assert problems(replace(book, modes=(HandoverMode.DIRECT,)), begins=DAY) == {}
    assert problems(up_to_date(book), begins=DAY) == {}


def test_an_edition_from_before_the_door_was_asked_reads_as_it_was():
    """Its policies are in the table and stay as they are; what it says now is what it said then."""
    then = json.loads(rulebook_text(replace(NATIONAL, health=Health(distance_m=2, spot=True))))
    for name in ("grab_m", "wipe", "witnessed"):
        del then["health"][name]
    policy = rule("KTP_EL", rulebook_of(json.dumps(then)))
    assert (policy.door, policy.placed) == (None, (Check.SPOT, Check.SAW_TAKEN))


def an_edition_of_before(book=NATIONAL):
    """One that names no version of the national policies: it grew from the fourth."""
    said = json.loads(rulebook_text(book))
    del said["national"]
    return json.dumps(said)


def test_an_edition_from_before_the_fifth_national_version_reads_as_it_was():
    policy = rule("KTP_EL", rulebook_of(an_edition_of_before()))
    assert (policy.id_match, policy.papers, policy.reasons) == (False, (), 1)


def test_a_draft_begun_before_becomes_an_edition_of_today():
    policy = rule("KTP_EL", draft_book(an_edition_of_before()))
    assert (policy.id_match, policy.reasons) == (True, 2)


def test_that_an_edition_asks_more_than_the_one_before_is_among_its_changes():
    (change,) = changes(rulebook_of(an_edition_of_before()), NATIONAL)
    assert (change.before.en, change.after.en) == ("version 4", "version 5")


def test_a_new_draft_from_it_asks_all_of_it_and_never_less_far_than_it_did():
    before = Health(distance_m=3, grab_m=3, wipe=False, witnessed=False, saw_taken=False)
    door = rule("KTP_EL", up_to_date(replace(NATIONAL, health=before))).door
    assert door == Door(partner_m=(("grab", 3),))


def test_where_no_screen_is_shared_nobody_wipes_it_and_nobody_declines_to_sign_on_it():
    door = rule("KTP_EL", replace(NATIONAL, health=PRESETS[Level.PANDEMI])).door
    assert door
    assert (door.shared, door.witnesses) == ((), ())


def test_wiping_is_hygiene_and_ends_with_the_protocol():
    door = rule("KTP_EL", replace(NATIONAL, health=Health(mode=Mode.OFF))).door
    assert door
    assert (door.shared, door.spots != ()) == ((), True)
