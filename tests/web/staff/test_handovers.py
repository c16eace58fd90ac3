"""Handing over at the desk: what the officer reads, where the token is, and what other offices see."""

import io
import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from courier_app.db import Database
from courier_app.domain.drivers import Driver
from courier_app.domain.labels import label_url
from courier_app.domain.packages import Status
from courier_app.domain.reviews import Decision
from courier_app.models import Handover, HandoverPackage, LoginSession, Look, Office, Package, Role, User
from courier_app.services.handovers import renew_token, token_digest
from courier_app.services.ports import Ports
from courier_app.services.reviews import NewReview, review_proof
from courier_app.services.trips import TripClaim, claim_trip
from tests.house import NOON, Clock, on_both
from tests.phone import Frozen, Phone
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.staff.desk import Desk

HOST = "surat.example.go.id"
OURS, THEIRS = "33.17", "33.18"


@dataclass
class Town:
    """An office with an officer at a desk, a postman, and a way to put packages there."""

    app: Flask
    house: Database
    ports: Ports

    def __post_init__(self) -> None:
        with self.house.transaction() as session:
            self.office = an_office(session, region=OURS)
            self.officer = a_user(session, office=self.office)
            self.postman = a_courier(session, self.office)
        self.desk = Desk(self.app, self.officer)

    def package(self, status: Status = Status.READY, *, office: Office | None = None) -> Package:
        with self.house.transaction() as session:
            return a_package(session, self.ports, office or self.office, status=status).package

    def other_office(self) -> tuple[Office, User]:
        with self.house.transaction() as session:
            office = an_office(session, region=THEIRS, name="Disdukcapil Lain")
            return office, a_user(session, office=office)

    def colleague(self) -> Desk:
        with self.house.transaction() as session:
            user = a_user(session, office=self.office)
        return Desk(self.app, user)

    def form(self, *packages: Package, **said: Any) -> dict[str, Any]:
        facts = {
            "serah_terima": str(uuid4()),
            "kepada": f"kurir:{self.postman.id}",
            "paket": [str(p.id) for p in packages],
        }
        return facts | said

    def hand_over(self, *packages: Package, **said: Any) -> TestResponse:
        form = self.form(*packages, **said)
        return self.desk.post(f"/petugas/serah-terima/{form['serah_terima']}", **form)

    def seen_after(self, *packages: Package, **said: Any) -> TestResponse:
        """hand_over(), and the page that it leads to."""
        return self.desk.get(self.hand_over(*packages, **said).location)

    def trip(self, *packages: Package) -> TestResponse:
        return self.seen_after(*packages, kepada="ojol:gojek")

    def scan(self, text: str, *packages: Package) -> TestResponse:
        return self.desk.send(
            "/petugas/serah-terima/baru", **self.form(*packages, pindai=text, aksi="tambah")
        )

    def handover(self) -> Handover:
        with self.house.reading() as session:
            return session.scalars(select(Handover)).one()

    def fresh(self, package: Package) -> Package:
        with self.house.reading() as session:
            return session.get_one(Package, package.id)


@pytest.fixture
def town(app: Flask, house: Database, ports: Ports) -> Town:
    return Town(app, house, ports)


def ticked(answer: TestResponse) -> list[str]:
    return re.findall(r'name="paket" value="([^"]+)" checked', answer.text)


def modules_of(answer: TestResponse) -> Any:
    """The QR as a picture, drawn from the page's own path."""
    (size,) = re.findall(r'<svg viewBox="0 0 (\d+) \d+" role="img"', answer.text)
    picture = np.full((int(size), int(size)), 255, np.uint8)
    (path,) = re.findall(r'<path d="([^"]+)" fill="black"', answer.text)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", path):
        picture[int(y), int(x) : int(x) + int(width)] = 0
    return cv2.resize(picture, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)


def read_qr(answer: TestResponse) -> str:
    (found,) = zxingcpp.read_barcodes(modules_of(answer))
    return found.text


@on_both
def test_ticked_packages_go_to_the_postman(town: Town) -> None:
    packages = [town.package(), town.package()]
    answer = town.hand_over(*packages)
    assert answer.status_code == 303
    assert "2 paket diserahkan kepada Budi Santoso." in town.desk.get(answer.location).text
    assert {town.fresh(p).courier_id for p in packages} == {town.postman.id}


