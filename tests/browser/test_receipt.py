"""A citizen's receipt, checked by somebody else in a browser that has no network any more."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, Route, expect

from courier_app.domain.base45 import from_base45, to_base45
from courier_app.evidence.receipts import PREFIX
from tests.browser.browsers import Street
from tests.browser.pages.citizen import Citizen
from tests.browser.town import Town, running_town

RESULT = "[data-part=result]"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture
def citizen(street: Street, town: Town) -> Citizen:
    citizen = Citizen(street.somebody(town.server.origin))
    citizen.check(*town.claim)
    return citizen


@pytest.fixture
def receipt(citizen: Citizen, tmp_path: Path) -> Path:
    return citizen.download("pdf", tmp_path)


@pytest.fixture
def clerk(street: Street, town: Town) -> Page:
    """Somebody at a bank: the page says that all is here, then the network goes."""
    page = street.somebody(town.server.origin).page
    page.goto("/verifikasi")
    expect(page.get_by_text("Foto dan kamera siap tanpa jaringan.")).to_be_visible()
    page.context.set_offline(True)
    return page


def show(page: Page, file: Path) -> None:
    """As a person does: once the form is there."""
    expect(page.locator("[data-part=form]")).to_be_visible()
    page.set_input_files("[data-part=file]", file)


def is_told(page: Page, tone: str, words: str) -> None:
    expect(page.locator(f"{RESULT} .alert.tone-{tone} strong")).to_have_text(words)


def test_the_pdf_is_valid_without_a_network(clerk: Page, receipt: Path) -> None:
    show(clerk, receipt)
    is_told(clerk, "good", "Asli dan tidak diubah")
    expect(clerk.locator("[data-log=unchecked]")).to_be_visible()


def test_the_files_show_that_the_log_has_it(clerk: Page, citizen: Citizen, tmp_path: Path) -> None:
    show(clerk, citizen.download("zip", tmp_path))
    is_told(clerk, "good", "Asli dan tidak diubah")
    expect(clerk.locator("[data-log=good]")).to_contain_text("ada di dalam log terbuka")


def test_one_changed_letter_in_the_pdf_is_told(clerk: Page, receipt: Path) -> None:
    content = receipt.read_bytes()
    at = content.index(b"POD1:") + 200
    receipt.write_bytes(content[:at] + (b"A" if content[at : at + 1] != b"A" else b"B") + content[at + 1 :])
    show(clerk, receipt)
    expect(clerk.locator(f"{RESULT} .alert.tone-bad")).to_be_visible()
    expect(clerk.locator(f"{RESULT} .tone-good")).to_have_count(0)


ALL_REFUSED = """async ([texts, key]) => {
  const address = performance.getEntriesByType("resource").map(({ name }) => name)
  const { checkReceipt } = await import(address.find((name) => name.endsWith("/citizen/receipt.js")))
  const { fromHex } = await import(address.find((name) => name.endsWith("/citizen/bytes.js")))
  const verdicts = await Promise.all(texts.map((text) => checkReceipt(text, fromHex(key))))
  return verdicts.map((verdict) => "wrong" in verdict)
}"""


def test_the_browser_refuses_the_receipt_after_a_flip_of_any_of_its_bits(clerk: Page, receipt: Path) -> None:
    text = pypdfium2.PdfDocument(receipt).get_metadata_value("Keywords")
    raw = from_base45(text.removeprefix(PREFIX))
    key = clerk.locator(".verify").get_attribute("data-receipt-key")
    spoilt = [PREFIX + to_base45(flipped(raw, bit)) for bit in range(len(raw) * 8)]
    assert clerk.evaluate(ALL_REFUSED, [[text], key]) == [False]
    refused = clerk.evaluate(ALL_REFUSED, [spoilt, key])
    assert len(refused) > 1_200
    assert [bit for bit, told in enumerate(refused) if not told] == []


def flipped(raw: bytes, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_another_record_beside_the_receipt_is_told(clerk: Page, citizen: Citizen, tmp_path: Path) -> None:
    files = citizen.download("zip", tmp_path)
    with zipfile.ZipFile(files) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(files, "w") as archive:
        for name, content in (kept | {"leaf.json": kept["leaf.json"].replace(b'"v":1', b'"v":2')}).items():
            archive.writestr(name, content)
    show(clerk, files)
    is_told(clerk, "bad", "Log tidak cocok")


def test_a_letter_without_a_code_is_told(clerk: Page, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4\nhello")
    show(clerk, tmp_path / "letter.pdf")
    is_told(clerk, "warn", "Tidak ditemukan")


def test_the_text_can_be_pasted(clerk: Page, receipt: Path) -> None:
    text = pypdfium2.PdfDocument(receipt).get_metadata_value("Keywords")
    clerk.click("summary")
    clerk.fill("[data-part=text]", f"\n{text}\n")
    clerk.click("[data-part=check]")
    is_told(clerk, "good", "Asli dan tidak diubah")


@pytest.fixture
def photo(receipt: Path, tmp_path: Path) -> Path:
    """Of the printed paper, held a little askew."""
    paper = pypdfium2.PdfDocument(receipt)[0].render(scale=2.2).to_pil()
    paper.rotate(7, expand=True, fillcolor="white").save(tmp_path / "photo.jpg", quality=70)
    return tmp_path / "photo.jpg"


def test_a_photo_of_the_printed_code_is_read_without_a_network(clerk: Page, photo: Path) -> None:
    show(clerk, photo)
    is_told(clerk, "good", "Asli dan tidak diubah")


def test_before_the_reader_of_pictures_is_here_the_page_says_what_works(
    street: Street, town: Town, receipt: Path, photo: Path
) -> None:
    """On a slow line: files first; a picture waits for the reader and is read when it has come."""
    page = street.somebody(town.server.origin).page
    held: list[Route] = []
    page.route("**/scan-worker.js*", lambda route: held.append(route))
    page.goto("/verifikasi")
    expect(page.locator("[data-part=engine-coming]")).to_contain_text("sudah dapat diperiksa tanpa jaringan")
    show(page, receipt)
    is_told(page, "good", "Asli dan tidak diubah")
    show(page, photo)
    expect(page.locator(f"{RESULT} .alert.tone-info")).to_contain_text("Memuat pembaca QR")
    for route in held:
        route.continue_()
    is_told(page, "good", "Asli dan tidak diubah")
    expect(page.locator("[data-part=engine-coming]")).to_be_hidden()


def test_a_reader_that_did_not_come_is_fetched_when_the_network_is_back(street: Street, town: Town) -> None:
    person = street.somebody(town.server.origin)
    person.complaints.expect("scan-worker")
    page = person.page
    page.route("**/scan-worker.js*", lambda route: route.abort())
    page.goto("/verifikasi")
    expect(page.locator("[data-part=form]")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.unroute("**/scan-worker.js*")
    page.context.set_offline(True)
    page.context.set_offline(False)
    expect(page.locator("[data-part=engine-here]")).to_be_visible()


def today(page: Page) -> str:
    return str(page.request.get("/log/checkpoint").text())


def paste(page: Page, text: str) -> None:
    page.click(".verify summary")
    page.fill("[data-part=text]", text)
    page.click("[data-part=check]")


@pytest.fixture
def reader(street: Street, town: Town) -> Page:
    person = street.somebody(town.server.origin)
    person.complaints.expect("net::ERR_INTERNET_DISCONNECTED")
    person.page.goto("/verifikasi")
    expect(person.page.locator("[data-part=form]")).to_be_visible()
    return person.page


def test_a_remembered_checkpoint_is_compared_with_the_log_of_today(reader: Page, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text(today(reader), newline="")
    show(reader, tmp_path / "kept.txt")
    expect(reader.locator(f"{RESULT} .alert.tone-good")).to_contain_text("yang Anda ingat")
    expect(reader.locator(f"{RESULT} section[id^=not-proven-]")).to_contain_text(
        "Bahwa orang lain diperlihatkan log yang sama"
    )


def test_a_checkpoint_that_somebody_changed_is_told(reader: Page) -> None:
    origin, size, rest = today(reader).split("\n", 2)
    paste(reader, f"{origin}\n{int(size) + 1}\n{rest}")
    is_told(reader, "bad", "Bukan titik periksa log ini")


def test_without_a_network_the_comparison_claims_nothing(reader: Page) -> None:
    kept = today(reader)
    reader.context.set_offline(True)
    paste(reader, kept)
    is_told(reader, "warn", "Belum dapat dibandingkan")
