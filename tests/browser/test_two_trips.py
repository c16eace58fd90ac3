"""An ojol driver takes a second trip before the first is done: no proof and no envelope of the first is lost."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import delete, select

from courier_app.domain.packages import Status
from courier_app.models import Handover, Office, Package, Proof, Role, Throttle
from courier_app.services.handovers import NewHandover, open_trip, revoke
from tests.browser.browsers import Person
from tests.browser.handset import Handset, kept
from tests.browser.line import Line
from tests.browser.server import Server
from tests.browser.weather import API, no_line
from tests.faults.proxy import Fault, Request
from tests.town import a_package, a_user, an_office

JOKO = {"name": "Joko Susilo", "phone": "081390001122", "plate": "K 4321 AB"}


@dataclass(frozen=True)
class Trip:
    """What a handover QR offers: one envelope."""

    id: UUID
    office_id: UUID
    officer_id: UUID
    token: str
    label: str


def a_trip(line: Line | Server) -> Trip:
    now = datetime.now(UTC)
    with line.database.transaction() as session:
        office = session.scalars(select(Office)).first() or an_office(session)
        officer = a_user(session, Role.OFFICER, office=office, username=f"rina.{secrets.token_hex(4)}")
        package = a_package(session, line.ports, office, status=Status.READY).package
        new = NewHandover(uuid4(), office.id, officer.id, frozenset({package.id}))
        _, token = open_trip(session, new, "gojek", now=now)
        assert token
        return Trip(new.id, office.id, officer.id, token, package.label_id)


def no_proof_arrives(request: Request) -> Fault:
    return Fault.EARLY_DROP if request.method == "PUT" and request.path.startswith(API) else Fault.NONE


def opens(phone: Handset, trip: Trip) -> None:
    phone.page.goto(f"{phone.line.origin}/kurir/serah#{trip.token}")
    phone.page.locator("#name").wait_for()


def typed_in(phone: Handset) -> dict[str, str]:
    return {field: phone.page.input_value(f"#{field}") for field in JOKO}


def takes(phone: Handset, trip: Trip) -> None:
    opens(phone, trip)
    for field, text in JOKO.items():
        phone.page.fill(f"#{field}", text)
    phone.page.click("button[type=submit]")
    phone.page.locator("body[data-screen=putaran]").wait_for()
    phone.page.click("[data-do=accept-all]")
    phone.page.click("[data-do=accept-sure]")
    expect(phone.page.locator("[data-do=accept-sure]")).to_have_count(0)


def badge(phone: Handset) -> Locator:
    return phone.page.locator("#queue-count")


def other_trip(phone: Handset) -> Locator:
    return phone.page.locator("[data-trip]")


def parcel(phone: Handset, trip: Trip) -> Locator:
    return phone.page.locator(f".parcel[data-pkg='{trip.label}']")


def go(phone: Handset, screen: str) -> None:
    phone.page.goto(f"{phone.line.origin}/kurir/#/{screen}")
    expect(phone.page.locator(f"body[data-screen={screen.partition('/')[0]}]")).to_be_visible()


@pytest.fixture(autouse=True)
def _another_day(line: Line) -> None:
    """All phones of these tests come from one address, which may claim so many trips in a quarter of an hour."""
    with line.database.transaction() as session:
        session.execute(delete(Throttle))


@pytest.fixture
def phone(line: Line, person: Person) -> Handset:
    return Handset(line, person.context, person.page)


@pytest.fixture
def first(line: Line, phone: Handset) -> Trip:
    """Taken, its envelope in hand, and the server knows."""
    trip = a_trip(line)
    takes(phone, trip)
    phone.until(lambda: len(kept(line, trip.label)) == 1, "taken over")
    return trip


def test_what_the_first_trip_left_is_sent_while_the_second_is_under_way(
    line: Line, phone: Handset, first: Trip
) -> None:
    line.weather = no_proof_arrives
    left = phone.capture(first.label)
    second = a_trip(line)
    takes(phone, second)
    expect(badge(phone)).to_have_text("2 bukti antre")
    line.fair_again()
    phone.wake_until(lambda: len(kept(line, first.label)) == 2, "what was left arrives")
    expect(badge(phone)).to_have_text("Antrean kosong")
    with line.database.reading() as session:
        proof = session.get_one(Proof, UUID(left))
        assert proof.courier_id == session.get_one(Handover, first.id).courier_id
        assert session.get_one(Package, proof.package_id).status is Status.DELIVERED
    assert parcel(phone, second).count() == 1


def test_signing_out_is_refused_while_the_first_trip_has_something_to_send(
    line: Line, phone: Handset, first: Trip
) -> None:
    line.weather = no_proof_arrives
    phone.capture(first.label)
    takes(phone, a_trip(line))
    go(phone, "akun")
    phone.page.get_by_role("button", name="Keluar").click()
    phone.says("Belum bisa keluar: 2 bukti")


def test_the_queue_says_what_is_of_another_trip(line: Line, phone: Handset, first: Trip) -> None:
    line.weather = no_proof_arrives
    left = phone.capture(first.label)
    takes(phone, a_trip(line))
    go(phone, "antrean")
    expect(phone.page.locator(f"li[data-row='{left}']")).to_contain_text("Dari tugas lain di ponsel ini")


def test_the_queue_does_not_call_a_package_finished_that_was_only_taken_over(
    line: Line, phone: Handset, first: Trip
) -> None:
    line.weather = no_proof_arrives
    second = a_trip(line)
    takes(phone, second)
    go(phone, "antrean")
    taken = phone.page.locator("li[data-state=waiting]")
    expect(taken).to_contain_text("Penerimaan menunggu kirim")
    expect(taken).not_to_contain_text("Selesai")


def test_the_next_qr_offers_what_was_typed_last_and_one_tap_empties_it(
    line: Line, phone: Handset, first: Trip
) -> None:
    opens(phone, a_trip(line))
    phone.says("terakhir diketik di ponsel ini")
    assert typed_in(phone) == JOKO
    phone.page.click("[data-do=empty]")
    assert typed_in(phone) == dict.fromkeys(JOKO, "")
    phone.page.reload()
    expect(phone.page.locator("#name")).to_have_value("")


def test_whoever_signs_out_leaves_no_name_for_the_next_qr(line: Line, phone: Handset, first: Trip) -> None:
    phone.until(lambda: not phone.waiting(), "sent")
    go(phone, "akun")
    phone.page.get_by_role("button", name="Keluar").click()
    phone.page.get_by_role("button", name="Tetap keluar").click()
    expect(phone.page.locator("body[data-screen=masuk]")).to_be_visible()
    opens(phone, a_trip(line))
    assert typed_in(phone) == dict.fromkeys(JOKO, "")


def test_the_form_of_the_second_trip_says_that_the_first_one_stays(
    line: Line, phone: Handset, first: Trip
) -> None:
    phone.page.goto(f"{line.origin}/kurir/serah#{a_trip(line).token}")
    phone.says("Tugas Anda sebelumnya tetap di ponsel ini (1 paket belum selesai)")


def test_an_envelope_of_the_first_trip_is_delivered_after_the_second_was_taken_without_a_line(
    line: Line, phone: Handset, first: Trip
) -> None:
    takes(phone, a_trip(line))
    phone.until(lambda: not phone.waiting(), "sent")
    line.weather = no_line
    other_trip(phone).click()
    expect(parcel(phone, first)).to_be_visible()
    proof = phone.capture(first.label)
    line.fair_again()
    phone.wake_until(lambda: proof in phone.sent(), "sent")
    assert len(kept(line, first.label)) == 2


def test_both_trips_are_there_to_go_back_and_forth(line: Line, phone: Handset, first: Trip) -> None:
    second = a_trip(line)
    takes(phone, second)
    other_trip(phone).click()
    expect(parcel(phone, first)).to_be_visible()
    other_trip(phone).click()
    expect(parcel(phone, second)).to_be_visible()


def test_the_label_of_the_first_trip_leads_to_its_form(line: Line, phone: Handset, first: Trip) -> None:
    takes(phone, a_trip(line))
    type_number(phone, first.label)
    phone.says("Amplop ini dari tugas lain di ponsel ini.")
    phone.page.get_by_role("button", name="Buka tugas itu").click()
    expect(phone.page.locator("body[data-screen=serah]")).to_be_visible()
    expect(phone.page.locator("#app")).to_contain_text("Siti Aminah")


def test_whoever_leaves_the_second_trip_is_back_in_the_first(line: Line, phone: Handset, first: Trip) -> None:
    takes(phone, a_trip(line))
    phone.until(lambda: not phone.waiting(), "sent")
    go(phone, "akun")
    phone.page.get_by_role("button", name="Keluar").click()
    phone.page.get_by_role("button", name="Tetap keluar").click()
    expect(parcel(phone, first)).to_be_visible()


def taken_back(line: Line, trip: Trip) -> None:
    with line.database.transaction() as session:
        revoke(session, trip.id, office_id=trip.office_id, officer_id=trip.officer_id, now=datetime.now(UTC))


def type_number(phone: Handset, label: str) -> None:
    go(phone, "pindai")
    phone.page.fill("#code", label)
    phone.page.click("form.label-entry button[type=submit]")


def test_a_trip_that_was_taken_back_says_what_to_do_with_the_envelope(
    line: Line, phone: Handset, person: Person, first: Trip
) -> None:
    person.complaints.expect("answer: 401 · .*/kurir/api/")
    taken_back(line, first)
    phone.page.reload()
    phone.says("Tugas ini sudah berakhir")
    phone.says("bawa ke kantor")
    type_number(phone, first.label)
    phone.says("Jangan diantar: bawa kembali ke kantor.")


def test_a_trip_taken_back_while_its_driver_is_in_another_is_told_there_and_its_envelope_is_known(
    line: Line, phone: Handset, person: Person, first: Trip
) -> None:
    person.complaints.expect("answer: 401 · .*/kurir/api/")
    takes(phone, a_trip(line))
    taken_back(line, first)
    expect(phone.page.locator("#app .alert.tone-good")).to_have_text("1 paket diterima.")
    phone.page.get_by_role("button", name="Muat ulang daftar").click()
    expect(phone.page.locator("#app > div > [role=status]")).to_contain_text("Diperbarui")
    expect(phone.page.locator("#app .alert.tone-good")).to_have_count(0)
    expect(phone.page.get_by_text("Kantor mengakhiri tugas lain")).to_be_in_viewport()
    phone.says("Kantor mengakhiri tugas lain di ponsel ini")
    phone.says("Jangan antar paket SX")
    type_number(phone, first.label)
    phone.says("Paket ini dari tugas yang sudah diakhiri kantor")
    go(phone, "putaran")
    other_trip(phone).click()
    bag = phone.page.locator(f"[data-bag='{first.label}']")
    expect(bag).to_contain_text("Harus dibawa kembali: 1 paket")
    expect(phone.page.locator("#app")).not_to_contain_text("Siti Aminah")
    phone.page.click("[data-do=bag-down]")
    phone.page.click("[data-do=bag-sure]")
    expect(bag).to_have_count(0)
    expect(other_trip(phone)).to_have_count(1)


def test_a_form_begun_before_the_trip_was_taken_back_can_be_finished(
    line: Line, phone: Handset, person: Person, first: Trip
) -> None:
    person.complaints.expect("answer: 401 · .*/kurir/api/")
    go(phone, f"gagal/{first.label}")
    phone.page.check("input[name=reason][value=not_home]")
    phone.until(lambda: phone.rows("drafts"), "draft kept")
    taken_back(line, first)
    go(phone, "putaran")
    phone.page.reload()
    phone.says("Tugas ini sudah berakhir")
    expect(parcel(phone, first)).to_be_visible()
