"""Is this a picture that we keep and can show? (security.md, section 7)"""

from collections.abc import Callable
from dataclasses import dataclass

from courier_app.domain.refusals import MediaTooLarge, MediaTypeUnknown, NotAPicture
from courier_app.evidence.decoders import DecoderPool
from courier_app.evidence.image_worker import MAX_PIXELS, Examined
from courier_app.evidence.picture_frame import READERS, Flaw, Flawed, Frame, frame_of

MAX_EDGE = 4096
MAX_BYTES = 8 * 1024 * 1024  # the last stop; the address that takes the bytes has a lower cap
SMALL_TYPE = "image/jpeg"
FORM_OF = {"image/jpeg": "JPEG", "image/png": "PNG"}

DECODERS = DecoderPool()


@dataclass(frozen=True)
class Proven:
    """A file that decodes. Edges in pixels."""

    type: str
    width: int
    height: int


@dataclass(frozen=True)
class Picture(Proven):
    """`small` is a JPEG of at most 320 px, rebuilt from pixels."""

    small: bytes


def prove_picture(body: bytes, declared: str, *, decoders: DecoderPool = DECODERS) -> Proven:
    """The original is judged, never rewritten. Refuses with MediaTypeUnknown, MediaTooLarge, or
    NotAPicture and a `reason` out of Flaw. Raises DecodersBusy, which is no refusal (send again),
    when the machine could not decide."""
    width, height, _ = _examined(body, declared, decoders.prove)
    return Proven(type=declared, width=width, height=height)


def check_picture(body: bytes, declared: str, *, decoders: DecoderPool = DECODERS) -> Picture:
    """The same, and a small picture to look at: for half as much again of the decoder's time."""
    width, height, small = _examined(body, declared, decoders.examine)
    return Picture(type=declared, width=width, height=height, small=small)


def blur_picture(body: bytes, declared: str, *, decoders: DecoderPool = DECODERS) -> Picture:
    """The same, and `small` shows nobody."""
    width, height, small = _examined(body, declared, decoders.blur)
    return Picture(type=declared, width=width, height=height, small=small)


def _examined(body: bytes, declared: str, examine: Callable[[bytes, str], Examined]) -> Examined:
    """Header limits before any decoder sees a byte."""
    if declared not in READERS:
        raise MediaTypeUnknown
    if len(body) > MAX_BYTES:
        raise MediaTooLarge
    try:
        frame = frame_of(body, declared)
        _check_size(frame)
        found = examine(body, FORM_OF[declared])
        if found[:2] != (frame.width, frame.height):
            raise Flawed(Flaw.MALFORMED)
    except Flawed as flawed:
        raise NotAPicture(members={"reason": flawed.flaw.value}) from None
    return found


def _check_size(frame: Frame) -> None:
    if not (frame.width and frame.height):
        raise Flawed(Flaw.MALFORMED)
    if max(frame.width, frame.height) > MAX_EDGE or frame.width * frame.height > MAX_PIXELS:
        raise Flawed(Flaw.TOO_MANY_PIXELS)
