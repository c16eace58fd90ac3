"""Made-up personal data that occur nowhere else, and the search for them in whatever the house keeps or hands out."""

import io
import re
import zipfile
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, unquote_to_bytes

from courier_app.services.recipients import Recipient
from tests.printing.paper import text_of

NAME, ADDRESS, PHONE = "Kenari Rahasiawati", "Jl. Kenari Kuning 17 RT 09/RW 11, Rembang", "081299887766"
NOTE, AT_THE_DOOR, ON_OWN_PHONE = "pagar kenari ungu", "Kenari Penerimaningsih", "Kutilang Ponselsendiri"
IN_CASE, ASKED_MONEY, IN_REQUEST = "Merpati Sanggahan Sunyi", "Jalak Uangrokok", "Cendrawasih Permohonan"
HELD, COUNTED = "Gagak Penahanan Diam", "Pipit Hitungankas"
AT_COUNTER = "Elang Loketambilan"
LAT, LON = -67654321, 1109876543
SAID = (IN_CASE, ASKED_MONEY, IN_REQUEST, HELD, COUNTED)
WHO = (NAME, "Rahasiawati", ADDRESS, "Kenari Kuning", PHONE, PHONE[1:], NOTE)
WORDS = (*WHO, AT_THE_DOOR, "Penerimaningsih", ON_OWN_PHONE, "Ponselsendiri", AT_COUNTER, *SAID)
PLACES = (str(LAT), str(LON), "6.7654321", "6.76543", "110.9876543", "110.98765")
EVERYTHING = (*WORDS, *PLACES)
KENARI = Recipient(NAME, ADDRESS, PHONE, NOTE, LAT, LON)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def ways(canary: str) -> Iterator[bytes]:
    """As it is, in JSON, in an address, in hex (bytes of a dump), and in Base64 wherever it begins."""
    plain = canary.encode()
    yield from (
        plain,
        canary.replace("/", "\\/").encode(),
        quote(canary).encode(),
        quote_plus(canary).encode(),
    )
    yield plain.hex().encode()
    for before in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(b"\0" * before + plain)[4 if before else 0 :].rstrip(b"=")[:-1]


def sings(content: bytes, canaries: tuple[str, ...] = EVERYTHING) -> set[str]:
    lower = content.lower()
    return {word for word in canaries if any(way.lower() in lower for way in ways(word) if len(way) > 6)}


def has_code(content: bytes, code: str) -> bool:
    """Six digits by themselves, in an address as well (`%20123456.`): inside a hash or a key they mean nothing."""
    alone = rb"(?<![0-9A-Za-z_])(?<![0-9A-Za-z][.+/-])%s(?![0-9A-Za-z_]|[.+/-][0-9A-Za-z])" % code.encode()
    return any(re.search(alone, text) for text in (content, unquote_to_bytes(content.replace(b"+", b" "))))


def opened(content: bytes) -> bytes:
    """All that can be read in a file: members of a ZIP, words and packed streams of a PDF, each file inside another."""
    if content.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return b"\n".join(name.encode() + b"\n" + opened(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        words = " ".join(text_of(content).split())
        return b"\n".join([content, words.encode(), *_streams(content)])
    return content


def _streams(pdf: bytes) -> Iterator[bytes]:
    """Attached files and metadata stand in no page's words."""
    for packed in _STREAM.findall(pdf):
        try:
            yield opened(zlib.decompress(packed))
        except zlib.error:
            yield packed
