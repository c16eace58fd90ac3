"""A label on paper: what stands on it, where, and how large."""

import io
from dataclasses import fields
from typing import Any

import pytest

from courier_app.printing.boxes import MM, Box
from courier_app.printing.labels import LabelFace, RecipientFace, print_labels
from courier_app.printing.sheets import SHEETS, SheetFormat
from tests.printing.paper import (
    HOSTS,
    LONGEST,
    SITI,
    a_face,
    labels_pdf,
    many_faces,
    marks_of,
    one_line,
    pages_of,
    picture_of,
    symbols_of,
    text_of,
)

EVERY_SHEET = pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
ROOM = 0.02  # points: what rounding in the PDF may move
LONGEST_HOST = "surat." + "a" * 46 + ".go.id"  # 58 letters: version 5


def one_page(sheet: SheetFormat, *faces: LabelFace) -> Any:
    return pages_of(labels_pdf(faces, sheet))[0]


def within(inner: Box, outer: Box) -> bool:
    return (
        inner.left >= outer.left - ROOM
        and inner.right <= outer.right + ROOM
        and inner.bottom >= outer.bottom - ROOM
        and inner.top <= outer.top + ROOM
    )


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right - ROOM
        and other.left < one.right - ROOM
        and one.bottom < other.top - ROOM
        and other.bottom < one.top - ROOM
    )


def modules_on_a_side(face: LabelFace) -> int:
    return 17 + 4 * next(v for v, most in ((3, 47), (4, 67), (5, 87)) if len(face.url) <= most)


def quiet_zone_is_white(picture: Any, symbol: Box, *, modules: int, dpi: float) -> bool:
    """Four modules around the symbol, measured in pixels, less those that an edge runs through."""
    scale, height = dpi / 72, picture.shape[0]
    zone = symbol.inset(-4 * symbol.width / modules)
    rows = slice(round(height - zone.top * scale) + 1, round(height - zone.bottom * scale) - 1)
    columns = slice(round(zone.left * scale) + 1, round(zone.right * scale) - 1)
    seen = picture[rows, columns].copy()
    ring = round(4 * symbol.width / modules * scale) - 3
    seen[ring:-ring, ring:-ring] = 255
    return bool((seen == 255).all())


@EVERY_SHEET
def test_the_labels_of_a_sheet_lie_apart_and_on_the_page(sheet: SheetFormat) -> None:
    page = Box(0, 0, sheet.page[0] * MM, sheet.page[1] * MM)
    cells = [sheet.cell(number) for number in range(sheet.per_sheet)]
    assert all(within(cell, page) for cell in cells)
    assert not any(overlap(a, b) for i, a in enumerate(cells) for b in cells[:i])


@EVERY_SHEET
@pytest.mark.parametrize("host", [*HOSTS, LONGEST_HOST])
def test_a_symbol_is_at_least_thirty_millimetres_and_square(sheet: SheetFormat, host: str) -> None:
    (symbol,) = symbols_of(one_page(sheet, a_face(host=host)))
    assert symbol.width >= 30 * MM
    assert symbol.width == pytest.approx(symbol.height, abs=ROOM)


@EVERY_SHEET
@pytest.mark.parametrize("host", [*HOSTS, LONGEST_HOST])
def test_four_white_modules_surround_a_symbol(sheet: SheetFormat, host: str) -> None:
    face = a_face(host=host, recipient=LONGEST, delivery_fee=9000)
    page = one_page(sheet, face)
    (symbol,) = symbols_of(page)
    modules = modules_on_a_side(face)
    picture = picture_of(page, dpi=300)
    assert quiet_zone_is_white(picture, symbol, modules=modules, dpi=300)
    assert within(symbol.inset(-4 * symbol.width / modules), sheet.cell(0))

    x, y = round(symbol.right * 300 / 72) + 6, round(picture.shape[0] - symbol.top * 300 / 72)
    picture[y, x] = 0
    assert not quiet_zone_is_white(picture, symbol, modules=modules, dpi=300)


@EVERY_SHEET
def test_nothing_leaves_its_cell_or_touches_another_line(sheet: SheetFormat) -> None:
    faces = [
        a_face(n, host=LONGEST_HOST, recipient=LONGEST, delivery_fee=9000) for n in range(sheet.per_sheet)
    ]
    marks = marks_of(one_page(sheet, *faces))
    cells = [sheet.cell(number) for number in range(sheet.per_sheet)]
    frames = [Box(c.left - 0.3, c.bottom - 0.3, c.width + 0.6, c.height + 0.6) for c in cells]
    for frame in frames:
        own = [mark for mark in marks if within(mark.box, frame)]
        lines = [mark.box for mark in own if mark.is_text or mark.is_symbol]
        assert len(lines) >= 9
        assert not any(overlap(a, b) for i, a in enumerate(lines) for b in lines[:i])
    assert all(any(within(mark.box, frame) for frame in frames) for mark in marks)


@EVERY_SHEET
def test_a_label_is_vectors_in_black_and_white_only(sheet: SheetFormat) -> None:
    pdf = labels_pdf([a_face(recipient=SITI)], sheet)
    assert b"/Subtype /Image" not in pdf
    page = pages_of(pdf)[0]
    assert {mark.kind for mark in marks_of(page)} <= {1, 2}  # text and paths
    colours = page.render(scale=1).to_numpy()
    assert (colours[:, :, 0] == colours[:, :, 1]).all()
    assert (colours[:, :, 0] == colours[:, :, 2]).all()


