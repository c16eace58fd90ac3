"""What happens to a picture of a label on its way to the decoder: fourteen kinds, each from moderate to hard.

The amount of a kind is drawn from the span of its level. Lengths are in modules of the code as it stands there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator

Picture = Any
Span = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """Where the code stands in the picture, in pixels."""

    x: float
    y: float
    side: float
    modules: int = 33

    @property
    def module(self) -> float:
        return self.side / self.modules

    def around(self, dice: Generator, reach: float) -> tuple[int, int]:
        """A dot within `reach` sides of the middle."""
        off = (dice.random(2) * 2 - 1) * reach * self.side
        return round(self.x + off[0]), round(self.y + off[1])


Effect = Callable[[Picture, Generator, float, Spot], Picture]


@dataclass(frozen=True)
class Kind:
    """`pose` names what the hand does; `effect` what the picture suffers."""

    moderate: Span
    hard: Span
    effect: Effect | None = None
    pose: str = ""

    def amount(self, dice: Generator, level: str) -> float:
        low, high = reaching(self, STRETCH) if level == "moderate" else self.hard
        return low + (high - low) * float(dice.random())


def reaching(kind: Kind, share: float) -> Span:
    """The moderate span, its harder end moved into the hard one by that share of it."""
    (low, high), (least, most) = kind.moderate, kind.hard
    if high == least:
        return low, high + share * (most - least)
    return (low - share * (most - least), high) if low == most else (low, high)


def defocus(picture: Picture, _dice: Generator, amount: float, spot: Spot) -> Picture:
    return cv2.GaussianBlur(picture, (0, 0), amount * spot.module)


def movement(picture: Picture, dice: Generator, amount: float, spot: Spot) -> Picture:
    """A hand that moves while the shutter is open."""
    length, turn = amount * spot.module, float(dice.random()) * pi
    size = 2 * round(length / 2 + 1) + 1
    kernel = np.zeros((size, size), dtype=np.float32)
    x, y = cos(turn) * length / 2, sin(turn) * length / 2
    middle = size // 2
    ends = (round(middle - x), round(middle - y)), (round(middle + x), round(middle + y))
    cv2.line(kernel, *ends, 1.0, 1, cv2.LINE_AA)
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


def darkness(picture: Picture, dice: Generator, amount: float, _spot: Spot) -> Picture:
    """Less light, and the noise of the gain that makes up for part of it."""
    return grain(cv2.convertScaleAbs(picture, alpha=amount), dice, 6.0)


def grain(picture: Picture, dice: Generator, amount: float, _spot: Spot | None = None) -> Picture:
    """Of a small sensor: grey, coarser than one dot."""
    height, width = picture.shape[:2]
    small = dice.normal(0, amount, (height // 2, width // 2)).astype(np.int16)
    grey = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
    return cv2.add(picture, cv2.merge([grey, grey, grey]), dtype=cv2.CV_8U)


def glare(picture: Picture, dice: Generator, amount: float, spot: Spot) -> Picture:
    """A lamp's image on the film over the label: white in its middle, soft at its edge."""
    light = np.zeros(picture.shape[:2], dtype=np.float32)
    axes = (round(amount * spot.side), round(amount * spot.side * 0.6))
    cv2.ellipse(light, spot.around(dice, 0.5), axes, float(dice.random() * 180), 0, 360, 255, -1)
    light = cv2.GaussianBlur(light, (0, 0), amount * spot.side / 3)
    return cv2.add(picture, cv2.merge([light, light, light]), dtype=cv2.CV_8U)


def shadow(picture: Picture, dice: Generator, amount: float, spot: Spot) -> Picture:
    """The hand's own, with a hard edge across the code; `amount` is what light is left."""
    x, y = spot.around(dice, 0.3)
    turn = float(dice.random()) * 2 * pi
    across = np.arange(picture.shape[1])[None, :] - x
    down = np.arange(picture.shape[0])[:, None] - y
    hard_edge = np.where(across * cos(turn) + down * sin(turn) > 0, amount, 1.0).astype(np.float32)
    light = cv2.GaussianBlur(hard_edge, (0, 0), 2.0)
    return (picture * light[:, :, None]).astype(np.uint8)


