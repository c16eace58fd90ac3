"""The paper that a citizen signs at the counter: whose office and package it is, and blank lines for the rest."""

from itertools import pairwise

import pytest

from courier_app.printing.counter_receipt import A5, CounterFace, print_counter_receipt
from tests.printing.paper import marks_of, one_line, pages_of, text_of, written

LONG = CounterFace(
    office="Dinas Kependudukan dan Pencatatan Sipil Kabupaten Temanggung Provinsi Jawa Tengah",
    alias="SX473124829ID",
    kind="Surat keterangan pindah datang warga negara Indonesia dari luar negeri",
    for_others=True,
    with_paper=True,
    old_card=True,
)
SHORT = CounterFace(office="Disdukcapil Kota Tegal", alias="SX473124829ID", kind="Kartu Keluarga")
FOR_OTHERS = ("Hubungan dengan pemilik dokumen", "Nama pemilik dokumen", "Nomor surat kuasa", "Kartu lama:")


def receipt(face: CounterFace) -> bytes:
    return written(lambda out: print_counter_receipt(face, out))


@pytest.mark.parametrize("face", [LONG, SHORT])
def test_it_is_one_page_of_a5(face: CounterFace) -> None:
    (page,) = pages_of(receipt(face))
    assert page.get_size() == pytest.approx([side * 72 / 25.4 for side in A5], abs=0.1)


@pytest.mark.parametrize("face", [LONG, SHORT])
def test_it_names_office_package_and_document_and_asks_for_the_rest(face: CounterFace) -> None:
    text = one_line(text_of(receipt(face)))
    for words in (face.office, face.alias, face.kind, "Nama yang mengambil", "Kartu yang ditunjukkan"):
        assert words in text
    for words in ("Tanggal dan jam", "Tanda tangan yang mengambil", "Nama dan tanda tangan petugas"):
        assert words in text


def test_what_the_package_does_not_need_is_not_asked_for() -> None:
    asked = one_line(text_of(receipt(LONG))), one_line(text_of(receipt(SHORT)))
    assert [[words in text for words in FOR_OTHERS] for text in asked] == [[True] * 4, [False] * 4]


def test_no_words_lie_upon_others() -> None:
    (page,) = pages_of(receipt(LONG))
    boxes = sorted((mark.box for mark in marks_of(page) if mark.is_text), key=lambda box: -box.top)
    assert len(boxes) > len(FOR_OTHERS)
    for upper, lower in pairwise(boxes):
        beside = lower.left >= upper.right or upper.left >= lower.right
        assert beside or lower.top <= upper.bottom + 1