def test_the_button_pressed_twice_hands_over_once(town: Town) -> None:
    form = town.form(town.package())
    for _ in range(2):
        assert town.desk.post(f"/petugas/serah-terima/{form['serah_terima']}", **form).status_code == 303
    with town.house.reading() as session:
        assert session.scalar(select(func.count()).select_from(HandoverPackage)) == 1


@pytest.mark.parametrize("said", ["label", "typed", "alias", "spoken"])
def test_a_scanned_or_typed_code_ticks_its_package(town: Town, said: str) -> None:
    package = town.package()
    texts = {
        "label": label_url(HOST, package.label_id),
        "typed": package.label_id.lower(),
        "alias": package.alias,
        "spoken": f" {package.alias[:2].lower()} {package.alias[2:6]}-{package.alias[6:]} ",
    }
    answer = town.scan(texts[said])
    assert ticked(answer) == [str(package.id)]
    assert f"Paket {package.alias} ditambahkan." in answer.text


def test_what_was_ticked_stays_ticked_when_another_is_scanned(town: Town) -> None:
    first, second = town.package(), town.package()
    assert ticked(town.scan(second.alias, first)) == [str(second.id), str(first.id)]


def test_a_label_of_another_office_says_so_and_its_alias_says_nothing(town: Town) -> None:
    foreign = town.package(office=town.other_office()[0])
    assert "Paket ini milik kantor lain." in town.scan(foreign.label_id).text
    assert "Paket ini tidak ada dalam catatan kantor Anda." in town.scan(foreign.alias).text


def test_a_code_left_in_the_line_is_added_before_anything_is_handed_over(town: Town) -> None:
    first, second = town.package(), town.package()
    answer = town.seen_after(first, pindai=second.alias)
    assert ticked(answer) == [str(second.id), str(first.id)]
    assert town.fresh(first).status is Status.READY


STRANGE = {
    "": "Pindai label atau ketik nomor paket dulu.",
    "https://contoh.id/bukan": "Kode ini bukan label atau nomor paket SuratSampai.",
    "halo": "Kode ini bukan label atau nomor paket SuratSampai.",
    "HTTPS://EVIL.EXAMPLE/P/7K2M9QX4T1B8ZC3DA": "Label ini bukan label kantor kita.",
    "7K2M9QX4T1B8ZC3D9": "Ada huruf atau angka yang keliru.",
    "SX473124820ID": "Ada huruf atau angka yang keliru.",
    "7K2M9QX4T1B8ZC3DA": "Paket ini tidak ada dalam catatan kantor Anda.",
}


@pytest.mark.parametrize("text", STRANGE)
def test_a_code_that_is_no_package_of_ours_gets_its_own_sentence(town: Town, text: str) -> None:
    answer = town.scan(text)
    assert STRANGE[text] in answer.text
    assert ticked(answer) == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.REGISTERED, "belum siap. Cetak dan tempel labelnya dulu."),
        (Status.ASSIGNED, "sudah ada di serah terima lain."),
        (Status.PICKED_UP, "sedang dibawa kurir."),
        (Status.CANCELLED, "sudah dibatalkan. Jangan serahkan."),
    ],
)
def test_a_package_that_is_not_ready_says_why(town: Town, status: Status, words: str) -> None:
    package = town.package(status)
    assert f"Paket {package.alias} {words}" in town.scan(package.alias).text


def test_the_same_label_twice_is_noticed(town: Town) -> None:
    package = town.package()
    assert f"Paket {package.alias} sudah ada di daftar ini." in town.scan(package.label_id, package).text


def test_the_pages_script_gets_the_package_or_the_sentence(town: Town) -> None:
    package = town.package()
    found = town.desk.post("/petugas/serah-terima/pindai", **town.form(pindai=package.label_id)).json
    missed = town.desk.post("/petugas/serah-terima/pindai", **town.form(pindai="halo")).json
    assert found == {
        "id": str(package.id),
        "alias": package.alias,
        "kind": "KTP elektronik",
        "said": f"Paket {package.alias} ditambahkan.",
        "tired": "",
    }
    assert missed == {"problem": STRANGE["halo"]}


def test_the_list_is_narrowed_by_a_part_of_the_alias(town: Town) -> None:
    wanted, other = town.package(), town.package()
    form = town.form(cari=wanted.alias[4:10].lower(), aksi="saring")
    answer = town.desk.send("/petugas/serah-terima/baru", **form)
    assert str(wanted.id) in answer.text
    assert str(other.id) not in answer.text


