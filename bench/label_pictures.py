"""Pictures of our printed labels as a courier's camera takes them, 1280×720, with one kind of damage each; seeded.

Under every kind lies what any hand does: some turn, tilt and distance, a soft lens, a little noise.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from math import pi
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from zxingcpp import read_barcodes

from bench.damage import DAMAGE, Kind, Spot, grain
from bench.labels import faces
from courier_app.printing.labels import print_labels
from courier_app.printing.sheets import SHEETS
from tests.browser.paper import Sticker, stickers

WIDTH, HEIGHT = 1280, 720
FORMATS = ("a4-2x4", "a4-2x5")
FINE = 8.0  # dots per millimetre of the flat drawing of envelope and label
ENVELOPE = (230.0, 162.0)  # millimetres, C5
PAPERS = ((136, 178, 208), (235, 238, 240), (200, 214, 190))  # manila, white, grey-green
DESKS = ((74, 92, 118), (60, 60, 64), (150, 160, 170))
FOCAL = 1250.0  # pixels: the field of view of a telephone
QUALITY = 92


@dataclass(frozen=True)
class Taken:
    """`text` is what the label says; None where there is no code to read."""

    kind: str
    text: str | None
    jpeg: bytes


@dataclass(frozen=True)
class Printed:
    """A label off a sheet, and where its code stands on it: corner and side in dots, without the quiet zone."""

    sticker: Sticker
    left: int
    top: int
    side: int

    @property
    def dots(self) -> float:
        """To a millimetre."""
        return float(self.sticker.picture.shape[1]) / self.sticker.size_mm[0]


@dataclass(frozen=True)
class Pose:
    """Degrees about three axes, millimetres that the picture is wide, and where the code's middle stands in it."""

    tilt: float
    lean: float
    turn: float
    across: float
    middle: tuple[float, float]

    def spot(self, label: Printed) -> Spot:
        return Spot(*self.middle, side=label.side / label.dots * WIDTH / self.across)


def positives(level: str, each: int, seed: int) -> Iterator[Taken]:
    """`each` pictures of every kind of damage; `level` is moderate or hard."""
    for kind, damage in DAMAGE.items():
        dice = default_rng([seed, *f"{level} {kind}".encode()])
        for _ in range(each):
            label = _any(printed(), dice)
            yield Taken(kind, label.sticker.url, taken(label, dice, damage, level))


def negatives(count: int, seed: int) -> Iterator[Taken]:
    """Labels with a board of black and white squares in the code's place, under every kind of damage."""
    dice = default_rng([seed, 0])
    for _ in range(count):
        damage = _any(tuple(DAMAGE.values()), dice)
        yield Taken("none", None, taken(_without_code(_any(printed(), dice), dice), dice, damage, "moderate"))


def taken(label: Printed, dice: Generator, damage: Kind, level: str) -> bytes:
    amount = damage.amount(dice, level)
    pose = a_pose(dice)
    if damage.pose:
        pose = replace(pose, **{damage.pose: amount})  # type: ignore[arg-type]  # the spans name numbers only
    picture = _seen(_envelope(label, _any(PAPERS, dice)), pose, _any(DESKS, dice))
    if damage.effect:
        picture = damage.effect(picture, dice, amount, pose.spot(label))
    picture = grain(cv2.GaussianBlur(picture, (0, 0), 0.6), dice, 3.0)
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1])


def a_pose(dice: Generator) -> Pose:
    tilt, lean, turn, x, y = dice.uniform(-1, 1, 5)
    middle = WIDTH / 2 + 0.1 * WIDTH * x, HEIGHT / 2 + 0.08 * HEIGHT * y
    return Pose(12 * tilt, 12 * lean, 20 * turn, float(dice.uniform(160, 240)), middle)


@cache
def printed() -> tuple[Printed, ...]:
    """Labels cut out of the sheets that the product prints."""
    return tuple(_with_place(sticker) for name in FORMATS for sticker in _sheet(name))


def _sheet(name: str) -> list[Sticker]:
    out = io.BytesIO()
    print_labels(faces(20), out, sheet=SHEETS[name])
    return stickers(out.getvalue(), SHEETS[name])


def _with_place(sticker: Sticker) -> Printed:
    (found,) = read_barcodes(sticker.picture)
    corner, far = found.position.top_left, found.position.bottom_right
    return Printed(sticker, corner.x, corner.y, side=far.x - corner.x)


def _without_code(label: Printed, dice: Generator) -> Printed:
    """Modules thrown anew, so that no corner has the mark by which a code is found."""
    board = np.where(dice.random((33, 33)) < 0.5, 0, 255).astype(np.uint8)
    side = label.side + 4  # nothing of the old edge stays
    picture = label.sticker.picture.copy()
    picture[label.top - 2 : label.top - 2 + side, label.left - 2 : label.left - 2 + side] = cv2.resize(
        board, (side, side), interpolation=cv2.INTER_NEAREST
    )
    return replace(label, sticker=replace(label.sticker, picture=picture))


def _envelope(label: Printed, paper: tuple[int, int, int]) -> Any:
    """Its face, the label so stuck that the code's middle is the middle of the drawing."""
    width, height = (round(side * FINE) for side in ENVELOPE)
    face = np.full((height, width, 3), paper, dtype=np.uint8)
    across, down = (round(side * FINE) for side in label.sticker.size_mm)
    drawn = cv2.resize(label.sticker.picture, (across, down), interpolation=cv2.INTER_AREA)
    left = round(width / 2 - (label.left + label.side / 2) / label.dots * FINE)
    top = round(height / 2 - (label.top + label.side / 2) / label.dots * FINE)
    face[top : top + down, left : left + across] = cv2.cvtColor(drawn, cv2.COLOR_GRAY2BGR)
    return face


def _seen(flat: Any, pose: Pose, desk: tuple[int, int, int]) -> Any:
    shrunk = pose.across * FINE / WIDTH
    soft = cv2.GaussianBlur(flat, (0, 0), 0.45 * shrunk) if shrunk > 1 else flat
    return cv2.warpPerspective(
        soft, _homography(pose, flat.shape), (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderValue=desk
    )


def _homography(pose: Pose, shape: tuple[int, ...]) -> Any:
    """Where each dot of the flat envelope falls in the picture: turn, move away, project."""
    turned = _rotation(pose)
    height, width = shape[:2]
    to_mm = np.array([[1 / FINE, 0, -width / FINE / 2], [0, 1 / FINE, -height / FINE / 2], [0, 0, 1]])
    lens = np.array([[FOCAL, 0, pose.middle[0]], [0, FOCAL, pose.middle[1]], [0, 0, 1]])
    away = FOCAL * pose.across / WIDTH
    return lens @ np.column_stack([turned[:, 0], turned[:, 1], (0, 0, away)]) @ to_mm


def _rotation(pose: Pose) -> Any:
    axes = ((pose.tilt, 0, 0), (0, pose.lean, 0), (0, 0, pose.turn))
    x, y, z = (cv2.Rodrigues(np.array(axis, dtype=np.float64) * pi / 180)[0] for axis in axes)
    return x @ y @ z


def _any(things: tuple[Any, ...], dice: Generator) -> Any:
    return things[int(dice.integers(len(things)))]
