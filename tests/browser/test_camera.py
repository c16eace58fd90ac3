"""The camera of the browser tests, judged alone: it shows printed labels as a hand would, and our engine reads them."""

from functools import cache
from typing import Any

import cv2
from playwright.sync_api import Page, Route

from courier_app.printing.sheets import SHEETS
from courier_app.web.courier.shell_files import ENGINE_LOADER, SCAN_WORKER
from tests.browser.browsers import Street
from tests.browser.camera import FRAMES, WHITE, frames_of
from tests.browser.paper import Sticker, stickers, texts_in
from tests.browser.server import ROOT
from tests.printing.paper import labels_pdf, many_faces

SHEET = SHEETS["a4-2x4"]
NOWHERE = "http://localhost:9"  # nothing listens there: every answer comes out of this file
BARE = '<!doctype html><title>kamera</title><p id="app" data-worker="/static/js/courier/scan-worker.js">'
READ_UNTIL = """async (wanted) => {
  const { openCamera } = await import("/static/js/courier/camera.js")
  const { scan, startEngine } = await import("/static/js/courier/scanner.js")
  if (!(await startEngine())) return ["no engine"]
  const video = await openCamera()
  const seen = []
  return new Promise((done) => {
    const stop = scan(video, (text) => (seen.push(text), text === wanted && (stop(), done(seen))))
  })
}"""


@cache
def two_stickers() -> tuple[Sticker, Sticker]:
    one, two = stickers(labels_pdf(many_faces(2), SHEET), SHEET)
    return one, two


@cache
def read_off(number: int) -> list[list[str]]:
    return [texts_in(frame) for frame in frames_of(two_stickers()[number])]


def test_a_film_shows_no_label_but_its_own() -> None:
    for number, sticker in enumerate(two_stickers()):
        assert {text for texts in read_off(number) for text in texts} == {sticker.url}


def test_a_film_is_hard_to_read_in_places_and_readable_in_most() -> None:
    read = sum(bool(texts) for texts in read_off(0))
    assert FRAMES // 2 < read < FRAMES


def test_a_bare_desk_says_nothing() -> None:
    assert all(texts_in(frame) == [] for frame in frames_of(None))


def test_every_frame_is_another_picture() -> None:
    small: list[Any] = [cv2.resize(frame, (64, 36)).tobytes() for frame in frames_of(two_stickers()[0])]
    assert len(set(small)) == FRAMES


def test_our_engine_reads_in_chromium_whichever_label_the_camera_is_pointed_at(street: Street) -> None:
    one, two = two_stickers()
    page = a_bare_page(street)

    street.camera.point_at(one)
    assert page.evaluate(READ_UNTIL, one.url) == [one.url]

    street.camera.point_at(two, paper=WHITE)
    assert set(page.evaluate(READ_UNTIL, two.url)) <= {one.url, two.url}
    assert set(page.evaluate(READ_UNTIL, two.url)) == {two.url}


def test_an_engine_that_never_comes_is_told_to_the_page_and_not_to_the_console(street: Street) -> None:
    """A page that is left while the engine's file is on its way is no error; a page that stays has its own words."""
    page = a_bare_page(street)
    page.context.route("**/*.wasm", lambda route: route.abort("aborted"))

    assert page.evaluate(READ_UNTIL, "") == ["no engine"]


def a_bare_page(street: Street) -> Page:
    """Our scanner without the product around it."""
    person = street.somebody(NOWHERE)
    person.context.route(f"{NOWHERE}/**", answer_from_disk)
    person.page.goto("/")
    return person.page


def answer_from_disk(route: Route) -> None:
    path = route.request.url.removeprefix(NOWHERE)
    if path == "/":
        return route.fulfill(body=BARE, content_type="text/html")
    if path.endswith(SCAN_WORKER):  # as the product serves it: the engine's loader before our program
        parts = (ROOT / "static" / name for name in (ENGINE_LOADER, SCAN_WORKER))
        return route.fulfill(
            body=b"".join(part.read_bytes() for part in parts), content_type="text/javascript"
        )
    return route.fulfill(path=ROOT / path.lstrip("/"))