def test_enter_in_the_filter_narrows_the_list_and_complains_of_nothing(town: Town) -> None:
    """The Enter key presses the form's first button."""
    wanted, other = town.package(), town.package()
    form = town.form(cari=wanted.alias[4:10], pindai="", aksi="tambah")
    page = town.desk.send("/petugas/serah-terima/baru", **form).text
    assert (str(wanted.id) in page, str(other.id) in page, "field-error" in page) == (True, False, False)


@on_both
@pytest.mark.parametrize("said", [{"cari": "SX\0"}, {"kepada": "ojol:\0"}, {"kepada": "ojol:gojek\0"}])
def test_letters_that_no_database_keeps_are_no_fault_of_the_server(town: Town, said: dict[str, Any]) -> None:
    form = town.form(town.package(), **said)
    narrowed = town.desk.send("/petugas/serah-terima/baru", **form, aksi="saring")
    handed_over = town.desk.send(f"/petugas/serah-terima/{form['serah_terima']}", **form)
    assert (narrowed.status_code, handed_over.status_code // 100 < 5) == (200, True)


def test_nothing_is_handed_over_without_a_courier_or_packages(town: Town) -> None:
    answer = town.seen_after(kepada="")
    assert "Pilih kurir yang menerima paket." in answer.text
    assert "Pindai atau centang sedikitnya satu paket." in answer.text


def test_what_a_colleague_handed_over_meanwhile_is_named_and_left_out(town: Town) -> None:
    gone, left = town.package(Status.ASSIGNED), town.package()
    answer = town.seen_after(gone, left)
    assert (
        f"Baru saja diserahkan petugas lain, jadi dikeluarkan dari daftar ini: {gone.alias}." in answer.text
    )
    assert ticked(answer) == [str(left.id)]


@on_both
def test_the_drivers_qr_opens_the_claim_page_and_only_its_hash_is_kept(town: Town) -> None:
    address, _, token = read_qr(town.trip(town.package())).partition("#")
    handover = town.handover()
    assert address == "http://localhost/kurir/serah"
    assert handover.token_digest == token_digest(token)
    assert token.encode() not in (handover.token_digest or b"")


def test_the_token_is_in_no_address_no_log_and_not_in_words_on_the_page(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = town.trip(town.package())
    token = read_qr(answer).partition("#")[2]
    assert token not in answer.text
    assert token not in answer.request.url + str(answer.headers) + caplog.text


def page_of(town: Town) -> TestResponse:
    return town.desk.get(f"/petugas/serah-terima/{town.handover().id}")


def state_of(town: Town) -> Any:
    return town.desk.get(f"/petugas/serah-terima/{town.handover().id}/keadaan").json


def test_a_page_that_is_opened_again_shows_the_same_qr_while_it_works(town: Town, clock: Clock) -> None:
    first = read_qr(town.trip(town.package()))
    clock.pass_(seconds=90)
    again = page_of(town)
    assert read_qr(again) == first
    assert "Sisa waktu 0:30" in again.text


def test_a_dead_qr_is_not_shown(town: Town, clock: Clock) -> None:
    town.trip(town.package())
    clock.pass_(minutes=2)
    assert "data-qr" not in page_of(town).text
    assert "Sisa waktu 0" not in page_of(town).text


def test_another_officer_sees_that_a_qr_is_out_and_not_the_qr(town: Town) -> None:
    town.trip(town.package())
    colleague = town.colleague()
    page = colleague.get(f"/petugas/serah-terima/{town.handover().id}").text
    assert "QR untuk serah terima ini ada di layar lain" in page
    assert "data-qr" not in page


def test_a_qr_that_a_colleague_replaced_is_not_shown(town: Town) -> None:
    town.trip(town.package())
    colleague = town.colleague()
    colleague.post(f"/petugas/serah-terima/{town.handover().id}/qr")
    assert "data-qr" not in page_of(town).text


def test_the_token_lies_sealed_in_the_session(town: Town) -> None:
    token = read_qr(town.trip(town.package())).partition("#")[2]
    with town.house.reading() as session:
        assert token not in str(session.scalars(select(LoginSession.data)).all())


def test_the_waiting_page_hears_that_a_driver_opened_the_qr(town: Town, clock: Clock) -> None:
    token = read_qr(town.trip(town.package())).partition("#")[2]
    waiting = {"state": "waiting", "phase": "shown", "seconds": 120, "filling": 0}
    assert state_of(town) == waiting
    town.app.test_client().post("/kurir/api/trips/look", json={"token": token})
    clock.pass_(seconds=30)
    assert state_of(town) == waiting | {"phase": "opened", "seconds": 90, "filling": 570}
    clock.pass_(minutes=10)
    assert state_of(town) == waiting | {"phase": "over", "seconds": 0}


def test_a_new_qr_begins_anew_even_when_the_old_one_was_opened(town: Town) -> None:
    token = read_qr(town.trip(town.package())).partition("#")[2]
    town.app.test_client().post("/kurir/api/trips/look", json={"token": token})
    town.desk.post(f"/petugas/serah-terima/{town.handover().id}/qr")
    assert (state_of(town)["phase"], state_of(town)["filling"]) == ("shown", 0)


def test_a_draft_is_there_again_after_a_reload(town: Town) -> None:
    packages = [town.package(), town.package()]
    form = town.form(*packages, aksi="simpan")
    assert town.desk.post("/petugas/serah-terima/baru", **form).status_code == 204
    again = town.desk.get(f"/petugas/serah-terima/baru?isian={UUID(form['serah_terima']).hex}")
    assert ticked(again) == [str(package.id) for package in packages]
    assert f'value="kurir:{town.postman.id}" selected' in again.text


def test_a_failed_try_keeps_the_ticks_and_its_mistake_is_gone_with_the_next_change(town: Town) -> None:
    package = town.package()
    form = town.form(package, kepada="")
    failed = town.desk.post(f"/petugas/serah-terima/{form['serah_terima']}", **form).location
    assert ticked(town.desk.get(failed)) == [str(package.id)]
    assert "Pilih kurir yang menerima paket." in town.desk.get(failed).text
    town.desk.post("/petugas/serah-terima/baru", **form, aksi="simpan")
    assert "Pilih kurir yang menerima paket." not in town.desk.get(failed).text


def test_what_was_handed_over_leaves_no_draft(town: Town) -> None:
    form = town.form(town.package())
    town.desk.post("/petugas/serah-terima/baru", **form, aksi="simpan")
    town.desk.post(f"/petugas/serah-terima/{form['serah_terima']}", **form)
    again = town.desk.get(f"/petugas/serah-terima/baru?isian={UUID(form['serah_terima']).hex}")
    assert form["serah_terima"] not in again.text


def test_the_form_of_a_trip_sent_twice_shows_no_second_qr(town: Town) -> None:
    form = town.form(town.package(), kepada="ojol:grab")
    path = f"/petugas/serah-terima/{form['serah_terima']}"
    town.desk.post(path, **form)
    assert town.desk.post(path, **form).status_code == 303


def test_a_new_qr_replaces_the_old_one(town: Town) -> None:
    first = read_qr(town.trip(town.package()))
    second = read_qr(town.desk.send(f"/petugas/serah-terima/{town.handover().id}/qr"))
    assert first != second
    assert town.handover().token_digest == token_digest(second.partition("#")[2])


def test_the_waiting_page_hears_that_a_driver_took_over(town: Town) -> None:
    town.trip(town.package())
    path = f"/petugas/serah-terima/{town.handover().id}"
    before = state_of(town)["state"]
    with town.house.transaction() as session:
        said = {"name": "Joko", "phone": "0812-555", "plate": "H 1 AB"}
        driver = a_courier(session, town.office, user_id=None, partner_code="gojek", **said)
        handover = session.get_one(Handover, town.handover().id)
        handover.courier_id, handover.claimed_at = driver.id, handover.created_at
    assert (before, state_of(town)["state"]) == ("waiting", "handed")
    assert "Diambil alih oleh Joko, H 1 AB, 0812-555" in town.desk.get(path).text


def test_no_new_qr_after_a_driver_took_over(town: Town) -> None:
    town.trip(town.package())
    with town.house.transaction() as session:
        session.get_one(Handover, town.handover().id).courier_id = town.postman.id
    assert town.desk.post(f"/petugas/serah-terima/{town.handover().id}/qr").status_code == 410


def test_a_trip_nobody_took_says_so_after_eight_hours(town: Town, clock: Clock) -> None:
    town.trip(town.package())
    with town.house.transaction() as session:
        session.get_one(Handover, town.handover().id).expires_at = clock()
    page = town.desk.get(f"/petugas/serah-terima/{town.handover().id}").text
    assert "Tidak ada pengemudi yang memindai QR sampai waktunya habis." in page


def test_taking_back_makes_packages_ready_and_warns_of_those_already_carried(town: Town) -> None:
    packages = [town.package(), town.package()]
    town.hand_over(*packages)
    phone = Phone(town.app, town.postman)
    assert phone.send(phone.freeze(packages[0], "picked_up")).status_code == 201
    answer = town.desk.post(f"/petugas/serah-terima/{town.handover().id}/tarik")
    page = town.desk.get(answer.location).text
    assert "1 paket siap dikirim lagi." in page
    assert page.count("Masih di tangan kurir. Minta kurir mengembalikannya ke kantor.") == 1
    assert [town.fresh(p).status for p in packages] == [Status.PICKED_UP, Status.READY]


@pytest.fixture
def late(town: Town) -> Frozen:
    """Taken back with one package in the courier's hands, who then says that he has handed another over."""
    packages = [town.package(), town.package()]
    town.hand_over(*packages)
    phone = Phone(town.app, town.postman)
    for package in packages:
        phone.send(phone.freeze(package, "picked_up"))
    town.desk.post(f"/petugas/serah-terima/{town.handover().id}/tarik")
    told = phone.freeze(packages[0], recipient={"name": "Siapa", "rel": "neighbour"})
    assert phone.send(told).status_code == 201
    return told


def test_a_late_delivery_of_what_was_taken_back_waits_for_a_verdict_and_is_not_asked_back(
    town: Town, late: Frozen
) -> None:
    page = page_of(town).text
    assert "0 paket" not in page
    assert page.count("Masih di tangan kurir.") == 1
    assert page.count("Menurut kurir sudah diserahkan; buktinya menunggu putusan.") == 1
    assert f'href="/petugas/audit/{late.proof}"' in page
    assert "1 dibawa, 1 menunggu putusan" in page


@on_both
def test_a_late_delivery_that_was_rejected_is_asked_back(town: Town, late: Frozen) -> None:
    with town.house.transaction() as session:
        auditor = a_user(session, Role.AUDITOR, office=town.office)
        why, seen = "Penerima belum menerima apa pun.", Status.PICKED_UP
        new = NewReview(late.proof, auditor.id, Decision.REJECTED, why, seen)
        review_proof(session, town.ports, new, now=NOON)
    page = page_of(town).text
    assert page.count("Masih di tangan kurir.") == 2
    assert "2 dibawa" in page


def test_what_somebody_else_says_of_a_package_does_not_move_it_out_of_the_couriers_hands(town: Town) -> None:
    package = town.package()
    town.hand_over(package)
    phone = Phone(town.app, town.postman)
    phone.send(phone.freeze(package, "picked_up"))
    with town.house.transaction() as session:
        somebody = a_courier(session, town.office)
    stranger = Phone(town.app, somebody)
    assert stranger.send(stranger.freeze(package)).status_code == 201
    page = page_of(town).text
    assert ("1 dibawa" in page, "buktinya menunggu putusan" in page) == (True, False)


def test_the_history_says_where_each_package_went(town: Town) -> None:
    packages = [town.package(), town.package()]
    town.hand_over(*packages)
    phone = Phone(town.app, town.postman)
    for package in packages:
        phone.send(phone.freeze(package, "picked_up"))
    phone.send(phone.freeze(packages[0]))
    town.desk.post("/petugas/kembali", paket=str(packages[1].id))
    assert "1 selesai, 1 di kantor lagi" in town.desk.get("/petugas/serah-terima").text


def taken_from_a_driver(town: Town, package: Package) -> str:
    """The address of a driver's handover that the office has taken back."""
    town.trip(package)
    first = f"/petugas/serah-terima/{town.handover().id}"
    town.desk.post(f"{first}/tarik")
    return first


def test_what_went_out_again_on_another_handover_is_not_called_back_at_the_office(town: Town) -> None:
    package = town.package()
    first = taken_from_a_driver(town, package)
    assert "1 di kantor lagi" in town.desk.get(first).text
    town.hand_over(package)
    page = town.desk.get(first).text
    assert ("1 di kantor lagi" in page, "1 di serah terima lain" in page) == (False, True)


def test_a_package_reads_the_same_on_the_handover_that_it_has_left(town: Town) -> None:
    """The first one waited for a driver; a postman has it now."""
    package = town.package()
    first = taken_from_a_driver(town, package)
    town.hand_over(package)
    page = town.desk.get(first).text
    assert ("Kurir ditugaskan" in page, "Menunggu pengemudi" in page) == (True, False)


def test_the_journey_says_which_driver_took_a_package_over(town: Town) -> None:
    package = town.package()
    town.trip(package)
    now = NOON + timedelta(minutes=1)
    with town.house.transaction() as session:
        handover = session.scalars(select(Handover)).one()
        token = renew_token(session, handover.id, office_id=town.office.id, now=now)
        driver = Driver(name="Joko Susilo", phone="081390001122", plate="K 4321 AB")
        claim_trip(session, TripClaim(token, driver, secret="s" * 22), now=now)
    journey = town.desk.get(f"/petugas/paket/{package.id}").text.partition('class="timeline"')[2]
    taken, waited = journey.index("Tugas diambil pengemudi"), journey.index("Menunggu pengemudi")
    assert taken < journey.index("Oleh Joko Susilo") < waited


def test_before_a_driver_took_over_no_courier_is_assigned(town: Town) -> None:
    package = town.package()
    town.trip(package)
    assert "Kurir ditugaskan" not in page_of(town).text + town.desk.get(f"/petugas/paket/{package.id}").text


def test_the_page_shows_that_the_courier_accepted(town: Town) -> None:
    package = town.package()
    town.hand_over(package)
    phone = Phone(town.app, town.postman)
    phone.send(phone.freeze(package, "picked_up"))
    page = town.desk.get(f"/petugas/serah-terima/{town.handover().id}").text
    assert "23 Nov, 12.00" in page
    assert "Sudah diambil kurir" in page


def test_the_printed_list_names_every_package_and_is_on_record(town: Town) -> None:
    packages = [town.package(), town.package()]
    town.hand_over(*packages)
    answer = town.desk.get(f"/petugas/serah-terima/{town.handover().id}/daftar.pdf")
    text = pypdfium2.PdfDocument(io.BytesIO(answer.data))[0].get_textpage().get_text_bounded()
    assert all(package.alias in text for package in packages)
    with town.house.reading() as session:
        looks = session.scalars(select(Look.package_id).where(Look.what == "handover_sheet"))
        assert set(looks) == {package.id for package in packages}


def test_open_handovers_stand_above_those_that_are_done(town: Town) -> None:
    town.hand_over(town.package())
    town.desk.post(f"/petugas/serah-terima/{town.handover().id}/tarik")
    town.hand_over(town.package())
    page = town.desk.get("/petugas/serah-terima").text
    assert page.index("Masih berjalan") < page.index("Belum semua diterima kurir") < page.index("Riwayat")
    assert page.index("Riwayat") < page.index("Ditarik kembali")


def test_the_history_goes_on_page_by_page(town: Town) -> None:
    with town.house.transaction() as session:
        session.add_all(_old_handover(town, number) for number in range(30))
    first = town.desk.get("/petugas/serah-terima").text
    (older,) = re.findall(r'href="(/petugas/serah-terima\?sebelum=[^"]+)"', first)
    second = town.desk.get(older.replace("&amp;", "&")).text
    links = r"/petugas/serah-terima/[0-9a-f-]{36}"
    assert (len(re.findall(links, first)), len(re.findall(links, second))) == (25, 5)
    assert not set(re.findall(links, first)) & set(re.findall(links, second))


def _old_handover(town: Town, number: int) -> Handover:
    facts = {"office_id": town.office.id, "officer_id": town.officer.id, "partner_code": "pos"}
    at = town.officer.created_at
    return Handover(id=UUID(int=number), courier_id=town.postman.id, created_at=at, **facts)


def test_an_office_without_handovers_is_told_how_to_begin(town: Town) -> None:
    assert "Belum ada serah terima" in town.desk.get("/petugas/serah-terima").text
    assert "Tidak ada paket yang siap dikirim" in town.desk.get("/petugas/serah-terima/baru").text


def test_another_offices_handover_is_not_there(town: Town) -> None:
    town.hand_over(town.package())
    stranger, path = Desk(town.app, town.other_office()[1]), f"/petugas/serah-terima/{town.handover().id}"
    assert stranger.get("/petugas/serah-terima").text.count(str(town.handover().id)) == 0
    assert [stranger.get(path + end).status_code for end in ("", "/keadaan", "/daftar.pdf")] == [404] * 3
    assert [stranger.post(path + end).status_code for end in ("/qr", "/tarik")] == [403] * 2


def test_another_offices_package_is_not_handed_over(town: Town) -> None:
    foreign = town.package(office=town.other_office()[0])
    town.hand_over(foreign)
    assert town.fresh(foreign).status is Status.READY


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DPO, Role.PROVINCE])
def test_only_officers_hand_over(town: Town, role: Role) -> None:
    with town.house.transaction() as session:
        user = a_user(session, role, office=None if role is Role.PROVINCE else town.office)
    desk = Desk(town.app, user)
    assert desk.get("/petugas/serah-terima").status_code == 403
    assert desk.get("/petugas/serah-terima/baru").status_code == 403


