"""One package's page: what is hidden, what a look leaves behind, and what an officer may do."""

import secrets
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark, Outcome
from courier_app.models import Leaf, Look, Package, PackageEvent, Proof, Role
from courier_app.services.packages import is_claim_code
from courier_app.services.recipients import open_recipient
from tests.house import NOON
from tests.town import SITI, a_courier, a_package
from tests.web.staff.reading import claim_code_on

MANY = 60
SECRETS = ("Aminah", "Melati", "081234567890")

ASKED = {"sebab": "lost", "periksa": "card_seen"}


@pytest.fixture
def package(house, ports, office):
    with house.transaction() as session:
        return a_package(session, ports, office, status=Status.READY).package


def path_of(package, rest=""):
    return f"/petugas/paket/{package.id}{rest}"


def looks(house):
    with house.reading() as session:
        return session.scalars(select(Look.what).order_by(Look.at)).all()


def status_of(house, package):
    with house.reading() as session:
        return session.get(Package, package.id).status


def test_the_page_says_where_the_package_is_and_who_may_receive_it(desk, package):
    page = desk.get(path_of(package)).text
    assert package.alias in page
    assert "Siap dikirim" in page
    assert "Yang bersangkutan atau anggota KK dewasa" in page
    assert "Kode klaim, tanda tangan di ponsel penerima, atau KTP yang cocok" in page


def test_nothing_personal_is_shown_before_it_is_asked_for(desk, package, house):
    page = desk.get(path_of(package)).text
    assert not [secret for secret in SECRETS if secret in page]
    assert "S••• A•••••" in page
    assert "•••• 890" in page
    assert "Jl. ••• 3, Rembang" in page
    assert "≈ -6.99, 110.42" in page
    assert looks(house) == []


def test_showing_the_recipient_leaves_a_look(desk, package, house):
    page = desk.reveal(path_of(package, "/penerima")).text
    assert all(secret in page for secret in SECRETS)
    assert looks(house) == ["recipient"]


def test_opening_data_again_and_again_is_slowed_down_for_this_officer_alone(
    desk, desk_of, package, house, clock
):
    for _ in range(20):
        desk.reveal(path_of(package, "/penerima"))
    answer = desk.reveal(path_of(package, "/penerima"))
    assert answer.status_code == 429
    assert not [secret for secret in SECRETS if secret in answer.text]
    assert len(looks(house)) == 20
    assert desk_of().reveal(path_of(package, "/penerima")).status_code == 200


def test_when_the_look_cannot_be_kept_nothing_is_shown(desk, package, house, monkeypatch):
    def fail(*_said, **_more):
        raise RuntimeError("disk full")

    monkeypatch.setattr("courier_app.services.reveals.record_look", fail)
    answer = desk.reveal(path_of(package, "/penerima"))
    assert answer.status_code == 500
    assert not [secret for secret in SECRETS if secret in answer.text]


def test_the_look_is_kept_before_the_data_are_opened(desk, package, house, monkeypatch):
    seen = []

    def watch(session, ports, package):
        seen.append(looks(house))
        return open_recipient(session, ports, package)

    monkeypatch.setattr("courier_app.web.staff.recipient.open_recipient", watch)
    desk.reveal(path_of(package, "/penerima"))
    assert seen == [["recipient"]]


def test_another_office_gets_the_answer_for_a_package_that_never_was(desk_of, package, house, other_office):
    desk = desk_of(Role.OFFICER, other_office)
    for rest in ("/penerima", "/penerima/perbaiki", "/penerima/simpan", "/kode-klaim", "/batal"):
        assert desk.post(path_of(package, rest), address="Jl. Melati 3 Rembang").status_code == 404
    assert desk.get(path_of(package)).status_code == 404
    assert looks(house) == []
    assert status_of(house, package) is Status.READY


def test_the_province_sees_the_journey_and_no_person(desk_of, package, house):
    desk = desk_of(Role.PROVINCE, None)
    page = desk.get(path_of(package)).text
    assert "Siap dikirim" in page
    assert "S•••" not in page
    assert desk.reveal(path_of(package, "/penerima")).status_code == 403
    assert looks(house) == []


