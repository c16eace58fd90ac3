"""A camera for Chromium, pointed at printed paper in a hand: moving, tilted, out of focus, noisy, in changing light.

Chromium's fake camera reads its Y4M file frame by frame, for ever, and what stands in the file by then is what
it sees. So one browser can be pointed at one package and then at the next, as a person does it.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from tests.browser.paper import Sticker

WIDTH, HEIGHT, FPS, FRAMES = 1280, 720, 12, 48  # four seconds, then over again without a jump: 66 MB
FOCAL = 1250.0  # pixels: the field of view of a telephone
DISTANCE = 235.0  # millimetres from lens to label
HEAD = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FPS}:1 Ip A1:1 C420jpeg\n".encode()
FRAME = b"FRAME\n"

ENVELOPE = (230.0, 162.0)  # millimetres, C5
FINE = 6.0  # dots per millimetre of the flat drawing of envelope and label
MANILA, WHITE = (136, 178, 208), (235, 238, 240)  # blue, green, red
DESK = (74, 92, 118)


@dataclass(frozen=True)
class Moment:
    """How the hand holds the telephone: degrees about three axes, millimetres off, gain of light, blur in pixels."""

    tilt: tuple[float, float, float]
    off: tuple[float, float, float]
    light: float
    focus: float
    smear: tuple[float, float]


def moment(turn: float) -> Moment:
    """`turn` runs from 0 to 1 and back to the same hand: waves of different length make no two frames alike."""
    wave = 2 * pi * turn
    return Moment(
        tilt=(22 * sin(wave), 20 * cos(2 * wave + 1), 7 + 9 * sin(wave + 2)),
        off=(14 * sin(wave + 0.6), 9 * sin(2 * wave), 28 * cos(wave)),
        light=0.86 + 0.2 * sin(wave + 4),
        focus=0.5 + 5.0 * max(0.0, sin(2 * wave + 1)) ** 6,
        smear=(6 * cos(wave + 0.6), 5 * cos(2 * wave)),
    )


def frames_of(
    sticker: Sticker | None, *, paper: tuple[int, int, int] = MANILA, seed: int = 1
) -> Iterator[Any]:
    """Colour pictures of one round of the film; without a sticker the camera sees a bare desk."""
    noise = np.random.default_rng(seed)
    desk = _desk()
    flat = None if sticker is None else _envelope(sticker, paper)
    for number in range(FRAMES):
        yield cv2.add(_taken(desk, flat, moment(number / FRAMES)), _grain(noise), dtype=cv2.CV_8U)


def film(sticker: Sticker | None, path: Path, *, paper: tuple[int, int, int] = MANILA, seed: int = 1) -> Path:
    """Write the frames as Y4M."""
    with path.open("wb") as out:
        out.write(HEAD)
        for frame in frames_of(sticker, paper=paper, seed=seed):
            out.write(FRAME)
            out.write(cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes())
    return path


STEADY = Moment(tilt=(5, 7, 4), off=(0, 0, 0), light=1, focus=0.5, smear=(0, 0))


def steady_film(sticker: Sticker, path: Path) -> Path:
    """One frame over and over: soon made, and sharp."""
    frame = _taken(_desk(), _envelope(sticker, MANILA), STEADY)
    one = FRAME + cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes()
    path.write_bytes(HEAD + one * FRAMES)
    return path


class Camera:
    """The one camera of a browser. `flags` start Chromium with it; `point_at` takes hold within a frame."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = Path(shutil.copyfile(_bare_film(), folder / "camera.y4m"))
        self._sees: Sticker | None = None

    @property
    def flags(self) -> list[str]:
        return [
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={self._path}",
        ]

    def point_at(self, sticker: Sticker | None, *, paper: tuple[int, int, int] = MANILA) -> None:
        """In place: Chromium holds the file open. A camera that looks at the bare desk goes on looking at it."""
        if sticker is None and self._sees is None:
            return
        self._sees = sticker
        self._show(film(sticker, self._folder / "next.y4m", paper=paper) if sticker else _bare_film())

    def rest_on(self, sticker: Sticker) -> None:
        """A hand that does not shake, as on the picture of a manual."""
        self._sees = sticker
        self._show(steady_film(sticker, self._folder / "next.y4m"))

    def _show(self, path: Path) -> None:
        with path.open("rb") as new, self._path.open("r+b") as old:
            while block := new.read(1 << 22):
                old.write(block)


