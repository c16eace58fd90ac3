"""The walk-throughs for couriers and citizens say what the screens say: both are walked, each quoted word looked up.

`make pictures` walks them too, and writes what it sees to docs/pictures/.
"""

import os

import pytest

from tests.browser.album import Album
from tests.browser.browsers import Street
from tests.browser.guided import running_office
from tests.browser.walk_citizen import CitizenWalk, before_delivery
from tests.browser.walk_courier import CourierWalk, somebody
from tests.guides import PICTURES, WALKS, Step, steps

STEPS = [step for walk in WALKS for step in steps(walk)]
ASKED = "WRITE_PICTURES"


@pytest.fixture(scope="module")
def album(chromium: Street, tmp_path_factory: pytest.TempPathFactory) -> Album:
    """One morning at one door, both sides of it."""
    album = Album(PICTURES if os.environ.get(ASKED) else None)
    with running_office(tmp_path_factory.mktemp("house")) as guided:
        quiet = guided.server.troubles()
        at_home = somebody(chromium, guided)
        courier = CourierWalk(chromium, guided, album)
        before_delivery(album, guided, at_home)
        courier.walk()
        CitizenWalk(at_home, guided, album).walk(tmp_path_factory.mktemp("downloads"))
        assert guided.server.troubles() == quiet
    assert chromium.everybody_leaves() == []
    return album


def test_every_step_of_the_guides_is_walked_and_no_other(album: Album) -> None:
    assert set(album.said) == {step.picture for step in STEPS}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.picture)
def test_what_the_guide_quotes_stands_on_the_screen(album: Album, step: Step) -> None:
    assert album.missing(step.picture, step.quoted) == []


def test_every_button_on_the_way_has_its_picture(album: Album) -> None:
    assert album.holes == set()


def test_a_word_that_no_screen_shows_would_be_noticed() -> None:
    album = Album(None, {"langkah": " Terima semua Kirim sekarang"})
    assert album.missing("langkah", ("Terima semua", "Terima sem", "Kirim nanti")) == [
        "Terima sem",
        "Kirim nanti",
    ]
