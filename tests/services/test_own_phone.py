"""The recipient signs on their own phone: two halves, in any order, make one delivery (offline.md, trap 25)."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, select, update

from courier_app.domain.own_phone import OPEN_WITHIN, SEND_WITHIN
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.evidence.jws import b64u
from courier_app.models import (
    Leaf,
    Look,
    OwnPhoneSignature,
    Package,
    PackageEvent,
    PackageKey,
    Proof,
    Review,
)
from courier_app.services.ledger_audit import faults_in
from courier_app.services.receivers import handed_over
from tests.house import NOON, on_both
from tests.phone import Phone, a_photo, promise, reason
from tests.recipients import RecipientPhone, a_link
from tests.town import a_courier, a_package, an_office

OWN = {"contactless": {"mode": "direct", "method": "sign_own_phone"}}


class Door:
    """A courier with a package in hand, and the recipient with a phone before him."""

    def __init__(self, app, house, ports):
        self.app, self.house, self.ports = app, house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.courier = a_courier(session, self.office)
        self.phone = Phone(app, self.courier)
        self.package = self.another_package()
        self.recipient = self.scans(a_link(self.package))

    def another_package(self):
        with self.house.transaction() as session:
            held = {"status": Status.OUT_FOR_DELIVERY, "courier": self.courier}
            return a_package(session, self.ports, self.office, **held).package

    def scans(self, link):
        return RecipientPhone(self.app, link)

    def signs(self, **said):
        """Opens, signs and sends; the record as it was sent."""
        record = self.recipient.record(**said)
        assert self.recipient.open().status_code == 200
        assert self.recipient.send(record).status_code == 201
        return record

    def freeze(self, record, *, seen=True, package=None, **said):
        """The courier's half: it names the record by its hash, or by the code that was read out."""
        own = {"id": str(self.recipient.link.id), "mh": None, "code": None}
        own |= (
            {"mh": hashlib.sha256(record.encode()).hexdigest()}
            if seen
            else {"code": self.recipient.code(record)}
        )
        said = {"own_phone": own} | OWN | said
        return self.phone.freeze(package or self.package, "delivered", files=[a_photo()], **said)

    def all(self, model):
        with self.house.reading() as session:
            return list(session.scalars(select(model)))

    def status(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.package.id).status

    def proof(self):
        (found,) = self.all(Proof)
        return found

    def deliveries(self):
        return [event for event in self.all(PackageEvent) if event.status is Status.DELIVERED]

    def leaves(self):
        return [json.loads(leaf.entry)["t"] for leaf in self.all(Leaf)]


@pytest.fixture
def door(app, house, ports):
    return Door(app, house, ports)


def verdict(answer):
    said = promise(answer)
    return said["verdict"], said["reason"]


ACCEPTED, KEPT = ("accepted", None), ("kept_for_review", Mark.EVIDENCE_INCOMPLETE.value)


@on_both
@pytest.mark.parametrize("seen", [True, False], ids=["courier online", "courier offline"])
def test_the_recipient_first_then_the_courier_is_one_delivery(door, seen):
    frozen = door.freeze(door.signs(), seen=seen)
    assert verdict(door.phone.send(frozen)) == ACCEPTED
    assert (door.status(), len(door.deliveries())) == (Status.DELIVERED, 1)
    assert sorted(door.leaves()) == ["own-phone", "proof"]


@on_both
def test_the_courier_first_waits_and_the_signature_completes_it(door):
    record = door.recipient.record()
    assert door.recipient.open().status_code == 200
    assert verdict(door.phone.send(door.freeze(record, seen=False))) == KEPT
    assert (door.status(), door.proof().flags) == (Status.OUT_FOR_DELIVERY, "ink-awaited")
    assert door.recipient.send(record).status_code == 201
    assert (door.status(), len(door.deliveries())) == (Status.DELIVERED, 1)
    (review,) = door.all(Review)
    assert (review.user_id, review.moved) == (None, True)


@on_both
def test_both_at_once_are_one_delivery(door):
    record = door.recipient.record()
    door.recipient.open()
    frozen = door.freeze(record, seen=False)
    for file in frozen.files:
        door.phone.send_media(file)
    gate, client = Barrier(4), door.phone.new_client

    def courier(_):
        with client() as own:
            gate.wait()
            return door.phone.send_proof(frozen, client=own).status_code

    def recipient(_):
        gate.wait()
        return door.recipient.send(record).status_code

    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(half, 0) for half in (courier, recipient, courier, recipient)]
    assert sorted(one.result() for one in sent) == [200, 200, 201, 201]
    assert (door.status(), len(door.deliveries())) == (Status.DELIVERED, 1)
    assert (len(door.all(OwnPhoneSignature)), len(door.all(Proof))) == (1, 1)


@on_both
def test_sent_twice_is_kept_once_with_the_same_answer(door):
    record = door.signs()
    again = door.recipient.send(record)
    assert (again.status_code, again.get_json()["code"]) == (200, door.recipient.code(record))
    assert door.leaves() == ["own-phone"]


