"""A true proof is never thrown away: what the rules turn down is kept, logged, acknowledged, and moves nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.claim_codes import TRIES
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.models import Device, Leaf, User
from courier_app.services.recipients import Recipient
from tests.house import NOON, on_both
from tests.phone import AT_THE_DOOR, a_photo, a_signature, promise

ONE_KM_NORTH = {"lat_e7": -69814000, "lon_e7": 1104229000, "acc_m": 8, "fix_at": "2026-11-23T04:59:30.000Z"}


def verdict(answer):
    assert answer.status_code == 201
    said = promise(answer)
    return said["verdict"], said["reason"]


def kept(mark):
    return "kept_for_review", mark.value


def flags(door, frozen):
    return set(door.proof(frozen).flags.split())


def sent(door, package=None, outcome="delivered", **said):
    """A proof of one act, sent whole; with the flags it got. Of a family card: for a card somebody always calls."""
    frozen = door.phone.freeze(package or door.package(kind="KK"), outcome, **said)
    door.phone.send(frozen)
    return flags(door, frozen)


def wrong(code):
    return "000000" if code != "000000" else "111111"


@on_both
def test_a_package_in_other_hands_stays_where_it_is(door):
    package = door.package()
    phone = door.another_phone()
    assert verdict(phone.send(phone.freeze(package))) == kept(Mark.NOT_YOUR_PACKAGE)
    assert (door.now(package).status, door.count(Leaf)) == (Status.PICKED_UP, 1)


def test_a_marked_proof_is_acknowledged_the_same_at_every_repeat(door):
    phone = door.another_phone()
    frozen = phone.freeze(door.package())
    first = phone.send(frozen)
    assert phone.send_proof(frozen).data == first.data


def test_a_second_delivery_of_a_closed_package_is_kept(door):
    package = door.package()
    door.phone.send(door.phone.freeze(package))
    assert verdict(door.phone.send(door.phone.freeze(package))) == kept(Mark.PACKAGE_CLOSED)


def test_a_package_cancelled_meanwhile_stays_cancelled(door):
    package = door.package()
    door.change(package, status=Status.CANCELLED)
    assert verdict(door.phone.send(door.phone.freeze(package))) == kept(Mark.PACKAGE_CLOSED)


def test_a_delivery_before_the_pick_up_is_out_of_order(door):
    package = door.package(Status.ASSIGNED)
    assert verdict(door.phone.send(door.phone.freeze(package))) == kept(Mark.WRONG_ORDER)


def test_a_key_revoked_before_its_proof_came_is_marked(door):
    frozen = door.phone.freeze(door.package())
    with door.house.transaction() as session:
        session.scalars(select(Device)).one().revoked_at = NOON
    assert verdict(door.phone.send(frozen)) == kept(Mark.DEVICE_REVOKED)


@pytest.mark.parametrize("freeze", ["freeze", "freeze_unsigned"])
def test_a_proof_of_an_account_closed_meanwhile_is_kept_for_review(door, freeze):
    frozen = getattr(door.phone, freeze)(door.package())
    with door.house.transaction() as session:
        session.get_one(User, door.courier.user_id).closed_at = NOON
    assert verdict(door.phone.send(frozen)) == kept(Mark.DEVICE_REVOKED)


def test_somebody_who_may_not_receive_is_marked(door):
    frozen = door.phone.freeze(door.package(), recipient={"name": "Tetangga", "rel": "neighbour"})
    assert verdict(door.phone.send(frozen)) == kept(Mark.RELATION_NOT_ALLOWED)


def test_a_relation_that_nobody_knows_is_marked_and_not_refused(door):
    frozen = door.phone.freeze(door.package(), recipient={"name": "Siapa", "rel": "time_traveller"})
    assert verdict(door.phone.send(frozen)) == kept(Mark.RELATION_NOT_ALLOWED)


@pytest.mark.parametrize("nobody", [{"recipient": None}, {"contactless": None}], ids=str)
def test_a_delivery_to_nobody_or_in_no_way_is_marked(door, nobody):
    assert verdict(door.phone.send(door.phone.freeze(door.package(), **nobody)))[0] == "kept_for_review"


@pytest.mark.parametrize(
    "way", [{"mode": "left_unattended", "method": "name_spoken"}, {"mode": "direct", "method": "paper_slip"}]
)
def test_a_way_of_handing_over_that_the_policy_does_not_know_is_marked(door, way):
    frozen = door.phone.freeze(door.package(), contactless=way)
    assert verdict(door.phone.send(frozen)) == kept(Mark.METHOD_NOT_ALLOWED)


def test_a_card_that_did_not_match_is_marked(door):
    frozen = door.phone.freeze(door.package(), answers={"id_check": "mismatch"})
    assert verdict(door.phone.send(frozen)) == kept(Mark.IDENTITY_MISMATCH)


@pytest.mark.parametrize(
    ("files", "answers"),
    [
        ((), {}),
        ((a_signature(),), {}),
        ((a_photo(),), {}),
        ((a_photo(), a_signature()), {"signature_status": "declined"}),
    ],
    ids=["nothing", "no photo", "no signature", "a drawing that is not called a signature"],
)
def test_a_delivery_without_its_evidence_is_marked(door, files, answers):
    frozen = door.phone.freeze(door.package(), files=files, answers=answers)
    assert verdict(door.phone.send(frozen)) == kept(Mark.EVIDENCE_INCOMPLETE)


@pytest.mark.parametrize("why", ["not_home", "aliens"])
def test_a_failed_attempt_without_its_photo_or_with_a_strange_reason_is_marked(door, why):
    frozen = door.phone.freeze(door.package(), "attempt_failed", files=(), reason=why)
    assert verdict(door.phone.send(frozen)) == kept(Mark.EVIDENCE_INCOMPLETE)


@pytest.mark.parametrize(
    "policy", [("c-self-or-kk", 1), ("a-self-or-kk", 99), ("nobody-wrote-this", 1)], ids=str
)
def test_nobody_chooses_other_rules_than_the_packages(door, policy):
    package = door.package()
    followed = {"id": policy[0], "version": policy[1], "answers": AT_THE_DOOR}
    frozen = door.phone.freeze(package, policy=followed)
    assert verdict(door.phone.send(frozen)) == kept(Mark.POLICY_UNKNOWN)


def test_a_photo_that_proved_another_package_proves_nothing_here(door):
    files = (a_photo(), a_signature())
    door.phone.send(door.phone.freeze(door.package(), files=files))
    again = door.phone.freeze(door.package(), files=(files[0], a_signature()))
    assert verdict(door.phone.send(again)) == kept(Mark.PHOTO_SEEN_BEFORE)


def test_a_photo_of_another_courier_proves_nothing_here(door):
    photo, phone = a_photo(), door.another_phone()
    phone.send(phone.freeze(door.package(), files=(photo, a_signature())))
    mine = door.phone.freeze(door.package(), files=(photo, a_signature()))
    assert verdict(door.phone.send(mine)) == kept(Mark.PHOTO_SEEN_BEFORE)


def test_a_photo_that_lies_in_review_may_be_shown_again_for_the_same_package(door):
    package, photo = door.package(), a_photo()
    door.phone.send(door.phone.freeze(package, files=(photo,)))
    put_right = door.phone.freeze(package, files=(photo, a_signature()))
    assert verdict(door.phone.send(put_right)) == ("accepted", None)


def test_yesterdays_photo_of_the_same_door_does_not_prove_todays_visit(door):
    package, photo = door.package(), a_photo()
    door.phone.send(door.phone.freeze(package, "attempt_failed", files=(photo,)))
    again = door.phone.freeze(package, "attempt_failed", files=(photo,))
    assert verdict(door.phone.send(again)) == kept(Mark.PHOTO_SEEN_BEFORE)


def test_the_claim_code_stands_for_a_signature(door):
    package, code = door.registered()
    answers = {"claim_code": code, "signature_status": "not_needed"}
    frozen = door.phone.freeze(package, files=(a_photo(),), answers=answers)
    assert verdict(door.phone.send(frozen)) == ("accepted", None)


@on_both
def test_a_wrong_claim_code_is_marked_and_counted(door):
    package, code = door.registered()
    frozen = door.phone.freeze(package, answers={"claim_code": wrong(code)})
    assert verdict(door.phone.send(frozen)) == kept(Mark.CLAIM_CODE_WRONG)
    assert door.now(package).claim_tries == 1


def test_a_repeat_of_a_wrong_code_is_not_counted_again(door):
    package, code = door.registered()
    frozen = door.phone.freeze(package, answers={"claim_code": wrong(code)})
    for _ in range(3):
        door.phone.send(frozen)
    assert door.now(package).claim_tries == 1


def test_after_five_wrong_codes_even_the_right_one_is_wrong(door):
    package, code = door.registered()
    door.change(package, claim_tries=TRIES)
    frozen = door.phone.freeze(package, answers={"claim_code": code})
    assert verdict(door.phone.send(frozen)) == kept(Mark.CLAIM_CODE_WRONG)


def test_a_stranger_learns_nothing_about_a_claim_code_and_uses_up_no_try(door):
    package, code = door.registered()
    phone = door.another_phone()
    said = [
        verdict(phone.send(phone.freeze(package, answers={"claim_code": typed})))
        for typed in (code, wrong(code))
    ]
    assert said == [kept(Mark.NOT_YOUR_PACKAGE)] * 2
    assert door.now(package).claim_tries == 0


def test_what_happened_during_the_trip_counts_though_it_comes_later(door, clock):
    phone, handover = door.driver(expires_at=NOON + timedelta(hours=1))
    frozen = phone.freeze(door.on_trip(handover))
    clock.pass_(hours=2)
    assert verdict(phone.send(frozen)) == ("accepted", None)


@pytest.mark.parametrize("end", ["expires_at", "revoked_at"])
def test_what_happened_after_the_trip_is_marked(door, end):
    phone, handover = door.driver(**{end: NOON - timedelta(seconds=1)})
    assert verdict(phone.send(phone.freeze(door.on_trip(handover)))) == kept(Mark.TRIP_OVER)


def test_a_driver_cannot_act_on_a_package_of_an_earlier_trip(door):
    phone, handover = door.driver()
    package = door.on_trip(handover)
    _, later = door.driver()
    door.change(package, handover_id=later.id)
    assert verdict(phone.send(phone.freeze(package))) == kept(Mark.NOT_YOUR_PACKAGE)


def test_an_ordinary_delivery_has_no_flag(door):
    assert sent(door) == set()


def test_the_distance_from_the_address_is_noted(door):
    frozen = door.phone.freeze(door.package(kind="KK"), gps=ONE_KM_NORTH)
    door.phone.send(frozen)
    assert 990 < door.proof(frozen).distance_m < 1010
    assert flags(door, frozen) == {"far-from-address"}


def test_a_pick_up_at_the_office_is_not_far_from_any_address(door):
    assert sent(door, door.package(Status.ASSIGNED), "picked_up", gps=ONE_KM_NORTH) == set()


def test_an_address_without_a_place_is_not_far(door):
    package = door.package(kind="KK", recipient=Recipient("Siti Aminah", "Jl. Melati 3"))
    assert sent(door, package, gps=ONE_KM_NORTH) == set()


def test_a_missing_place_is_flagged(door):
    assert sent(door, gps={"none": "denied"}) == {"no-place"}


def test_a_clock_eleven_minutes_off_is_flagged(door):
    assert sent(door, offset_ms=-660_000) == {"clock-skew"}


def test_another_name_than_the_envelopes_is_flagged(door):
    assert sent(door, recipient={"name": "Bambang", "rel": "self"}) == {"name-differs"}


def test_a_frozen_record_with_a_nik_in_it_is_kept_and_flagged(door):
    package = door.package(kind="KK")
    frozen = door.phone.freeze(package, recipient={"name": "Siti Aminah 3317011708909901", "rel": "spouse"})
    assert verdict(door.phone.send(frozen)) == ("accepted", None)
    assert flags(door, frozen) == {"nik"}


@pytest.mark.parametrize("name", ["SITI AMINAH", "Hj. Siti  Aminah, S.Pd."])
def test_the_same_name_in_another_spelling_is_not(door, name):
    assert sent(door, recipient={"name": name, "rel": "self"}) == set()


UNSEEN = {"id_check": "not_done", "id_check_reason": "gelap"}


def test_a_card_that_was_not_looked_at_is_flagged_and_somebody_calls(door):
    assert sent(door, door.package(), answers=UNSEEN) == {"identity-not-checked", "call-back"}


@on_both
def test_a_card_is_not_delivered_on_the_couriers_word_alone(door):
    """A photo, a scribble on the courier's phone, no look at the identity card, no code: the audit's own case."""
    package = door.package()
    assert verdict(door.phone.send(door.phone.freeze(package, answers=UNSEEN))) == kept(
        Mark.EVIDENCE_INCOMPLETE
    )
    assert door.now(package).status is Status.PICKED_UP


def test_a_card_that_fits_delivers_and_somebody_calls(door):
    frozen = door.phone.freeze(door.package())
    assert verdict(door.phone.send(frozen)) == ("accepted", None)
    assert flags(door, frozen) == {"call-back"}


def test_with_the_claim_code_a_card_left_at_home_is_no_hindrance_and_nobody_calls(door):
    package, code = door.registered()
    frozen = door.phone.freeze(package, answers=UNSEEN | {"claim_code": code})
    assert verdict(door.phone.send(frozen)) == ("accepted", None)
    assert flags(door, frozen) == {"identity-not-checked"}


def test_a_check_that_was_left_open_is_flagged(door):
    assert sent(door, answers={"checks": {"mask": True, "distance": False}}) == {"checks-incomplete"}


def test_a_row_of_proofs_without_a_gap_is_not_flagged(door):
    assert [sent(door) for _ in range(3)] == [set()] * 3


def test_a_proof_left_out_of_the_row_is_flagged(door):
    door.phone.freeze(door.package())
    assert sent(door) == {"sequence-gap"}


@pytest.mark.parametrize(
    "broken", [{"seq": 1, "prev": "ab" * 32}, {"seq": 2, "prev": None}, {"seq": 5}], ids=str
)
def test_a_broken_row_is_flagged(door, broken):
    assert sent(door, **broken) == {"sequence-gap"}


def test_a_number_used_twice_is_flagged(door):
    sent(door)
    assert sent(door, seq=1, prev=None) == {"sequence-gap"}