def test_the_province_learns_no_courier_s_name_number_or_plate(desk_of, house, ports, office):
    with house.transaction() as session:
        driver = a_courier(session, office, name="Bagus Pengemudi", phone="081999888777", plate="K 77 BG")
        made = a_package(session, ports, office, status=Status.PICKED_UP, courier=driver).package
    pages = [f"/petugas/paket/{made.id}", "/petugas/"]
    seen = [
        desk_of(role, at).get(page).text
        for role, at in ((Role.PROVINCE, None), (Role.OFFICER, office))
        for page in pages
    ]
    assert ["Bagus" in page for page in seen] == [False, False, True, True]
    assert ["081999888777" in page or "K 77 BG" in page for page in seen] == [False, False, True, False]


def test_an_auditor_may_look_and_sees_who_looked(desk_of, package):
    desk = desk_of(Role.AUDITOR)
    desk.reveal(path_of(package, "/penerima"))
    page = desk.get(path_of(package)).text
    assert "Siapa yang melihat" in page
    assert "Membuka data penerima" in page
    assert "Tindakan" not in page


def test_an_officer_does_not_see_who_looked(desk, package):
    assert "Siapa yang melihat" not in desk.get(path_of(package)).text


def test_the_courier_is_named(desk, house, ports, office):
    with house.transaction() as session:
        made = a_package(session, ports, office, status=Status.PICKED_UP, courier=a_courier(session, office))
    page = desk.get(path_of(made.package)).text
    assert "Oleh Budi Santoso" in page
    assert "Pos Indonesia" in page


def test_a_new_claim_code_is_shown_once_and_replaces_the_old_one(desk, package, house, ports):
    page = desk.send(path_of(package, "/kode-klaim"), **ASKED).text
    with house.reading() as session:
        assert is_claim_code(ports, session.get(Package, package.id), claim_code_on(page))


def test_whoever_gives_a_new_claim_code_is_on_record(desk, package, house):
    desk.send(path_of(package, "/kode-klaim"), **ASKED)
    assert looks(house) == ["code_renewed"]


def test_a_closed_package_gets_no_new_code(desk, house, ports, office):
    with house.transaction() as session:
        closed = a_package(session, ports, office, status=Status.CANCELLED).package
    assert desk.send(path_of(closed, "/kode-klaim"), **ASKED).status_code == 409
    assert "Tindakan" not in desk.get(path_of(closed)).text


def test_a_package_at_the_office_may_be_cancelled_and_says_by_whom(desk, package, house):
    assert desk.post(path_of(package, "/batal")).location == path_of(package)
    assert "dibatalkan" in desk.get(path_of(package)).text
    assert status_of(house, package) is Status.CANCELLED
    with house.reading() as session:
        last = session.scalars(select(PackageEvent).order_by(PackageEvent.id.desc())).first()
    assert (last.status, last.user_id is not None) == (Status.CANCELLED, True)


@pytest.mark.parametrize("status", [Status.ASSIGNED, Status.PICKED_UP])
def test_a_package_that_a_courier_comes_for_or_has_cannot_be_cancelled(desk, house, ports, office, status):
    with house.transaction() as session:
        away = a_package(session, ports, office, status=status, courier=a_courier(session, office)).package
    assert desk.post(path_of(away, "/batal")).status_code == 409
    assert "Batalkan paket" not in desk.get(path_of(away)).text
    assert status_of(house, away) is status


def test_the_correction_form_shows_what_is_known_and_leaves_a_look(desk, package, house):
    page = desk.send(path_of(package, "/penerima/perbaiki"), **{"correct-reason": "desk"}).text
    assert SITI.address in page
    assert looks(house) == ["recipient"]


def test_the_correction_form_is_not_shown_without_a_reason(desk, package, house):
    answer = desk.post(path_of(package, "/penerima/perbaiki"))
    assert (answer.status_code, SITI.address in answer.text) == (422, False)
    assert looks(house) == []


def test_whoever_has_opened_the_recipient_corrects_without_being_asked_again(desk, package, house):
    desk.reveal(path_of(package, "/penerima"))
    assert SITI.address in desk.send(path_of(package, "/penerima/perbaiki")).text
    assert looks(house) == ["recipient"]


