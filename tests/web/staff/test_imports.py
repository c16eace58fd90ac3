"""A courier's queue that came as a file: judged as over the wire, kept once, refused whole where anything is wrong."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import update

from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.evidence.sealed import INDEX
from courier_app.evidence.sealed_keys import fingerprint
from courier_app.models import Device, Handover, Leaf, Media, Proof, Role, User
from courier_app.services.senders import Sender
from courier_app.services.vouchers import voucher_for
from courier_app.web.staff.import_schemas import MOST_PROOFS
from tests.house import NOON, on_both
from tests.phone import Phone, promise
from tests.sealing import bundle, contents, sealed
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.staff.desk import Desk
from tests.web.staff.import_desk import BUKTI, ISI, ImportDesk, refused


@pytest.fixture
def office(app, house, ports):
    return ImportDesk(app, house, ports)


# What goes in


@on_both
def test_an_imported_proof_is_kept_whole_and_moves_its_package(office):
    proof = office.proof()
    answer = office.import_(proof)
    assert (answer.status_code, answer.json["state"]) == (200, "sent")
    assert office.row(proof).digest.hex() == proof.jh
    assert office.status(proof) is Status.DELIVERED
    assert office.count(Media) == 2


@on_both
def test_importing_twice_keeps_one(office):
    proof = office.proof()
    office.import_(proof)
    leaves = office.count(Leaf)
    again = office.import_(proof)
    assert (again.status_code, again.json["state"]) == (200, "had")
    assert (office.count(Proof), office.count(Media), office.count(Leaf)) == (1, 2, leaves)
    assert office.imports() == [(office.officer.id, proof.proof)]


@on_both
def test_a_phone_that_sends_afterwards_gets_the_acknowledgement_of_the_import(office):
    proof = office.proof()
    office.import_(proof)
    kept = office.row(proof).acknowledgement
    first, second = office.phone.send(proof), office.phone.send(proof)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.data == second.data == kept
    assert promise(first)["jh"] == proof.jh
    assert office.count(Proof) == 1


def test_what_the_phone_has_sent_meanwhile_is_there_already(office):
    proof = office.proof()
    sent = office.phone.send(proof)
    answer = office.import_(proof)
    assert answer.json["state"] == "had"
    assert office.row(proof).acknowledgement == sent.data
    assert office.imports() == []


def test_photos_that_the_phone_could_send_are_not_kept_twice(office):
    proof = office.proof()
    for file in proof.files:
        office.phone.send_media(file)
    office.import_(proof)
    assert office.count(Media) == 2


def test_the_verdict_is_the_one_of_the_wire(office):
    """A wrong ID card is kept for review, whichever way it comes."""
    wrong = {"answers": {"id_check": "mismatch"}}
    over_the_wire, as_a_file = office.proof(**wrong), office.proof(**wrong)
    office.phone.send(over_the_wire)
    answer = office.import_(as_a_file)
    assert answer.json["state"] == "review"
    assert answer.json["why"]
    assert office.row(as_a_file).mark is office.row(over_the_wire).mark is Mark.IDENTITY_MISMATCH


def test_who_sent_it_is_the_courier_and_who_brought_it_is_the_officer(office):
    proof = office.proof()
    office.import_(proof)
    assert office.row(proof).courier_id == office.postman.id
    assert office.imports() == [(office.officer.id, proof.proof)]


def test_the_audit_page_says_who_imported_it(office):
    proof, other = office.proof(), office.proof()
    office.import_(proof)
    office.phone.send(other)
    assert "Diimpor dari cadangan oleh Rina Petugas" in office.desk.get(f"/petugas/audit/{proof.proof}").text
    assert "Diimpor dari cadangan" not in office.desk.get(f"/petugas/audit/{other.proof}").text


def test_an_unsigned_proof_comes_in_by_the_servers_own_voucher(office):
    proof = office.unsigned()
    answer = office.import_(proof, voucher=office.voucher)
    assert answer.json["state"] == "sent"
    assert (office.row(proof).courier_id, office.row(proof).device_id) == (office.postman.id, None)


def test_many_photos_in_one_minute_are_no_hurry_here(office):
    """The wire's limits keep a phone from flooding the server; a day's queue comes all at once."""
    for _ in range(31):
        assert office.import_(office.proof()).json["state"] == "sent"


# Who may, and whose


def test_a_revoked_phone_is_marked_as_over_the_wire(office):
    proof = office.proof()
    with office.house.transaction() as session:
        session.execute(update(Device).values(revoked_at=NOON))
    assert office.import_(proof).json["state"] == "review"
    assert office.row(proof).mark is Mark.DEVICE_REVOKED


def test_a_closed_account_is_marked_as_over_the_wire(office):
    proof = office.proof()
    with office.house.transaction() as session:
        session.execute(update(User).where(User.id == office.postman.user_id).values(closed_at=NOON))
    assert office.import_(proof).json["state"] == "review"


def test_a_key_that_was_never_enrolled_is_refused(office):
    stranger = Phone(office.app, office.postman, enrolled=False)
    proof = stranger.freeze(office.package())
    assert refused(office.import_(proof), "unknown-device")


def test_another_offices_officer_cannot_import_it(office):
    with office.house.transaction() as session:
        other = a_user(session, Role.OFFICER, office=an_office(session, region="33.18"))
    desk = Desk(office.app, other)
    desk.get("/petugas/impor")
    proof = office.proof()
    assert refused(office.import_(proof, desk=desk), "other-office")
    assert office.count(Proof) == office.count(Media) == 0


def test_an_unsigned_proof_without_a_voucher_is_nobodys(office):
    assert refused(office.import_(office.unsigned(), voucher=None), "sender-unproven")


@pytest.mark.parametrize(
    "change",
    [lambda v: v[:-1] + ("A" if v[-1] != "A" else "B"), lambda v: v[1:], lambda _: "a.b.c"],
    ids=["mac", "cut", "made-up"],
)
def test_a_voucher_that_we_did_not_write_is_worth_nothing(office, change):
    assert refused(office.import_(office.unsigned(), voucher=change(office.voucher)), "sender-unproven")


def test_a_voucher_of_one_courier_does_not_speak_for_another(office):
    """It names whose it is: a proof of another courier's package is then kept for review, as over the wire."""
    with office.house.transaction() as session:
        other = a_courier(session, office.office, name="Joko")
    proof = office.unsigned()
    answer = office.import_(proof, voucher=voucher_for(office.ports, Sender(other.id)))
    assert answer.json["state"] == "review"
    assert office.row(proof).mark is Mark.NOT_YOUR_PACKAGE


