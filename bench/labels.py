"""How fast labels come out: 10,000 of them into A4 sheets, every mix of recipient and fee."""

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator

from courier_app.domain.aliases import alias_of
from courier_app.domain.labels import grouped, label_url, new_label_id
from courier_app.printing.labels import LabelFace, RecipientFace, print_labels
from courier_app.printing.sheets import SHEETS

COUNT = 10_000
GOALS = {"labels_per_second": 300, "peak_mb": 400}
HOST = "surat.jatengprov.go.id"
SHORT = RecipientFace(
    "Siti Nurhaliza binti Ahmad",
    "Jl. Pahlawan No. 12 RT 03 RW 05\nKel. Jampirejo, Kec. Temanggung\nKab. Temanggung 56216",
)
LONG = RecipientFace(
    "Raden Mas Haryo Kusumonegoro Wirjodipoero Sosroningrat Hadiwinoto Putra Pertama",
    "Perumahan Griya Asri Permai Sejahtera Blok C-17 Nomor 245\n"
    "Jalan Raya Panglima Besar Jenderal Soedirman Gang Mawar Melati III\n"
    "Dusun Krajan RT 012 RW 005 Desa Sumberejo Tengah\n"
    "Kecamatan Karangpandan, Kabupaten Karanganyar\nJawa Tengah 57791",
)
RECIPIENTS = (None, SHORT, SHORT, SHORT, LONG)


def faces(count: int) -> Iterator[LabelFace]:
    dice = random.Random(1)
    for number in range(count):
        label = new_label_id(dice.randbytes)
        yield LabelFace(
            url=label_url(HOST, label),
            grouped_id=grouped(label),
            alias=alias_of(number),
            office="Dinas Kependudukan dan Pencatatan Sipil Kabupaten Temanggung",
            domain=HOST,
            report_number="0293 491 004",
            delivery_fee=9000 if number % 4 == 0 else 0,
            recipient=RECIPIENTS[number % len(RECIPIENTS)],
        )


def measured() -> dict[str, float]:
    """Labels a second by the wall clock, and the most memory this process ever held."""
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        printed = print_labels(faces(COUNT), out, sheet=SHEETS["a4-2x4"])
        seconds = time.perf_counter() - began
    return {"labels_per_second": round(printed / seconds), "peak_mb": round(peak_mb())}


def peak_mb() -> float:
    """Of this process and of its largest child, though printing needs none."""
    used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(usage.ru_maxrss for usage in used) / 1024


def main() -> int:
    figures = measured()
    met = (
        figures["labels_per_second"] >= GOALS["labels_per_second"] and figures["peak_mb"] <= GOALS["peak_mb"]
    )
    print(json.dumps({"bench": "labels", "figures": figures, "goals": GOALS, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
