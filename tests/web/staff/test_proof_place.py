"""Where a proof was made: the page says one thing of it, wherever it speaks of the place."""

import re
from datetime import timedelta

import pytest

from tests.house import NOON
from tests.phone import AT_HOME
from tests.web.staff.case import CaseTown

OLD = AT_HOME | {
    "fix_at": (NOON - timedelta(minutes=20)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
}
CAUSES = {
    "stale": "hanya ada lokasi yang sudah lama",
    "denied": "izin lokasi ditolak di ponsel",
    "timeout": "tidak ditemukan dalam waktu yang ada",
}


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


def distances(page):
    """(tone, words) of every badge that tells how far away it was."""
    badges = re.findall(r'class="badge tone-(\w+)">(?:<svg.*?</svg>)?(?:<span>)?([^<]*)', page, re.DOTALL)
    return [(tone, words.strip()) for tone, words in badges if "dari alamat" in words]


def test_a_place_of_that_moment_is_near_in_green(town):
    assert {tone for tone, _words in distances(town.page(town.proof()))} == {"good"}


def test_a_distance_from_an_old_place_is_no_good_news(town):
    found = distances(town.page(town.proof(gps=OLD)))
    assert found
    assert {(tone, "menurut lokasi lama" in words) for tone, words in found} == {("neutral", True)}


@pytest.mark.parametrize("cause", CAUSES)
def test_the_box_and_the_card_give_the_same_cause_for_a_place_that_is_missing(town, cause):
    page = town.page(town.proof(gps={"none": cause}))
    assert (page.count(f"Sebab: {CAUSES[cause]}."), "di dalam gedung" in page) == (2, False)