@cache
def _bare_film() -> Path:
    """Three seconds' work, done once in a process: most browsers begin with it."""
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return film(None, folder / "desk.y4m")


def _desk() -> Any:
    """Wood in a lamp's light, with something round on it."""
    across = np.linspace(0.75, 1.1, WIDTH, dtype=np.float32)[None, :, None]
    down = np.linspace(1.05, 0.8, HEIGHT, dtype=np.float32)[:, None, None]
    grain = 1 + 0.05 * np.sin(np.arange(HEIGHT, dtype=np.float32) / 5)[:, None, None]
    desk = (np.array(DESK, dtype=np.float32) * across * down * grain).clip(0, 255).astype(np.uint8)
    cv2.circle(desk, (1120, 110), 90, (180, 190, 200), thickness=-1, lineType=cv2.LINE_AA)
    cv2.circle(desk, (1120, 110), 74, (40, 46, 70), thickness=-1, lineType=cv2.LINE_AA)
    return desk


def _envelope(sticker: Sticker, paper: tuple[int, int, int]) -> Any:
    """The envelope's face, the label stuck on its middle."""
    width, height = (round(side * FINE) for side in ENVELOPE)
    face = np.full((height, width, 3), paper, dtype=np.uint8)
    cv2.line(face, (0, height // 9), (width, height // 9), tuple(part - 30 for part in paper), 2, cv2.LINE_AA)
    label = cv2.resize(sticker.picture, _pixels(sticker.size_mm), interpolation=cv2.INTER_AREA)
    top, left = (height - label.shape[0]) // 2, (width - label.shape[1]) // 2
    face[top : top + label.shape[0], left : left + label.shape[1]] = cv2.cvtColor(label, cv2.COLOR_GRAY2BGR)
    return face


def _pixels(size_mm: tuple[float, float]) -> tuple[int, int]:
    """The label as it lies on the envelope, made smaller where it would stick out."""
    fit = min(1, *(0.96 * room / side for room, side in zip(ENVELOPE, size_mm, strict=True)))
    return round(size_mm[0] * fit * FINE), round(size_mm[1] * fit * FINE)


def _taken(desk: Any, flat: Any, now: Moment) -> Any:
    picture = desk.copy()
    if flat is not None:
        place = _homography(flat.shape, now)
        cv2.warpPerspective(
            flat, place, (WIDTH, HEIGHT), dst=picture, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
        )
    picture = _smeared(cv2.GaussianBlur(picture, (0, 0), now.focus), now.smear)
    return cv2.convertScaleAbs(picture, alpha=now.light)


def _homography(shape: tuple[int, ...], now: Moment) -> Any:
    """Where each dot of the flat envelope falls in the picture: turn, move away, project."""
    turned = _rotation(*(angle * pi / 180 for angle in now.tilt))
    height, width = shape[:2]
    to_mm = np.array([[1 / FINE, 0, -width / FINE / 2], [0, 1 / FINE, -height / FINE / 2], [0, 0, 1]])
    lens = np.array([[FOCAL, 0, WIDTH / 2], [0, FOCAL, HEIGHT / 2], [0, 0, 1]])
    x, y, z = now.off
    return lens @ np.column_stack([turned[:, 0], turned[:, 1], (x, y, DISTANCE + z)]) @ to_mm


def _rotation(about_x: float, about_y: float, about_z: float) -> Any:
    turns = [np.array(axis, dtype=np.float64) for axis in ((about_x, 0, 0), (0, about_y, 0), (0, 0, about_z))]
    x, y, z = (cv2.Rodrigues(turn)[0] for turn in turns)
    return z @ y @ x


def _smeared(picture: Any, smear: tuple[float, float]) -> Any:
    """A hand that moves while the shutter is open."""
    length = max(abs(smear[0]), abs(smear[1]))
    if length < 1:
        return picture
    size = 2 * round(length / 2) + 3
    kernel = np.zeros((size, size), dtype=np.float32)
    middle, x, y = size // 2, round(smear[0] / 2), round(smear[1] / 2)
    cv2.line(kernel, (middle - x, middle - y), (middle + x, middle + y), 1.0, 1)
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


def _grain(noise: np.random.Generator) -> Any:
    """Of a small sensor: grey, coarser than one dot."""
    small = noise.normal(0, 7, (HEIGHT // 2, WIDTH // 2)).astype(np.int16)
    grey = cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST)
    return cv2.merge([grey, grey, grey])
