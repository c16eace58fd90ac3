"""A courier's morning, step by step as docs/kurir.md tells it; each step leaves its page in the album."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Locator, Page, expect

from tests.browser.album import SHARPNESS, Album
from tests.browser.browsers import Person, Street
from tests.browser.guided import Guided
from tests.browser.pages.courier import STROKES, Phone
from tests.browser.pages.recipient import Recipient
from tests.browser.paper import Sticker
from tests.browser.test_shift import answer
from tests.browser.walk_citizen import signs_on_own_phone

NO_LINE = r"net::ERR_(INTERNET_DISCONNECTED|FAILED)"


class CourierWalk:
    """One postman, and beside him a driver who has only a QR."""

    def __init__(self, street: Street, guided: Guided, album: Album) -> None:
        self.street, self.guided, self.album = street, guided, album
        self.person = somebody(street, guided)
        self.phone = Phone(self.person)
        self.page = self.person.page

    def walk(self) -> None:
        for part in (self.come_in, self.take_over, self.at_the_door, self.other_ways, self.card_and_fee):
            part()
        for part in (self.nobody_home, self.without_signal, self.office_asks, self.go_home):
            part()

    def come_in(self) -> None:
        driver = somebody(self.street, self.guided)
        driver.page.goto(self.guided.trip())
        Phone(driver).is_on("tugas")
        self.show("tugas", press=driver.page.locator("button[type=submit]"), page=driver.page)
        self.page.goto("/kurir/")
        self.phone.is_on("masuk")
        self.show("masuk", press=self.page.locator("button[type=submit]"))
        self.phone.sign_in(self.guided.postman)
        self.phone.is_ready_offline()
        self.show("siap", press=self.page.locator("#app .notices .badge.tone-good"))
        self.page.goto("/kurir/#/pasang")
        self.phone.is_on("pasang")
        self.show("pasang", at=self.page.locator("#app h1"))

    def take_over(self) -> None:
        self.page.goto("/kurir/#/putaran")
        self.show("terima", press=self.page.locator("[data-do=accept-all]"))
        self.page.click("[data-do=accept-all]")
        self.album.also("kurir-terima", self.page)
        self.page.click("[data-do=accept-sure]")
        self.phone.is_on("sehat")
        self.show("sehat", press=self.page.locator("[data-do=declare]"))
        answer(self.phone, temperature="fail")
        self.album.also("kurir-sehat", self.page)
        answer(self.phone, temperature="pass", symptoms="pass", mask="pass", hands="pass")
        self.phone.is_on("putaran")
        self.phone.everything_is_sent()
        self.show("putaran", at=self.page.locator("#app h1"))
        self.unfold()
        self.album.also("kurir-putaran", self.page)

    def at_the_door(self) -> None:
        """The plain package, signed on the recipient's own phone while both have a line."""
        plain = self.guided.bag.plain.package
        first, _ = self.guided.labels
        self.street.camera.rest_on(unreadable(first))
        self.phone.open_scanner()
        expect(self.page.locator(".viewfinder video")).to_be_visible()
        self.show("pindai", at=self.page.locator(".viewfinder"))
        self.street.camera.rest_on(first)
        self.page.wait_for_url(f"**/#/serah/{plain.label_id}")
        self.phone.is_on("serah")
        self.show("penerima", press=self.page.locator("#part-who .choice").first)
        self.phone.hand_to_other("", "spouse")
        self.album.also("kurir-penerima", self.page)
        self.phone.hand_to_addressee()
        self.show("protokol", press=self.page.locator("[data-do=all-checks]"))
        self.phone.tick_all_checks()
        self.show("ktp", press=self.choice("part-id", "match"))
        self.phone.card_matches()
        self.show("foto", press=self.page.locator("[data-do=shutter]"), at=self.page.locator("#part-photo"))
        self.phone.take_any_photo()
        self.album.also("kurir-foto", self.page)
        self.own_phone()
        self.album.also("kurir-tinjau", self.page)
        self.phone.review()
        self.show("tinjau", press=self.page.locator("[data-do=done]"), at=self.page.locator(".finish"))
        self.phone.done()
        self.phone.everything_is_sent()

    def own_phone(self) -> None:
        button = self.page.locator("[data-do=own-phone]")
        self.show("ponsel", press=button)
        button.click()
        code = self.page.locator(".own-phone-qr")
        expect(code).to_be_visible()
        self.show("qr", at=code)
        recipient = Recipient(somebody(self.street, self.guided))
        recipient.scan(str(code.get_attribute("data-text")))
        signs_on_own_phone(self.album, recipient)
        signed = self.page.locator("#part-own-phone .alert.tone-good")
        expect(signed).to_be_visible()
        self.show("tertanda", at=signed)

    def other_ways(self) -> None:
        """One form for all of them; it stays a draft."""
        self.street.camera.rest_on(self.guided.labels[1])
        self.page.goto(f"/kurir/#/serah/{self.guided.bag.quiet.package.label_id}")
        self.phone.is_on("serah")
        self.phone.hand_to_addressee()
        self.phone.tick_all_checks()
        self.phone.card_matches()
        self.phone.take_any_photo()
        self.page.get_by_role(
            "button", name="Tetap pakai"
        ).click()  # a label on an envelope, like the one before
        self.show("tanda-tangan", at=self.page.locator("canvas.pad"))
        for stroke in STROKES:
            self.phone.draw_on_pad(stroke)
        self.show("lap", press=self.page.locator("[data-do=all-wiped]"))
        self.phone.wipe()
        self.show("kode", press=self.page.locator("#claim_code"))
        self.phone.not_signed("unable", witness="Pak Darmo", relation="neighbour")
        self.show("saksi", at=self.page.locator("#part-witness"))
        self.show("letak", press=self.choice("part-mode", "placed_and_watched"))
        self.phone.put_down("gate")
        self.show("tempat", at=self.choice("part-mode", "gate"))
        self.show("dilihat", at=self.page.locator("#part-placed"))
        self.phone.go_back()

    def card_and_fee(self) -> None:
        self.page.goto(f"/kurir/#/serah/{self.guided.bag.dear.package.label_id}")
        self.phone.is_on("serah")
        self.show("kartu", press=self.page.locator("#part-card .choice").first)
        self.street.camera.rest_on(specimen())
        self.page.locator("#part-card .choice").last.click()
        self.album.also("kurir-kartu", self.page)
        self.page.locator("#part-card .choice").first.click()
        self.page.click("[data-do=card-camera]")
        expect(self.page.locator("[data-do=card-shutter]")).to_be_visible()
        self.album.also("kurir-tutup", self.page)
        self.page.click("[data-do=card-shutter]")
        expect(self.page.locator(".mask-bar")).to_have_count(2)
        self.show("tutup", at=self.page.locator("[data-bar=number]"))
        self.page.click("[data-do=card-keep]")
        expect(self.page.locator("#part-card figure img")).to_be_visible()
        self.page.fill("#seal", "A-4711")
        self.show("segel", press=self.page.locator("#seal"))
        self.page.locator("#part-fee .choice", has_text="Tunai").click()
        self.show("ongkos", at=self.page.locator("#part-fee"))
        self.page.locator("#part-fee .choice", has_text="Tidak dibayar").click()
        self.album.also("kurir-ongkos", self.page)
        self.phone.go_back()

    def nobody_home(self) -> None:
        away = self.guided.bag.away.package
        self.unfold()
        self.show(
            "gagal",
            press=self.phone.parcel(away.label_id).locator("a, button").filter(has_text="Gagal antar"),
        )
        self.page.goto(f"/kurir/#/gagal/{away.label_id}")
        self.phone.is_on("gagal")
        self.phone.choose_reason("not_home")
        self.show("alasan", at=self.page.locator("input[value=not_home]"))
        self.unfold()
        self.album.also("kurir-alasan", self.page)
        self.phone.choose_reason("not_attempted")
        self.phone.review()
        self.phone.done()
        self.phone.type_label(away.label_id)
        back = self.page.get_by_role("button", name="Kembalikan ke kantor")
        self.show("kembali", press=back)
        back.click()
        self.album.also("kurir-kembali", self.page)
        self.page.click("[data-do=give_back]")
        self.phone.everything_is_sent()

    def without_signal(self) -> None:
        self.person.complaints.expect(NO_LINE)
        with self.no_line():
            self.page.goto(f"/kurir/#/serah/{self.guided.bag.quiet.package.label_id}")
            self.page.click("[data-do=own-phone]")
            expect(self.page.locator(".own-phone-state")).to_contain_text("Tanpa sinyal")
            self.show("tanpa-sinyal", press=self.page.locator("#own_phone_code"))
            self.page.goto(f"/kurir/#/gagal/{self.guided.bag.dear.package.label_id}")
            self.phone.is_on("gagal")
            self.phone.choose_reason("not_attempted")
            self.phone.review()
            self.phone.done()
            self.phone.queue()
            self.show("antrean", press=self.page.locator("[data-do=send-now]"))
            self.page.locator("[data-do=export-all]").click()
            self.phone.is_on("cadangan")
            self.show("cadangan", press=self.page.locator("[data-do=make-file]"))
            self.page.click("[data-do=make-file]")
            expect(self.page.locator("[data-do=save-file]")).to_be_visible()
            self.album.also("kurir-cadangan", self.page)
        self.phone.everything_is_sent()

    def office_asks(self) -> None:
        self.guided.office_asks()
        self.page.goto("/kurir/#/putaran")
        self.page.reload()
        asked = self.page.get_by_role("button", name="Jawab")
        self.show("tanya", press=asked)
        asked.click()
        self.phone.is_on("tanya")
        self.album.also("kurir-tanya", self.page)

    def go_home(self) -> None:
        self.page.goto("/kurir/#/akun")
        self.phone.is_on("akun")
        leave = self.page.locator("#app .button.wide.quiet:last-child")
        leave.click()
        expect(self.page.locator("#app .alert.tone-warn")).to_be_visible()
        self.show("keluar", press=leave)

    def show(
        self, step: str, *, press: Locator | None = None, at: Locator | None = None, page: Page | None = None
    ) -> None:
        self.album.show(f"kurir-{step}", page or self.page, press=press, at=at)

    def unfold(self) -> None:
        """By the finger: what only a script opened is folded again when the list is drawn anew."""
        self.page.locator("#app details").first.wait_for()
        folded = self.page.locator("#app details:not([open]) > summary")
        while folded.count():
            folded.first.click()

    def choice(self, part: str, value: str) -> Locator:
        return self.page.locator(f"#{part} .choice", has=self.page.locator(f"input[value={value}]"))

    @contextmanager
    def no_line(self) -> Iterator[None]:
        self.person.context.set_offline(True)
        yield
        self.person.context.set_offline(False)


def somebody(street: Street, guided: Guided) -> Person:
    person = street.somebody(guided.server.origin, device_scale_factor=SHARPNESS)
    person.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return person


def specimen() -> Sticker:
    """An old card of nobody, for the camera: lines where a number and a face would be."""
    card = Image.new("L", (856, 540), 190)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, 855, 539), outline=90, width=6)
    font = ImageFont.load_default(44)
    draw.text((428, 40), "CONTOH KARTU LAMA", 40, font=font, anchor="mt")
    draw.text((40, 120), "NIK  0000000000000000", 40, font=font)
    for line in range(5):
        draw.rectangle((40, 210 + 60 * line, 420 - 40 * (line % 3), 232 + 60 * line), 120)
    draw.rectangle((600, 180, 810, 460), 140)
    draw.ellipse((650, 220, 760, 340), 100)
    return Sticker(np.asarray(card), (190.0, 120.0), "", "")  # held near


def unreadable(sticker: Sticker) -> Sticker:
    """So that the scanner stays open while its picture is taken."""
    return replace(sticker, picture=cv2.GaussianBlur(sticker.picture, (0, 0), 12))