def test_a_token_signs_once(door):
    door.signs()
    refused = door.recipient.send(door.recipient.record(name="Orang Lain"))
    assert (refused.status_code, refused.get_json()["reason"]) == (410, "used")


@on_both
def test_another_browser_finds_the_link_used(door):
    door.recipient.open()
    other = door.scans(door.recipient.link)
    assert other.open().get_json()["reason"] == "used"
    assert other.send(other.record()).status_code == 410


def test_a_reload_goes_on_and_shows_the_code_afterwards(door):
    door.recipient.open()
    record = door.signs()
    assert door.recipient.open().get_json()["code"] == door.recipient.code(record)


def test_a_link_is_over_after_half_an_hour(door, clock):
    clock.now = NOON + OPEN_WITHIN + timedelta(seconds=1)
    assert door.recipient.open().get_json()["reason"] == "over"


def test_what_was_opened_in_time_may_be_sent_for_a_day(door, clock):
    door.recipient.open()
    clock.now = NOON + SEND_WITHIN
    assert door.recipient.send(door.recipient.record()).status_code == 201


def test_and_no_longer(door, clock):
    door.recipient.open()
    clock.now = NOON + SEND_WITHIN + timedelta(seconds=1)
    assert door.recipient.send(door.recipient.record()).get_json()["reason"] == "over"


def test_nobody_signs_under_a_link_that_was_not_opened(door):
    assert door.recipient.send(door.recipient.record()).get_json()["reason"] == "over"


def wrong_label(door):
    other = door.another_package()
    return type(door.recipient.link)(other.label_id, door.recipient.link.token)


@pytest.mark.parametrize(
    "forge",
    [
        wrong_label,
        lambda door: a_link(door.package, attempt=2),
        lambda door: a_link(door.package, key=b"a stranger who has seen the label"),
    ],
    ids=["another package", "another attempt", "a stranger with the label"],
)
def test_a_link_of_something_else_opens_nothing(door, forge):
    refused = door.scans(forge(door)).open()
    assert (refused.status_code, reason(refused)) == (410, "signing-link-closed")
    assert refused.get_json()["reason"] == "unknown"
    assert door.all(OwnPhoneSignature) == []


def test_guesses_are_counted_for_each_address(door):
    link = a_link(door.package, key=b"a stranger who has seen the label")
    answers = [door.scans(link).open().status_code for _ in range(31)]
    assert (answers[29], answers[30]) == (410, 429)


def test_the_next_attempt_has_another_key(door):
    with door.house.transaction() as session:
        session.execute(update(Package).values(attempt=2))
    assert door.recipient.open().get_json()["reason"] == "unknown"


def test_an_attempt_that_was_opened_goes_on_after_the_package_moved(door):
    door.recipient.open()
    with door.house.transaction() as session:
        session.execute(update(Package).values(attempt=2))
    assert door.recipient.send(door.recipient.record()).status_code == 201


@pytest.mark.parametrize(
    "said",
    [
        {"rel": "neighbour"},
        {"pkg": "7K2M9QX4T1B8ZC3DA"},
        {"id": "8b6f1d1e-2a5c-4f9f-9e0b-1a7f0a1f2c3d"},
        {"consent": False},
        {"ink": {"width": 320, "height": 178, "strokes": [[1, 1, 2, 2]]}},
        {"ink": {"width": 320, "height": 178, "strokes": [[1, 1, 2]]}},
        {"name": " "},
        {"nik": "3317010101010001"},
    ],
    ids=["relation", "package", "id", "consent", "a dot", "half a point", "name", "more"],
)
def test_what_is_not_a_signature_for_this_package_is_refused(door, said):
    door.recipient.open()
    refused = door.recipient.send(door.recipient.record(**said))
    assert (refused.status_code, reason(refused)) == (422, "invalid")
    assert door.leaves() == []


def test_a_signature_for_one_package_is_none_for_another(door):
    record, other = door.signs(), door.another_package()
    assert verdict(door.phone.send(door.freeze(record, package=other))) == KEPT
    assert door.proof().flags == "ink-other"


def test_a_made_up_code_is_another_signature(door):
    record = door.signs()
    own = {"id": str(door.recipient.link.id), "mh": None, "code": "00000000"}
    assert verdict(door.phone.send(door.freeze(record, own_phone=own))) == KEPT
    assert door.proof().flags == "ink-other"


def test_a_made_up_code_is_not_completed_by_what_comes_later(door):
    door.recipient.open()
    own = {"id": str(door.recipient.link.id), "mh": None, "code": "00000000"}
    record = door.recipient.record()
    door.phone.send(door.freeze(record, own_phone=own))
    assert door.recipient.send(record).status_code == 201
    assert (door.status(), door.all(Review)) == (Status.OUT_FOR_DELIVERY, [])


def test_a_proof_that_lacks_more_is_not_completed(door):
    record = door.recipient.record()
    door.recipient.open()
    own = {"id": str(door.recipient.link.id), "mh": None, "code": door.recipient.code(record)}
    without_photo = door.phone.freeze(door.package, "delivered", files=[], own_phone=own, **OWN)
    assert verdict(door.phone.send(without_photo)) == KEPT
    door.recipient.send(record)
    assert door.status() is Status.OUT_FOR_DELIVERY


