"""Trap 25: the recipient signs on their own phone, two browsers with profiles of their own, in every order."""

import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

import cv2
import numpy as np
import pytest
from playwright.sync_api import Dialog, Page, expect
from sqlalchemy import select, update

from courier_app.domain.own_phone import OPEN_WITHIN, SEND_WITHIN
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.models import OwnPhoneSignature, Package, Proof
from tests.browser.browsers import Person, Street
from tests.browser.eyes import breaches
from tests.browser.handset import Handset, Shift, a_picture, a_shift, kept
from tests.browser.line import Line
from tests.browser.pages.courier import Phone
from tests.browser.pages.recipient import SHEET, Recipient
from tests.browser.paper import texts_in
from tests.browser.weather import no_line
from tests.faults.proxy import Fault, Request

SENT = "Tanda tangan sudah terkirim. Terima kasih."
UNSENT = "Tanda tangan belum terkirim. Biarkan halaman ini terbuka; kami coba terus."
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

    def another_code(self, old: str) -> str:
        """Its button, as the courier presses it."""
        self.phone.page.get_by_role("button", name="Kode QR baru").click()
        code = self.phone.page.locator(".own-phone-qr")
        expect(code).not_to_have_attribute("data-text", old)
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


@pytest.fixture
def door(line: Line, person: Person, street: Street) -> Door:
    person.complaints.expect("net::ERR_|Service Worker registration blocked")
    return Door(line, person, street)


def is_sent(door: Door, proof: str) -> None:
    door.handset.wake_until(lambda: proof in door.handset.sent(), "sent")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_camera_reads_the_code_off_the_screen_by_day_and_by_night(
    door: Door, scheme: Literal["light", "dark"]
) -> None:
    door.phone.page.emulate_media(color_scheme=scheme)
    said = door.show_code()
    seen = np.frombuffer(door.phone.page.locator(".own-phone-qr").screenshot(), dtype=np.uint8)
    assert texts_in(cv2.imdecode(seen, cv2.IMREAD_GRAYSCALE)) == [said]


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


STAMP_CARD = """() => {
  const look = () => {
    if (document.querySelector("#part-own-phone .alert.tone-good")) return (globalThis.cardAt = Date.now())
    requestAnimationFrame(look)
  }
  look()
}"""


def test_how_long_a_signature_takes_to_the_couriers_screen_is_written_down(
    door: Door, record_property: Callable[[str, object], None]
) -> None:
    """Issue 4.1 asks for two seconds; a shared machine cannot judge it. The bound is in own_phone.test.js."""
    door.recipient.scan(door.show_code())
    door.phone.page.evaluate(STAMP_CARD)
    door.recipient.write("Siti Aminah")
    door.recipient.draw()
    door.recipient.agree()
    with door.recipient.page.expect_response(lambda answer: answer.status == 201):
        door.recipient.press_send()
    answered = time.time() * 1_000
    door.signed()
    took = door.phone.page.evaluate("() => cardAt") - answered
    record_property("ms_to_the_card", took)
    sys.stdout.write(f"from the server's 201 to the courier's card: {took:.0f} ms\n")


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


def test_a_recipient_who_reads_english_changes_the_page_and_loses_nothing(door: Door) -> None:
    """The token stays behind the #: it comes back with the answer, and the server never sees it in an address."""
    page = door.recipient.page
    door.recipient.scan(door.show_code())
    door.recipient.write("Siti Aminah")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    door.recipient.reads_whom_it_is_for("S••• A•••••")
    expect(page.locator("#nama")).to_have_value("Siti Aminah")
    expect(page.locator("[data-part=relations]")).to_contain_text("Spouse")
    assert [one.path for one in door.line.sent("/bahasa")] == ["/bahasa"]
    door.recipient.draw(drawn="There is a signature.")
    door.recipient.agree()
    door.recipient.press_send()
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


KEPT_HERE = (
    "() => Object.entries(localStorage).filter(([key]) => key.startsWith('ttd:')).map(([, kept]) => kept)"
)


def unsent(door: Door) -> Page:
    """Signed where there is no line."""
    door.recipient.person.complaints.expect(r"net::ERR_")
    door.recipient.scan(door.show_code())
    door.recipient.reads_whom_it_is_for("S••• A•••••")
    door.recipient.page.route(f"**{SIGNATURES}", lambda route: route.abort())
    door.recipient.sign("Kutilang Peminjam")
    door.recipient.is_told(UNSENT)
    assert "Kutilang" in door.recipient.page.evaluate(KEPT_HERE)[0]
    return door.recipient.page


def tap_forget(page: Page, *, meant: bool) -> str:
    """What the phone asks first, and its answer."""
    asked: list[str] = []

    def answer(question: Dialog) -> None:
        asked.append(question.message)
        question.accept() if meant else question.dismiss()

    page.once("dialog", answer)
    page.get_by_role("button", name="Hapus dari ponsel ini").click()
    return asked[0]


