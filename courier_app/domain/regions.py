"""The 35 kabupaten and kota of Jawa Tengah, codes of Kepmendagri 300.2.2-2430/2025 (domain.md 15).

Magelang, Pekalongan, Semarang and Tegal each exist twice: no name stands without its kind.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class RegionKind(StrEnum):
    KABUPATEN = "kabupaten"
    KOTA = "kota"


SHORT_KIND = {RegionKind.KABUPATEN: "Kab.", RegionKind.KOTA: "Kota"}
_ALSO_CALLED = {"33.72": ("solo",)}


@dataclass(frozen=True)
class Region:
    """`code` like `33.28`, `name` in full like `Kabupaten Tegal`."""

    code: str
    name: str
    kind: RegionKind

    @property
    def short_name(self) -> str:
        """`Kab. Tegal`, `Kota Tegal`: for lists and labels."""
        return f"{SHORT_KIND[self.kind]} {self.name.partition(' ')[2]}"


@cache
def regions() -> tuple[Region, ...]:
    """All 35, by code."""
    text = files(__package__).joinpath("regions-jateng.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Region(row["code"], row["name"], RegionKind(row["kind"])) for row in rows)


@cache
def region_by_code(code: str) -> Region:
    """The region with this code; KeyError when there is none."""
    return {region.code: region for region in regions()}[code]


def search_regions(text: str) -> tuple[Region, ...]:
    """Every region that has, for each word of `text`, a word beginning with it.

    `tegal` offers both, `kab tegal` and `kota tegal` one each, `solo` Kota Surakarta; no text
    gives all 35.
    """
    wanted = text.casefold().replace(".", " ").split()
    return tuple(region for region in regions() if _has_all(region, wanted))


def _has_all(region: Region, wanted: list[str]) -> bool:
    own = (*region.name.casefold().split(), *_ALSO_CALLED.get(region.code, ()))
    return all(any(word.startswith(start) for word in own) for start in wanted)