def fading(picture: Picture, _dice: Generator, amount: float, _spot: Spot) -> Picture:
    """Thermal print in the sun, or a printer short of toner: `amount` is what contrast is left."""
    return cv2.convertScaleAbs(picture, alpha=amount, beta=(1 - amount) * 150)


def covering(picture: Picture, dice: Generator, amount: float, spot: Spot) -> Picture:
    """A thumb or a stamp over part of the data; `amount` is its share of the code's area."""
    radius = round(spot.side * (amount / pi) ** 0.5)
    x, y = spot.x + 0.12 * spot.side, spot.y + 0.12 * spot.side
    off = (dice.random(2) * 2 - 1) * 0.14 * spot.side
    middle = round(x + off[0]), round(y + off[1])
    return cv2.circle(picture.copy(), middle, radius, (110, 140, 190), -1, cv2.LINE_AA)


def wrinkles(picture: Picture, dice: Generator, amount: float, spot: Spot) -> Picture:
    """Paper that does not lie flat: dots move by up to `amount` modules, and folds catch the light."""
    height, width = picture.shape[:2]
    phase, turn = dice.random(2) * 2 * pi
    along = np.arange(width)[None, :] * cos(turn) + np.arange(height)[:, None] * sin(turn)
    wave = np.sin(along / (spot.side / (4 + 5 * float(dice.random()))) * pi + phase).astype(np.float32)
    xs = np.arange(width, dtype=np.float32)[None, :] + wave * np.float32(amount * spot.module * cos(turn))
    ys = np.arange(height, dtype=np.float32)[:, None] + wave * np.float32(amount * spot.module * sin(turn))
    bent = cv2.remap(picture, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return (bent * (1 - 0.18 * np.abs(wave))[:, :, None]).clip(0, 255).astype(np.uint8)


def scratches(picture: Picture, dice: Generator, amount: float, spot: Spot) -> Picture:
    """Across the data; `amount` is how many, light and dark, a third of a module wide."""
    worn = picture.copy()
    for number in range(round(amount)):
        ends = spot.around(dice, 0.36), spot.around(dice, 0.36)
        colour = (225, 228, 230) if number % 2 else (50, 55, 60)
        cv2.line(worn, *ends, colour, max(1, round(spot.module * 0.35)), cv2.LINE_AA)
    return worn


def pressing(picture: Picture, _dice: Generator, amount: float, _spot: Spot) -> Picture:
    """A cheap camera's own compression; `amount` is JPEG's quality."""
    packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, round(amount)])[1]
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)


# Moderate is what native zxing-cpp reads at 96.8 in a hundred, with the whole picture (offline.md, section 3).
# One share for all kinds, found with another seed than is reported and without a look at jsQR: docs/decisions/0044.
STRETCH = 0.03
DAMAGE: Mapping[str, Kind] = {
    "turned": Kind((0, 360), (0, 360), pose="turn"),
    "tilted": Kind((25, 55), (55, 65), pose="tilt"),
    "far": Kind((360, 520), (520, 660), pose="across"),
    "defocus": Kind((0.2, 0.38), (0.38, 0.6), defocus),
    "movement": Kind((0.8, 1.6), (1.6, 3.0), movement),
    "darkness": Kind((0.09, 0.22), (0.03, 0.09), darkness),
    "noise": Kind((25, 55), (55, 90), grain),
    "glare": Kind((0.12, 0.22), (0.22, 0.6), glare),
    "shadow": Kind((0.3, 0.6), (0.05, 0.3), shadow),
    "fading": Kind((0.1, 0.3), (0.04, 0.1), fading),
    "covering": Kind((0.04, 0.09), (0.09, 0.14), covering),
    "wrinkles": Kind((0.15, 0.4), (0.4, 0.8), wrinkles),
    "scratches": Kind((1, 4), (4, 9), scratches),
    "pressing": Kind((3, 10), (1, 3), pressing),
}
