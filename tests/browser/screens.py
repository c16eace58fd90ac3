"""Every screen of the house and the way to it, for tests that look at all of them and for people who want to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from playwright.sync_api import Locator, expect
from sqlalchemy import update

from courier_app.domain.exchange import OldCard
from courier_app.models import Package
from courier_app.printing.sheets import SHEETS
from courier_app.services.packages import Registered
from tests.browser.browsers import Person, Street
from tests.browser.contested import Contested
from tests.browser.pages.citizen import Citizen
from tests.browser.pages.courier import Phone
from tests.browser.pages.staff import Desk, to_partner
from tests.browser.town import OFFICER, Town, who

Who = Literal[
    "visitor",
    "citizen",
    "contesting",
    "upheld",
    "officer",
    "auditor",
    "admin",
    "province",
    "partner",
    "courier",
]
Language = Literal["id", "en"]
Reach = Callable[[Person, Town], None]
LANGUAGES: tuple[Language, ...] = ("id", "en")


@dataclass(frozen=True)
class Screen:
    """At an address, and there after doing something. Ids in addresses come from the town.

    `expects` is what the browser may complain of on the way: a page that says 404 answers 404.
    """

    name: str
    who: Who
    address: str
    then: Reach = lambda _person, _town: None
    expects: str = ""

    def reach(self, person: Person, town: Town) -> None:
        person.page.goto(self.address.format_map(town.places))
        self.then(person, town)


def on(screen: str) -> Reach:
    """The courier's app has drawn it."""
    return lambda person, _town: Phone(person).is_on(screen)


def form_with_mistakes(person: Person, _town: Town) -> None:
    with person.page.expect_navigation():
        person.page.click("form:has(#kind) button[type=submit]")


def wrong_password(person: Person, _town: Town) -> None:
    person.page.fill("#username", "petugas.rembang")
    person.page.fill("#password", "salah sekali")
    with person.page.expect_navigation():
        person.page.click("form:has(#password) button[type=submit]")


def wrong_code(person: Person, town: Town) -> None:
    person.page.fill("#nomor", town.guide.delivered.alias)
    person.page.fill("#kode", "000000")
    with person.page.expect_navigation():
        person.page.click("form:has(#kode) button[type=submit]")


def open_up(details: Locator) -> None:
    """However the page moves meanwhile: a click may meet what has just come above it."""
    details.evaluate("(box) => void (box.open = true)")


def no_receipt(person: Person, _town: Town) -> None:
    open_up(person.page.locator(".verify details"))
    person.page.fill("[data-part=text]", "POD1:BUKAN")
    person.page.click("[data-part=check]")
    expect(person.page.locator("[data-part=result] .alert.tone-bad")).to_be_visible()


def checkpoint_compared(person: Person, _town: Town) -> None:
    open_up(person.page.locator(".verify details"))
    person.page.fill("[data-part=text]", person.page.request.get("/log/checkpoint").text())
    person.page.click("[data-part=check]")
    expect(person.page.locator("[data-part=result] .alert.tone-good")).to_be_visible()


def drafted(person: Person, _town: Town) -> None:
    """One draft a region: begun by whoever comes first, in whichever language."""
    link = "a[href='/petugas/aturan/draf']"
    person.page.click(f"{link}, form[action='/petugas/aturan'] button")
    expect(person.page.locator("#temp_max")).to_be_visible()


def example_of_the_form(then: str) -> Reach:
    """As the draft frames it; here by itself."""

    def reach(person: Person, town: Town) -> None:
        drafted(person, town)
        person.page.goto(f"/petugas/aturan/draf/layar#/{then}")
        expect(person.page.locator("#app h1")).to_be_visible()

    return reach


def drafted_with_mistakes(person: Person, town: Town) -> None:
    drafted(person, town)
    person.page.fill("#distance_m", "99")
    with person.page.expect_navigation():
        person.page.click("button[value=simpan] >> nth=0")


