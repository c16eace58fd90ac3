"""The outer form of a picture, read without decoding: its end, its edges, what travels along."""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """Why bytes are not a picture we keep: the stable `reason` of a not-a-picture refusal."""

    EMPTY = "empty"
    OTHER_FORMAT = "other-format"
    MALFORMED = "malformed"
    CUT_SHORT = "cut-short"
    BYTES_AFTER_END = "bytes-after-end"
    METADATA = "metadata"
    SEVERAL_PICTURES = "several-pictures"
    TOO_MANY_PIXELS = "too-many-pixels"
    UNDECODABLE = "undecodable"
    TOO_HEAVY = "too-heavy"


class Flawed(Exception):  # noqa: N818 - named for the reason
    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        super().__init__(flaw.value)


@dataclass(frozen=True)
class Frame:
    """What the header says, in pixels."""

    width: int
    height: int


JPEG_MAGIC = b"\xff\xd8\xff"
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
START_OF_FRAME = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: what browsers write
START_OF_SCAN, END_OF_IMAGE, EXIF, ICC = 0xDA, 0xD9, 0xE1, 0xE2
# Tables, JFIF, Adobe's colour transform, a comment: nothing that says who, where or with what.
PLAIN_SEGMENTS = frozenset({0xC4, 0xDB, 0xDD, 0xE0, 0xEE, 0xFE}) | START_OF_FRAME
# Safari's canvas writes 76 bytes of size and colour space; the decoder looks at its tags.
BARE_EXIF_BYTES = 128
PLAIN_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD"}) | frozenset(
    {b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"pHYs"}
)
# Firefox disturbs a canvas a little against fingerprinting, and notes in 16 bytes that it did (seen in 153 ESR).
DISTURBED, DISTURBED_BYTES = b"deBG", 16
ANIMATION_CHUNKS = frozenset({b"acTL", b"fcTL", b"fdAT"})
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def frame_of(body: bytes, declared: str) -> Frame:
    """Walk the whole file. Raises Flawed; `declared` is a key of READERS."""
    if not body:
        raise Flawed(Flaw.EMPTY)
    magic, read = READERS[declared]
    if not body.startswith(magic):
        raise Flawed(Flaw.OTHER_FORMAT)
    try:
        return read(body)
    except (IndexError, struct.error):
        raise Flawed(Flaw.CUT_SHORT) from None


def _jpeg_frame(body: bytes) -> Frame:
    frames = []
    for marker, segment in _segments(body):
        _check_segment(marker, segment)
        if marker in START_OF_FRAME:
            height, width = struct.unpack_from(">HH", segment, 1)
            frames.append(Frame(width, height))
    if len(frames) != 1:
        raise Flawed(Flaw.MALFORMED)
    return frames[0]


def _segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content, up to an end marker that is the last thing in the file."""
    at = 2
    while True:
        marker, at = _marker(body, at)
        if marker == END_OF_IMAGE:
            break
        (length,) = struct.unpack_from(">H", body, at)
        yield marker, body[at + 2 : at + length]
        at = _after_scan(body, at + length) if marker == START_OF_SCAN else at + length
    if at != len(body):
        raise Flawed(Flaw.BYTES_AFTER_END)


def _marker(body: bytes, at: int) -> tuple[int, int]:
    if body[at] != 0xFF:
        raise Flawed(Flaw.MALFORMED)
    while body[at] == 0xFF:
        at += 1
    return body[at], at + 1


def _after_scan(body: bytes, at: int) -> int:
    """Coded data runs to the next marker that is neither a stuffed byte nor a restart."""
    found = _NEXT_MARKER.search(body, at)
    if found is None:
        raise Flawed(Flaw.CUT_SHORT)
    return found.start()


def _check_segment(marker: int, segment: bytes) -> None:
    if marker in PLAIN_SEGMENTS or marker == START_OF_SCAN:
        return
    if marker == ICC and segment.startswith(b"ICC_PROFILE\0"):
        return
    if marker == EXIF and segment.startswith(b"Exif\0\0") and len(segment) <= BARE_EXIF_BYTES:
        return
    if marker == ICC and segment.startswith(b"MPF\0"):
        raise Flawed(Flaw.SEVERAL_PICTURES)
    raise Flawed(Flaw.METADATA if 0xE0 <= marker <= 0xEF else Flaw.MALFORMED)


def _png_frame(body: bytes) -> Frame:
    chunks = list(_chunks(body))
    _check_chunks([kind for kind, content in chunks if not _tells_of_disturbing(kind, content)])
    width, height = struct.unpack_from(">II", chunks[0][1])
    return Frame(width, height)


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_MAGIC)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", body, at)
        yield kind, body[at + 8 : at + 8 + length]
        at += length + 12
    if at > len(body):
        raise Flawed(Flaw.CUT_SHORT)
    if at < len(body):
        raise Flawed(Flaw.BYTES_AFTER_END)


def _tells_of_disturbing(kind: bytes, content: bytes) -> bool:
    return kind == DISTURBED and len(content) <= DISTURBED_BYTES


def _check_chunks(kinds: list[bytes]) -> None:
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds:
        raise Flawed(Flaw.MALFORMED)
    if ANIMATION_CHUNKS.intersection(kinds):
        raise Flawed(Flaw.SEVERAL_PICTURES)
    if not PLAIN_CHUNKS.issuperset(kinds):
        raise Flawed(Flaw.METADATA)


READERS: dict[str, tuple[bytes, Callable[[bytes], Frame]]] = {
    "image/jpeg": (JPEG_MAGIC, _jpeg_frame),
    "image/png": (PNG_MAGIC, _png_frame),
}
