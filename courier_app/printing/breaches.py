"""The notice of a personal-data breach on paper (UU 27/2022, article 46), in black and white on two pages; no name
stands on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from courier_app.printing.boxes import MM, Box
from courier_app.printing.drawing import new_canvas
from courier_app.printing.fonts import BOLD
from courier_app.printing.moments import in_words
from courier_app.printing.rows import draw_groups
from courier_app.printing.sheets import A4
from courier_app.printing.typesetting import Frame, Group, Passage

MARGIN = 20 * MM
TITLE = "PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI"
LAW = "Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, Pasal 46"
LONGEST = 1_500  # letters of what an officer writes; two pages hold all of it


@dataclass(frozen=True)
class NoticeFace:
    """`data`: kinds of data in words. `people`: packages, hence recipients. `how`, `measures`: an officer's words."""

    office: str
    phone: str
    known_at: datetime
    notify_by: datetime
    since: datetime
    before: datetime
    people: int
    times: int
    data: Sequence[str]
    how: str
    measures: str
    made_at: datetime


def print_notice(face: NoticeFace, out: BinaryIO) -> None:
    canvas = new_canvas(out, A4, title="Pemberitahuan")
    area = Box(0, 0, A4[0] * MM, A4[1] * MM).inset(MARGIN)
    draw_groups(canvas, _first(face), area)
    canvas.showPage()
    draw_groups(canvas, _second(face), area)
    canvas.save()


def _first(face: NoticeFace) -> Iterator[Group]:
    yield Group((Passage(face.office, 14, BOLD, lines=2),), Frame.RULE)
    yield Group((Passage(TITLE, 17, BOLD, lines=2, whole=True), Passage(LAW, 10, lines=2)))
    yield _part("Diketahui", in_words(face.known_at))
    yield _part("Batas pemberitahuan (3 x 24 jam)", in_words(face.notify_by))
    yield _part("Data pribadi yang terungkap", "; ".join(face.data) or "tidak ada menurut catatan pembukaan")
    people = f"{face.people} orang (paket); {face.times} kali dibuka"
    yield _part("Jumlah subjek data", people)
    yield _part("Kapan", f"{in_words(face.since)} sampai {in_words(face.before)}")
    yield _part("Bagaimana", face.how, lines=24)


def _second(face: NoticeFace) -> Iterator[Group]:
    yield _part("Upaya penanganan dan pemulihan", face.measures, lines=24)
    yield _part(
        "Yang dapat dihubungi", f"Pejabat pelindungan data, {face.office}, telepon {face.phone}", lines=3
    )
    yield _part("Disusun", in_words(face.made_at))
    source = (
        "Jumlah dan jenis data dihitung dari catatan pembukaan, yang perubahannya akan ketahuan lewat buku besar. "
        "Pembukaan di luar aplikasi, misalnya salinan cadangan yang dicuri, tidak ada di dalamnya."
    )
    yield Group((Passage(source, 10, lines=5, whole=True),), Frame.OUTLINE)


def _part(title: str, words: str, *, lines: int = 4) -> Group:
    flat = " ".join(words.split())
    return Group((Passage(title, 10), Passage(flat, 11.5, BOLD, lines=lines, whole=True)))
