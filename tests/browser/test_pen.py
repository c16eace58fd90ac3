"""One pen for the courier's form and the recipient's page: turned phones, keyboards, and hands that never stop."""

import pytest
from playwright.sync_api import expect

from courier_app.web.citizen.own_phone_schemas import MOST_NUMBERS, MOST_STROKES
from tests.browser.browsers import Person
from tests.browser.handset import Handset, Shift
from tests.browser.line import Line
from tests.browser.pages.courier import STROKES, Phone
from tests.browser.test_traps_pictures import ON_PAPER, ink_of_draft

IS_SIGNATURE = "async (ink) => (await trap.product('../shared/ink.js')).isSignature(ink)"
# Two keys in turn, far beyond any limit, on a pad in a corner of the page.
ENDLESS = """async (keys) => {
  const { openPad } = await trap.product("../shared/pen.js")
  const canvas = document.body.appendChild(document.createElement("canvas"))
  let ink = null
  openPad(canvas, null, (drawn) => (ink = drawn))
  for (let i = 0; i < 8_400; i += 1) {
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key: keys[i % keys.length] }))
    if (i % 2_100 === 0) await new Promise((painted) => setTimeout(painted))
  }
  canvas.dispatchEvent(new Event("blur"))
  canvas.remove()
  return [ink.strokes.flat().length, ink.strokes.length]
}"""
TWO_DOORS = """async () => {
  const { renderInk } = await trap.product("signature.js")
  const keys = Array.from({ length: 14 }, (_, i) => [20 + 12 * i, 80]).flat()
  const drawn = async (proof) => (await renderInk({ width: 300, height: 160, strokes: [keys] }, proof)).sha256
  return [await drawn("first"), await drawn("first"), await drawn("second")]
}"""


@pytest.fixture
def handset(line: Line, person: Person, shift: Shift) -> Handset:
    handset = Handset(line, person.context, person.page).open()
    handset.sign_in(shift.account).enrolled()
    return handset


@pytest.fixture
def phone(handset: Handset, person: Person, shift: Shift) -> Phone:
    """At the door, the form open."""
    person.page.goto(f"/kurir/#/serah/{shift.labels[0]}")
    phone = Phone(person)
    phone.is_on("serah")
    return phone


def test_a_signature_from_before_and_after_a_turn_is_legible(handset: Handset, phone: Phone) -> None:
    """Trap 16: its first half is written upright, the second on the phone laid on its side."""
    for (width, height), stroke in zip(((360, 740), (740, 360)), STROKES, strict=True):
        phone.page.set_viewport_size({"width": width, "height": height})
        phone.draw_on_pad(stroke)
    handset.until(lambda: len(ink_of_draft(handset)["strokes"]) == len(STROKES), "both halves in the draft")
    corners = [[list(point) for point in stroke[1:-1]] for stroke in STROKES]
    assert set(handset.run(ON_PAPER, [corners])) == {True}


def test_arrow_keys_sign_on_the_couriers_phone_too(handset: Handset, phone: Phone) -> None:
    pad = phone.page.locator("canvas.pad")
    for key in (*["ArrowRight"] * 8, " ", *["ArrowUp", "ArrowRight"] * 4, " "):
        pad.press(key)
    handset.until(lambda: handset.run(IS_SIGNATURE, ink_of_draft(handset)), "a signature in the draft")
    expect(phone.page.get_by_text("Tanda tangan terlalu pendek")).to_be_hidden()
    assert len(ink_of_draft(handset)["strokes"]) == 2


@pytest.mark.parametrize("keys", [["ArrowRight", "ArrowLeft"], ["ArrowRight", " ", "ArrowLeft", " "]])
def test_a_hand_that_never_stops_stays_within_what_the_server_takes(
    handset: Handset, keys: list[str]
) -> None:
    numbers, strokes = handset.run(ENDLESS, keys)
    assert numbers <= MOST_NUMBERS
    assert strokes <= MOST_STROKES
    assert numbers > MOST_NUMBERS / 2 or strokes == MOST_STROKES


def test_the_same_keys_at_two_doors_are_two_files(handset: Handset) -> None:
    """A file counts for one proof: the second would go to review."""
    first, again, elsewhere = handset.run(TWO_DOORS)
    assert first == again
    assert first != elsewhere
