"""From the label to the receipt, as docs/warga.md tells it to a citizen; each step leaves its page in the album."""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from playwright.sync_api import Locator, expect

from tests.browser.album import Album
from tests.browser.browsers import Person
from tests.browser.guided import SHEET, Guided
from tests.browser.pages.citizen import Citizen
from tests.browser.pages.recipient import Recipient
from tests.browser.paper import stickers

WIDE, EDGE = 536, 2


def signs_on_own_phone(album: Album, recipient: Recipient) -> None:
    """Under the QR of the courier's screen."""
    page = recipient.page
    recipient.reads_whom_it_is_for("S••• A•••••")
    album.show("warga-periksa", page, at=page.locator("h1"))
    recipient.write("Siti Aminah")
    recipient.draw()
    album.show("warga-isi", page, at=page.locator("[data-part=pad]"))
    recipient.agree()
    album.show("warga-kirim", page, press=page.locator("[data-part=send]"))
    recipient.press_send()
    recipient.is_told("Tanda tangan sudah terkirim. Terima kasih.")
    album.show("warga-konfirmasi", page, press=page.locator("[data-part=code]"))


def before_delivery(album: Album, guided: Guided, person: Person) -> None:
    """The label in print, and what stands behind its QR."""
    (sticker,) = stickers(guided.printed, SHEET)
    words = pypdfium2.PdfDocument(guided.printed)[0].get_textpage().get_text_bounded()
    shape = WIDE, round(WIDE * sticker.size_mm[1] / sticker.size_mm[0])
    face = Image.fromarray(sticker.picture).resize(shape)
    album.paper("warga-label", ImageOps.expand(face, border=EDGE, fill="grey"), words)
    citizen = Citizen(person)
    citizen.open_label(guided.bag.plain.package.label_id)
    album.show("warga-pindai", person.page, press=person.page.locator("#kode"))
    person.page.goto("/cek")
    person.page.fill("#nomor", guided.bag.plain.package.alias)
    person.page.fill("#kode", guided.bag.plain.claim_code)
    album.show("warga-cek", person.page, press=person.page.locator("form:has(#kode) button[type=submit]"))


class CitizenWalk:
    """Afterwards, at home: what the page asks, and what it offers."""

    def __init__(self, person: Person, guided: Guided, album: Album) -> None:
        self.person, self.page, self.guided, self.album = person, person.page, guided, album
        self.citizen = Citizen(person)

    def walk(self, folder: Path) -> None:
        self.citizen.check(self.guided.bag.plain.package.alias, self.guided.bag.plain.claim_code)
        self.answers()
        self.receipt(folder)
        self.complaints_and_rights()
        self.page.goto("/cek/paket")
        leave = self.page.locator("form.finish button")
        self.show("selesai", press=leave)
        leave.click()
        self.album.also("warga-selesai", self.page)

    def answers(self) -> None:
        self.show("perjalanan", at=self.page.locator("h1"))
        self.show("jawab", press=self.page.locator("button[value=received]"))
        self.page.click("a[href$='/cek/paket/belum']")
        self.show("belum", press=self.page.locator("button[value=not_received]"))
        self.page.goto("/cek/paket")
        self.citizen.confirm()
        self.album.also("warga-jawab", self.page)

    def receipt(self, folder: Path) -> None:
        self.show("tanda-terima", press=self.page.locator("a[href$='tanda-terima.pdf']"))
        file = self.citizen.download("pdf", folder)
        self.page.goto("/verifikasi")
        expect(self.page.locator("[data-part=form]")).to_be_visible()
        self.show("verifikasi", press=self.page.locator("[data-part=drop] .button"))
        self.page.set_input_files("[data-part=file]", file)
        result = self.page.locator("[data-part=result] .alert.tone-good").first
        expect(result).to_be_visible()
        self.show("sah", at=result)

    def complaints_and_rights(self) -> None:
        self.page.goto("/cek/paket")
        self.show("uang", press=self.page.locator("a[href$='/cek/paket/uang']"))
        self.page.goto("/cek/paket/uang")
        self.show("lapor", press=self.page.locator("form[action$='/uang'] button"))
        self.page.goto("/cek/paket")
        self.show("dilihat", press=self.page.locator("a[href$='/cek/paket/hak']"))
        self.page.goto("/cek/paket/hak")
        self.show("hak", press=self.page.locator("form[action$='/hak'] button"))

    def show(self, step: str, *, press: Locator | None = None, at: Locator | None = None) -> None:
        self.album.show(f"warga-{step}", self.page, press=press, at=at)
