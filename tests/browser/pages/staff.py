"""The officers' pages on an office computer, with a hand scanner that types what it reads."""

import re
from dataclasses import dataclass
from uuid import UUID

import cv2
import numpy as np
from playwright.sync_api import expect

from courier_app.printing.sheets import SheetFormat
from tests.browser.browsers import Person
from tests.browser.paper import Sticker, stickers, texts_in
from tests.browser.people import Account

PLACE = "-6.99040, 110.42290"


@dataclass(frozen=True)
class Registered:
    """What the officer reads off the page after registering."""

    package_id: str
    name: str
    alias: str
    claim_code: str


class Desk:
    """An officer or auditor at work."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.page = person.page

    def sign_in(self, account: Account) -> None:
        self.page.goto("/petugas/masuk")
        self.page.fill("#username", account.username)
        self.page.fill("#password", account.password)
        self.page.click("form:has(#password) button[type=submit]")
        self.page.wait_for_url(lambda address: not address.endswith("/petugas/masuk"))

    # Registering

    def register(self, *, kind: str, name: str, address: str) -> Registered:
        self.fill_form(kind=kind, name=name, address=address)
        if self.page.locator("#serupa").is_visible():
            self.page.check("#tetap")
            self._send_form()
        return self.registered(name)

    def fill_form(self, *, kind: str, name: str, address: str) -> None:
        """And send it: to the claim code, or to the question whether it is not there already."""
        self.page.goto("/petugas/paket/baru")
        self.page.select_option("#kind", kind)
        if self.page.locator(".card-asked").is_visible():
            self.page.check('[name="old_card"][value="none"]')
        for field, text in (
            ("name", name),
            ("address", address),
            ("phone", "081234567890"),
            ("place", PLACE),
        ):
            self.page.fill(f"#{field}", text)
        self._send_form()

    def _send_form(self) -> None:
        self.page.click("form:has(#kind) button[type=submit]")
        expect(self.page.locator(".claim-code code, #serupa").first).to_be_visible()

    def registered(self, name: str) -> Registered:
        """The code is shown once, here."""
        code = self.page.locator(".claim-code code")
        expect(code).to_be_visible()
        return Registered(
            package_id=self.page.locator("input[name=paket]").input_value(),
            name=name,
            alias=_squeezed(self.page.locator("[aria-labelledby=next-title] dd code").first.inner_text()),
            claim_code=_squeezed(code.inner_text()),
        )

    def print_labels(self, sheet: SheetFormat, *, with_address: bool = True) -> list[Sticker]:
        """Of every package that has none yet, as the browser saved them."""
        self.page.goto("/petugas/label")
        if self.page.locator("input[name=lembar]").input_value() != sheet.code:
            self.page.click(f"button[name=lembar_lain][value={sheet.code}]")
        self.page.check("input[name=pilihan][value=new]")
        self.page.check(f"input[name=alamat][value={'ya' if with_address else 'tidak'}]")
        with self.page.expect_download() as saving:
            self.page.click("form.label-order .buttons button")
        return stickers(saving.value.path().read_bytes(), sheet)

    # Handing over

    def hand_over(self, labels: list[Sticker], *, to: str) -> None:
        """Scans every label, names who carries (`to_postman()`, `to_partner()`), and presses "Serahkan"."""
        self.page.goto("/petugas/serah-terima/baru")
        for number, sticker in enumerate(labels, start=1):
            self._scan(sticker.url)
            expect(self.page.locator("[data-picked] input:checked")).to_have_count(number)
        self.page.select_option("#kepada", to)
        self.page.click("button[name=aksi][value=serahkan]")
        self.page.wait_for_url(re.compile("/serah-terima/[0-9a-f-]{36}"))

    def _scan(self, text: str) -> None:
        self.page.locator("#pindai").press_sequentially(text)
        self.page.keyboard.press("Enter")

    def handover_qr(self) -> str:
        """What an ordinary phone reads off this screen."""
        picture = self.page.locator("[data-qr] svg").screenshot()
        (text,) = texts_in(cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE))
        return text

    def sees_driver(self, name: str, plate: str) -> None:
        """The page tells by itself who took the QR."""
        notice = self.page.locator(".alert.tone-good")
        expect(notice).to_contain_text(name)
        expect(notice).to_contain_text(plate)

    def revoke(self) -> None:
        self.page.click("form[action$='/tarik'] button")
        self.page.click("dialog[open] .danger")
        expect(self.page.locator("form[action$='/tarik']")).to_have_count(0)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def to_postman(courier_id: UUID) -> str:
    return f"kurir:{courier_id}"


def to_partner(code: str) -> str:
    return f"ojol:{code}"