def confirming(person: Person, town: Town) -> None:
    """Something changes against the edition that an earlier view published: otherwise there is nothing to publish."""
    drafted(person, town)
    before = person.page.input_value("#distance_m")
    person.page.fill("#distance_m", "3" if before == "2" else "2")
    with person.page.expect_navigation():
        person.page.click("button[value=terbit]")


def published(person: Person, town: Town) -> None:
    confirming(person, town)
    with person.page.expect_navigation():
        person.page.click("form:has(#mulai) button")


def session_word(when: str) -> Reach:
    """As the page's script shows it, by its own clock."""
    shown = (
        f"for (const box of document.querySelectorAll('.stay, .stay [data-when={when}]')) box.hidden = false"
    )
    return lambda person, _town: person.page.evaluate(shown)


def registered(person: Person, _town: Town) -> None:
    desk = Desk(person)
    desk.register(kind="KK", name="Sri Wahyuni", address="Jl. Kartini 12 RT 03/RW 01, Rembang")


def alike(person: Person, town: Town) -> None:
    """The same person's second family card within an hour."""
    registered(person, town)
    desk = Desk(person)
    desk.fill_form(kind="KK", name="Sri Wahyuni", address="Jl. Kartini 12 RT 03/RW 01, Rembang")
    expect(person.page.locator("#serupa")).to_be_focused()


def code_renewed(person: Person, _town: Town) -> None:
    made = Desk(person).register(kind="KK", name="Sri Wahyuni", address="Jl. Kartini 12 RT 03/RW 01, Rembang")
    person.page.goto(f"/petugas/paket/{made.package_id}")
    person.page.click("details:has(form[action$='/kode-klaim']) summary")
    for answer in ("sebab", "periksa"):
        person.page.locator(f"input[name={answer}]").first.check()
    with person.page.expect_navigation():
        person.page.click("form[action$='/kode-klaim'] button")


def code_message(person: Person, town: Town) -> None:
    code_renewed(person, town)
    with person.page.expect_navigation():
        person.page.click("a[href$='kode-klaim?pesan=1']")


def printed(person: Person, _town: Town) -> None:
    desk = Desk(person)
    desk.register(kind="KK", name="Sri Wahyuni", address="Jl. Kartini 12 RT 03/RW 01, Rembang")
    desk.print_labels(SHEETS["a4-2x4"])
    expect(person.page.locator("#done")).to_be_focused()


def handover_with_mistakes(person: Person, _town: Town) -> None:
    with person.page.expect_navigation():
        person.page.click("button[value=serahkan]")


def recipient(person: Person, _town: Town) -> None:
    reveal_asked(person, _town)
    person.page.select_option("[name=reveal-reason]", "address")
    with person.page.expect_navigation():
        person.page.click("details.reveal button")


def reveal_asked(person: Person, _town: Town) -> None:
    person.page.click("details.reveal summary")


def factor_begun(person: Person, _town: Town) -> None:
    with person.page.expect_navigation():
        person.page.click("form[action$='/akun/kode'] button")


def proof_in_clear(person: Person, town: Town) -> None:
    reveal_asked(person, town)
    person.page.select_option("[name=reveal-reason]", "verdict")
    with person.page.expect_navigation():
        person.page.click("details.reveal button")


def search_without_result(person: Person, _town: Town) -> None:
    person.page.fill("#cari", "Tidak Ada Orangnya")
    with person.page.expect_navigation():
        person.page.click("form.search-box button")


def without_reason(action: str) -> Reach:
    """The fold, opened and sent as it is."""

    def reach(person: Person, _town: Town) -> None:
        person.page.click(f"details:has(form[action*='{action}']) summary")
        with person.page.expect_navigation():
            person.page.click(f"form[action*='{action}'] button[type=submit]")

    return reach


