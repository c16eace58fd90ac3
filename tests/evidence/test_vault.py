"""What is sealed opens only where it belongs, and only with the key that wrapped its key."""

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from hypothesis import given
from hypothesis import strategies as st

from courier_app.evidence.vault import (
    KekRing,
    SealBroken,
    Sealed,
    WrappedDek,
    index_token,
    load_kek_ring,
    make_kek_file,
    new_dek,
    open_,
    open_field,
    seal,
    seal_field,
    unwrap,
)

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
RING = KekRing(current="old", keys={"old": OLD})
ROTATED = KekRing(current="new", keys={"old": OLD, "new": NEW})
PLACE = {"object_id": "3f2a", "kind": "photo"}
PHOTO = b"\xff\xd8\xff a face \xff\xd9"
BOX = seal(RING, PHOTO, **PLACE)
DEK, WRAPPED = new_dek(RING)
NAME = seal_field(DEK, "Siti Aminah", package_id="p1", column="name")


def test_a_sealed_photo_opens_to_the_same_bytes() -> None:
    assert open_(RING, BOX, **PLACE) == PHOTO


def test_the_format_is_the_one_that_is_written_down() -> None:
    """evidence.md, section 4, done by hand: RFC 3394 around the key, the place as associated data."""
    dek = aes_key_unwrap(OLD, BOX.wrapped_dek)
    assert AESGCM(dek).decrypt(BOX.nonce, BOX.box, b"pod/v1|3f2a|photo") == PHOTO
    assert (len(BOX.wrapped_dek), len(BOX.nonce), len(BOX.box)) == (40, 12, len(PHOTO) + 16)


def test_no_two_seals_share_a_key_or_a_nonce() -> None:
    again = seal(RING, PHOTO, **PLACE)
    assert again.nonce != BOX.nonce
    assert again.wrapped_dek != BOX.wrapped_dek


@pytest.mark.parametrize(
    "place",
    [{"object_id": "3f2b", "kind": "photo"}, {"object_id": "3f2a", "kind": "signature"}],
)
def test_a_box_moved_to_another_object_or_kind_stays_shut(place: dict[str, str]) -> None:
    with pytest.raises(SealBroken):
        open_(RING, BOX, **place)


def changed(part: str, at: int) -> Sealed:
    value = bytearray(getattr(BOX, part))
    value[at] ^= 1
    return with_part(part, bytes(value))


def with_part(part: str, value: bytes) -> Sealed:
    parts: dict[str, Any] = {part: value}
    return replace(BOX, **parts)


CHANGES = [
    changed(part, at) for part in ("box", "nonce", "wrapped_dek") for at in range(len(getattr(BOX, part)))
]


@pytest.mark.parametrize("broken", CHANGES)
def test_a_box_with_any_changed_byte_stays_shut(broken: Sealed) -> None:
    with pytest.raises(SealBroken):
        open_(RING, broken, **PLACE)


@pytest.mark.parametrize("part", ["box", "nonce", "wrapped_dek"])
def test_parts_of_two_boxes_do_not_mix(part: str) -> None:
    other = seal(RING, PHOTO, **PLACE)
    with pytest.raises(SealBroken):
        open_(RING, with_part(part, getattr(other, part)), **PLACE)


@pytest.mark.parametrize("part", ["box", "nonce", "wrapped_dek"])
def test_a_box_with_an_empty_part_stays_shut(part: str) -> None:
    with pytest.raises(SealBroken):
        open_(RING, with_part(part, b""), **PLACE)


def test_a_box_stays_shut_when_its_key_was_destroyed() -> None:
    with pytest.raises(SealBroken):
        open_(KekRing(current="new", keys={"new": NEW}), BOX, **PLACE)


def test_after_a_rotation_old_boxes_still_open() -> None:
    assert open_(ROTATED, BOX, **PLACE) == PHOTO


def test_after_a_rotation_new_boxes_use_the_new_key() -> None:
    assert seal(ROTATED, PHOTO, **PLACE).kek_id == "new"


def test_a_place_with_a_bar_in_its_name_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="bar"):
        seal(RING, PHOTO, object_id="3f2a|photo", kind="x")


def test_a_sealed_name_opens_with_the_key_of_its_package() -> None:
    assert open_field(unwrap(RING, WRAPPED), NAME, package_id="p1", column="name") == "Siti Aminah"


@pytest.mark.parametrize(("package", "column"), [("p2", "name"), ("p1", "address")])
def test_a_sealed_name_opens_in_no_other_package_or_column(package: str, column: str) -> None:
    with pytest.raises(SealBroken):
        open_field(DEK, NAME, package_id=package, column=column)


def test_writing_a_name_again_gives_other_bytes() -> None:
    assert seal_field(DEK, "Siti Aminah", package_id="p1", column="name") != NAME


def test_a_name_without_its_key_stays_shut() -> None:
    with pytest.raises(SealBroken):
        unwrap(RING, WrappedDek("old", bytes(40)))


@pytest.mark.parametrize(
    "sealed", [b"", b"x", NAME[:12], NAME[:-1], b"Siti Aminah"], ids=["none", "one", "nonce", "cut", "plain"]
)
def test_a_cut_field_stays_shut(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        open_field(DEK, sealed, package_id="p1", column="name")


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    sealed = seal_field(DEK, text, package_id="p1", column="notes")
    assert open_field(DEK, sealed, package_id="p1", column="notes") == text


def test_a_broken_seal_never_says_what_was_inside() -> None:
    with pytest.raises(SealBroken) as broken:
        open_field(DEK, NAME, package_id="p2", column="name")
    assert broken.value.__cause__ is None
    assert "Siti" not in f"{broken.value!r}"


def test_keys_and_boxes_never_show_in_a_log() -> None:
    assert "\\x01" not in f"{RING!r}{BOX!r}"


def test_a_ring_with_two_keys_loads(tmp_path: Path) -> None:
    keys = {name: b64encode(key).decode() for name, key in ROTATED.keys.items()}
    (tmp_path / "kek.json").write_text(json.dumps({"current": "new", "keys": keys}))
    (tmp_path / "kek.json").chmod(0o600)
    assert load_kek_ring(tmp_path / "kek.json") == ROTATED


def test_a_made_ring_seals_and_opens(tmp_path: Path) -> None:
    make_kek_file(tmp_path / "kek.json")
    ring = load_kek_ring(tmp_path / "kek.json")
    assert open_(ring, seal(ring, PHOTO, **PLACE), **PLACE) == PHOTO


def test_a_word_of_a_name_is_found_again_by_the_written_formula() -> None:
    judge = HMAC(OLD, hashes.SHA256())
    judge.update(b"name/v1|33.74|aminah")
    assert index_token(OLD, "aminah", office="33.74") == judge.finalize()[:16]


@pytest.mark.parametrize(
    ("key", "word", "office"),
    [(NEW, "aminah", "33.74"), (OLD, "aminah", "33.75"), (OLD, "aminat", "33.74")],
)
def test_another_key_office_or_word_gives_another_token(key: bytes, word: str, office: str) -> None:
    assert index_token(key, word, office=office) != index_token(OLD, "aminah", office="33.74")
