"""The 35 regions, and never a Kab. for a Kota."""

from collections import Counter

import pytest

from courier_app.domain.regions import RegionKind, region_by_code, regions, search_regions


def names(text):
    return [region.short_name for region in search_regions(text)]


def test_there_are_29_kabupaten_and_6_kota():
    kinds = Counter(region.kind for region in regions())
    assert kinds == {RegionKind.KABUPATEN: 29, RegionKind.KOTA: 6}


def test_no_two_regions_share_a_code_or_a_name():
    assert len({region.code for region in regions()}) == 35
    assert len({region.short_name for region in regions()}) == 35


@pytest.mark.parametrize("twin", ["Magelang", "Pekalongan", "Semarang", "Tegal"])
def test_a_bare_name_offers_both_twins(twin):
    assert names(twin) == [f"Kab. {twin}", f"Kota {twin}"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kab tegal", ["Kab. Tegal"]),
        ("Kab. Tegal", ["Kab. Tegal"]),
        ("KABUPATEN TEGAL", ["Kab. Tegal"]),
        ("kota tegal", ["Kota Tegal"]),
        ("tegal kota", ["Kota Tegal"]),
        ("  rem ", ["Kab. Rembang"]),
        ("Solo", ["Kota Surakarta"]),
        ("Bandung", []),
    ],
)
def test_a_search_finds_what_was_meant(typed, found):
    assert names(typed) == found


def test_no_text_lists_all_regions_in_the_order_of_their_codes():
    found = search_regions("")
    assert [region.code for region in found] == sorted(region.code for region in regions())
    assert len(found) == 35


@pytest.mark.parametrize("region", regions(), ids=lambda region: region.code)
def test_every_region_is_found_alone_by_its_short_and_full_name(region):
    assert search_regions(region.short_name) == search_regions(region.name) == (region,)


@pytest.mark.parametrize("region", regions(), ids=lambda region: region.code)
def test_the_name_the_kind_and_the_code_agree(region):
    assert region.name.lower().startswith(region.kind)
    assert (region.code >= "33.71") == (region.kind is RegionKind.KOTA)


def test_a_region_is_known_by_its_code():
    assert region_by_code("33.28").name == "Kabupaten Tegal"
    assert region_by_code("33.76").name == "Kota Tegal"


def test_an_unknown_code_is_no_region():
    with pytest.raises(KeyError):
        region_by_code("33.99")
