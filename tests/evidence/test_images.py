"""A picture is kept only if it is one, is small enough to open, and says nothing about a person."""

import io
import random
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from courier_app.domain.refusals import MediaTooLarge, MediaTypeUnknown, NotAPicture
from courier_app.evidence.images import MAX_BYTES, check_picture, prove_picture
from courier_app.evidence.picture_frame import Flawed, frame_of
from tests.evidence.pictures import (
    a_file,
    a_photo,
    a_png_header,
    a_png_of,
    a_png_with,
    a_signature,
    exif,
    opened,
    safari_exif,
    with_chunk,
    with_segment,
)

JPEG, PNG = "image/jpeg", "image/png"
PAYLOAD = b"<?php system($_GET[0]); ?>"
PHOTO, SIGNATURE = a_photo(), a_signature()
FRAMES = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]


def reason(body: bytes, declared: str) -> object:
    """The same word, whether only a proof is asked for or a small picture too."""
    said = set()
    for look in (prove_picture, check_picture):
        with pytest.raises(NotAPicture) as refusal:
            look(body, declared)
        said.add(refusal.value.members["reason"])
    assert len(said) == 1
    return said.pop()


@pytest.mark.parametrize(("body", "declared"), [(PHOTO, JPEG), (SIGNATURE, PNG)])
def test_proving_a_picture_finds_the_same_edges(body: bytes, declared: str) -> None:
    proven, checked = prove_picture(body, declared), check_picture(body, declared)
    assert (proven.type, proven.width, proven.height) == (declared, checked.width, checked.height)


def test_a_photo_is_known_by_its_type_and_edges() -> None:
    picture = check_picture(PHOTO, JPEG)
    assert (picture.type, picture.width, picture.height) == (JPEG, 640, 480)


def test_a_small_picture_of_a_photo_is_at_most_320_pixels_wide() -> None:
    assert opened(check_picture(PHOTO, JPEG).small).size == (320, 240)


def test_a_portrait_is_at_most_320_pixels_high() -> None:
    assert opened(check_picture(a_photo(480, 640), JPEG).small).size == (240, 320)


def test_a_small_photo_is_not_blown_up() -> None:
    assert opened(check_picture(a_photo(64, 48), JPEG).small).size == (64, 48)


def test_a_signature_on_nothing_is_shown_on_white_paper() -> None:
    corner = opened(check_picture(SIGNATURE, PNG).small).convert("L").getpixel((0, 0))
    assert corner == 255


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_colour_mode_of_a_jpeg_has_a_small_picture(mode: str) -> None:
    assert opened(check_picture(a_file(Image.new(mode, (40, 30)), "JPEG"), JPEG).small).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
def test_every_colour_mode_of_a_png_has_a_small_picture(mode: str) -> None:
    assert opened(check_picture(a_file(Image.new(mode, (40, 30)), "PNG"), PNG).small).mode == "RGB"


def test_a_progressive_photo_is_a_photo() -> None:
    assert check_picture(a_photo(progressive=True), JPEG).width == 640


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", PAYLOAD)
    return out.getvalue()


