"""The courier's app as a courier uses it: one method for each thing a thumb does, and the taps are counted."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.browsers import PATIENCE_MS, Person
from tests.browser.paper import texts_in
from tests.browser.people import Account

RETAKES = 6
# A package that opens at once: nothing is asked first, as after a failed delivery or before it is accepted.
IN_HAND = re.compile("Di tangan Anda|Sedang diantar|In your hands|Out for delivery")
OLD_CARD_BACK = re.compile("Tukar kartu lama|old card back")
# The policy lets nobody fetch the picture's bytes; what the eye sees can be drawn.
SEEN = """async (picture) => {
  await picture.decode() // it may stand there before it is loaded
  const size = { width: picture.naturalWidth, height: picture.naturalHeight }
  const canvas = Object.assign(document.createElement("canvas"), size)
  canvas.getContext("2d").drawImage(picture, 0, 0)
  return canvas.toDataURL("image/png").split(",")[1]
}"""
PUBLIC_KEY = """() => new Promise((done, failed) => {
  const opening = indexedDB.open("kurir")
  opening.onerror = failed
  opening.onsuccess = () => {
    const reading = opening.result.transaction("devices").objectStore("devices").getAll()
    reading.onsuccess = () => (opening.result.close(), done(reading.result.map(({ jwk }) => jwk)))
  }
})"""
# Rows of one store of the phone's database, counted by outcome.
ROWS = """(name) => new Promise((done, failed) => {
  const opening = indexedDB.open("kurir")
  opening.onerror = failed
  opening.onsuccess = () => {
    const reading = opening.result.transaction(name).objectStore(name).getAll()
    const count = (all, { outcome }) => ({ ...all, [outcome]: (all[outcome] ?? 0) + 1 })
    reading.onsuccess = () => (opening.result.close(), done(reading.result.reduce(count, {})))
  }
})"""
SIGNINGS = 5
HAS_INK = """(pad) => pad.getContext("2d").getImageData(0, 0, pad.width, pad.height).data
  .some((value, i) => i % 4 === 0 && value < 128)"""
# A signature as two strokes, in shares of the pad.
STROKES = (
    ((0.12, 0.6), (0.2, 0.25), (0.28, 0.75), (0.36, 0.3), (0.44, 0.7)),
    ((0.5, 0.5), (0.62, 0.35), (0.7, 0.65), (0.86, 0.45)),
)


class Phone:
    """A courier with the app open."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.page: Page = person.page
        self.taps = 0

    # Coming in

    def sign_in(self, account: Account) -> None:
        self.page.goto("/kurir/")
        self.page.fill("#username", account.username)
        self.page.fill("#password", account.password)
        self.page.click("button[type=submit]")
        self.is_on("putaran")

    def open_handover(self, address: str) -> None:
        """An ordinary camera opens the address of the officer's QR."""
        self.page.goto(address)
        self.is_on("tugas")

    def claim_trip(self, *, name: str, phone: str, plate: str) -> None:
        for field, text in (("name", name), ("phone", phone), ("plate", plate)):
            self.page.fill(f"#{field}", text)
        self.page.click("button[type=submit]")
        self.is_on("putaran")

    def is_on(self, screen: str) -> None:
        expect(self.page.locator(f"body[data-screen={screen}]")).to_be_visible()
        expect(self.page.locator("#app h1")).to_be_visible()

    def is_ready_offline(self) -> None:
        """Firefox keeps a hundred files one after the other: on a busy machine it takes its time."""
        ready = self.page.locator("#app .notices .badge.tone-good")
        expect(ready).to_be_visible(timeout=3 * PATIENCE_MS)

    # The round

    def parcels(self) -> Locator:
        return self.page.locator(".parcel")

    def parcel(self, label: str) -> Locator:
        return self.page.locator(f".parcel[data-pkg='{label}']")

    def label_to_deliver(self) -> str:
        """Of the first package in hand that brings no old card back."""
        return str(self.in_hand().filter(has_not_text=OLD_CARD_BACK).first.get_attribute("data-pkg"))

    def in_hand(self) -> Locator:
        self.page.goto("/kurir/#/putaran")
        self.is_on("putaran")
        return self.page.locator(".parcel", has=self.page.locator(".parcel-top", has_text=IN_HAND))

    def accept_all(self) -> None:
        self.page.click("[data-do=accept-all]")
        self.page.click("[data-do=accept-sure]")
        for step in (
            "accept-all",
            "accept-sure",
        ):  # the question stands in the button's place until all are signed for
            expect(self.page.locator(f"[data-do={step}]")).to_have_count(0)

    # At the door

    def scan(self) -> str:
        """From the round to the package that the camera sees, which opens by itself; the proof's id."""
        self.taps = 0
        self._tap(self.page.locator("#nav a[href='#/pindai']"))
        self.page.wait_for_url(re.compile("#/serah/"))
        self.is_on("serah")
        return self.proof()

    def proof(self) -> str:
        """The number that the open form's proof will have."""
        return str(self.page.locator("[data-proof]").get_attribute("data-proof"))

    def open_scanner(self) -> None:
        self.page.click("#nav a[href='#/pindai']")
        self.is_on("pindai")

    def type_label(self, text: str) -> None:
        """A torn label: its code or number by hand."""
        self.page.goto("/kurir/#/pindai")
        self.is_on("pindai")
        self.page.fill("#code", text)
        self.page.click("form.label-entry button[type=submit]")

    def said(self) -> Locator:
        """What the scanner says."""
        return self.page.locator(".scan-said")

    def is_asked_about(self, name: str) -> None:
        expect(self.said().locator(".met strong")).to_have_text(name)

    def accept_scanned(self) -> None:
        self.page.click("[data-do=accept]")

    def go_back(self) -> None:
        self.page.click(".way-out")
        self.is_on("putaran")

    def turn(self) -> None:
        """From handing over to giving up, or back."""
        self.page.click("[data-do=turn]")

    def choose_reason(self, reason: str) -> None:
        folded = self.page.locator("details.reasons", has=self.page.locator(f"input[value={reason}]"))
        if folded.count():
            folded.evaluate("(box) => (box.open = true)")
        self.page.check(f"input[name=reason][value={reason}]")

    def calls(self) -> None:
        """As far as the note of it: no test rings anybody up."""
        link = self.page.locator(".tries a[href^='tel:']")
        link.evaluate("a => (a.addEventListener('click', (tap) => tap.preventDefault()), a.click())")

    def main_button(self) -> Locator:
        return self.page.locator("[data-do=review]")

    def sign_out(self) -> None:
        self.page.click("#nav a[href='#/akun']")
        self.is_on("akun")
        self.page.click("#app .button.wide.quiet:last-child")

    def drafts(self) -> int:
        """How many forms are begun and not done."""
        return sum(self.page.evaluate(ROWS, "drafts").values())

    def frozen(self) -> dict[str, int]:
        """How many proofs of each outcome this phone has made, sent or not."""
        waiting, sent = (self.page.evaluate(ROWS, name) for name in ("waiting", "sent"))
        return {outcome: waiting.get(outcome, 0) + sent.get(outcome, 0) for outcome in waiting | sent}

    def shows(self, name: str) -> None:
        expect(self.page.locator(".whose strong")).to_have_text(name)

    def hand_to_addressee(self) -> None:
        self._tap(self.page.locator("#part-who .choice").first)

    def hand_to_other(self, name: str, relation: str) -> None:
        self._tap(self.page.locator("#part-who .choice").last)
        self.page.fill("#receiver", name)
        self._tap(self.page.locator(".choice", has=self.page.locator(f"input[value={relation}]")))

    def tick_all_checks(self) -> None:
        self._tap(self.page.locator("[data-do=all-checks]"))

    def card_matches(self) -> None:
        self._tap(self.page.locator("#part-id .choice", has=self.page.locator("input[value=match]")))

    def take_photo(self) -> str:
        """Taken again while the label on it cannot be read, as a courier with eyes does; the SHA-256 it goes by."""
        picture = self.page.locator("#part-photo figure img")
        for _ in range(RETAKES):
            taken = self.take_any_photo()
            if texts_in(picture_in(b64decode(picture.evaluate(SEEN)))):
                return taken
            self.page.click("#part-photo .stage button")
            self.taps = self.taps - 1  # a blurred picture is the film's doing, and no step of the job
        raise AssertionError("Six photos in a row were blurred.")

    def take_any_photo(self) -> str:
        """Whatever the camera sees."""
        self._tap(self.page.locator("[data-do=shutter]"))
        picture = self.page.locator("#part-photo figure img")
        expect(picture).to_be_visible()
        return str(picture.get_attribute("data-sha256"))

    def pick_photo(self, jpeg: bytes) -> str:
        """From the phone's own camera app."""
        self.page.set_input_files(
            "#part-photo input[type=file]", {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": jpeg}
        )
        picture = self.page.locator("#part-photo figure img")
        expect(picture).to_be_visible()
        return str(picture.get_attribute("data-sha256"))

    def sign(self) -> None:
        """The recipient's finger on the pad, until the app takes it for a signature: on a busy machine a finger can be
        too fast for the pad. No tap of the courier's."""
        short = self.page.get_by_text("Tanda tangan terlalu pendek")
        for _ in range(SIGNINGS):
            self._sign_once()
            with suppress(AssertionError):
                expect(short).to_be_hidden(timeout=1_000)
                if self.page.locator("canvas.pad").evaluate(HAS_INK):
                    break
        self.wipe()

    def wipe(self) -> None:
        """The phone that somebody signed on, where the rules ask for it."""
        if self.page.locator("#part-wiped").is_visible():
            self._tap(self.page.locator("[data-do=all-wiped]"))

    def put_down(self, spot: str) -> None:
        self._tap(
            self.page.locator("#part-mode .choice", has=self.page.locator("input[value=placed_and_watched]"))
        )
        self._tap(self.page.locator("#part-mode .choice", has=self.page.locator(f"input[value={spot}]")))

    def see_it_taken(self) -> None:
        for check in ("stepped_back", "saw_taken", "name_said"):
            self.page.check(f"input[name=check-{check}]")

    def not_signed(self, why: str, *, witness: str, relation: str) -> None:
        """`why`: declined, or unable."""
        self._tap(self.page.locator("#part-signature .choice", has=self.page.locator(f"input[value={why}]")))
        self.page.fill("#witness", witness)
        self.page.select_option("#witness-rel", relation)

    def _sign_once(self) -> None:
        for stroke in STROKES:
            self.draw_on_pad(stroke)

    def draw_on_pad(self, stroke: Iterable[tuple[float, float]]) -> None:
        """One line, its points in shares of the pad."""
        pad = self.page.locator("canvas.pad")
        pad.evaluate("(pad) => pad.scrollIntoView({ block: 'center' })")  # clear of the bar at the thumb
        box = pad.bounding_box()
        assert box
        self._draw([(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke])

    def review(self) -> None:
        self._tap(self.page.locator("[data-do=review]"))
        expect(self.page.locator("[data-do=done]")).to_be_visible()

    def done(self) -> None:
        self._tap(self.page.locator("[data-do=done]"))
        self.is_on("putaran")

    def fill_in(self, *, photo: Callable[[], str]) -> str:
        """Everything that the package asks for, handed to the person named on it; what `photo` answered."""
        self.hand_to_addressee()
        self.tick_all_checks()
        if self.page.locator("#part-id").is_visible():
            self.card_matches()
        taken = photo()
        self.sign()
        return taken

    def deliver_to_addressee(self) -> str:
        """From the opened package to "Selesai"; the SHA-256 of the photo as the courier saw it."""
        photo = self.fill_in(photo=self.take_photo)
        self.review()
        self.done()
        return photo

    # The queue

    def everything_is_sent(self) -> None:
        expect(self.page.locator("#queue-count:not(.is-waiting, [data-stale])")).to_be_attached()

    def waits_to_send(self, count: int) -> None:
        expect(self.page.locator("#queue-count.is-waiting:not([data-stale])")).to_contain_text(str(count))

    def queue(self) -> Locator:
        self.page.click("#nav a[href='#/antrean']")
        self.is_on("antrean")
        return self.page.locator("li[data-state]")

    def public_key(self) -> dict[str, str]:
        """Of the key this browser made for itself; the private half never leaves it."""
        (jwk,) = self.page.evaluate(PUBLIC_KEY)
        return {name: str(value) for name, value in jwk.items()}

    def _tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def _draw(self, points: list[tuple[float, float]]) -> None:
        mouse = self.page.mouse
        mouse.move(*points[0])
        mouse.down()
        for x, y in points[1:]:
            mouse.move(x, y, steps=6)
        mouse.up()


def picture_in(encoded: bytes) -> Any:
    return cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_GRAYSCALE)