@pytest.mark.parametrize("code", ["termal-100x150", "termal-62"])
@pytest.mark.parametrize("host", HOSTS)
def test_thermal_modules_are_whole_dots(code: str, host: str) -> None:
    face = a_face(host=host)
    (symbol,) = symbols_of(one_page(SHEETS[code], face))
    dots = symbol.width / MM / modules_on_a_side(face) * SHEETS[code].dots
    assert dots == pytest.approx(round(dots), abs=0.01)


@EVERY_SHEET
def test_a_free_document_says_so_with_the_number_to_report_a_fee(sheet: SheetFormat) -> None:
    text = one_line(text_of(labels_pdf([a_face()], sheet)))
    assert "DOKUMEN INI GRATIS" in text
    assert "Laporkan bila diminta biaya: 0293 491 004" in text


@EVERY_SHEET
def test_a_fee_is_called_ongkos_kirim_beside_the_free_document(sheet: SheetFormat) -> None:
    face = a_face(recipient=LONGEST, delivery_fee=9000, host=LONGEST_HOST)
    text = one_line(text_of(labels_pdf([face], sheet)))
    assert "ONGKOS KIRIM Rp9.000" in text
    assert "DOKUMEN INI GRATIS" not in text
    assert "Dokumen ini GRATIS. Laporkan biaya lain: 0293 491 004" in text


@EVERY_SHEET
def test_a_label_names_domain_alias_and_id(sheet: SheetFormat) -> None:
    face = a_face(recipient=LONGEST)
    text = one_line(text_of(labels_pdf([face], sheet)))
    for words in (face.domain, face.alias, face.grouped_id, "Jangan dibuka selain penerima"):
        assert words in text


@EVERY_SHEET
def test_without_the_address_no_recipient_is_named(sheet: SheetFormat) -> None:
    text = text_of(labels_pdf([a_face(recipient=None)], sheet))
    assert "Kepada" not in text
    assert SITI.name not in text


@EVERY_SHEET
def test_an_ordinary_address_stands_whole(sheet: SheetFormat) -> None:
    text = one_line(text_of(labels_pdf([a_face(recipient=SITI)], sheet)))
    assert SITI.name in text
    assert SITI.address.replace("\n", " ") in text.replace(", Kab.", " Kab.")
    assert "…" not in text


@EVERY_SHEET
def test_a_name_of_eighty_letters_stands_whole(sheet: SheetFormat) -> None:
    assert len(LONGEST.name) >= 80
    text = one_line(text_of(labels_pdf([a_face(recipient=LONGEST)], sheet)))
    assert LONGEST.name in text


@EVERY_SHEET
def test_an_address_of_five_long_lines_is_whole_or_ends_with_an_ellipsis(sheet: SheetFormat) -> None:
    text = one_line(text_of(labels_pdf([a_face(recipient=LONGEST)], sheet)))
    assert "Blok C-17 Nomor 245" in text
    assert "sebelah warung Bu Tini)" in text or sheet.label[1] < 60
    assert ("sebelah warung Bu Tini)" in text) != ("…" in text)


@EVERY_SHEET
def test_a_word_without_end_is_broken_and_not_clipped(sheet: SheetFormat) -> None:
    endless = RecipientFace("W" * 80, "M" * 300)
    marks = marks_of(one_page(sheet, a_face(recipient=endless)))
    assert all(within(mark.box, sheet.cell(0).inset(-0.3)) for mark in marks)


def test_control_characters_in_a_name_become_blanks() -> None:
    strange = RecipientFace("Siti\x00\tNur\u202ehaliza", "Jl.\r\nMawar")
    text = one_line(text_of(labels_pdf([a_face(recipient=strange)], SHEETS["a4-2x4"])))
    assert "Siti Nur haliza" in text


def test_a_label_has_no_place_for_document_kind_nik_or_telephone() -> None:
    names = {field.name for kind in (LabelFace, RecipientFace) for field in fields(kind)}
    assert names == {
        "url", "grouped_id", "alias", "office", "domain", "report_number", "delivery_fee",
        "recipient", "name", "address",
    }  # fmt: skip


def test_a_sheet_already_begun_is_continued() -> None:
    sheet = SHEETS["a4-2x4"]
    first, second = pages_of(labels_pdf(many_faces(4), sheet, start_at=5))
    assert [within(box, sheet.cell(5 + n)) for n, box in enumerate(symbols_of(first))] == [True] * 3
    (last,) = symbols_of(second)
    assert within(last, sheet.cell(0))


@pytest.mark.parametrize("place", [-1, 8])
def test_a_place_that_the_sheet_has_not_is_refused_before_anything_is_written(place: int) -> None:
    out = io.BytesIO()
    with pytest.raises(ValueError, match="no such place"):
        print_labels([a_face()], out, sheet=SHEETS["a4-2x4"], start_at=place)
    assert not out.getvalue()


def test_no_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="no label"):
        print_labels([], io.BytesIO(), sheet=SHEETS["a4-2x4"])


def test_a_full_sheet_is_not_followed_by_an_empty_one() -> None:
    assert len(pages_of(labels_pdf(many_faces(16), SHEETS["a4-2x4"]))) == 2


def test_the_same_labels_give_the_same_bytes() -> None:
    sheet = SHEETS["termal-62"]
    assert labels_pdf(many_faces(3), sheet) == labels_pdf(many_faces(3), sheet)