def correcting(person: Person, _town: Town) -> None:
    """Only while the envelope is still in the office."""
    made = Desk(person).register(kind="KK", name="Sri Wahyuni", address="Jl. Kartini 12 RT 03/RW 01, Rembang")
    person.page.goto(f"/petugas/paket/{made.package_id}")
    person.page.click("details:has(form[action*='/penerima/perbaiki']) summary")
    person.page.select_option("[name='correct-reason']", "desk")
    with person.page.expect_navigation():
        person.page.click("form[action*='/penerima/perbaiki'] button")


def handover_qr(person: Person, _town: Town) -> None:
    desk = Desk(person)
    made = desk.register(kind="KK", name="Sri Wahyuni", address="Jl. Kartini 12 RT 03/RW 01, Rembang")
    labels = {label.alias: label for label in desk.print_labels(SHEETS["a4-2x4"])}
    desk.hand_over([labels[made.alias]], to=to_partner("gojek"))
    expect(person.page.locator("[data-qr]")).to_be_visible()


def offered_trip(person: Person, town: Town) -> None:
    """The app is there already, without a token; the address of the QR comes into the same tab."""
    person.page.goto("about:blank")
    person.page.goto(town.handover_address())
    Phone(person).is_on("tugas")
    expect(person.page.locator("#plate")).to_be_visible()


def package_in_hand(person: Person, _town: Town) -> None:
    """Opened by typing the code, as with a torn label."""
    phone = Phone(person)
    label = phone.label_to_deliver()
    person.page.goto("/kurir/#/pindai")
    person.page.fill("#code", label)
    person.page.click("form.label-entry button[type=submit]")
    phone.is_on("serah")


def reviewed(person: Person, town: Town) -> None:
    package_in_hand(person, town)
    phone = Phone(person)
    phone.fill_in(photo=phone.take_any_photo)
    if person.page.locator("#part-placed").is_visible():  # the draft of "kurir-serah-letak" is still there
        phone.see_it_taken()
    phone.review()


def put_down(person: Person, town: Town) -> None:
    package_in_hand(person, town)
    Phone(person).put_down("gate")


def not_signed(person: Person, town: Town) -> None:
    package_in_hand(person, town)
    Phone(person).not_signed(
        "unable", witness="R. Aj. Kusumaningrum Tjokroadisoerjo", relation="security_staff"
    )


def signed(person: Person, town: Town) -> None:
    package_in_hand(person, town)
    Phone(person).sign()


def card_unfolded(person: Person, _town: Town) -> None:
    Phone(person).is_on("putaran")
    person.page.locator("article:has([data-label]) summary, .card summary").first.click()


def failed_as(reason: str) -> Reach:
    def failed(person: Person, _town: Town) -> None:
        label = Phone(person).label_to_deliver()
        give_up(person, label, reason)

    return failed


def give_up(person: Person, label: str, reason: str) -> None:
    person.page.goto(f"/kurir/#/gagal/{label}")
    phone = Phone(person)
    phone.is_on("gagal")
    phone.choose_reason(reason)


def old_card_lost(person: Person, town: Town) -> None:
    give_up(person, dear_and_swapped(person, town), "old_card_missing")
    person.page.click("label.choice:has(input[name=detail][value=lost])")


def fee_not_paid(person: Person, town: Town) -> None:
    give_up(person, dear_and_swapped(person, town), "fee_unpaid")


def dear_and_swapped(person: Person, town: Town) -> str:
    """The last package in hand has a fee now, and brings an old card back: no other screen opens it."""
    phone = Phone(person)
    label = str(phone.in_hand().last.get_attribute("data-pkg"))
    more = {"fee_rupiah": 9_000, "old_card": OldCard.OWED}
    with town.server.database.transaction() as session:
        session.execute(update(Package).where(Package.label_id == label).values(**more))
    person.page.reload()
    expect(phone.parcel(label)).to_contain_text("Rp9")
    return label


def empty_void(person: Person, _town: Town) -> None:
    with person.page.expect_navigation():
        person.page.click("form:has(#where) button[type=submit]")


