"""Photos from hell and lost ink (offline.md 13, traps 15 and 16), with the product's own code in real Chromium."""

import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.browsers import Person, Street
from tests.browser.handset import Handset, Shift, a_picture
from tests.browser.line import Line
from tests.browser.pages.courier import STROKES, Phone

LARGEST = 150_000
ORIENTATION = 0x0112
UPRIGHT, QUARTER_TURN = 1, 6
# How a camera that was held otherwise lays the same picture down (EXIF 2.3, tag 0x0112).
LAID_DOWN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
TAKE = """async ([content, stub]) => {
  if (stub) OffscreenCanvas.prototype.convertToBlob = async () => new Blob([], { type: "image/jpeg" })
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
  const { photoFromFile } = await trap.product("photo_file.js")
  const taken = await photoFromFile(bytes.buffer, null).catch((error) => error)
  if (taken instanceof Error) return { words: taken.message }
  const { width, height, data } = taken.photo
  const letters = Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join("")
  return { width, height, content: btoa(letters) }
}"""

TAKE_FROM = """async (address) => {
  const { photoFromFile } = await trap.product("photo_file.js")
  const taken = await photoFromFile(await (await fetch(address)).arrayBuffer(), null)
  const letters = Array.from(new Uint8Array(taken.photo.data), (byte) => String.fromCharCode(byte)).join("")
  return { content: btoa(letters) }
}"""


PACKAGES = 2


@pytest.fixture
def handset(line: Line, person: Person, shift: Shift) -> Handset:
    return Handset(line, person.context, person.page).open().sign_in(shift.account)