@pytest.fixture
def trip(office):
    """A driver without an account, with one package on one trip: his phone, the package, his voucher."""
    with office.house.transaction() as session:
        driver = a_courier(session, office.office, user_id=None, partner_code="gojek")
        times = {"created_at": NOON, "claimed_at": NOON, "expires_at": NOON + timedelta(hours=8)}
        whose = {"office_id": office.office.id, "officer_id": office.officer.id, "courier_id": driver.id}
        handover = Handover(partner_code="gojek", **whose, **times)
        session.add(handover)
        session.flush()
        package = a_package(
            session, office.ports, office.office, status=Status.PICKED_UP, courier=driver
        ).package
        package.handover_id = handover.id
    voucher = voucher_for(office.ports, Sender(driver.id, handover.id))
    return Phone(office.app, driver, handover=handover), package, voucher


def test_a_drivers_proof_is_judged_by_his_trip(office, trip):
    phone, package, _ = trip
    proof = phone.freeze(package)
    assert office.import_(proof).json["state"] == "sent"
    assert phone.send(proof).data == office.row(proof).acknowledgement


def test_a_drivers_unsigned_proof_is_known_by_the_voucher_of_his_trip(office, trip):
    phone, package, voucher = trip
    proof = phone.freeze_unsigned(package)
    assert office.import_(proof, voucher=voucher).json["state"] == "sent"
    assert office.row(proof).courier_id == phone.courier_id


