"""A child process that decodes pictures it does not trust, under caps that end only itself.

Runs alone (`python -I image_worker.py`) with a socket as its standard input, and knows nothing of
the application. Request: length, format, which picture is wanted (0 none, 1 small, 2 blurred). Answer: a word (empty
= fine), width, height, length of the small picture. All big-endian."""

import io
import math
import resource
import socket
import struct
import sys
import time
import warnings
from collections.abc import Callable, Iterator

from PIL import Image
from zlib_ng import zlib_ng

REQUEST = struct.Struct(">IBB")
ANSWER = struct.Struct(">20sHHI")
FORMATS = ("JPEG", "PNG")
MAX_PIXELS = 12_000_000
SMALL_EDGE = 320
SMALL_QUALITY = 70
BLURRED_EDGE = 32  # a face that fills a quarter of the picture is eight of these wide
CPU_SECONDS = 3
CPU_SECONDS_EVER = 600
MEMORY_BYTES = 512 * 1024 * 1024
OPEN_FILES = 16
# Resolution, colour space, size, versions: what a canvas may write. No place, no time, no device.
BARE_TAGS = frozenset(
    {0x011A, 0x011B, 0x0112, 0x0128, 0x0213, 0x8769, 0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003}
)
EXIF_IFD, ORIENTATION = 0x8769, 0x0112

PNG_CHUNK, PNG_HEADER, PNG_HEADER_AT = struct.Struct(">I4s"), struct.Struct(">IIBB"), 16
PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # samples of a pixel by its colour type
PAETH = 4  # the last of the filters
PNG_PIECE = 64 * 1024  # near enough to the processor to be read again, and used again

Examined = tuple[int, int, bytes]


class Unfit(Exception):  # noqa: N818 - named for the reason
    """The word goes to the parent as it is."""


def examine(body: bytes, form: str) -> Examined:
    """Width, height and a small JPEG; raises Unfit."""
    with _opened(body, form) as image:
        width, height = image.size
        return width, height, _rebuilt(_small(image))


def blur(body: bytes, form: str) -> Examined:
    """The same, with so little in it that nobody is known by it: colours and shapes, no face, no writing."""
    with _opened(body, form) as image:
        width, height = image.size
        flat = _small(image)
        coarse = flat.copy()
        coarse.thumbnail((BLURRED_EDGE, BLURRED_EDGE), Image.Resampling.BOX)
        return width, height, _rebuilt(coarse.resize(flat.size, Image.Resampling.BICUBIC))


def prove(body: bytes, form: str) -> Examined:
    """Width and height; raises Unfit. Reads all the data and computes the fewest pixels: that
    proves a picture well enough."""
    with _opened(body, form) as image:
        width, height = image.size
        if form == "PNG" and not image.info.get("interlace"):
            _unpack_png(body)
        else:
            image.draft("L", (1, 1))
            image.load()
        return width, height, b""


def _unpack_png(body: bytes) -> None:
    """As many rows as the header says, each under a filter that exists (PNG, third edition, 7.2 and 9): pixels come
    of these by sums that cannot fail, and take as long again."""
    width, height, depth, colour = PNG_HEADER.unpack_from(body, PNG_HEADER_AT)
    row, size = 1 + (width * depth * PNG_CHANNELS[colour] + 7) // 8, 0
    for piece in _unpacked(body, height * row):
        if max(piece[-size % row :: row], default=0) > PAETH:
            raise Unfit("undecodable")
        size += len(piece)


def _unpacked(body: bytes, size: int) -> Iterator[bytes]:
    """Exactly `size` bytes, a piece at a time: memory that is used again costs no fresh pages. Refuses more, fewer,
    or a stream without its end."""
    unpacking, left = zlib_ng.decompressobj(), size
    for data in _png_data(body):
        while piece := unpacking.decompress(data, PNG_PIECE):
            left -= len(piece)
            if left < 0:
                raise Unfit("undecodable")
            yield piece
            data = unpacking.unconsumed_tail
    if left or not unpacking.eof:
        raise Unfit("undecodable")


