"""A citizen's receipt, checked by somebody else in a browser that has no network any more."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

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
    """Somebody at a bank: the page is loaded, then the network goes."""
    page = street.somebody(town.server.origin).page
    page.goto("/verifikasi")
    expect(page.locator("[data-part=form]")).to_be_visible()
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
    is_told(clerk, "good", "Sah")
    expect(clerk.locator("[data-log=unchecked]")).to_be_visible()


def test_the_files_show_that_the_log_has_it(clerk: Page, citizen: Citizen, tmp_path: Path) -> None:
    show(clerk, citizen.download("zip", tmp_path))
    is_told(clerk, "good", "Sah")
    expect(clerk.locator("[data-log=good]")).to_contain_text("ada di dalam log terbuka")


def test_one_changed_letter_in_the_pdf_is_told(clerk: Page, receipt: Path) -> None:
    content = receipt.read_bytes()
    at = content.index(b"POD1:") + 200
    receipt.write_bytes(content[:at] + (b"A" if content[at : at + 1] != b"A" else b"B") + content[at + 1 :])
    show(clerk, receipt)
    expect(clerk.locator(f"{RESULT} .alert.tone-bad")).to_be_visible()
    expect(clerk.locator(f"{RESULT} .tone-good")).to_have_count(0)


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
    is_told(clerk, "good", "Sah")


def test_a_photo_of_the_printed_code_is_read(
    street: Street, town: Town, receipt: Path, tmp_path: Path
) -> None:
    """The engine that reads pictures is fetched when it is wanted: with a network, this once."""
    paper = pypdfium2.PdfDocument(receipt)[0].render(scale=2.2).to_pil()
    paper.rotate(7, expand=True, fillcolor="white").save(tmp_path / "photo.jpg", quality=70)
    page = street.somebody(town.server.origin).page
    page.goto("/verifikasi")
    show(page, tmp_path / "photo.jpg")
    is_told(page, "good", "Sah")
