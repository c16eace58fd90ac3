"""Backgrounds of the demo photos: doorways, terraces and gates that stand nowhere, drawn with shapes."""

from collections.abc import Callable
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1120, 1500  # a little larger than the photo, which takes a part of it
FLOOR = 1040
Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw

WALLS: tuple[Colour, ...] = (
    (226, 214, 186),
    (188, 208, 186),
    (206, 216, 226),
    (232, 196, 160),
    (214, 190, 200),
    (238, 234, 222),
)
WOODS: tuple[Colour, ...] = ((112, 70, 42), (86, 58, 44), (142, 96, 56), (54, 84, 72), (70, 78, 104))
TILES: tuple[Colour, ...] = ((176, 104, 82), (196, 188, 176), (128, 132, 136), (206, 170, 128))
GREEN: Colour = (62, 110, 58)


@cache
def scene(number: int) -> Image.Image:
    """The same picture for the same number. Do not draw on it: copy."""
    rng = Random(number)  # noqa: S311 - a made-up house
    picture = _wall(rng)
    draw = ImageDraw.Draw(picture)
    _floor(draw, rng)
    _FRONTS[number % len(_FRONTS)](draw, rng)
    for _ in range(rng.randrange(1, 4)):
        _plant(draw, rng)
    return _sunlit(picture, rng).filter(ImageFilter.GaussianBlur(1.4))


def _wall(rng: Random) -> Image.Image:
    """Plaster: a colour, cloudy in places, tiled at the foot."""
    colour = rng.choice(WALLS)
    clouds = Image.frombytes("L", (28, 38), rng.randbytes(28 * 38)).resize(
        (WIDTH, HEIGHT), Image.Resampling.BICUBIC
    )
    picture = Image.composite(
        Image.new("RGB", clouds.size, colour),
        Image.new("RGB", clouds.size, _darker(colour, 0.9)),
        clouds,
    )
    if rng.random() < 0.6:
        ImageDraw.Draw(picture).rectangle((0, FLOOR - 170, WIDTH, FLOOR), _darker(rng.choice(TILES), 0.95))
    return picture


