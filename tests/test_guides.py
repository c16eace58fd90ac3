"""The walk-throughs for couriers and citizens are whole: a picture for every step, small enough for a slow line."""

import re

import pytest
from PIL import Image

from tests.guides import DOCS, PICTURES, WALKS, opening, squeezed, steps

HEAVIEST, HEAVIEST_OF_ALL = 60_000, 1_500_000
LONGEST_SENTENCE = 30  # words: what somebody reads at a door
LINK = re.compile(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)")
TABLE_OR_HEADING = re.compile(r"^(\||#).*$", re.MULTILINE)


@pytest.mark.parametrize("walk", WALKS)
def test_every_step_has_a_picture_that_is_there(walk: str) -> None:
    assert [step.picture for step in steps(walk) if not (PICTURES / f"{step.picture}.png").is_file()] == []


def test_no_picture_lies_there_without_a_step() -> None:
    shown = {step.picture for walk in WALKS for step in steps(walk)}
    assert {path.stem for path in PICTURES.iterdir()} == shown


@pytest.mark.parametrize("walk", WALKS)
def test_no_picture_is_shown_in_a_way_that_this_test_overlooks(walk: str) -> None:
    text = (DOCS / f"{walk}.md").read_text(encoding="utf-8")
    assert text.count("pictures/") == len(steps(walk))


@pytest.mark.parametrize("walk", WALKS)
def test_nothing_is_quoted_before_there_is_a_screen(walk: str) -> None:
    assert "**" not in opening(walk)


@pytest.mark.parametrize("walk", WALKS)
def test_sentences_are_short(walk: str) -> None:
    text = TABLE_OR_HEADING.sub("", "\n".join([opening(walk), *(step.text for step in steps(walk))]))
    parts = re.split(r"(?<=[.?!:;])\s|\n\s*\n|\n[-0-9]", text)
    assert [part for part in map(squeezed, parts) if len(part.split()) > LONGEST_SENTENCE] == []


def test_pictures_are_light() -> None:
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert {name: size for name, size in sizes.items() if size > HEAVIEST} == {}
    assert sum(sizes.values()) <= HEAVIEST_OF_ALL


def test_pictures_carry_nothing_but_the_screen() -> None:
    said = {}
    for path in PICTURES.iterdir():
        with Image.open(path) as picture:
            said[path.name] = set(picture.info) - {"transparency"}
    assert {name: more for name, more in said.items() if more} == {}


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*DOCS.parent.glob("*.md"), *DOCS.rglob("*.md")]
    links = [(page, link) for page in pages for link in LINK.findall(page.read_text(encoding="utf-8"))]
    assert [(page.name, link) for page, link in links if not (page.parent / link).is_file()] == []


@pytest.mark.parametrize("walk", WALKS)
def test_the_contents_of_a_guide_lead_to_its_chapters(walk: str) -> None:
    text = (DOCS / f"{walk}.md").read_text(encoding="utf-8")
    chapters = {anchor(line[3:]) for line in text.splitlines() if line.startswith("## ")}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) == chapters


def anchor(heading: str) -> str:
    """As the pages of a repository make it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
