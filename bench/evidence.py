"""Files as a phone makes them: a photo of 200 kB and a signature of 15 kB, each one unlike every other."""

import io
import math
import random
import struct
import zlib

from PIL import Image, ImageDraw

PHOTO_BYTES, SIGNATURE_BYTES = 200_000, 15_000
PHOTO_SIZE, SIGNATURE_SIZE = (1280, 960), (720, 240)  # what the courier's app writes
INK = (16, 24, 64)


def photo() -> bytes:
    """A JPEG of about PHOTO_BYTES, with detail everywhere."""
    noise = random.Random(1).randbytes(320 * 240 * 3)
    picture = Image.frombytes("RGB", (320, 240), noise).resize(PHOTO_SIZE, Image.Resampling.BICUBIC)
    made = (_encoded(picture, "JPEG", quality=quality) for quality in range(10, 95))
    return next(body for body in made if len(body) >= PHOTO_BYTES)


def signature() -> bytes:
    """A PNG of about SIGNATURE_BYTES: ink on white, as a canvas writes it."""
    made = (_encoded(_scribble(strokes), "PNG") for strokes in range(1, 99))
    return next(body for body in made if len(body) >= SIGNATURE_BYTES)


def unlike(jpeg: bytes, number: int) -> tuple[bytes, bytes]:
    """The photo with a comment of its own, in two pieces: only the first differs, so that many cost no memory."""
    comment = struct.pack(">BBHQ", 0xFF, 0xFE, 10, number)
    return jpeg[:2] + comment, jpeg[2:]


def unlike_png(png: bytes, number: int) -> bytes:
    """The signature with a resolution of its own."""
    content = b"pHYs" + struct.pack(">IIB", 1 + number, 1 + number, 1)
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return png[:33] + chunk + png[33:]


def _scribble(strokes: int) -> Image.Image:
    """Drawn at twice its size, so that its edges are soft like a canvas's."""
    dice = random.Random(2)
    width, height = SIGNATURE_SIZE
    ink = Image.new("L", (2 * width, 2 * height))
    pen = ImageDraw.Draw(ink)
    for _ in range(strokes):
        pen.line(_curve(dice, 2 * width, 2 * height), fill=255, width=5, joint="curve")
    paper = Image.new("RGBA", SIGNATURE_SIZE, "white")
    paper.paste((*INK, 255), mask=ink.resize(SIGNATURE_SIZE, Image.Resampling.BILINEAR))
    return paper


def _curve(dice: random.Random, width: int, height: int) -> list[tuple[float, float]]:
    x, y, turn = dice.uniform(0, width), dice.uniform(0, height), dice.uniform(0, 6)
    points = []
    for _ in range(100):
        turn += dice.uniform(-0.5, 0.5)
        x, y = x + 8 * math.cos(turn), y + 8 * math.sin(turn)
        points.append((x, y))
    return points


def _encoded(picture: Image.Image, form: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