def _floor(draw: Draw, rng: Random) -> None:
    """Tiles that run towards the house."""
    colour = rng.choice(TILES)
    draw.rectangle((0, FLOOR, WIDTH, HEIGHT), colour)
    joint = _darker(colour, 0.78)
    middle = WIDTH // 2 + rng.randrange(-200, 200)
    for step in range(-14, 15):
        draw.line((middle + step * 80, FLOOR, middle + step * 190, HEIGHT), joint, 4)
    for row in range(8):
        y = FLOOR + 9 * row * (row + 2)
        draw.line((0, y, WIDTH, y), joint, 3 + row // 3)
    draw.rectangle((0, FLOOR - 14, WIDTH, FLOOR), _darker(colour, 0.6))


def _double_door(draw: Draw, rng: Random) -> None:
    wood, left = rng.choice(WOODS), rng.randrange(180, 420)
    draw.rectangle((left - 26, 250, left + 466, FLOOR), _darker(wood, 0.7))
    for leaf in (0, 222):
        _panels(draw, (left + leaf, 276, left + leaf + 216, FLOOR - 8), wood)
    for hole in range(7):
        draw.rectangle((left + hole * 64, 170, left + hole * 64 + 44, 222), _darker(wood, 0.35))
    draw.ellipse((left + 196, 690, left + 214, 708), (208, 190, 120))
    _window(draw, left + 560 if left < 300 else left - 340, rng)


def _single_door(draw: Draw, rng: Random) -> None:
    wood, left = rng.choice(WOODS), rng.randrange(420, 700)
    draw.rectangle((left - 22, 300, left + 282, FLOOR), _darker(wood, 1.25))
    _panels(draw, (left, 322, left + 260, FLOOR - 6), wood)
    draw.rectangle((left + 18, 660, left + 34, 730), (196, 196, 190))
    _window(draw, left - 380, rng)


def _shop(draw: Draw, rng: Random) -> None:
    """A stall with its folding boards half open, as many houses have one in front."""
    wood = rng.choice(WOODS)
    draw.rectangle((120, 240, WIDTH - 120, FLOOR - 200), (44, 38, 34))
    for shelf in range(3):
        draw.rectangle((140, 420 + shelf * 130, WIDTH - 140, 432 + shelf * 130), _darker(wood, 1.1))
        for jar in range(9):
            left = 170 + jar * 88 + rng.randrange(20)
            colour = (rng.randrange(90, 230), rng.randrange(80, 200), rng.randrange(60, 170))
            draw.rectangle((left, 350 + shelf * 130, left + 52, 420 + shelf * 130), colour)
    draw.rectangle((100, FLOOR - 210, WIDTH - 100, FLOOR - 160), _darker(wood, 1.2))
    draw.rectangle((110, FLOOR - 160, WIDTH - 110, FLOOR), wood)
    draw.polygon(((60, 250), (WIDTH - 60, 250), (WIDTH, 130), (0, 130)), _darker(rng.choice(TILES), 0.8))


def _gate(draw: Draw, rng: Random) -> None:
    """Closed iron bars before the terrace: where nobody answered."""
    _double_door(draw, rng)
    iron = rng.choice(((46, 50, 54), (34, 60, 48), (110, 50, 40)))
    for bar in range(0, WIDTH, 74):
        draw.rectangle((bar, 300, bar + 16, HEIGHT - 150), iron)
        draw.polygon(((bar - 6, 300), (bar + 8, 262), (bar + 22, 300)), iron)
    for rail in (360, 800, HEIGHT - 220):
        draw.rectangle((0, rail, WIDTH, rail + 22), _darker(iron, 1.15))


def _counter(draw: Draw, rng: Random) -> None:
    """A table by the door, put there so that nobody has to come close."""
    _single_door(draw, rng)
    wood = rng.choice(WOODS)
    draw.polygon(((90, 900), (560, 900), (650, 1010), (20, 1010)), _darker(wood, 1.35))
    draw.rectangle((20, 1010, 650, 1040), wood)
    for leg in (50, 590):
        draw.rectangle((leg, 1040, leg + 34, 1290), _darker(wood, 0.8))


_FRONTS: tuple[Callable[[Draw, Random], None], ...] = (_double_door, _single_door, _counter, _shop, _gate)
GATE = _FRONTS.index(_gate)


def _panels(draw: Draw, box: tuple[int, int, int, int], wood: Colour) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, wood)
    height = (bottom - top) // 3
    for row in range(3):
        panel = left + 30, top + row * height + 30, right - 30, top + (row + 1) * height - 20
        draw.rectangle(panel, _darker(wood, 0.82))
        draw.line((panel[0], panel[3], panel[2], panel[3], panel[2], panel[1]), _darker(wood, 1.3), 5)


def _window(draw: Draw, left: int, rng: Random) -> None:
    frame = rng.choice(WOODS)
    draw.rectangle((left, 380, left + 270, 780), frame)
    draw.rectangle((left + 20, 400, left + 250, 760), (98, 116, 122))
    draw.polygon(((left + 20, 400), (left + 150, 400), (left + 20, 620)), (136, 156, 160))
    for bar in range(5):
        draw.rectangle((left + 50 + bar * 44, 400, left + 57 + bar * 44, 760), (196, 196, 186))


def _plant(draw: Draw, rng: Random) -> None:
    foot = rng.randrange(60, WIDTH - 120)
    for _ in range(46):
        x, y = foot + rng.randrange(-90, 150), FLOOR - rng.randrange(100, 330)
        shade = _darker(GREEN, 0.7 + rng.random() * 0.8)
        draw.ellipse((x, y, x + rng.randrange(26, 74), y + rng.randrange(14, 44)), shade)
    clay = rng.choice(TILES)
    draw.polygon(
        ((foot - 20, FLOOR - 110), (foot + 100, FLOOR - 110), (foot + 80, FLOOR + 30), (foot, FLOOR + 30)),
        clay,
    )


def _sunlit(picture: Image.Image, rng: Random) -> Image.Image:
    """The shadow of a roof lies across the wall, at the slant of the hour."""
    shade = Image.new("L", picture.size, 255)
    edge, slant = rng.randrange(150, 700), rng.randrange(-350, 350)
    ImageDraw.Draw(shade).polygon(((0, 0), (WIDTH, 0), (WIDTH, edge + slant), (0, edge)), 168)
    soft = shade.filter(ImageFilter.GaussianBlur(26))
    return Image.composite(picture, picture.point(lambda value: int(value * 0.62)), soft)


def _darker(colour: Colour, by: float) -> Colour:
    red, green, blue = (min(255, int(value * by)) for value in colour)
    return red, green, blue
