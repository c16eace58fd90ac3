"""Evidence whose bytes are known before any browser sees them: no two captures share a photo or a signature."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from random import Random
from typing import Any

import cv2
import numpy as np

PHOTO, SIGNATURE = (640, 480), (720, 240)
Point = tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """One evidence file, as the page gets it."""

    kind: str
    type: str
    size: tuple[int, int]
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    def part(self) -> dict[str, Any]:
        """A line of the manifest, with its bytes."""
        width, height = self.size
        line = {"kind": self.kind, "sha256": self.sha256, "bytes": len(self.body), "type": self.type}
        return {**line, "width": width, "height": height, "data": b64encode(self.body).decode()}


def a_photo(luck: Random) -> Picture:
    """Between 15 and 140 kB: noise of another strength each time on another picture of blocks."""
    width, height = PHOTO
    grain = np.random.default_rng(luck.getrandbits(32))
    blocks = grain.integers(0, 255, (height // 40, width // 40, 3), dtype=np.uint8)
    picture = cv2.resize(blocks, PHOTO, interpolation=cv2.INTER_NEAREST).astype(np.int16)
    noisy = picture + grain.normal(0, luck.uniform(2, 40), picture.shape)
    return Picture("photo", "image/jpeg", PHOTO, _file(".jpg", noisy.clip(0, 255).astype(np.uint8)))


def a_signature(luck: Random) -> Picture:
    """The same kind of picture that the app makes: ink on white."""
    width, height = SIGNATURE
    paper = np.full((height, width, 3), 255, dtype=np.uint8)
    line = [(round(x * width), round(y * height)) for x, y in a_stroke(luck)]
    cv2.polylines(paper, [np.array(line, dtype=np.int32)], isClosed=False, color=(64, 24, 16), thickness=5)
    return Picture("signature", "image/png", SIGNATURE, _file(".png", paper))


def a_stroke(luck: Random, points: int = 16) -> list[Point]:
    """From left to right, in shares of the pad."""
    return [(0.1 + 0.8 * i / (points - 1), luck.uniform(0.2, 0.8)) for i in range(points)]


def ink_of(stroke: list[Point]) -> dict[str, Any]:
    """Strokes as the pad keeps them in a draft."""
    return {
        "width": 300,
        "height": 100,
        "strokes": [[round(n) for x, y in stroke for n in (x * 300, y * 100)]],
    }


def _file(ending: str, picture: Any) -> bytes:
    made, body = cv2.imencode(ending, picture)
    assert made
    return bytes(body.tobytes())