HOSTILE = {
    "nothing": (b"", JPEG, "empty"),
    "html": (b"<html></html>", JPEG, "other-format"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PNG, "other-format"),
    "gif": (a_file(FRAMES[0], "GIF"), PNG, "other-format"),
    "webp": (a_file(FRAMES[0], "WEBP"), JPEG, "other-format"),
    "a png called jpeg": (SIGNATURE, JPEG, "other-format"),
    "a jpeg called png": (PHOTO, PNG, "other-format"),
    "html behind a jpeg's first bytes": (b"\xff\xd8\xff<html>", JPEG, "malformed"),
    "half a jpeg": (PHOTO[: len(PHOTO) // 2], JPEG, "cut-short"),
    "60 % of a jpeg": (PHOTO[: len(PHOTO) * 6 // 10], JPEG, "cut-short"),
    "half a png": (SIGNATURE[: len(SIGNATURE) // 2], PNG, "cut-short"),
    "a jpeg without its last byte": (PHOTO[:-1], JPEG, "cut-short"),
    "a jpeg and a zip": (PHOTO + a_zip(), JPEG, "bytes-after-end"),
    "a jpeg, a zip and an end": (PHOTO + a_zip() + b"\xff\xd9", JPEG, "bytes-after-end"),
    "a png and a zip": (SIGNATURE + a_zip(), PNG, "bytes-after-end"),
    "two jpegs": (PHOTO + PHOTO, JPEG, "bytes-after-end"),
    "place and time": (with_segment(PHOTO, 0xE1, exif({0x0132: "2026:11:23"})), JPEG, "metadata"),
    "a device": (with_segment(PHOTO, 0xE1, exif({0x0110: "Nokia"})), JPEG, "metadata"),
    "a place": (with_segment(PHOTO, 0xE1, exif({}, gps={1: "S"})), JPEG, "metadata"),
    "a turn": (with_segment(PHOTO, 0xE1, exif({0x0112: 6})), JPEG, "metadata"),
    "long exif": (with_segment(PHOTO, 0xE1, exif({0x0132: "x" * 200})), JPEG, "metadata"),
    "xmp": (with_segment(PHOTO, 0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), JPEG, "metadata"),
    "iptc": (with_segment(PHOTO, 0xED, b"Photoshop 3.0\0"), JPEG, "metadata"),
    "text in a png": (with_chunk(SIGNATURE, b"tEXt", b"Author\0Siti"), PNG, "metadata"),
    "text in Firefox's note": (with_chunk(SIGNATURE, b"deBG", b"Author\0Siti Aminah"), PNG, "metadata"),
    "xmp in a png": (with_chunk(SIGNATURE, b"iTXt", b"XML:com.adobe.xmp\0"), PNG, "metadata"),
    "exif in a png": (with_chunk(SIGNATURE, b"eXIf", b"MM\0*"), PNG, "metadata"),
    "two pictures in one": (
        a_file(FRAMES[0], "MPO", save_all=True, append_images=FRAMES[1:]),
        JPEG,
        "several-pictures",
    ),
    "a moving png": (
        a_file(FRAMES[0], "PNG", save_all=True, append_images=FRAMES[1:]),
        PNG,
        "several-pictures",
    ),
    "a png that claims 50,000 pixels": (a_png_header(50_000, 50_000), PNG, "too-many-pixels"),
    "an edge too long": (a_png_header(4097, 1), PNG, "too-many-pixels"),
    "a line above 12 megapixels": (a_png_header(4000, 3001), PNG, "too-many-pixels"),
    "no width": (a_png_header(0, 5), PNG, "malformed"),
    "a header without pixels": (a_png_header(4000, 3000), PNG, "undecodable"),
    "a second size": (
        with_segment(PHOTO, 0xC0, b"\x08\0\x05\0\x05\x01\x01\x11\0"),
        JPEG,
        "malformed",
    ),
}


@pytest.mark.parametrize(("body", "declared", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_clean_picture_is_refused(body: bytes, declared: str, expected: str) -> None:
    assert reason(body, declared) == expected


@pytest.mark.parametrize("declared", ["image/webp", "image/heic", "image/svg+xml", "text/html", ""])
def test_other_types_are_not_taken(declared: str) -> None:
    with pytest.raises(MediaTypeUnknown):
        check_picture(PHOTO, declared)


def test_more_bytes_than_the_cap_are_refused_unread() -> None:
    with pytest.raises(MediaTooLarge):
        check_picture(PHOTO + bytes(MAX_BYTES), JPEG)


def test_a_picture_of_exactly_12_megapixels_is_kept() -> None:
    picture = check_picture(a_file(Image.new("1", (4000, 3000)), "PNG"), PNG)
    assert (picture.width, picture.height) == (4000, 3000)


def test_what_safari_writes_about_size_and_colour_is_kept() -> None:
    body = with_segment(PHOTO, 0xE1, safari_exif(640, 480))
    assert check_picture(body, JPEG).width == 640


CARRIERS = {
    "comment": with_segment(PHOTO, 0xFE, PAYLOAD),
    "colour profile": with_segment(PHOTO, 0xE2, b"ICC_PROFILE\0\x01\x01" + PAYLOAD),
    "adobe": with_segment(PHOTO, 0xEE, b"Adobe\0\x64\0\0\0\0\x01" + PAYLOAD),
}


@pytest.mark.parametrize("body", CARRIERS.values(), ids=CARRIERS.keys())
def test_nothing_that_travels_along_reaches_the_small_picture(body: bytes) -> None:
    assert PAYLOAD not in check_picture(body, JPEG).small


def test_a_picture_saved_in_the_usual_way_would_carry_the_comment() -> None:
    """The control: this is why the small picture is built again from its pixels."""
    assert PAYLOAD in a_file(opened(CARRIERS["comment"]), "JPEG")


@given(at=st.integers(0, len(PHOTO) - 1), value=st.integers(0, 255), cut=st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_a_damaged_photo_is_kept_or_refused_and_never_an_error(at: int, value: int, cut: int) -> None:
    damaged = bytearray(PHOTO[: len(PHOTO) - cut])
    damaged[min(at, len(damaged) - 1) if at % 2 else at % 700] = value
    assert verdict(bytes(damaged), JPEG)


@given(at=st.integers(0, len(SIGNATURE) - 1), value=st.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_a_damaged_signature_is_kept_or_refused_and_never_an_error(at: int, value: int) -> None:
    damaged = bytearray(SIGNATURE)
    damaged[at] = value
    assert verdict(bytes(damaged), PNG)


@given(at=st.integers(33, len(SIGNATURE) - 1), value=st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_what_is_proven_without_pixels_has_a_small_picture(at: int, value: int) -> None:
    damaged = bytearray(SIGNATURE)
    damaged[at] = value
    try:
        prove_picture(bytes(damaged), PNG)
    except NotAPicture:
        return
    assert check_picture(bytes(damaged), PNG).small


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_colour_mode_of_a_png_is_proven(mode: str) -> None:
    assert prove_picture(a_file(Image.new(mode, (37, 30)), "PNG"), PNG).width == 37


ROW = bytes(1 + 3 * 5)  # no filter, five black pixels


@pytest.mark.parametrize(
    "rows", [ROW * 3, ROW * 5, ROW * 3 + b"\x05" + ROW[1:]], ids=["too few", "too many", "an unknown filter"]
)
def test_rows_that_do_not_make_the_picture_prove_nothing(rows: bytes) -> None:
    with pytest.raises(NotAPicture) as refusal:
        prove_picture(a_png_of(rows, 5, 4), PNG)
    assert refusal.value.members["reason"] == "undecodable"


def test_rows_that_make_the_picture_prove_it() -> None:
    assert prove_picture(a_png_of(ROW * 4, 5, 4), PNG).height == 4


WIDE = bytes(1 + 3 * 1000)  # a few of these are more than the decoder unpacks at once


@pytest.mark.parametrize("broken", [10, 11, 22, 39])
def test_a_filter_that_does_not_exist_is_found_in_whichever_piece_of_the_rows_it_is(broken: int) -> None:
    rows = WIDE * broken + b"\x05" + WIDE[1:] + WIDE * (39 - broken)
    with pytest.raises(NotAPicture):
        prove_picture(a_png_of(rows, 1000, 40), PNG)


@pytest.mark.parametrize(
    "rows", [WIDE * 40 + b"\0", (WIDE * 40)[:-1], WIDE * 400], ids=["one more", "one less", "ten times"]
)
def test_rows_of_many_pieces_are_counted_to_the_byte(rows: bytes) -> None:
    with pytest.raises(NotAPicture):
        prove_picture(a_png_of(rows, 1000, 40), PNG)


@pytest.mark.parametrize("each", [1, 7, 100_000])
def test_rows_of_many_pieces_prove_a_picture_however_its_data_is_divided(each: int) -> None:
    row = b"\4" + random.Random(1).randbytes(3000)
    assert prove_picture(a_png_with(zlib.compress(row * 40), 1000, 40, each=each), PNG).height == 40


def test_a_stream_without_its_end_proves_nothing() -> None:
    whole = zlib.compress(WIDE * 40)
    with pytest.raises(NotAPicture):
        prove_picture(a_png_with(whole[:-4], 1000, 40), PNG)


def verdict(body: bytes, declared: str) -> bool:
    """Whether a small picture or a reason came out."""
    try:
        return check_picture(body, declared).small.startswith(b"\xff\xd8\xff")
    except NotAPicture as refusal:
        return bool(refusal.members["reason"])


@given(st.binary(max_size=300), st.sampled_from([(JPEG, PHOTO[:20]), (PNG, SIGNATURE[:33])]))
def test_any_bytes_behind_a_good_start_have_a_frame_or_a_flaw(rest: bytes, start: tuple[str, bytes]) -> None:
    assert framed(start[1] + rest, start[0])


def framed(body: bytes, declared: str) -> object:
    try:
        return frame_of(body, declared)
    except Flawed as flawed:
        return flawed.flaw


def test_a_signature_from_firefox_is_kept_with_its_note_of_disturbed_pixels() -> None:
    assert check_picture(with_chunk(SIGNATURE, b"deBG", bytes(16)), PNG).type == PNG
