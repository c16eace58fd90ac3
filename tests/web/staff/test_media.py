"""Evidence files for the office's eyes: the original's very bytes, a small picture, and a look on record first."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from PIL import Image, ImageFilter, ImageStat
from sqlalchemy import func, select

from courier_app.db import Database
from courier_app.evidence.images import blur_picture, check_picture
from courier_app.models import Derivative, Role
from courier_app.services.ports import Ports
from tests.evidence.pictures import opened
from tests.house import on_both
from tests.web.staff.case import CaseTown


@pytest.fixture
def town(app: Flask, house: Database, ports: Ports) -> CaseTown:
    return CaseTown(app, house, ports)


def address(town: CaseTown, *, position: int = 0, small: bool = False) -> str:
    frozen = town.proof()
    path = f"/petugas/media/{town.media(frozen, position).id}"
    if not small:
        town.clear(frozen)
    return path + "/kecil" if small else path


def test_the_original_has_the_hash_that_the_device_signed(town: CaseTown) -> None:
    frozen = town.proof()
    town.clear(frozen)
    answer = town.desk.get(f"/petugas/media/{town.media(frozen).id}")
    assert hashlib.sha256(answer.data).hexdigest() == frozen.files[0].sha256
    assert answer.content_type == "image/jpeg"


def test_a_signature_is_a_png_as_it_came(town: CaseTown) -> None:
    frozen = town.proof()
    town.clear(frozen)
    answer = town.desk.get(f"/petugas/media/{town.media(frozen, 1).id}")
    assert (answer.data, answer.content_type) == (frozen.files[1].body, "image/png")


@pytest.mark.parametrize("small", [False, True])
def test_a_picture_is_sandboxed_and_never_kept(town: CaseTown, small: bool) -> None:
    headers = town.desk.get(address(town, small=small)).headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"] == "inline"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "foreign",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Dest": "iframe"},
    ],
)
def test_a_picture_is_not_given_to_other_sites_scripts_or_frames(
    town: CaseTown, foreign: dict[str, str]
) -> None:
    assert town.desk.get(address(town), headers=foreign).status_code == 403
    assert "photo" not in {what for what, _, _ in town.looks()}


@pytest.mark.parametrize("wanted", ["image", "document"])
def test_a_picture_is_given_to_our_own_pages(town: CaseTown, wanted: str) -> None:
    ours = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": wanted}
    assert town.desk.get(address(town), headers=ours).status_code == 200


@on_both
def test_the_small_picture_is_made_once_and_sealed(town: CaseTown) -> None:
    frozen = town.proof()
    media = town.media(frozen)
    first, second = (town.desk.get(f"/petugas/media/{media.id}/kecil") for _ in range(2))
    assert first.data == second.data
    assert opened(first.data).format == "JPEG"
    with town.house.reading() as session:
        row = session.scalars(select(Derivative)).one()
        assert first.data not in town.ports.store.fetch(row.object_name)
        assert row.wrapped_dek != media.wrapped_dek


@on_both
def test_a_small_picture_asked_for_by_many_at_once_is_kept_once(town: CaseTown) -> None:
    path = address(town, small=True)
    before = len(list(town.ports.store.names()))
    desks = [town.desk_of(Role.AUDITOR) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda desk: desk.get(path).status_code, desks))
    assert answers == [200] * 4
    with town.house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Derivative)) == 1
    assert len(list(town.ports.store.names())) == before + 1


def test_ink_is_drawn_on_white_in_the_small_picture(town: CaseTown) -> None:
    small = opened(town.desk.get(address(town, position=1, small=True)).data).convert("RGB")
    assert min(small.getpixel((small.width - 2, small.height - 2))) > 240  # type: ignore[arg-type]


def test_every_look_at_a_picture_is_on_record(town: CaseTown) -> None:
    frozen = town.proof()
    town.clear(frozen)
    photo, signature = (town.media(frozen, position).id for position in (0, 1))
    for path in (f"{photo}", f"{signature}", f"{photo}/kecil"):
        town.desk.get(f"/petugas/media/{path}")
    assert sorted(town.looks(), key=str) == [
        ("blurred", town.auditor.id, photo),
        ("photo", town.auditor.id, photo),
        ("proof_revealed", town.auditor.id, frozen.proof),
        ("signature", town.auditor.id, signature),
    ]


@on_both
def test_the_small_picture_of_a_photo_shows_nobody_and_that_of_a_signature_shows_it(town: CaseTown) -> None:
    """Detail is what tells one face from another: in the clear picture it is there, in the blurred one it is gone."""
    photo = a_checkered_photo()
    blurred, clear = (opened(make(photo, "image/jpeg").small) for make in (blur_picture, check_picture))
    assert detail(clear) > 20 * detail(blurred)
    frozen = town.proof()
    for position in (0, 1):
        town.desk.get(f"/petugas/media/{town.media(frozen, position).id}/kecil")
    with town.house.reading() as session:
        kinds = {row.media_id: row.kind for row in session.scalars(select(Derivative))}
    assert kinds == {town.media(frozen).id: "blurred", town.media(frozen, 1).id: "small"}


def a_checkered_photo() -> bytes:
    board = Image.new("L", (640, 480))
    for x in range(0, 640, 8):
        for y in range(0, 480, 8):
            board.paste(255 if (x + y) // 8 % 2 else 0, (x, y, x + 8, y + 8))
    out = io.BytesIO()
    board.convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def detail(picture: Image.Image) -> float:
    """How far neighbours lie apart."""
    return float(ImageStat.Stat(picture.convert("L").filter(ImageFilter.FIND_EDGES)).mean[0])


@pytest.mark.parametrize("small", [False, True])
def test_a_lost_file_is_not_found_instead_of_an_error(town: CaseTown, small: bool) -> None:
    frozen = town.proof()
    media = town.media(frozen)
    town.clear(frozen)
    town.ports.store.remove(media.object_name)
    assert town.desk.get(f"/petugas/media/{media.id}{'/kecil' if small else ''}").status_code == 404


def test_a_small_picture_that_was_lost_is_made_again_and_kept(town: CaseTown) -> None:
    path = address(town, small=True)
    first = town.desk.get(path).data
    with town.house.reading() as session:
        name = session.scalars(select(Derivative.object_name)).one()
    town.ports.store.remove(name)
    again = [town.desk.get(path).data for _ in range(2)]
    assert again == [first, first]
    with town.house.reading() as session:
        assert session.scalars(select(Derivative.object_name)).one() in set(town.ports.store.names())


@pytest.mark.parametrize("small", [False, True])
def test_another_offices_picture_is_not_there(town: CaseTown, small: bool) -> None:
    path = address(town, small=small)
    assert town.desk_of(Role.AUDITOR, elsewhere=True).get(path).status_code == 404
    assert town.desk_of(Role.PROVINCE).get(path).status_code == 403
    assert not {what for what, _, _ in town.looks()} & {"photo", "blurred"}


def test_a_file_that_no_proof_names_is_not_there(town: CaseTown) -> None:
    frozen = town.phone.freeze(town.package())
    town.phone.send_media(frozen.files[0])
    assert town.desk.get(f"/petugas/media/{town.media(frozen).id}").status_code == 404


def test_nobody_without_a_session_sees_a_picture(town: CaseTown) -> None:
    answer = town.app.test_client().get(address(town))
    assert answer.status_code == 302
    assert "masuk" in answer.location
