"""The slip with the claim code, and the list that officer and courier sign."""

import io
from datetime import UTC, datetime

import pytest

from courier_app.printing.handover_sheet import (
    HandoverFace,
    HandoverLine,
    print_handover_sheet,
)
from courier_app.printing.moments import in_words
from courier_app.printing.sheets import SheetFormat
from courier_app.printing.slips import SLIP_SHEETS, SlipFace, print_slips
from tests.printing.paper import marks_of, one_line, pages_of, text_of, written

NOON = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
EVERY_SLIP = pytest.mark.parametrize("sheet", SLIP_SHEETS.values(), ids=SLIP_SHEETS)


def a_slip(code: str = "048213", *, fee: int = 0) -> SlipFace:
    return SlipFace(
        alias="SX473124829ID",
        claim_code=code,
        check_address="surat.jatengprov.go.id/cek",
        office="Dinas Kependudukan dan Pencatatan Sipil Kabupaten Temanggung",
        report_number="0293 491 004",
        delivery_fee=fee,
    )


def slips_pdf(sheet: SheetFormat, *faces: SlipFace) -> bytes:
    return written(lambda out: print_slips(faces, out, sheet=sheet))


def handover_pdf(packages: int, *, courier: str = "Bambang Sutrisno") -> bytes:
    lines = [HandoverLine(f"SX{number:08d}0ID", f"P2611{number:06d}") for number in range(packages)]
    face = HandoverFace(
        office="Disdukcapil Kabupaten Temanggung",
        partner="Pos Indonesia",
        courier=courier,
        officer="Endang Wahyuningsih",
        handed_over_at=NOON,
        lines=lines,
    )
    return written(lambda out: print_handover_sheet(face, out))


def texts(pdf: bytes) -> list[str]:
    return [one_line(page.get_textpage().get_text_range()) for page in pages_of(pdf)]


@EVERY_SLIP
def test_a_slip_tells_code_number_address_and_when_to_say_the_code(sheet: SheetFormat) -> None:
    text = one_line(text_of(slips_pdf(sheet, a_slip())))
    for words in (
        "048 213",
        "SX473124829ID",
        "surat.jatengprov.go.id/cek",
        "JANGAN BERIKAN KODE SEBELUM MELIHAT AMPLOP TERSEGEL",
        "DOKUMEN INI GRATIS",
        "0293 491 004",
    ):
        assert words in text


@EVERY_SLIP
def test_the_claim_code_is_the_largest_text_on_the_slip(sheet: SheetFormat) -> None:
    page = pages_of(slips_pdf(sheet, a_slip()))[0]
    heights = sorted(mark.box.height for mark in marks_of(page) if mark.is_text)
    assert heights[-1] > 35  # points, half an inch
    assert heights[-1] > 2 * heights[-2]


@EVERY_SLIP
def test_a_slip_with_a_fee_says_what_it_is_for(sheet: SheetFormat) -> None:
    assert "ONGKOS KIRIM Rp20.000" in one_line(text_of(slips_pdf(sheet, a_slip(fee=20_000))))


def test_five_slips_take_two_pages_of_four() -> None:
    pdf = slips_pdf(SLIP_SHEETS["slip-a4"], *(a_slip(f"00000{number}") for number in range(5)))
    first, second = texts(pdf)
    assert [code for code in range(5) if f"000 00{code}" in first] == [0, 1, 2, 3]
    assert "000 004" in second


def test_no_slips_are_refused() -> None:
    with pytest.raises(ValueError, match="no slip"):
        print_slips([], io.BytesIO(), sheet=SLIP_SHEETS["slip-a6"])


@pytest.mark.parametrize("packages", [1, 17, 18, 23, 24, 25, 26, 47, 60])
def test_a_handover_lists_every_package_once_and_is_signed_on_its_last_page(packages: int) -> None:
    pages = texts(handover_pdf(packages))
    whole = " ".join(pages)
    assert [whole.count(f"SX{number:08d}0ID") for number in range(packages)] == [1] * packages
    assert ["Yang menerima, kurir" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    assert all("0ID" in page for page in pages)
    assert f"Jumlah: {packages} paket" in pages[0]
    assert f"Halaman {len(pages)} dari {len(pages)}" in pages[-1]


def test_a_handover_names_courier_partner_officer_and_time() -> None:
    (text,) = texts(handover_pdf(2))
    for words in (
        "Bambang Sutrisno (Pos Indonesia)",
        "Petugas: Endang Wahyuningsih",
        "Senin, 23 November 2026 pukul 13.05 WIB",
    ):
        assert words in text


def test_a_very_long_courier_name_does_not_leave_the_page() -> None:
    page = pages_of(handover_pdf(2, courier="Raden Mas Haryo Kusumonegoro " * 4))[0]
    assert all(mark.box.right <= 180 / 25.4 * 72 + 72 for mark in marks_of(page))
    lines = [mark.box for mark in marks_of(page) if mark.is_text]
    assert all(a.bottom >= b.top or b.bottom >= a.top or a.right <= b.left or b.right <= a.left
               for i, a in enumerate(lines) for b in lines[:i])  # fmt: skip


def test_an_empty_handover_is_refused() -> None:
    face = HandoverFace("Kantor", "Gojek", "Budi", "Endang", NOON, lines=())
    with pytest.raises(ValueError, match="no package"):
        print_handover_sheet(face, io.BytesIO())


def test_midnight_in_jawa_tengah_is_five_in_the_afternoon_utc() -> None:
    moment = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert in_words(moment) == "Jumat, 1 Januari 2027 pukul 00.00 WIB"