# What is shown before


def test_the_contents_are_shown_without_a_recipients_name(office):
    answer = office.look(office.proof(), office.proof("picked_up"))
    assert answer.status_code == 200
    assert answer.json["courier"] == "Budi Santoso"
    assert [one["lines"] for one in answer.json["proofs"]] == [3, 1]
    assert [one["outcome"] for one in answer.json["proofs"]] == ["Diserahkan", "Diambil kurir"]
    for secret in ("Siti", "Melati", "08123"):
        assert secret not in answer.text
    assert office.nothing_kept()


def test_a_package_of_another_office_has_no_number_here(office):
    with office.house.transaction() as session:
        there = an_office(session, region="33.18")
        package = a_package(session, office.ports, there).package
    answer = office.look(office.phone.freeze(package))
    assert answer.json["proofs"][0]["alias"] == ""


def test_the_contents_of_another_offices_courier_are_not_shown(office):
    with office.house.transaction() as session:
        stranger = a_courier(session, an_office(session, region="33.18"))
    phone = Phone(office.app, stranger)
    answer = office.look(phone.freeze(office.package()), kid=phone.key.kid)
    assert refused(answer, "other-office")


def test_unsigned_contents_need_the_voucher(office):
    assert refused(office.look(office.unsigned()), "sender-unproven")
    assert office.look(office.unsigned(), voucher=office.voucher).status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {"v": 2},
        {"typ": "other"},
        {"proofs": []},
        {"made_at": "kemarin"},
        {"more": 1},
        {"proofs": [{}] * (MOST_PROOFS + 1)},
    ],
    ids=["version", "kind", "none", "time", "more", "many"],
)
def test_contents_that_are_not_by_the_schema_are_refused(office, said):
    first = contents(office.ring, [office.proof()], kid=office.phone.key.kid, said=said)
    assert refused(office.post(ISI, first), "invalid")


def test_contents_sealed_as_something_else_are_refused(office):
    line = sealed(office.ring, b'{"v":1}', INDEX.replace("queue", "other"))
    assert refused(office.post(ISI, line), "not-an-export")


def test_the_page_shows_the_fingerprint_that_phones_show(office):
    page = office.desk.get("/petugas/impor").text
    assert fingerprint(office.ring.current) in page


def test_the_phone_gets_key_and_voucher_with_its_session(office):
    said = office.phone.client.get("/kurir/api/session").json
    assert said["queue_voucher"] == office.voucher
    assert set(said["queue_key"]) == {"kty", "crv", "x", "y"}


def test_without_the_forms_token_nothing_is_imported(office):
    lines = bundle(office.ring, office.proof())
    answer = office.desk.client.post(BUKTI, data=b"\n".join(lines), content_type="text/plain")
    assert refused(answer, "form-expired")


# At the same moment


@on_both
def test_a_phone_and_two_officers_at_once_keep_one_proof_and_one_answer(office):
    """Whoever loses the race hears "already there", and the phone gets the one acknowledgement."""
    proof = office.proof()
    lines = b"\n".join(bundle(office.ring, proof))
    headers = {"X-CSRF-Token": office.desk.token}
    cookie = office.desk.client.get_cookie("petugas").value
    gate = Barrier(3)

    def officer():
        client = office.app.test_client()
        client.set_cookie("petugas", cookie)
        gate.wait()
        return client.post(BUKTI, data=lines, content_type="text/plain", headers=headers)

    def phone():
        gate.wait()
        client = office.phone.new_client()
        for file in proof.files:
            office.phone.send_media(file, client=client)
        return office.phone.send_proof(proof, client=client)

    with ThreadPoolExecutor(3) as three:
        answers = [one.result() for one in [three.submit(job) for job in (officer, officer, phone)]]
    assert {answer.status_code for answer in answers} <= {200, 201, 503}
    again = office.phone.send(proof)
    assert again.data == office.row(proof).acknowledgement
    assert (office.count(Proof), office.count(Media)) == (1, 2)
    assert len(office.imports()) <= 1