def test_the_addresses_of_changes_lead_back_when_opened_anew(town: Town) -> None:
    town.trip(town.package())
    path = f"/petugas/serah-terima/{town.handover().id}"
    assert [town.desk.get(path + end).location for end in ("/qr", "/tarik")] == [path, path]


@pytest.mark.parametrize("text", ["x", "-", f"2026-11-23_{'0' * 32}", f"20261123T050000.000000-{'x' * 32}"])
def test_a_place_in_the_history_that_we_never_wrote_is_not_there(town: Town, text: str) -> None:
    assert town.desk.get(f"/petugas/serah-terima?sebelum={text}").status_code == 404


def test_a_person_without_an_office_has_nothing_to_hand_over(town: Town) -> None:
    with town.house.transaction() as session:
        nobody = a_user(session, Role.ADMIN)
    assert Desk(town.app, nobody).get("/petugas/serah-terima").status_code == 403


def test_more_than_a_courier_carries_is_refused_in_words(town: Town) -> None:
    answer = town.seen_after(paket=[str(uuid4()) for _ in range(201)])
    assert "Paling banyak 200 paket dalam satu serah terima." in answer.text


@pytest.mark.parametrize("said", [{"paket": ["x"]}, {"kepada": "kurir:x"}, {"serah_terima": "x"}])
def test_a_form_that_is_none_of_ours_is_refused(town: Town, said: dict[str, Any]) -> None:
    form = town.form(town.package()) | said
    assert town.desk.post(f"/petugas/serah-terima/{uuid4()}", **form).status_code == 422