def test_a_correction_is_kept_and_on_record(desk, package, house, ports, clock):
    form = {"address": "Jl. Kartini 9 RT 01/RW 02, Rembang", "phone": "", "note": "", "place": ""}
    desk.send(path_of(package, "/penerima/perbaiki"), **{"correct-reason": "desk"})
    clock.pass_(minutes=1)
    assert desk.post(path_of(package, "/penerima/simpan"), **form).status_code == 303
    with house.reading() as session:
        known = open_recipient(session, ports, session.get(Package, package.id))
    assert (known.name, known.address, known.phone) == (
        "Siti Aminah",
        "Jl. Kartini 9 RT 01/RW 02, Rembang",
        None,
    )
    assert looks(house) == ["recipient", "recipient_changed"]


def test_a_correction_with_a_mistake_changes_nothing(desk, package, house):
    answer = desk.send(path_of(package, "/penerima/simpan"), address="Jl. Kartini 3317011708909901")
    assert 'value="Jl' in answer.text or "Jl. Kartini 3317011708909901</textarea>" in answer.text
    assert "Jangan tulis NIK" in answer.text
    assert looks(house) == []


def test_the_address_cannot_change_under_a_courier_s_hands(desk, house, ports, office):
    with house.transaction() as session:
        away = a_package(
            session, ports, office, status=Status.PICKED_UP, courier=a_courier(session, office)
        ).package
    answer = desk.post(path_of(away, "/penerima/simpan"), address="Jl. Kartini 9 RT 01/RW 02, Rembang")
    assert answer.status_code == 409
    assert "Perbaiki alamat" not in desk.get(path_of(away)).text


@pytest.mark.parametrize(
    "rest", ["/penerima", "/penerima/perbaiki", "/penerima/simpan", "/kode-klaim", "/batal"]
)
def test_opening_a_form_s_address_leads_back_to_the_page_and_does_nothing(desk, package, house, rest):
    assert desk.get(path_of(package, rest)).location == path_of(package)
    assert looks(house) == []
    assert status_of(house, package) is Status.READY


def proofs_on(page):
    return page.count('class="row spread"')


def flood(house, package, courier_id, number):
    """Proofs for review, without their content."""
    with house.transaction() as session:
        for index in range(number):
            session.add(Leaf(index=index, entry=b"{}", hash=secrets.token_bytes(32)))
            session.add(a_marked_proof(package, courier_id, index))
            session.flush()


def a_marked_proof(package, courier_id, index):
    whose = {"package_id": package.id, "office_id": package.office_id, "courier_id": courier_id}
    what = {"attempt": 1, "outcome": Outcome.RETURNED, "mark": Mark.NOT_YOUR_PACKAGE, "seq": index}
    when = {"captured_at": NOON, "received_at": NOON + timedelta(seconds=index)}
    bytes_ = {"digest": b"", "manifest_hash": b"", "sent_sealed": b"", "acknowledgement": b""}
    return Proof(id=uuid4(), leaf_index=index, **whose, **what, **when, **bytes_)


@pytest.mark.parametrize(("sent", "shown", "said"), [(50, 50, ""), (60, 50, "10 bukti lain lebih lama")])
def test_a_package_flooded_with_proofs_still_has_a_page_that_opens(
    desk, house, office, package, sent, shown, said
):
    with house.transaction() as session:
        courier = a_courier(session, office)
    flood(house, package, courier.id, sent)
    page = desk.get(path_of(package)).text
    assert (proofs_on(page), said in page, "lebih lama" in page) == (shown, True, bool(said))


def test_of_a_long_history_the_newest_steps_are_shown(desk, house, package):
    with house.transaction() as session:
        for _ in range(MANY):
            when = {"occurred_at": NOON, "recorded_at": NOON}
            session.add(PackageEvent(package_id=package.id, status=Status.READY, **when))
    assert desk.get(path_of(package)).text.count('<span class="dot') == 50


def test_what_can_be_done_stands_before_the_journey_right_under_the_status(desk, package):
    page = desk.get(path_of(package)).text
    places = [page.index(part) for part in ("Siap dikirim", 'id="actions"', 'id="journey"', 'id="recipient"')]
    assert places == sorted(places)


def test_where_nothing_can_be_done_no_empty_place_is_kept_for_it(desk, house, ports, office):
    with house.transaction() as session:
        gone = a_package(session, ports, office, status=Status.CANCELLED).package
    assert 'class="to-do"' not in desk.get(path_of(gone)).text