def a_scene(width: int, height: int) -> Image.Image:
    """Red at the top left, blue at the bottom right, the rest in stripes: no two ways of holding it look alike."""
    scene = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    scene.paste((220, 20, 20), (0, 0, width // 4, height // 4))
    scene.paste((20, 20, 220), (width - width // 4, height - height // 4, width, height))
    return scene


def as_a_camera_writes(scene: Image.Image, orientation: int = UPRIGHT) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Kamera Murah"
    laid = scene.transpose(LAID_DOWN[orientation]) if orientation in LAID_DOWN else scene
    out = BytesIO()
    laid.save(out, "JPEG", quality=80, exif=exif)
    return out.getvalue()


def taken(handset: Handset, content: bytes, *, dead_canvas: bool = False) -> dict[str, Any]:
    said: dict[str, Any] = handset.run(TAKE, [b64encode(content).decode(), dead_canvas])
    return said


def flaws(content: bytes, *, width: int, height: int) -> set[str]:
    """What an auditor would have to complain of, read with another decoder."""
    with Image.open(BytesIO(content)) as picture:
        seen = picture.convert("RGB")
        reads = {
            "turned": picture.size[0] * height != picture.size[1] * width,
            "red is not at the top left": not _is(seen.getpixel((9, 9)), red=True),
            "blue is not at the bottom right": not _is(
                seen.getpixel((seen.width - 9, seen.height - 9)), red=False
            ),
            "says where and when": bool(dict(picture.getexif())),
            "too heavy": len(content) > LARGEST,
        }
    return {flaw for flaw, found in reads.items() if found}


def _is(pixel: Any, *, red: bool) -> bool:
    strong, weak = (pixel[0], pixel[2]) if red else (pixel[2], pixel[0])
    return bool(strong > 150 and weak < 100)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(handset: Handset, orientation: int) -> None:
    """Trap 15."""
    photo = taken(handset, as_a_camera_writes(a_scene(1600, 1200), orientation))
    assert flaws(b64decode(photo["content"]), width=1600, height=1200) == set()
    assert (photo["width"], photo["height"]) == (1280, 960)


@pytest.mark.parametrize(
    ("megapixels", "width", "height"), [(12, 4000, 3000), (24, 5664, 4248), (48, 8000, 6000)]
)
def test_a_huge_photo_becomes_a_small_one(handset: Handset, megapixels: int, width: int, height: int) -> None:
    """Trap 15."""
    assert width * height // 1_000_000 == megapixels
    photo = taken(handset, as_a_camera_writes(a_scene(width, height), QUARTER_TURN))
    assert flaws(b64decode(photo["content"]), width=width, height=height) == set()


@pytest.mark.parametrize(
    "broken",
    [
        "delete globalThis.ImageDecoder",
        "ImageDecoder.prototype.decode = () => Promise.reject(new TypeError())",
    ],
)
def test_a_huge_photo_becomes_a_small_one_where_nothing_decodes_it_small(
    handset: Handset, broken: str
) -> None:
    """Trap 15: WebKit, old phones."""
    handset.run(f"() => void ({broken})")
    photo = taken(handset, as_a_camera_writes(a_scene(5664, 4248), QUARTER_TURN))
    assert flaws(b64decode(photo["content"]), width=5664, height=4248) == set()


def a_noisy_scene(width: int, height: int) -> Image.Image:
    """Gravel and leaves to every edge: nothing about it packs well."""
    noise = np.random.default_rng(20261129).normal(128, 40, (height // 3, width // 3, 3))
    scene = Image.fromarray(noise.clip(0, 255).astype(np.uint8)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    scene.paste((220, 20, 20), (0, 0, width // 4, height // 4))
    scene.paste((20, 20, 220), (width - width // 4, height - height // 4, width, height))
    return scene


@pytest.mark.parametrize("orientation", [UPRIGHT, QUARTER_TURN])
@pytest.mark.parametrize(
    ("megapixels", "width", "height"), [(12, 4000, 3000), (24, 5664, 4248), (48, 8000, 6000)]
)
def test_a_huge_photo_of_gravel_becomes_a_small_one_within_its_memory(
    handset: Handset,
    chromium: Street,
    record_property: Callable[[str, object], None],
    megapixels: int,
    width: int,
    height: int,
    orientation: int,
) -> None:
    """Trap 15. Above what the tab held before; offline.md allows 250 MB."""
    content = as_a_camera_writes(a_noisy_scene(width, height), orientation)
    handset.page.route(
        "**/static/gravel.jpg", lambda route: route.fulfill(body=content, content_type="image/jpeg")
    )
    before = forget_peaks(chromium)
    photo: dict[str, Any] = handset.run(TAKE_FROM, "/static/gravel.jpg")
    grown = max(peak - before.get(pid, peak) for pid, peak in peaks(chromium).items())
    assert flaws(b64decode(photo["content"]), width=width, height=height) == set()
    assert grown < 250_000
    record_property("peak_mb", grown // 1000)
    sys.stdout.write(f"{megapixels} megapixels, orientation {orientation}: {grown // 1000} MB above before\n")


def peaks(chromium: Street) -> dict[int, int]:
    """The most kilobytes that each tab's process has held, by process."""
    return {pid: _peak(pid) for pid in chromium.renderers()}


def forget_peaks(chromium: Street) -> dict[int, int]:
    """From here on; what each holds now."""
    for pid in chromium.renderers():
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    return peaks(chromium)


def _peak(pid: int) -> int:
    (line,) = [
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")
    ]
    return int(line.split()[1])


def test_a_phone_that_sends_the_file_as_it_is_is_caught() -> None:
    """Control of trap 15."""
    naive = as_a_camera_writes(a_scene(4000, 3000), QUARTER_TURN)
    assert flaws(naive, width=4000, height=3000) >= {"turned", "says where and when"}


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(4_000)
BLACK = as_a_camera_writes(Image.new("RGB", (1280, 960)))


@pytest.mark.parametrize(
    ("content", "dead_canvas", "words"),
    [
        (HEIC, False, "photo_unreadable"),
        (b"", False, "photo_unreadable"),
        (BLACK, False, "photo_flat"),
        (as_a_camera_writes(a_scene(1280, 960)), True, "photo_broken"),
    ],
    ids=["heic", "empty", "black", "dead-canvas"],
)
def test_what_is_no_photo_is_refused_in_words(
    handset: Handset, content: bytes, dead_canvas: bool, words: str
) -> None:
    """Trap 15."""
    assert taken(handset, content, dead_canvas=dead_canvas) == {"words": words}


# Lost ink

PIXELS = """(canvas) => {
  const seen = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
  let dark = 0
  for (let i = 0; i < seen.length; i += 4) dark += seen[i + 3] > 0 && seen[i] < 128 ? 1 : 0
  return dark
}"""
NAIVE = """(canvas) => {
  const naive = Object.assign(document.createElement("canvas"), { width: 300, height: 150 })
  naive.getContext("2d").fillRect(0, 0, 50, 50)
  naive.width = 200
  return naive.getContext("2d").getImageData(0, 0, 200, 150).data.some((value) => value > 0)
}"""
# Which of the strokes' points have ink within three pixels, on the picture that "Selesai" makes.
ON_PAPER = """async ([strokes]) => {
  const [draft] = await trap.rows("drafts")
  const { renderInk } = await trap.product("signature.js")
  const part = await renderInk(draft.ink, draft.proof)
  const bitmap = await createImageBitmap(new Blob([part.data], { type: part.type }))
  const paper = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")
  paper.drawImage(bitmap, 0, 0)
  return strokes.flat().map(([x, y]) => {
    const near = paper.getImageData(x * bitmap.width - 8, y * bitmap.height - 8, 16, 16).data
    return near.some((value, i) => i % 4 === 0 && value < 128)
  })
}"""


@pytest.fixture
def phone(handset: Handset, person: Person, shift: Shift) -> Phone:
    """At the first door, the form open."""
    phone = Phone(person)
    person.page.goto(f"/kurir/#/serah/{shift.labels[0]}")
    phone.is_on("serah")
    return phone


def ink(phone: Phone) -> int:
    """Dark points on the pad."""
    return int(phone.page.locator("canvas.pad").evaluate(PIXELS))


def ink_of_draft(handset: Handset) -> Any:
    (draft,) = handset.rows("drafts")
    return draft["ink"]


def test_ink_survives_a_turn_of_the_phone(handset: Handset, phone: Phone) -> None:
    """Trap 16."""
    phone.sign()
    before, vectors = ink(phone), handset.until(lambda: ink_of_draft(handset), "ink in the draft")
    assert before > 100
    for width, height in ((740, 360), (360, 640), (360, 740)):
        phone.page.set_viewport_size({"width": width, "height": height})
        handset.until(lambda: ink(phone) > before // 4, "ink on the pad")
    assert ink_of_draft(handset) == vectors


def test_a_canvas_forgets_when_it_is_resized(phone: Phone) -> None:
    """Control of trap 16."""
    assert phone.page.locator("canvas.pad").evaluate(NAIVE) is False


def test_what_goes_out_shows_what_was_signed(handset: Handset, phone: Phone) -> None:
    """Trap 16."""
    phone.sign()
    handset.until(lambda: ink_of_draft(handset), "ink in the draft")
    corners = [[list(point) for point in stroke[1:-1]] for stroke in STROKES]
    found = handset.run(ON_PAPER, [corners])
    assert found == [True] * len(found)
    assert handset.run(ON_PAPER, [[[[0.02, 0.04], [0.97, 0.95]]]]) == [False, False]


def test_a_finger_that_the_system_takes_away_leaves_its_ink(handset: Handset, phone: Phone) -> None:
    """Trap 16."""
    pad = phone.page.locator("canvas.pad")
    pad.evaluate("(pad) => pad.scrollIntoView({ block: 'center' })")
    box = pad.bounding_box()
    assert box
    touch = handset.protocol()
    places = [(box["x"] + 20 + 9 * step, box["y"] + 30 + 3 * (step % 4)) for step in range(20)]
    for number, (x, y) in enumerate(places):
        kind = "touchMove" if number else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    drawn = handset.until(lambda: ink_of_draft(handset), "ink in the draft")
    assert len(drawn["strokes"][0]) / 2 >= 12


def test_a_thumb_that_is_at_the_button_before_the_finger_has_left_loses_no_ink(
    handset: Handset, phone: Phone
) -> None:
    """Trap 16: two fingers at once. The second stroke is under way while the button is pressed."""
    phone.fill_in(photo=lambda: phone.pick_photo(a_picture()))
    before = handset.until(lambda: ink_of_draft(handset), "ink in the draft")
    pad, button = phone.page.locator("canvas.pad"), phone.page.locator("[data-do=review]")
    pad.evaluate("(pad) => pad.scrollIntoView({ block: 'center' })")
    box, place = pad.bounding_box(), button.bounding_box()
    assert box
    assert place
    thumb = {"x": place["x"] + place["width"] / 2, "y": place["y"] + place["height"] / 2, "id": 1}
    finger = [{"x": box["x"] + 30 + 9 * step, "y": box["y"] + 90, "id": 0} for step in range(18)]
    touch = handset.protocol()

    def say(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    say("touchStart", finger[0])
    for point in finger[1:10]:
        say("touchMove", point)
    say("touchStart", finger[9], thumb)
    for point in finger[10:]:
        say("touchMove", point, thumb)
    say("touchEnd", finger[-1])
    button.evaluate(
        "(button) => button.click()"
    )  # a phone's thumb lifts and clicks while the finger still rests
    say("touchEnd")
    drawn = handset.until(
        lambda: len(ink_of_draft(handset)["strokes"]) > len(before["strokes"]) and ink_of_draft(handset),
        "the stroke that was under way",
    )
    assert len(drawn["strokes"][-1]) / 2 >= 12
    end = drawn["strokes"][-1][-2] / drawn["width"], drawn["strokes"][-1][-1] / drawn["height"]
    assert handset.run(ON_PAPER, [[[list(end)]]]) == [True]
    expect(phone.page.locator("[data-do=done]")).to_be_visible()


def test_a_blank_pad_and_a_dot_are_no_signature(handset: Handset, phone: Phone) -> None:
    """Trap 16."""
    phone.hand_to_addressee()
    pad = phone.page.locator("canvas.pad")
    pad.click()
    expect(phone.page.get_by_text("Tanda tangan terlalu pendek")).to_be_visible()
    assert (
        handset.run("async (ink) => (await trap.product('../shared/ink.js')).isSignature(ink)", None) is False
    )
    dot = handset.until(lambda: ink_of_draft(handset), "a dot in the draft")
    assert (
        handset.run("async (ink) => (await trap.product('../shared/ink.js')).isSignature(ink)", dot) is False
    )


def test_the_next_package_begins_with_a_clean_pad(handset: Handset, phone: Phone, shift: Shift) -> None:
    """Trap 16."""
    phone.sign()
    handset.until(lambda: ink_of_draft(handset), "ink in the draft")
    phone.page.goto(f"/kurir/#/serah/{shift.labels[1]}")
    expect(
        phone.page.locator(f"[data-proof]:not([data-proof='{handset.rows('drafts')[0]['proof']}'])")
    ).to_be_visible()
    assert ink(phone) == 0