def test_the_method_goes_with_its_record(door):
    frozen = door.phone.freeze(door.package, "delivered", **OWN)
    assert verdict(door.phone.send(frozen)) == ("kept_for_review", "method-not-allowed")


def test_one_network_for_both_is_a_flag_and_no_verdict(door):
    door.recipient.address = "127.0.0.1"  # the test client's own
    assert verdict(door.phone.send(door.freeze(door.signs()))) == ACCEPTED
    assert door.proof().flags == "one-net"


def test_a_courier_who_writes_another_relation_is_flagged(door):
    record = door.signs(name="Joko Aminah", rel="spouse")
    assert verdict(door.phone.send(door.freeze(record))) == ACCEPTED
    assert door.proof().flags == "other-name"


def test_a_recipient_who_signs_as_the_addressee_under_another_name_is_flagged(door):
    record = door.signs(name="Bambang Sutrisno", rel="self")
    assert verdict(door.phone.send(door.freeze(record))) == ACCEPTED
    assert door.proof().flags == "other-name"


def test_the_addressee_may_write_a_part_of_the_name(door):
    assert verdict(door.phone.send(door.freeze(door.signs(name="Bu Siti", rel="self")))) == ACCEPTED
    assert door.proof().flags == ""


@on_both
def test_a_signature_that_comes_later_and_says_something_else_waits_for_a_person(door):
    record = door.recipient.record(name="Joko Aminah", rel="spouse")
    door.recipient.open()
    door.phone.send(door.freeze(record, seen=False))
    assert door.recipient.send(record).status_code == 201
    assert (door.status(), door.all(Review)) == (Status.OUT_FOR_DELIVERY, [])


def test_the_page_names_nobody_in_full(door):
    told = door.recipient.open().get_json()
    assert (told["recipient"], told["courier"], told["plate"]) == ("S••• A•••••", "Budi", None)
    assert "Siti" not in json.dumps(told)
    assert [look.what for look in door.all(Look)] == ["recipient"]


def test_the_courier_sees_it_arrive(door):
    asked = lambda: door.phone.client.get(f"/kurir/api/own-phone/{door.recipient.link.id}").get_json()  # noqa: E731
    states = [asked()["state"]]
    door.recipient.open()
    states.append(asked()["state"])
    record = door.signs()
    assert [*states, asked()] == ["unseen", "opened", {"state": "signed", "record": record}]


def test_another_courier_sees_nothing(door, app):
    door.signs()
    with door.house.transaction() as session:
        other = a_courier(session, door.office)
    answer = Phone(app, other).client.get(f"/kurir/api/own-phone/{door.recipient.link.id}")
    assert answer.get_json() == {"state": "unseen", "record": None}


def test_the_round_brings_the_key_only_while_it_is_wanted(door):
    (parcel,) = door.phone.client.get("/kurir/api/round").get_json()["packages"]
    assert len(parcel["own_phone_key"]) == 43
    door.phone.send(door.freeze(door.signs()))
    (parcel,) = door.phone.client.get("/kurir/api/round").get_json()["packages"]
    assert parcel["own_phone_key"] is None


def test_what_was_signed_is_sealed_and_goes_with_the_packages_key(door):
    record = door.signs()
    (row,) = door.all(OwnPhoneSignature)
    assert b"Siti" not in row.record_sealed
    with door.house.transaction() as session:
        session.execute(delete(PackageKey))
    assert door.phone.client.get(f"/kurir/api/own-phone/{row.id}").get_json()["record"] is None
    assert row.record_hash == hashlib.sha256(record.encode()).digest()


def test_the_ledger_audit_finds_both_halves_and_a_changed_hash(door, ports):
    door.phone.send(door.freeze(door.signs()))
    with door.house.reading() as session:
        assert {fault.wrong.value for fault in faults_in(session, ports.log_key)} <= {
            "row"
        }  # a key out of the blue
    with door.house.transaction() as session:
        session.execute(update(OwnPhoneSignature).values(record_hash=b"x" * 32))
    with door.house.reading() as session:
        assert "record" in {fault.wrong.value for fault in faults_in(session, ports.log_key)}


def test_the_citizen_is_told_how_it_was_signed(door, ports):
    door.phone.send(door.freeze(door.signs()))
    with door.house.reading() as session:
        handed = handed_over(session, ports, door.package.id)
    assert handed
    assert handed.own_phone


def test_the_claim_code_is_in_nothing_that_a_courier_gets(door):
    with door.house.transaction() as session:
        held = {"status": Status.OUT_FOR_DELIVERY, "courier": door.courier}
        made = a_package(session, door.ports, door.office, **held)
    brought = door.phone.client.get("/kurir/api/round").get_data(as_text=True)
    assert made.package.label_id in brought
    digest = made.package.claim_digest
    assert not [
        said for said in (f'"{made.claim_code}"', digest.hex(), b64u(digest), "claim") if said in brought
    ]
