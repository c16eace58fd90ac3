"""Parts first: what a phone hears when it sends a photo, and what is kept of it."""

import hashlib
from io import BytesIO

import pytest
from sqlalchemy import select

from courier_app.evidence.decoders import DecodersBusy
from courier_app.evidence.vault import SealBroken, Sealed, open_
from courier_app.models import Media
from courier_app.services import media as services
from courier_app.services.media import KIND
from tests.evidence.pictures import a_photo as a_large_photo
from tests.house import on_both
from tests.phone import File, a_photo, a_signature, power_cut, reason


def kept(door):
    with door.house.reading() as session:
        return session.scalars(select(Media)).one()


def sealed(door, media):
    box = door.ports.store.fetch(media.object_name)
    return Sealed(media.kek_id, media.wrapped_dek, media.nonce, box)


def as_type(file: File, type_: str) -> File:
    return File(file.body, file.line | {"type": type_})


@on_both
@pytest.mark.parametrize("make", [a_photo, a_signature])
def test_a_file_is_kept_and_named_by_its_hash(door, make):
    file = make()
    answer = door.phone.send_media(file)
    assert answer.status_code == 201
    assert answer.json == {"sha256": file.sha256, "size": len(file.body)}


@on_both
def test_sending_a_file_again_is_answered_the_same_and_keeps_one(door):
    file = a_photo()
    first, again = door.phone.send_media(file), door.phone.send_media(file)
    assert (again.status_code, again.json) == (200, first.json)
    assert len(list(door.ports.store.names())) == 1


def test_a_file_that_is_here_is_not_decoded_again(door, monkeypatch):
    file = a_photo()
    door.phone.send_media(file)
    monkeypatch.setattr(services, "prove_picture", None)
    assert door.phone.send_media(file).status_code == 200


def test_nobody_learns_that_another_courier_has_sent_a_file(door):
    file = a_photo()
    door.phone.send_media(file)
    assert door.another_phone().send_media(file).status_code == 201


def test_what_is_kept_says_what_the_picture_is(door):
    file = a_photo()
    door.phone.send_media(file)
    row = kept(door)
    assert (row.size, row.type, row.width, row.height, row.store) == (
        len(file.body),
        "image/jpeg",
        64,
        48,
        "memory",
    )


def test_a_photo_lies_in_the_store_sealed_and_opens_as_it_came(door):
    file = a_photo()
    door.phone.send_media(file)
    row = kept(door)
    assert file.body not in sealed(door, row).box
    assert open_(door.ports.keks, sealed(door, row), object_id=row.id, kind=KIND) == file.body


def test_a_photo_does_not_open_as_another_one(door):
    door.phone.send_media(a_photo())
    row = kept(door)
    with pytest.raises(SealBroken):
        open_(door.ports.keks, sealed(door, row), object_id=door.courier.id, kind=KIND)


@pytest.mark.parametrize("damage", [b"", b"half", b"\xff\xd8\xff"])
def test_a_file_damaged_on_the_way_is_not_kept(door, damage):
    answer = door.phone.send_media(File(damage, a_photo().line))
    assert (answer.status_code, reason(answer)) == (422, "media-mismatch")
    assert door.count(Media) == 0


def test_what_is_no_picture_is_not_kept(door):
    body = b"<html>captive portal</html>"
    line = {"sha256": hashlib.sha256(body).hexdigest(), "type": "image/jpeg"}
    answer = door.phone.send_media(File(body, line))
    assert (answer.status_code, reason(answer)) == (422, "not-a-picture")
    assert not list(door.ports.store.names())


@pytest.mark.parametrize("type_", ["image/webp", "text/html", "application/json", ""])
def test_other_kinds_of_files_are_not_taken(door, type_):
    answer = door.phone.send_media(as_type(a_photo(), type_))
    assert (answer.status_code, reason(answer)) == (415, "media-type")


def test_a_photo_that_calls_itself_a_signature_is_not_taken(door):
    answer = door.phone.send_media(as_type(a_photo(), "image/png"))
    assert reason(answer) == "not-a-picture"


def test_a_file_over_two_megabytes_is_not_read(door):
    body = a_large_photo() + bytes(2 * 1024 * 1024)
    answer = door.phone.send_media(File(body, a_photo().line))
    assert (answer.status_code, reason(answer)) == (413, "too-large")


def in_chunks(door, body, type_="image/jpeg"):
    """As a proxy sends on what it has not seen the end of: without a length, until the stream ends."""
    address = f"/kurir/api/media/{hashlib.sha256(body).hexdigest()}"
    endless = {"wsgi.input_terminated": True}
    said = {"content_type": type_, "headers": {"Transfer-Encoding": "chunked"}}
    return door.phone.client.put(address, input_stream=BytesIO(body), environ_overrides=endless, **said)


@pytest.mark.parametrize("more", [1, 18 * 1024 * 1024])
def test_a_file_of_untold_length_is_too_large_too_and_not_cut_to_what_fits(door, more):
    answer = in_chunks(door, bytes(2 * 1024 * 1024 + more))
    assert (answer.status_code, reason(answer)) == (413, "too-large")


def test_a_file_of_untold_length_that_just_fits_is_read_whole(door):
    answer = in_chunks(door, bytes(2 * 1024 * 1024))
    assert reason(answer) == "not-a-picture"


def test_a_photo_in_chunks_is_a_photo(door):
    assert in_chunks(door, a_photo().body, a_photo().line["type"]).status_code == 201


def test_an_address_that_is_no_hash_is_not_there(door):
    answer = door.phone.client.put("/kurir/api/media/ABC", data=b"x", content_type="image/jpeg")
    assert answer.status_code == 404


def test_without_a_session_nothing_is_taken(door, app):
    answer = door.phone.send_media(a_photo(), client=app.test_client())
    assert (answer.status_code, reason(answer)) == (401, "sign-in-needed")


def test_a_busy_machine_asks_for_patience_and_keeps_nothing(door, monkeypatch):
    def busy(*_):
        raise DecodersBusy

    monkeypatch.setattr(services, "prove_picture", busy)
    answer = door.phone.send_media(a_photo())
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert door.count(Media) == 0


def test_a_crash_between_store_and_row_leaves_no_row_and_the_repeat_succeeds(door, monkeypatch):
    file = a_photo()
    with monkeypatch.context() as crash:
        crash.setattr("courier_app.web.courier.media.keep_media", power_cut)
        assert door.phone.send_media(file).status_code == 503
    assert door.count(Media) == 0
    assert door.phone.send_media(file).status_code == 201


def test_a_surplus_object_that_cannot_be_removed_now_harms_nobody(door, monkeypatch):
    def failing(_):
        raise OSError

    file = a_photo()
    door.phone.send_media(file)
    monkeypatch.setattr("courier_app.web.courier.media.has_media", lambda *_: False)
    monkeypatch.setattr(door.ports.store, "remove", failing)
    assert door.phone.send_media(file).status_code == 200