def no_call(person: Person, _town: Town) -> None:
    with person.page.expect_navigation():
        person.page.click("form[action*='/telepon'] button[type=submit]")


def empty_verdict(person: Person, _town: Town) -> None:
    with person.page.expect_navigation():
        person.page.click(".review-form button[type=submit]")


def unfolded(person: Person, _town: Town) -> None:
    person.page.locator("details.ask summary").first.click()


def asked_at_the_counter(person: Person, _town: Town) -> None:
    person.page.click("details:has(form[action$='/permintaan']) summary")
    person.page.select_option("#counter-right", "correction")
    person.page.fill("#counter-words", "Nomor rumah saya keliru, seharusnya 12.")
    with person.page.expect_navigation():
        person.page.click("form[action$='/permintaan'] button")


def opening_for_no_reason(person: Person, town: Town) -> None:
    asked_at_the_counter(person, town)
    without_reason("/buka")(person, town)


SCREENS: tuple[Screen, ...] = (
    Screen("depan", "visitor", "/"),
    Screen("bahasa", "visitor", "/bahasa"),
    Screen("cek", "visitor", "/cek"),
    Screen("cek-kode-salah", "visitor", "/cek", wrong_code, expects="answer: 422"),
    Screen("cek-tertutup", "visitor", "/cek?berakhir=halaman"),
    Screen("cek-belum-tersimpan", "visitor", "/cek?berakhir=jawaban&lanjut=belum"),
    Screen("verifikasi", "visitor", "/verifikasi"),
    Screen("verifikasi-bukan", "visitor", "/verifikasi", no_receipt),
    Screen("verifikasi-titik", "visitor", "/verifikasi", checkpoint_compared),
    Screen("label-diterima", "visitor", "/P/{label}"),
    Screen("label-di-jalan", "visitor", "/P/{label_on_the_way}"),
    Screen("label-salah-ketik", "visitor", "/P/7K2M9QX4T1B8ZC3DB", expects="answer: 404"),
    Screen("label-tidak-dikenal", "visitor", "/P/7K2M9QX4T1B8ZC3DA", expects="answer: 404"),
    Screen("masalah", "visitor", "/problems/handover-closed"),
    Screen("tidak-ada", "visitor", "/tidak-ada", expects="answer: 404"),
    Screen("petugas-masuk", "visitor", "/petugas/masuk"),
    Screen("petugas-sesi", "visitor", "/petugas/masuk?berakhir=halaman"),
    Screen("petugas-sesi-isian", "visitor", "/petugas/masuk?berakhir=isian&next=/petugas/paket/baru"),
    Screen("petugas-salah", "visitor", "/petugas/masuk", wrong_password, expects="answer: 4[0-9]{2}"),
    Screen("kurir-masuk", "visitor", "/kurir/", on("masuk")),
    Screen("kurir-qr-lama", "visitor", "/kurir/serah#sudah-lewat", on("tugas"), expects="answer: 410"),
    Screen("kurir-qr-baru", "visitor", "/kurir/serah", offered_trip, expects="answer: 410"),
    Screen("tanda-tangan", "visitor", "/TTD"),
    Screen("warga-paket", "citizen", "/cek/paket"),
    Screen("warga-belum", "citizen", "/cek/paket/belum"),
    Screen("warga-uang", "citizen", "/cek/paket/uang"),
    Screen("warga-hak", "citizen", "/cek/paket/hak"),
    Screen("warga-disanggah", "contesting", "/cek/paket"),
    Screen("warga-dibenarkan", "upheld", "/cek/paket"),
    Screen("label-disanggah", "visitor", "/P/{label_contested}"),
    Screen("label-keliru", "visitor", "/P/{label_overturned}"),
    Screen("paket-keliru", "officer", "/petugas/paket/{package_overturned}"),
    Screen("sanggahan-selesai", "officer", "/petugas/sanggahan/{dispute_decided}"),
    Screen("audit-disanggah", "auditor", "/petugas/audit/{proof_disputed}"),
    Screen(
        "audit-telepon-keliru", "auditor", "/petugas/audit/{proof_call_back}", no_call, expects="answer: 422"
    ),
    Screen("tahan", "officer", "/petugas/paket/{package_on_the_way}/tahan"),
    Screen("penyimpanan", "admin", "/petugas/penyimpanan", unfolded),
    Screen(
        *("permintaan-keliru", "admin", "/petugas/paket/{package}", opening_for_no_reason),
        expects="answer: 422",
    ),
    Screen("permintaan-satu", "admin", "/petugas/paket/{package}", asked_at_the_counter),
    Screen("permintaan", "admin", "/petugas/permintaan"),
    Screen("kartu-lama", "officer", "/petugas/kartu-lama"),
    Screen("kebocoran", "admin", "/petugas/kebocoran"),
    Screen("paket", "officer", "/petugas/"),
    Screen("paket-disaring", "officer", "/petugas/?status=delivered"),
    Screen("paket-masih-dihitung", "officer", "/petugas/?status=keliru"),
    Screen("paket-dicari", "officer", "/petugas/", search_without_result),
    Screen("paket-baru", "officer", "/petugas/paket/baru"),
    Screen("paket-baru-sesi", "officer", "/petugas/paket/baru", session_word("soon")),
    Screen("paket-baru-sesi-habis", "officer", "/petugas/paket/baru", session_word("over")),
    Screen("paket-baru-keliru", "officer", "/petugas/paket/baru", form_with_mistakes),
    Screen("paket-baru-serupa", "officer", "/petugas/paket/baru", alike),
    Screen("paket-terdaftar", "officer", "/petugas/paket/baru", registered),
    Screen("paket-kode-baru", "officer", "/petugas/", code_renewed),
    Screen("paket-kode-pesan", "officer", "/petugas/", code_message),
    Screen("paket-satu", "officer", "/petugas/paket/{package}"),
    Screen("paket-di-jalan", "officer", "/petugas/paket/{package_on_the_way}"),
    Screen("paket-penerima", "officer", "/petugas/paket/{package_on_the_way}", recipient),
    Screen(
        *("paket-penerima-keliru", "officer", "/petugas/paket/{package_on_the_way}"),
        without_reason("/penerima"),
        expects="answer: 422",
    ),
    Screen("paket-perbaiki", "officer", "/petugas/paket/{package}", correcting),
    Screen("paket-disanggah", "officer", "/petugas/paket/{package_disputed}"),
    Screen("sanggahan", "officer", "/petugas/sanggahan"),
    Screen("sanggahan-satu", "officer", "/petugas/sanggahan/{dispute}"),
    Screen("sanggahan-telepon", "officer", "/petugas/sanggahan/{dispute_driver}", reveal_asked),
    Screen("kurir-kantor", "officer", "/petugas/kurir"),
    Screen("kurir-kantor-satu", "officer", "/petugas/kurir/{courier}", unfolded),
    Screen("kembali", "officer", "/petugas/kembali"),
    Screen("loket", "officer", "/petugas/loket"),
    Screen("loket-satu", "officer", "/petugas/paket/{package_at_counter}/loket"),
    Screen("loket-lewat", "officer", "/petugas/paket/{package_late}/loket", unfolded),
    Screen("loket-diambil", "officer", "/petugas/paket/{package_collected}"),
    Screen("loket-kirim-lagi", "officer", "/petugas/paket/{package_at_counter}/kirim-lagi"),
    Screen("label-loket", "visitor", "/P/{label_at_counter}"),
    Screen("label-diambil", "visitor", "/P/{label_collected}"),
    Screen("kirim-lagi", "officer", "/petugas/paket/{package_returned}/kirim-lagi"),
    Screen("uang-antar", "officer", "/petugas/uang-antar"),
    Screen("uang-antar-kosong", "officer", "/petugas/uang-antar?hari=2001-01-01"),
    Screen("uang-antar-kurir", "officer", "/petugas/uang-antar/{fee_courier}/{fee_day}"),
    Screen("laporan-uang", "officer", "/petugas/laporan-uang"),
    Screen("laporan-uang-satu", "officer", "/petugas/laporan-uang/{money_report}"),
    Screen("aturan", "officer", "/petugas/aturan"),
    Screen("aturan-draf", "admin", "/petugas/aturan", drafted),
    Screen("aturan-layar", "admin", "/petugas/aturan", example_of_the_form("serah")),
    Screen("aturan-layar-gagal", "admin", "/petugas/aturan", example_of_the_form("gagal")),
    Screen("aturan-layar-selesai", "admin", "/petugas/aturan", example_of_the_form("putaran")),
    Screen("aturan-draf-keliru", "admin", "/petugas/aturan", drafted_with_mistakes),
    Screen("aturan-terbit", "admin", "/petugas/aturan", confirming),
    Screen("aturan-edisi", "admin", "/petugas/aturan", published),
    Screen("label", "officer", "/petugas/label"),
    Screen("label-tercetak", "officer", "/petugas/label", printed),
    Screen("petugas-tidak-ada", "officer", "/petugas/tidak-ada", expects="answer: 404"),
    Screen("serah-terima", "officer", "/petugas/serah-terima"),
    Screen("serah-terima-baru", "officer", "/petugas/serah-terima/baru"),
    Screen("serah-terima-keliru", "officer", "/petugas/serah-terima/baru", handover_with_mistakes),
    Screen("serah-terima-satu", "officer", "/petugas/serah-terima/{handover}"),
    Screen("serah-terima-qr", "officer", "/petugas/serah-terima/baru", handover_qr),
    Screen("impor", "officer", "/petugas/impor"),
    Screen("bukan-milik-kantor", "officer", f"/petugas/serah-terima/{UUID(int=0)}", expects="answer: 40"),
    Screen("audit", "auditor", "/petugas/audit"),
    Screen("audit-perlu-ditelepon", "auditor", "/petugas/audit?catatan=call-back"),
    Screen("audit-diserahkan", "auditor", "/petugas/audit/{proof_delivered}"),
    Screen("audit-batalkan", "officer", "/petugas/audit/{proof_voidable}/batalkan"),
    Screen(
        "audit-batalkan-keliru",
        "officer",
        "/petugas/audit/{proof_voidable}/batalkan",
        empty_void,
        expects="answer: 422",
    ),
    Screen("audit-gagal", "auditor", "/petugas/audit/{proof_attempt_failed}"),
    Screen("audit-diambil", "auditor", "/petugas/audit/{proof_picked_up}"),
    Screen("audit-menunggu", "auditor", "/petugas/audit/{proof_waiting}"),
    Screen("audit-keliru", "auditor", "/petugas/audit/{proof_waiting}", empty_verdict, expects="answer: 422"),
    Screen("audit-tertutup", "auditor", "/petugas/audit/{proof_waiting}", reveal_asked),
    Screen("audit-terbuka", "auditor", "/petugas/audit/{proof_waiting}", proof_in_clear),
    Screen("akun", "auditor", "/petugas/akun"),
    Screen("akun-pasang", "auditor", "/petugas/akun", factor_begun),
    Screen("akun-petugas", "admin", "/petugas/akun/petugas"),
    Screen("pembukaan", "auditor", "/petugas/pembukaan"),
    Screen("pembukaan-kosong", "admin", "/petugas/pembukaan?dari=2999-01-01"),
    Screen("provinsi-paket", "province", "/petugas/"),
    Screen("provinsi-audit", "province", "/petugas/audit"),
    Screen("mitra", "partner", "/petugas/mitra"),
    Screen("mitra-gagal", "partner", "/petugas/mitra/gagal"),
    Screen("mitra-gagal-kosong", "partner", "/petugas/mitra/gagal?dari=2999-01-01"),
    Screen("mitra-sanggahan", "partner", "/petugas/mitra/sanggahan"),
    Screen("kurir-putaran", "courier", "/kurir/#/putaran", on("putaran")),
    Screen("kurir-putaran-rincian", "courier", "/kurir/#/putaran", card_unfolded),
    Screen("kurir-pindai", "courier", "/kurir/#/pindai", on("pindai")),
    Screen("kurir-serah", "courier", "/kurir/#/pindai", package_in_hand),
    Screen("kurir-serah-letak", "courier", "/kurir/#/pindai", put_down),
    Screen("kurir-serah-saksi", "courier", "/kurir/#/pindai", not_signed),
    Screen("kurir-serah-lap", "courier", "/kurir/#/pindai", signed),
    Screen("kurir-tinjau", "courier", "/kurir/#/pindai", reviewed),
    Screen("kurir-gagal", "courier", "/kurir/#/putaran", failed_as("not_home")),
    Screen("kurir-gagal-cari", "courier", "/kurir/#/putaran", failed_as("not_on_hand")),
    Screen("kurir-gagal-hilang", "courier", "/kurir/#/putaran", failed_as("lost_or_stolen")),
    Screen("kurir-gagal-ongkos", "courier", "/kurir/#/putaran", fee_not_paid),
    Screen("kurir-gagal-surat", "courier", "/kurir/#/putaran", old_card_lost),
    Screen("kurir-antrean", "courier", "/kurir/#/antrean", on("antrean")),
    Screen("kurir-pasang", "courier", "/kurir/#/pasang", on("pasang")),
    Screen("kurir-cadangan", "courier", "/kurir/#/cadangan", on("cadangan")),
    Screen("kurir-sehat", "courier", "/kurir/#/sehat", on("sehat")),
    Screen("kurir-tanya", "courier", "/kurir/#/tanya", on("tanya")),
    Screen("kurir-akun", "courier", "/kurir/#/akun", on("akun")),
)


