"""Pictures made for tests, and the ways in which they go wrong."""

import io
import random
import struct
import zlib

from PIL import Image, ImageFilter


def a_photo(width: int = 640, height: int = 480, *, quality: int = 60, **options: object) -> bytes:
    """A JPEG with detail, as a phone's canvas writes it."""
    noise = random.Random(1).randbytes(width // 8 * (height // 8) * 3)
    image = Image.frombytes("RGB", (width // 8, height // 8), noise)
    return a_file(image.resize((width, height)), "JPEG", quality=quality, **options)


def a_signature(width: int = 600, height: int = 200) -> bytes:
    """Black ink on nothing, as PNG."""
    ink = Image.new("RGBA", (width, height))
    ink.paste((0, 0, 0, 255), (width // 4, height // 4, width // 2, height // 2))
    return a_file(ink.filter(ImageFilter.BoxBlur(1)), "PNG")


def a_file(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))


def with_segment(jpeg: bytes, marker: int, content: bytes) -> bytes:
    """The same picture with one more segment behind the start."""
    segment = struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
    return jpeg[:2] + segment + jpeg[2:]


def with_chunk(png: bytes, kind: bytes, content: bytes) -> bytes:
    """The same picture with one more chunk behind its header."""
    return png[:33] + a_chunk(kind, content) + png[33:]


def a_chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def a_png_header(width: int, height: int) -> bytes:
    """74 bytes that claim any size."""
    return a_png_of(b"\0", width, height)


def a_png_of(rows: bytes, width: int, height: int) -> bytes:
    """Eight bits of red, green and blue, whatever the rows hold."""
    return a_png_with(zlib.compress(rows), width, height)


def a_png_with(packed: bytes, width: int, height: int, *, each: int = 1 << 20) -> bytes:
    """The same, whatever was packed; `each` is the most bytes of one chunk."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = [a_chunk(b"IDAT", packed[at : at + each]) for at in range(0, len(packed), each)]
    return b"\x89PNG\r\n\x1a\n" + a_chunk(b"IHDR", header) + b"".join(data) + a_chunk(b"IEND", b"")


def exif(tags: dict[int, object], *, gps: dict[int, object] | None = None) -> bytes:
    """The content of an Exif segment."""
    found = Image.Exif()
    found.update(tags)
    if gps:
        found.get_ifd(0x8825).update(gps)
    return found.tobytes()


def safari_exif(width: int, height: int) -> bytes:
    """What Safari's canvas writes into every JPEG: colour space and edges, byte for byte."""
    entries = ((0xA001, 3, 1, 1 << 16), (0xA002, 4, 1, width), (0xA003, 4, 1, height))
    inner = struct.pack(">H", len(entries)) + b"".join(struct.pack(">HHII", *e) for e in entries)
    outer = struct.pack(">HHHII", 1, 0x8769, 4, 1, 26)
    return b"Exif\0\0MM\0*" + struct.pack(">I", 8) + outer + bytes(4) + inner + bytes(4)