def test_what_was_not_sent_leaves_a_borrowed_phone_after_one_question(door: Door) -> None:
    page = unsent(door)
    assert tap_forget(page, meant=False) == "Tanda tangan ini belum terkirim. Tetap hapus?"
    assert "Kutilang" in page.evaluate(KEPT_HERE)[0]
    tap_forget(page, meant=True)
    expect(page.locator("[data-part=gone] .tone-good")).to_contain_text("Sudah dihapus dari ponsel ini.")
    expect(page.locator("[data-part=problem]")).to_be_hidden()
    page.unroute(f"**{SIGNATURES}")
    page.wait_for_timeout(6_000)  # it would have tried again by now
    assert page.evaluate(KEPT_HERE) == []
    assert door.line.sent(SIGNATURES) == []


def test_after_a_day_the_phone_has_forgotten_what_was_not_sent(door: Door) -> None:
    page = unsent(door)
    page.goto("about:blank")
    page.clock.install(time=datetime.now(UTC) + SEND_WITHIN + timedelta(minutes=1))
    page.goto(f"{door.line.origin}/TTD")
    expect(page.locator("[data-part=why]")).to_be_visible()
    assert page.evaluate(KEPT_HERE) == []


def test_an_hour_later_it_is_still_there(door: Door) -> None:
    page = unsent(door)
    page.goto("about:blank")
    page.clock.install(time=datetime.now(UTC) + timedelta(hours=1))
    page.goto(f"{door.line.origin}/TTD")
    expect(page.locator("[data-part=why]")).to_be_visible()
    assert "Kutilang" in page.evaluate(KEPT_HERE)[0]


def test_nothing_of_a_person_stays_once_it_was_sent_and_nothing_at_all_once_it_was_refused(
    door: Door,
) -> None:
    address = door.show_code()
    door.recipient.scan(address)
    door.recipient.sign("Kutilang Pengirim")
    door.recipient.is_told(SENT)
    assert "Kutilang" not in door.recipient.page.evaluate(KEPT_HERE)[0]
    thief = door.somebody()
    thief.person.complaints.expect("answer: 410")
    thief.scan(address)
    thief.is_refused("sudah dipakai")
    assert thief.page.evaluate(KEPT_HERE) == []


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
    """Made by a clock that stood 31 minutes earlier, without a line that would tell the time."""
    door.line.weather = no_line
    door.handset.run(
        "(ms) => trap.jumpClock(ms)", -(OPEN_WITHIN + timedelta(minutes=1)).total_seconds() * 1_000
    )
    old = door.show_code()
    door.handset.run("(ms) => trap.jumpClock(ms)", 0)
    door.line.fair_again()
    door.recipient.person.complaints.expect("answer: 410")
    door.recipient.scan(old)
    door.recipient.is_refused("Minta kurir menampilkan yang baru")
    new = door.another_code(old)
    door.recipient.scan(new)
    door.recipient.sign()
    door.signed()
    is_sent(door, door.finish())
    assert door.one_delivery().mark is None


def test_a_code_of_an_earlier_attempt_is_refused(door: Door) -> None:
    address = door.show_code()
    with door.line.database.transaction() as session:
        package = session.scalars(select(Package).where(Package.label_id == door.label)).one()
        session.execute(update(Package).where(Package.id == package.id).values(attempt=2))
    door.recipient.person.complaints.expect("answer: 410")
    door.recipient.scan(address)
    door.recipient.is_refused("Minta kurir menampilkan yang baru")


INK_AT = """(pad, places) => {
  const { width, height } = pad
  const { data } = pad.getContext("2d").getImageData(0, 0, width, height)
  const reach = Math.ceil(width / 40)
  const isDark = (x, y) => data[4 * (y * width + x) + 3] > 128 && data[4 * (y * width + x)] < 128
  const around = Array.from({ length: 2 * reach }, (_, i) => i - reach)
  return places.map(([x, y]) => {
    const [across, down] = [Math.round(x * width), Math.round(y * height)]
    return around.some((dx) => around.some((dy) => isDark(across + dx, down + dy)))
  })
}"""


def test_a_signature_is_legible_after_the_phone_was_turned_and_turned_back(door: Door) -> None:
    """Each corner that was drawn is on the pad, and nothing where nobody drew."""
    page = door.recipient.page
    door.recipient.person.complaints.expect("willReadFrequently")  # said of the test's own look at the pad
    page.set_viewport_size({"width": 360, "height": 740})
    door.recipient.scan(door.show_code())
    door.recipient.reads_whom_it_is_for("S••• A•••••")
    door.recipient.draw()
    pad = page.locator("[data-part=pad]")
    for width, height in ((740, 360), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => done(true)))")
        corners = [list(corner) for corner in SHEET[1:-1]]
        found = pad.evaluate(INK_AT, [*corners, [0.08, 0.1], [0.92, 0.9]])
        assert found == [True] * len(corners) + [False, False]


def test_an_empty_box_is_called_empty_and_a_stroke_too_short(door: Door) -> None:
    page = door.recipient.page
    door.recipient.scan(door.show_code())
    door.recipient.write("Siti Aminah")
    door.recipient.agree()
    door.recipient.press_send()
    wrong = page.locator("[data-wrong=ink]")
    expect(wrong).to_contain_text("Belum ada tanda tangan")
    page.locator("[data-part=pad]").focus()
    page.keyboard.press("ArrowRight")
    door.recipient.press_send()
    expect(wrong).to_contain_text("terlalu pendek")


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
