"""Demo photos: a sealed envelope before a doorway, in changing light, with the noise of a cheap camera."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from courier_app.demo_town.scenes import FLOOR, GATE, HEIGHT, WIDTH, scene

SIZE = (960, 1280)
QUALITY = 60  # as the app saves
SCENES = 20
NOISE_PEAK = 22
CARD, INK, BAR = (176, 206, 222), (86, 96, 108), (0, 0, 0)
PAPERS = ((196, 158, 108), (204, 170, 122), (232, 228, 218))


def doorway(rng: Random) -> bytes:
    """A JPEG of the envelope at the place of the handover."""
    number = rng.choice([n for n in range(SCENES) if n % 5 != GATE])
    picture = scene(number).copy()
    _lay_down(picture, rng)
    return _taken(picture, rng)


def closed_gate(rng: Random) -> bytes:
    """A JPEG of a closed gate, nobody there."""
    return _taken(scene(rng.choice([n for n in range(SCENES) if n % 5 == GATE])), rng)


def old_card(rng: Random) -> bytes:
    """A JPEG of an old card on the floor; number and face lie under black bars."""
    picture = scene(rng.choice([n for n in range(SCENES) if n % 5 != GATE])).copy()
    draw = ImageDraw.Draw(picture)
    left, top = rng.randrange(160, 360), rng.randrange(FLOOR - 120, FLOOR - 20)
    draw.rounded_rectangle((left, top, left + 600, top + 380), 26, CARD)
    for line in range(5):
        draw.rectangle(
            (left + 40, top + 150 + 40 * line, left + 330 - 30 * (line % 3), top + 164 + 40 * line), INK
        )
    draw.rectangle((left + 20, top + 60, left + 380, top + 120), BAR)
    draw.rectangle((left + 400, top + 130, left + 570, top + 350), BAR)
    return _taken(picture, rng)


def _lay_down(picture: Image.Image, rng: Random) -> None:
    """On the floor, squeezed as one sees it from above, with its shadow."""
    paper = _envelope(rng).rotate(rng.uniform(-14, 14), Image.Resampling.BICUBIC, expand=True)
    flat = paper.resize((paper.width, int(paper.height * rng.uniform(0.62, 0.8))), Image.Resampling.BICUBIC)
    left = rng.randrange(120, WIDTH - flat.width - 120)
    top = rng.randrange(FLOOR + 20, min(HEIGHT - 210, FLOOR + 130))
    alpha = flat.getchannel("A")
    shadow = alpha.filter(ImageFilter.GaussianBlur(9)).point(lambda value: int(value * 0.45))
    picture.paste((20, 16, 12), (left + 12, top + 14), shadow)
    picture.paste(flat, (left, top), alpha)


def _envelope(rng: Random) -> Image.Image:
    """Closed, taped, and with a label that nobody can read: the pattern holds nothing."""
    picture = Image.new("RGBA", (520, 360), (*rng.choice(PAPERS), 255))
    draw = ImageDraw.Draw(picture)
    draw.line((0, 0, 260, 150, 520, 0), (120, 96, 66, 90), 4)
    draw.rectangle((226, 0, 294, 40), (222, 214, 190, 160))
    draw.rectangle((40, 120, 480, 330), (250, 250, 246, 255))
    _pattern(draw, rng)
    for line in range(5):
        draw.rectangle(
            (260, 144 + line * 30, 300 + rng.randrange(60, 160), 154 + line * 30), (70, 70, 74, 255)
        )
    draw.rectangle((260, 294, 380, 318), (30, 30, 34, 255))
    return picture


def _pattern(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    for cell in range(29 * 29):
        if rng.random() < 0.5:
            x, y = 56 + cell % 29 * 6, 136 + cell // 29 * 6
            draw.rectangle((x, y, x + 5, y + 5), (20, 20, 22, 255))
    for x, y in ((56, 136), (188, 136), (56, 268)):
        draw.rectangle((x, y, x + 41, y + 41), (20, 20, 22, 255))
        draw.rectangle((x + 6, y + 6, x + 35, y + 35), (250, 250, 246, 255))
        draw.rectangle((x + 12, y + 12, x + 29, y + 29), (20, 20, 22, 255))


def _taken(picture: Image.Image, rng: Random) -> bytes:
    """Through a phone's camera: another crop, exposure, white balance and noise each time."""
    zoom = rng.uniform(0.9, 1.0)
    width, height = int(WIDTH * zoom), int(WIDTH * zoom * SIZE[1] / SIZE[0])
    left, top = (
        rng.randrange(WIDTH - width + 1),
        rng.randrange(max(0, HEIGHT - height - 60), HEIGHT - height + 1),
    )
    view = picture.resize(SIZE, Image.Resampling.BILINEAR, (left, top, left + width, top + height))
    exposed = view.point(_exposure(rng))
    noisy = ImageChops.add(exposed, _noise(rng), 1, -NOISE_PEAK // 2)
    out = io.BytesIO()
    noisy.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _exposure(rng: Random) -> list[int]:
    """One curve for each colour: brightness of the hour, warmth of the light."""
    bright, warm = rng.uniform(0.72, 1.18), rng.uniform(-0.07, 0.07)
    gains = (bright * (1 + warm), bright, bright * (1 - warm))
    return [min(255, int(value * gain)) for gain in gains for value in range(256)]


def _noise(rng: Random) -> Image.Image:
    left, top = rng.randrange(400), rng.randrange(400)
    return _grain().crop((left, top, left + SIZE[0], top + SIZE[1]))


@cache
def _grain() -> Image.Image:
    """Made once; every photo takes another part of it."""
    width, height = SIZE[0] + 400, SIZE[1] + 400
    rng = Random(width)  # noqa: S311 - grain of film
    raw = Image.frombytes("L", (width, height), rng.randbytes(width * height))
    grey = raw.point(lambda value: value * NOISE_PEAK // 255)
    return Image.merge("RGB", (grey, grey, grey))