def _png_data(body: bytes) -> Iterator[bytes]:
    """In pieces, for zlib copies what it leaves. The parent has walked these chunks already."""
    at = PNG_HEADER_AT - PNG_CHUNK.size
    while at < len(body):
        length, kind = PNG_CHUNK.unpack_from(body, at)
        at += PNG_CHUNK.size
        end = at + length
        if kind == b"IDAT":
            yield from (body[start : min(start + PNG_PIECE, end)] for start in range(at, end, PNG_PIECE))
        at = end + 4


TASKS = (prove, examine, blur)


def _opened(body: bytes, form: str) -> Image.Image:
    image = Image.open(io.BytesIO(body), formats=[form])
    if getattr(image, "n_frames", 1) != 1:
        raise Unfit("several-pictures")
    # Asking a PNG for what it lacks decodes it whole; the parent lets no chunk through that holds any.
    if (form == "JPEG" or "exif" in image.info) and not _bare(image.getexif()):
        raise Unfit("metadata")
    return image


def _bare(exif: Image.Exif) -> bool:
    tags = set(exif) | set(exif.get_ifd(EXIF_IFD))
    return tags <= BARE_TAGS and exif.get(ORIENTATION, 1) == 1


def _small(image: Image.Image) -> Image.Image:
    """On white paper; decoded no larger than it must be."""
    edges = _small_edges(*image.size)
    image.draft("RGB", edges)
    flat = _on_white(image)
    flat.thumbnail(edges, Image.Resampling.BILINEAR)
    return flat


def _small_edges(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, SMALL_EDGE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _on_white(image: Image.Image) -> Image.Image:
    """A signature is ink on nothing: shown on paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    ink = image.convert("RGBA")
    paper = Image.new("RGB", ink.size, "white")
    paper.paste(ink, mask=ink.getchannel("A"))
    return paper


def _rebuilt(image: Image.Image) -> bytes:
    """From raw pixels: Pillow carries comments and profiles through convert() and save()."""
    bare = Image.frombytes("RGB", image.size, image.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=SMALL_QUALITY)
    return out.getvalue()


def main() -> None:
    """Answer until the parent hangs up."""
    harden()
    with socket.socket(fileno=sys.stdin.fileno()) as line:
        while head := line.recv(REQUEST.size, socket.MSG_WAITALL):
            length, form, task = REQUEST.unpack(head)
            _allow_cpu(CPU_SECONDS)
            line.sendall(_answer(line.recv(length, socket.MSG_WAITALL), FORMATS[form], TASKS[task]))


def harden() -> None:
    """Warnings are refusals; no core dump, no growing file, no new process, little memory."""
    _warm_up()
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    for limit, cap in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (cap, cap))


def _warm_up() -> None:
    """Both decoders are loaded before the caps fall."""
    for form in FORMATS:
        out = io.BytesIO()
        Image.new("RGB", (1, 1)).save(out, form)
        for look in TASKS:
            look(out.getvalue(), form)


def _allow_cpu(seconds: int) -> None:
    """The limit counts the whole life of a process, so it moves on with each picture."""
    soft = math.ceil(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, CPU_SECONDS_EVER), CPU_SECONDS_EVER))


def _answer(body: bytes, form: str, look: Callable[[bytes, str], Examined]) -> bytes:
    try:
        width, height, small = look(body, form)
    except Unfit as unfit:
        return _refusal(str(unfit))
    except MemoryError:
        return _refusal("too-heavy")
    except Exception:
        return _refusal("undecodable")
    return ANSWER.pack(b"", width, height, len(small)) + small


def _refusal(word: str) -> bytes:
    return ANSWER.pack(word.encode(), 0, 0, 0)


if __name__ == "__main__":
    main()