def test_a_handover_whose_packages_are_all_delivered_is_done(town: Town) -> None:
    package = town.package()
    town.hand_over(package)
    phone = Phone(town.app, town.postman)
    for outcome in ("picked_up", "delivered"):
        phone.send(phone.freeze(package, outcome))
    page = town.desk.get("/petugas/serah-terima").text
    assert "1 selesai" in page
    assert page.index("Riwayat") < page.index("Selesai")


def test_a_package_whose_attempts_are_used_up_goes_out_only_with_a_reason(town):
    package = town.package()
    with town.house.transaction() as session:
        session.get_one(Package, package.id).attempt = 3
    page = town.seen_after(package).text
    assert "Pilih alasan mengapa paket ini diantar lagi." in page
    assert town.hand_over(package, lagi="appointment").status_code == 303
    with town.house.reading() as session:
        assert session.get_one(Package, package.id).status is Status.ASSIGNED


def tired_package(town):
    package = town.package()
    with town.house.transaction() as session:
        session.get_one(Package, package.id).attempt = 3
    return package


def test_the_reason_is_asked_beside_the_list_and_not_after_an_error(town):
    town.package()
    page = town.desk.get("/petugas/serah-terima/baru").text
    assert "<div data-again hidden>" in page
    tired_package(town)
    page = town.desk.get("/petugas/serah-terima/baru").text
    assert "<div data-again>" in page
    assert page.count("<strong>percobaan antarnya sudah habis</strong>") == 1


def test_a_scan_says_that_the_attempts_are_used_up(town):
    package = tired_package(town)
    answer = town.desk.post("/petugas/serah-terima/pindai", **town.form(), pindai=package.alias)
    assert answer.json["tired"] == "percobaan antarnya sudah habis"


def test_why_it_goes_out_again_stands_in_the_packages_journey(town):
    package = tired_package(town)
    town.hand_over(package, lagi="appointment")
    page = town.desk.get(f"/petugas/paket/{package.id}").text
    assert "Diantar lagi: Sudah ada janji waktu dengan penerima" in page
