"""Demo signatures: strokes as vectors first, then ink on a picture, as the courier's pad does it."""

import io
from itertools import pairwise
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

SIZE = WIDTH, HEIGHT = 720, 240  # of static/js/courier/signature.js
SHARP = 2
INK, PAPER = (16, 24, 64), (255, 255, 255)
Point = tuple[float, float]
Stroke = list[Point]


def signature(rng: Random) -> bytes:
    """A PNG; another one each time."""
    return _drawn(strokes(rng))


def strokes(rng: Random) -> list[Stroke]:
    """Loops of a hurried hand from left to right, and often a line below."""
    written = [_loops(rng, start=60 + part * 260, length=rng.uniform(180, 250)) for part in range(2)]
    return [*written, _flourish(rng)] if rng.random() < 0.7 else written


def _loops(rng: Random, *, start: float, length: float) -> Stroke:
    turns, tall, lean = rng.randrange(3, 7), rng.uniform(30, 62), rng.uniform(0.3, 0.9)
    swell, phase = rng.uniform(0.5, 1.6), rng.uniform(0, 2 * pi)
    points = []
    for step in range(90):
        along = step / 89
        angle = phase + along * turns * 2 * pi
        height = tall * (0.55 + 0.45 * sin(swell * along * pi + phase))
        points.append(
            (start + along * length + 22 * lean * sin(angle), 118 - height * cos(angle) - 14 * along)
        )
    return points


def _flourish(rng: Random) -> Stroke:
    left, right, deep = rng.uniform(50, 120), rng.uniform(480, 660), rng.uniform(176, 206)
    return [(left + (right - left) * step / 24, deep + 12 * sin(step / 24 * 2 * pi)) for step in range(25)]


def _drawn(vectors: list[Stroke]) -> bytes:
    """Thinner where the hand was fast."""
    picture = Image.new("RGB", (WIDTH * SHARP, HEIGHT * SHARP), PAPER)
    draw = ImageDraw.Draw(picture)
    for stroke in vectors:
        for one, other in pairwise(stroke):
            draw.line([(x * SHARP, y * SHARP) for x, y in (one, other)], INK, _thickness(one, other))
    out = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _thickness(one: Point, other: Point) -> int:
    speed = abs(one[0] - other[0]) + abs(one[1] - other[1])
    return max(3, round(SHARP * (3.4 - speed / 9)))
