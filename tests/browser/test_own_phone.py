"""Trap 25: the recipient signs on their own phone, two browsers with profiles of their own, in every order."""

import re
import secrets
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select, update

from courier_app.domain.own_phone import OPEN_WITHIN
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.models import OwnPhoneSignature, Package, Proof
from tests.browser.browsers import Person, Street
from tests.browser.eyes import breaches
from tests.browser.handset import Handset, Shift, a_shift, kept
from tests.browser.line import Line
from tests.browser.pages.courier import Phone
from tests.browser.pages.recipient import Recipient
from tests.browser.weather import no_line
from tests.faults.proxy import Fault, Request

SENT, UNSENT = "Terkirim. Terima kasih.", "Belum terkirim. Biarkan halaman ini terbuka; kami coba terus."
SIGNATURES = "/ttd/api/signatures"


class Door:
    """A postman at the form of one package, and the recipient's browser beside him."""

    def __init__(self, line: Line, courier: Person, street: Street) -> None:
        self.line, self.street = line, street
        self.shift: Shift = a_shift(line, packages=2)
        self.label = self.shift.labels[0]
        self.handset = Handset(line, courier.context, courier.page).open()
        self.handset.sign_in(self.shift.account).enrolled()
        self.phone = Phone(courier)
        self.open_form(self.label)
        self.recipient = self.somebody()

    def somebody(self) -> Recipient:
        return Recipient(self.street.somebody(self.line.origin, service_workers="block"))

    def open_form(self, label: str) -> None:
        self.phone.page.goto(f"{self.line.origin}/kurir/#/serah/{label}")
        self.phone.is_on("serah")

    def show_code(self) -> str:
        """What a camera reads off the courier's screen."""
        self.phone.page.click("[data-do=own-phone]")
        code = self.phone.page.locator(".own-phone-qr")
        expect(code).to_be_visible()
        return str(code.get_attribute("data-text"))

    def signed(self) -> None:
        expect(self.phone.page.locator("#part-own-phone .alert.tone-good")).to_be_visible()

    def type_code(self, code: str) -> None:
        self.phone.page.fill("#own_phone_code", code)

    def finish(self) -> str:
        """The rest of the form, and "Selesai"; the proof's id."""
        proof = self.phone.proof()
        self.phone.tick_all_checks()
        self.phone.card_matches()
        self.phone.pick_photo(a_picture())
        self.phone.review()
        expect(self.phone.page.locator(".finish .facts")).to_contain_text("Tanda tangan di ponsel penerima")
        self.phone.done()
        return proof

    def one_delivery(self, *, name: str = "Siti Aminah") -> Proof:
        """One proof, one signature, on this package and no other; and it is delivered."""
        (proof,) = kept(self.line, self.label)
        with self.line.database.reading() as session:
            package = session.scalars(select(Package).where(Package.label_id == self.label)).one()
            rows = session.scalars(
                select(OwnPhoneSignature).where(OwnPhoneSignature.package_id == package.id)
            ).all()
            assert package.status is Status.DELIVERED
            assert len([row for row in rows if row.record_hash]) == 1
        assert kept(self.line, self.shift.labels[1]) == []
        return proof


def a_picture() -> bytes:
    """Sharp, bright, and never the same twice: a photo counts for one proof."""
    out = BytesIO()
    grain = Image.frombytes("L", (32, 24), secrets.token_bytes(32 * 24))
    grain.resize((1280, 960), Image.Resampling.NEAREST).save(out, "JPEG", quality=80)
    return out.getvalue()


@pytest.fixture
def door(line: Line, person: Person, street: Street) -> Door:
    person.complaints.expect("net::ERR_|Service Worker registration blocked")
    return Door(line, person, street)


def is_sent(door: Door, proof: str) -> None:
    door.handset.wake_until(lambda: proof in door.handset.sent(), "sent")


def test_both_online_the_form_fills_itself(door: Door) -> None:
    address = door.show_code()
    assert re.fullmatch(r"HTTP://[A-Z0-9.:]+/TTD#[0-9A-Z]{17}\.[A-Z2-7]{52}", address)
    assert len(address) <= 132
    door.recipient.scan(address)
    door.recipient.reads_whom_it_is_for("S••• A•••••")
    door.recipient.sign()
    door.recipient.is_told(SENT)
    door.signed()
    expect(door.phone.page.locator("#part-who input[value=addressee]")).to_be_checked()
    expect(door.phone.page.locator(".own-phone-ink polyline")).to_have_count(1)
    is_sent(door, door.finish())
    assert door.one_delivery().mark is None


def test_with_the_courier_offline_eight_digits_are_enough(door: Door) -> None:
    address = door.show_code()
    door.line.weather = no_line
    door.recipient.scan(address)
    door.recipient.sign()
    expect(door.phone.page.locator(".own-phone-state")).to_contain_text("Tanpa sinyal")
    door.type_code("0000 0000")
    expect(door.phone.page.locator("#part-own-phone .field-error")).to_contain_text("tidak cocok")
    door.type_code(door.recipient.code())
    door.signed()
    door.phone.hand_to_addressee()
    proof = door.finish()
    assert kept(door.line, door.label) == []
    door.line.fair_again()
    is_sent(door, proof)
    assert door.one_delivery().mark is None


