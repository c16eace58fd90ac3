"""The certificate of an erasure on paper: one A4 page, black and white, no personal data on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from courier_app.printing.boxes import MM, Box
from courier_app.printing.drawing import new_canvas
from courier_app.printing.fonts import BOLD, unbroken
from courier_app.printing.moments import in_words
from courier_app.printing.rows import draw_groups, draw_rows
from courier_app.printing.sheets import A4
from courier_app.printing.typesetting import Frame, Group, Passage

MARGIN, HEAD, FOOT = 20 * MM, 42 * MM, 78 * MM
TITLE = "BERITA ACARA PENGHAPUSAN DATA"
MEANS = (
    "Kunci data di atas telah dihancurkan; tanpa kunci itu tidak seorang pun dapat membacanya lagi, termasuk kami. "
    "Yang tetap disimpan: sidik (hash) bukti dan catatan dalam buku besar, tanpa data pribadi."
)
BACKUPS = (
    "Cadangan yang lebih tua daripada penghapusan ini masih memuat kuncinya sampai cadangan itu dimusnahkan, "
    "paling lambat pada tanggal di atas."
)
CHECK = "Berkas di samping lembar ini (record.json, leaf.json, leaf.tlog-proof) membuktikannya; jalankan verify.sh."


@dataclass(frozen=True)
class ErasureFace:
    """All that stands on the page. `until`: when the last backup that still holds the keys is gone."""

    office: str
    alias: str
    part: str
    why: str
    files: int
    erased_at: datetime
    until: date
    place_in_log: int
    digest: str  # of the record, hexadecimal


def print_erasure(face: ErasureFace, out: BinaryIO) -> None:
    canvas = new_canvas(out, A4, title="Berita acara penghapusan")
    area = Box(0, 0, A4[0] * MM, A4[1] * MM).inset(MARGIN)
    draw_groups(canvas, _head(face), area)
    draw_rows(canvas, _rows(face), area.below(area.top - HEAD))
    draw_groups(canvas, _foot(), Box(area.left, area.bottom, area.width, FOOT))
    canvas.save()


def _head(face: ErasureFace) -> Iterator[Group]:
    yield Group((Passage(face.office, 14, BOLD, lines=2),), Frame.RULE)
    yield Group((Passage(TITLE, 20, BOLD, lines=2, whole=True),))


def _rows(face: ErasureFace) -> Sequence[tuple[str, str]]:
    digest = " ".join(face.digest[at : at + 8] for at in range(0, 32, 8))
    return (
        ("Nomor paket", unbroken(face.alias)),
        ("Yang dihapus", face.part),
        ("Foto dan tanda tangan", str(face.files)),
        ("Sebab", face.why),
        ("Dihapus", in_words(face.erased_at)),
        ("Hilang dari cadangan", f"paling lambat {face.until:%d.%m.%Y}"),
        ("Nomor dalam buku besar", str(face.place_in_log)),
        ("Awal sidik catatan", digest),
    )


def _foot() -> Iterator[Group]:
    yield Group((Passage(MEANS, 10.5, lines=6, whole=True),), Frame.OUTLINE)
    yield Group((Passage(BACKUPS, 10.5, lines=5, whole=True),))
    yield Group((Passage(CHECK, 10.5, lines=4, whole=True),))
