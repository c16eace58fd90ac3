"""One courier cannot fill the disk or the office's desk; an honest phone is asked to come again and loses nothing."""

import secrets
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from courier_app.models import Media, Proof
from courier_app.services import allowances
from tests.house import NOON, on_both
from tests.phone import a_photo, reason


def sent_before(door, files, *, size=1, at=NOON):
    """Rows of files that this courier has sent."""
    with door.house.transaction() as session:
        session.add_all(a_row(door.courier.id, size, at) for _ in range(files))


def a_row(courier_id, size, at):
    id_, sha256 = uuid4(), secrets.token_bytes(32)
    what = {"size": size, "type": "image/jpeg", "width": 1, "height": 1, "kept_at": at}
    where = {"store": "memory", "object_name": id_.hex, "kek_id": "k", "wrapped_dek": b"", "nonce": b""}
    return Media(id=id_, courier_id=courier_id, sha256=sha256, **what, **where)


def told(answer):
    return answer.status_code, answer.headers.get("Retry-After")


@on_both
def test_sixty_files_a_minute_are_kept_and_the_next_waits(door, clock):
    sent_before(door, 59)
    assert door.phone.send_media(a_photo()).status_code == 201
    late = a_photo()
    answer = door.phone.send_media(late)
    assert (told(answer), reason(answer)) == ((429, "60"), "too-many-tries")
    clock.pass_(minutes=1)
    assert door.phone.send_media(late).status_code == 201


def test_a_file_that_waits_is_not_decoded(door, monkeypatch):
    sent_before(door, 60)
    monkeypatch.setattr("courier_app.web.courier.media.store_media", None)
    assert door.phone.send_media(a_photo()).status_code == 429


@on_both
def test_half_a_thousand_megabytes_a_day_are_kept_and_no_more(door, clock):
    sent_before(door, 5, size=100_000_000 - 1, at=NOON - timedelta(hours=23))
    assert told(door.phone.send_media(a_photo())) == (429, "3600")
    clock.pass_(hours=1)
    assert door.phone.send_media(a_photo()).status_code == 201


def test_one_couriers_files_are_not_another_s(door):
    sent_before(door, 60)
    assert door.another_phone().send_media(a_photo()).status_code == 201


def test_a_file_that_is_here_is_answered_however_many_there_were(door):
    photo = a_photo()
    door.phone.send_media(photo)
    sent_before(door, 60)
    assert door.phone.send_media(photo).status_code == 200


@on_both
def test_proofs_that_come_too_fast_wait_a_minute_and_are_then_kept(door, clock, monkeypatch):
    monkeypatch.setattr(allowances, "PROOFS_A_MINUTE", 2)
    frozen = [door.phone.freeze(door.package(), "returned") for _ in range(3)]
    assert [told(door.phone.send(one)) for one in frozen] == [(201, None)] * 2 + [(429, "60")]
    clock.pass_(minutes=1)
    assert door.phone.send(frozen[2]).status_code == 201


@on_both
def test_a_stranger_cannot_flood_a_package_with_proofs_for_review(door, monkeypatch):
    monkeypatch.setattr(allowances, "MARKED_A_DAY", 3)
    package, stranger = door.package(), door.another_phone()
    frozen = [stranger.freeze(package, "returned") for _ in range(5)]
    answers = [told(stranger.send(one)) for one in frozen]
    assert (answers, door.count(Proof)) == ([(201, None)] * 3 + [(429, "3600")] * 2, 3)
    with door.house.transaction() as session:
        session.execute(update(Proof).values(received_at=NOON - timedelta(days=1)))
    assert stranger.send(frozen[4]).status_code == 201


def test_a_repeat_is_acknowledged_however_many_there_were(door, monkeypatch):
    frozen = door.phone.freeze(door.package(), "returned")
    first = door.phone.send(frozen)
    monkeypatch.setattr(allowances, "PROOFS_A_MINUTE", 0)
    again = door.phone.send(frozen)
    assert (again.status_code, again.data) == (200, first.data)


def test_proofs_that_were_accepted_do_not_count_as_marked(door, monkeypatch):
    monkeypatch.setattr(allowances, "MARKED_A_DAY", 1)
    for _ in range(3):
        assert door.phone.send(door.phone.freeze(door.package())).status_code == 201


@pytest.mark.parametrize("right", [True, False])
def test_who_has_to_wait_learns_nothing_about_a_claim_code(door, monkeypatch, right):
    """Were only the marked ones turned down, this answer would tell a wrong code from the right one, uncounted."""
    package, code = door.registered()
    monkeypatch.setattr(allowances, "MARKED_A_DAY", 0)
    typed = code if right else f"{(int(code) + 1) % 1_000_000:06d}"
    answer = door.phone.send(door.phone.freeze(package, answers={"claim_code": typed}))
    assert (told(answer), door.now(package).claim_tries) == ((429, "3600"), 0)


def test_the_limits_are_those_of_the_design():
    """security.md, section 4; and what no courier brings in a day."""
    assert (allowances.FILES_A_MINUTE, allowances.BYTES_A_DAY) == (60, 500_000_000)
    assert (allowances.PROOFS_A_MINUTE, allowances.MARKED_A_DAY) == (120, 200)