def no_signatures(request: Request) -> Fault:
    return Fault.EARLY_DROP if request.path.startswith(SIGNATURES) else Fault.NONE


def test_the_couriers_half_first_waits_for_the_recipients(door: Door) -> None:
    """The recipient's line dies after the page has opened: the code is good before the server has anything."""
    door.recipient.person.complaints.expect(r"net::ERR_")
    address = door.show_code()
    door.recipient.scan(address)
    door.recipient.reads_whom_it_is_for("S••• A•••••")
    door.line.weather = no_signatures
    door.recipient.sign()
    door.recipient.is_told(UNSENT)
    door.type_code(door.recipient.code())
    door.signed()
    door.phone.hand_to_addressee()
    is_sent(door, door.finish())
    (waiting,) = kept(door.line, door.label)
    assert (waiting.mark, waiting.flags) == (Mark.EVIDENCE_INCOMPLETE, "ink-awaited")
    door.line.fair_again()
    door.recipient.is_told(SENT)
    door.one_delivery()


def test_a_reload_half_way_loses_nothing_and_signs_once(door: Door) -> None:
    address = door.show_code()
    door.recipient.scan(address)
    door.recipient.write("Siti Aminah")
    door.recipient.draw()
    door.recipient.page.reload()
    expect(door.recipient.page.locator("#nama")).to_have_value("Siti Aminah")
    expect(door.recipient.page.locator("[data-part=drawn]")).to_have_text("Ada tanda tangan.")
    door.recipient.agree()
    door.recipient.press_send()
    code = door.recipient.code()
    door.recipient.page.reload()
    assert door.recipient.code() == code
    door.signed()
    is_sent(door, door.finish())
    door.one_delivery()


def lost_answer(request: Request) -> Fault:
    return Fault.LATE_DROP if request.path.startswith(SIGNATURES) else Fault.NONE


def test_sent_twice_because_the_answer_was_lost_is_signed_once(door: Door) -> None:
    door.recipient.person.complaints.expect(r"net::ERR_")
    door.recipient.scan(door.show_code())
    door.recipient.reads_whom_it_is_for("S••• A•••••")
    door.line.weather = lost_answer
    door.recipient.sign()
    door.recipient.is_told(UNSENT)
    door.line.fair_again()
    door.recipient.page.click("[data-part=resend]")
    door.recipient.is_told(SENT)
    door.signed()
    is_sent(door, door.finish())
    door.one_delivery()


def test_a_replayed_link_opens_on_no_other_phone(door: Door) -> None:
    address = door.show_code()
    door.recipient.scan(address)
    door.recipient.reads_whom_it_is_for("S••• A•••••")
    thief = door.somebody()
    thief.person.complaints.expect("answer: 410")
    thief.scan(address)
    thief.is_refused("sudah dipakai")
    door.recipient.sign()
    door.signed()
    is_sent(door, door.finish())
    door.one_delivery()


def test_an_old_code_is_refused_and_a_new_one_helps(door: Door) -> None:
    address = door.show_code()
    with door.line.database.transaction() as session:
        package = session.scalars(select(Package).where(Package.label_id == door.label)).one()
        session.execute(update(Package).where(Package.id == package.id).values(attempt=2))
    door.recipient.person.complaints.expect("answer: 410")
    door.recipient.scan(address)
    door.recipient.is_refused("Minta kurir menampilkan yang baru")
    assert timedelta(minutes=30) == OPEN_WITHIN


@pytest.mark.parametrize("size", [(360, 640), (640, 360)], ids=["upright", "turned"])
def test_the_page_can_be_used_by_everybody(door: Door, size: tuple[int, int]) -> None:
    """No fault for axe-core; by keyboard alone; the signature survives turning the phone."""
    page = door.recipient.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    door.recipient.scan(door.show_code())
    door.recipient.reads_whom_it_is_for("S••• A•••••")
    assert breaches(page) == []
    page.locator("[data-part=send]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#nama")).to_be_focused()
    page.keyboard.type("Siti Aminah")
    page.locator("input[name=rel]").first.focus()
    page.keyboard.press("Space")
    page.locator("[data-part=pad]").focus()
    for key in ["ArrowUp", "ArrowRight", "ArrowDown", "ArrowRight"] * 4:
        page.keyboard.press(key)
    page.keyboard.press("Space")
    page.set_viewport_size({"width": size[1], "height": size[0]})
    page.locator("#setuju").focus()
    page.keyboard.press("Space")
    page.locator("[data-part=send]").focus()
    page.keyboard.press("Enter")
    door.recipient.is_told(SENT)
    assert breaches(page) == []
    door.signed()