class Visitors:
    """People signed in once, each in one language, who go from screen to screen."""

    def __init__(self, street: Street, town: Town) -> None:
        self._street, self.town = street, town
        self._inside: dict[tuple[Who, Language], Person] = {}

    def show(self, screen: Screen, language: Language) -> Person:
        if (screen.who, language) not in self._inside:
            self._inside[screen.who, language] = self._enter(screen.who, language)
        person = self._inside[screen.who, language]
        person.complaints.expect_only(screen.expects)
        screen.reach(person, self.town)
        return person

    def _enter(self, role: Who, language: Language) -> Person:
        origin = self.town.server.origin
        person = self._street.somebody(origin)
        person.context.add_cookies([{"name": "bahasa", "value": language, "url": origin}])
        _COMES_IN[role](person, self.town)
        return person


def _denied(town: Town) -> Contested:
    assert town.denied, "a town of running_town(contested=True)"
    return town.denied


def _claims(person: Person, made: Registered) -> None:
    Citizen(person).check(made.package.alias, made.claim_code)


def _as_staff(word: str) -> Callable[[Person, Town], None]:
    return lambda person, _town: Desk(person).sign_in(who(word))


_COMES_IN: dict[Who, Callable[[Person, Town], None]] = {
    "visitor": lambda _person, _town: None,
    "citizen": lambda person, town: Citizen(person).check(*town.claim),
    "contesting": lambda person, town: _claims(person, _denied(town).contested),
    "upheld": lambda person, town: _claims(person, _denied(town).overturned),
    "officer": _as_staff(OFFICER),
    "auditor": _as_staff("auditor.rembang"),
    "admin": _as_staff("admin.rembang"),
    "province": _as_staff("provinsi"),
    "partner": _as_staff("mitra.rembang"),
    "courier": lambda person, _town: Phone(person).sign_in(who("pos.rembang")),
}
