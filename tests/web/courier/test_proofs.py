"""Then the whole: what a proof does when everything is in order, and what is refused whole."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from courier_app.domain.merkle import leaf_hash
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome
from courier_app.evidence.jws import LONGEST
from courier_app.evidence.vault import open_field
from courier_app.models import Device, Leaf, Media, PackageEvent, PackageKey, Proof, ProofMedia
from courier_app.services.proof_findings import COLUMN
from courier_app.services.recipients import package_dek
from tests.house import NOON, on_both
from tests.phone import AT_HOME, File, Phone, a_photo, power_cut, promise, reason

ROADS = [
    ("picked_up", Status.ASSIGNED, [Status.PICKED_UP]),
    ("delivered", Status.PICKED_UP, [Status.DELIVERED]),
    ("delivered", Status.OUT_FOR_DELIVERY, [Status.DELIVERED]),
    ("attempt_failed", Status.PICKED_UP, [Status.ATTEMPT_FAILED]),
    ("returned", Status.PICKED_UP, [Status.RETURNING]),
]


@on_both
@pytest.mark.parametrize(("outcome", "status", "steps"), ROADS)
def test_a_proof_moves_its_package(door, outcome, status, steps):
    package = door.package(status)
    before = door.steps(package)
    answer = door.phone.send(door.phone.freeze(package, outcome))
    assert (answer.status_code, promise(answer)["verdict"]) == (201, "accepted")
    assert door.steps(package) == before + steps
    assert door.now(package).status is steps[-1]


def test_the_acknowledgement_promises_exactly_what_was_sent(door):
    frozen = door.phone.freeze(door.package())
    answer = door.phone.send(frozen)
    assert answer.mimetype == "application/jose"
    assert promise(answer) == {
        "proof": str(frozen.proof),
        "mh": frozen.mh,
        "jh": frozen.jh,
        "parts": [file.sha256 for file in frozen.files],
        "index": 0,
        "received_at": "2026-11-23T05:00:00.000Z",
        "verdict": "accepted",
        "reason": None,
    }


def test_a_delivered_package_is_closed_when_we_hear_of_it(door):
    """A phone's clock may stand at 1970: by it, the citizen's ninety days would be over before they began."""
    package = door.package()
    door.phone.send(door.phone.freeze(package, captured_at="1970-01-01T00:10:00.000Z", offset_ms=None))
    assert door.now(package).closed_at == NOON


def test_the_step_names_who_when_and_which_proof(door):
    package = door.package()
    frozen = door.phone.freeze(package, captured_at="2026-11-23T03:00:00.000Z")
    door.phone.send(frozen)
    with door.house.reading() as session:
        event = session.scalars(select(PackageEvent).where(PackageEvent.proof_id == frozen.proof)).one()
    assert (event.occurred_at, event.recorded_at) == (NOON.replace(hour=3), NOON)
    assert event.courier_id == door.courier.id


@pytest.mark.parametrize(("why", "attempt"), [("not_home", 2), ("weather", 1), ("not_attempted", 1)], ids=str)
def test_a_failed_attempt_counts_unless_nobody_could_have_come(door, why, attempt):
    package = door.package()
    door.phone.send(door.phone.freeze(package, "attempt_failed", reason=why))
    assert door.now(package).attempt == attempt


def test_a_second_attempt_can_succeed(door):
    package = door.package()
    door.phone.send(door.phone.freeze(package, "attempt_failed"))
    answer = door.phone.send(door.phone.freeze(door.now(package)))
    assert promise(answer)["verdict"] == "accepted"
    assert door.steps(package)[-3:] == [Status.ATTEMPT_FAILED, Status.OUT_FOR_DELIVERY, Status.DELIVERED]


@on_both
def test_sending_the_same_proof_again_gives_the_same_acknowledgement(door, clock):
    frozen = door.phone.freeze(door.package())
    first = door.phone.send(frozen)
    clock.pass_(hours=3)
    again = door.phone.send_proof(frozen)
    assert (again.status_code, again.data) == (200, first.data)
    assert (door.count(Proof), door.count(Leaf)) == (1, 1)


def test_a_known_proof_is_answered_even_after_its_key_was_revoked(door):
    frozen = door.phone.freeze(door.package())
    first = door.phone.send(frozen)
    with door.house.transaction() as session:
        session.scalars(select(Device)).one().revoked_at = NOON
    assert door.phone.send_proof(frozen).data == first.data


@on_both
def test_the_same_id_with_other_bytes_is_refused_and_the_first_stays(door):
    package = door.package()
    frozen = door.phone.freeze(package)
    first = door.phone.send(frozen)
    other = door.phone.freeze(package, proof=str(frozen.proof))
    answer = door.phone.send(other)
    assert (answer.status_code, reason(answer)) == (422, "proof-conflict")
    assert door.phone.send_proof(frozen).data == first.data


def test_the_same_manifest_signed_again_is_another_proof(door):
    """ECDSA signs differently each time, so a phone signs once and keeps the bytes."""
    frozen = door.phone.freeze(door.package())
    door.phone.send(frozen)
    again = replace(frozen, body=door.phone.key.signed(frozen.manifest))
    assert reason(door.phone.send_proof(again)) == "proof-conflict"


@on_both
def test_the_whole_before_its_parts_names_what_is_missing(door):
    package = door.package()
    frozen = door.phone.freeze(package)
    door.phone.send_media(frozen.files[1])
    answer = door.phone.send_proof(frozen)
    assert (answer.status_code, reason(answer)) == (409, "evidence-missing")
    assert answer.json["missing"] == [frozen.files[0].sha256]
    assert (door.count(Proof), door.count(Leaf), door.now(package).status) == (0, 0, Status.PICKED_UP)


def test_with_the_missing_part_the_same_bytes_are_accepted(door):
    frozen = door.phone.freeze(door.package())
    door.phone.send_proof(frozen)
    assert door.phone.send(frozen).status_code == 201


def test_a_part_of_another_courier_is_missing_here(door):
    frozen = door.phone.freeze(door.package())
    other = door.another_phone()
    for file in frozen.files:
        other.send_media(file)
    assert reason(door.phone.send_proof(frozen)) == "evidence-missing"


def test_two_packages_keep_their_own_evidence(door):
    frozen = [door.phone.freeze(door.package()) for _ in range(2)]
    for file in (*frozen[1].files, *frozen[0].files):
        door.phone.send_media(file)
    for one in frozen:
        door.phone.send_proof(one)
    assert [evidence(door, one) for one in frozen] == [[f.sha256 for f in one.files] for one in frozen]


def evidence(door, frozen):
    with door.house.reading() as session:
        query = select(Media.sha256).join(ProofMedia).where(ProofMedia.proof_id == frozen.proof)
        return [sha256.hex() for sha256 in session.scalars(query.order_by(ProofMedia.position))]


@pytest.mark.parametrize(
    "lie",
    [{"bytes": 1}, {"type": "image/png"}, {"width": 65}, {"height": 47}],
    ids=lambda lie: next(iter(lie)),
)
def test_a_manifest_that_describes_another_file_is_refused(door, lie):
    file = a_photo()
    door.phone.send_media(file)
    frozen = door.phone.freeze(door.package(), "attempt_failed", files=[File(file.body, file.line | lie)])
    answer = door.phone.send_proof(frozen)
    assert (answer.status_code, reason(answer)) == (422, "invalid")


def test_an_unknown_label_is_refused(door):
    frozen = door.phone.freeze(door.package(), pkg="0" * 17)
    answer = door.phone.send(frozen)
    assert (answer.status_code, reason(answer)) == (422, "unknown-package")


def test_a_package_whose_data_were_erased_is_as_good_as_unknown(door):
    package = door.package()
    with door.house.transaction() as session:
        session.execute(delete(PackageKey).where(PackageKey.package_id == package.id))
    assert reason(door.phone.send(door.phone.freeze(package))) == "unknown-package"


def test_a_changed_payload_is_refused(door):
    frozen = door.phone.freeze(door.package(), "picked_up")
    head, _, signature = frozen.body.split(b".")
    other = frozen.manifest.replace(b'"attempt":1', b'"attempt":2')
    payload = urlsafe_b64encode(other).rstrip(b"=")
    answer = door.phone.send(replace(frozen, body=b".".join((head, payload, signature))))
    assert (answer.status_code, reason(answer)) == (422, "bad-signature")


def test_one_flipped_bit_in_the_signature_is_refused(door):
    frozen = door.phone.freeze(door.package())
    head, payload, signature = frozen.body.split(b".")
    raw = urlsafe_b64decode(signature + b"==")
    flipped = urlsafe_b64encode(raw[:-1] + bytes([raw[-1] ^ 1])).rstrip(b"=")
    answer = door.phone.send(replace(frozen, body=b".".join((head, payload, flipped))))
    assert reason(answer) == "bad-signature"
    assert door.count(Proof) == 0


def test_the_key_of_another_courier_does_not_sign_here(door):
    frozen = door.another_phone().freeze(door.package())
    answer = door.phone.send(frozen)
    assert (answer.status_code, reason(answer)) == (422, "unknown-device")


def test_a_key_that_was_never_enrolled_does_not_sign(door, app):
    stranger = Phone(app, door.courier, enrolled=False)
    assert reason(stranger.send(stranger.freeze(door.package()))) == "unknown-device"


def test_a_drivers_key_speaks_for_its_own_trip_only(door, app):
    phone, handover = door.driver()
    package = door.on_trip(handover)
    door.change(handover, partner_code="grab")
    account = Phone(app, door.courier)
    account.key = phone.key
    assert reason(account.send(account.freeze(package))) == "unknown-device"


def test_a_driver_without_an_account_delivers_like_a_postman(door):
    phone, handover = door.driver()
    package = door.on_trip(handover, Status.ASSIGNED)
    taken = phone.send(phone.freeze(package, "picked_up"))
    given = phone.send(phone.freeze(package))
    assert [promise(answer)["verdict"] for answer in (taken, given)] == ["accepted", "accepted"]
    assert door.now(package).status is Status.DELIVERED


def test_a_proof_at_another_address_is_refused(door):
    frozen = replace(door.phone.freeze(door.package()), proof=uuid4())
    answer = door.phone.send(frozen)
    assert (answer.status_code, answer.json["reason"]) == (422, "another-address")


def test_without_a_session_no_proof_is_taken(door, app):
    answer = door.phone.send_proof(door.phone.freeze(door.package()), client=app.test_client())
    assert (answer.status_code, reason(answer)) == (401, "sign-in-needed")


def test_a_proof_in_a_form_is_not_taken(door):
    frozen = replace(door.phone.freeze(door.package()), type="text/plain")
    assert (door.phone.send_proof(frozen).status_code, door.count(Proof)) == (415, 0)


def test_bytes_that_are_no_signed_record_are_refused(door):
    frozen = replace(door.phone.freeze(door.package()), body=b"<html>portal</html>")
    assert door.phone.send_proof(frozen).status_code == 422


@on_both
def test_a_phone_that_cannot_keep_a_key_is_heard_too(door):
    frozen = door.phone.freeze_unsigned(door.package())
    answer = door.phone.send(frozen)
    assert (answer.status_code, promise(answer)["verdict"], promise(answer)["jh"]) == (201, "accepted", None)
    assert door.phone.send_proof(frozen).data == answer.data
    assert "unsigned" in door.proof(frozen).flags.split()


def test_an_unsigned_proof_must_say_why(door):
    frozen = replace(door.phone.freeze(door.package()), type="application/json")
    answer = door.phone.send_proof(replace(frozen, body=frozen.manifest))
    assert (answer.status_code, answer.json["reason"]) == (422, "unsigned")


def test_a_signed_proof_cannot_call_itself_unsigned(door):
    frozen = door.phone.freeze(door.package(), unsigned="no_key")
    assert door.phone.send(frozen).json["reason"] == "unsigned"


def test_an_unsigned_proof_begins_with_its_bracket(door):
    frozen = door.phone.freeze_unsigned(door.package())
    answer = door.phone.send(replace(frozen, body=b" " + frozen.body))
    assert (answer.status_code, answer.json["reason"]) == (422, "not-an-object")


def test_an_unsigned_proof_is_no_longer_than_a_signed_one(door):
    frozen = door.phone.freeze_unsigned(door.package())
    long = replace(frozen, body=frozen.body + b" " * LONGEST)
    assert door.phone.send_proof(long).json["reason"] == "too-long"


def test_the_leaf_holds_hashes_and_a_minute_and_nothing_else(door):
    frozen = door.phone.freeze(door.package())
    door.phone.send(frozen)
    with door.house.reading() as session:
        leaf = session.scalars(select(Leaf)).one()
    minute = int(NOON.timestamp())
    assert json.loads(leaf.entry) == {"jh": frozen.jh, "mh": frozen.mh, "t": "proof", "ts": minute, "v": 1}
    assert leaf.hash == leaf_hash(leaf.entry)


def test_the_leaf_of_an_unsigned_proof_has_no_signature_hash(door):
    door.phone.send(door.phone.freeze_unsigned(door.package()))
    with door.house.reading() as session:
        assert b'"jh"' not in session.scalars(select(Leaf.entry)).one()


def test_what_was_sent_is_kept_sealed_and_opens_as_it_came(door):
    package = door.package()
    frozen = door.phone.freeze(package)
    door.phone.send(frozen)
    sealed = door.proof(frozen).sent_sealed
    assert frozen.body not in sealed
    with door.house.reading() as session:
        dek = package_dek(session, door.ports, package.id)
    assert open_field(dek, sealed, package_id=package.id, column=COLUMN) == frozen.body.decode()


def test_the_row_says_what_the_phone_said(door):
    frozen = door.phone.freeze(door.package(), "attempt_failed", offset_ms=-1500, attempt=2)
    door.phone.send(frozen)
    row = door.proof(frozen)
    assert (row.outcome, row.reason, row.attempt, row.offset_ms) == (
        Outcome.ATTEMPT_FAILED,
        "not_home",
        2,
        -1500,
    )
    assert (row.seq, row.manifest_hash.hex(), row.mark, row.courier_id) == (
        1,
        frozen.mh,
        None,
        door.courier.id,
    )


@on_both
def test_a_phone_whose_clock_stands_at_1970_is_heard(door):
    then = {"captured_at": "1970-01-01T00:00:07.000Z", "offset_ms": 1_795_000_000_000}
    place = AT_HOME | {"fix_at": "1970-01-01T00:00:05.000Z"}  # by the same clock
    frozen = door.phone.freeze(door.package(kind="KK"), gps=place, **then)
    assert promise(door.phone.send(frozen))["verdict"] == "accepted"
    assert door.proof(frozen).flags.split() == ["clock-skew"]


@pytest.mark.parametrize("step", ["append_leaf", "sign_acknowledgement", "_media_rows", "walk_held"])
def test_a_crash_in_the_middle_leaves_nothing_and_the_repeat_succeeds(door, monkeypatch, step):
    package = door.package()
    frozen = door.phone.freeze(package)
    with monkeypatch.context() as crash:
        crash.setattr(f"courier_app.services.proof_rows.{step}", power_cut)
        assert door.phone.send(frozen).status_code == 503
    assert (door.count(Proof), door.count(Leaf), door.now(package).status) == (0, 0, Status.PICKED_UP)
    assert promise(door.phone.send_proof(frozen))["index"] == 0
