"""Data in clear: a reason, the password once more, one look an act, for ten minutes; masked for everybody else."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.models import LoginSession, Look, Package, Role, User
from courier_app.services.looks import open_words
from courier_app.services.passwords import hash_password, hasher_of
from courier_app.services.ports import Ports
from courier_app.services.recipients import Recipient, open_recipient
from courier_app.services.sealed_notes import open_note
from tests.house import Clock
from tests.phone import AT_HOME, Frozen
from tests.town import a_user
from tests.web.staff.case import CaseTown
from tests.web.staff.desk import Desk

PASSWORD = "betul-betul-rahasia"
KENARI = Recipient(
    "Wulandari Kenari",
    "Jl. Cendrawasih 47 RT 09/RW 08, Lasem",
    "081987654321",
    "pagar ungu",
    -67046100,
    1113448200,
)
AT_THE_DOOR = "Hartono Gelatik"
WHERE = AT_HOME | {"lat_e7": -67_046_187, "lon_e7": 1_113_448_231}
NOTE = "rumah Bu Perkutut, samping warung"
SECRETS = (
    *["Wulandari", "Kenari", "Cendrawasih", "Hartono", "Gelatik", "Perkutut"],
    "081987654321",
    "pagar ungu",
    "-6.70",
    "111.34",
)
FINE = ("-6.7046", "111.3448")


@pytest.fixture
def town(app: Flask, house: Database, ports: Ports) -> CaseTown:
    return CaseTown(app, house, ports)


@pytest.fixture
def auditor(app: Flask, town: CaseTown) -> Desk:
    """Signed in long ago."""
    with town.house.transaction() as session:
        hashed = hash_password(PASSWORD, hasher=hasher_of("quick"))
        user = a_user(session, Role.AUDITOR, office=town.office, password_hash=hashed)
    return Desk(app, user, confirmed=False)


def proof(town: CaseTown, outcome: str = "delivered") -> Frozen:
    said: dict[str, Any] = {"gps": WHERE}
    said |= {"recipient": {"name": AT_THE_DOOR, "rel": "spouse"}} if outcome == "delivered" else {}
    frozen = town.phone.freeze(town.package(recipient=KENARI), outcome, **said)
    assert town.phone.send(frozen).status_code == 201
    return frozen


def pages(town: CaseTown, frozen: Frozen) -> tuple[str, str]:
    return f"/petugas/paket/{town.row(frozen).package_id}/penerima", f"/petugas/audit/{frozen.proof}/buka"


def masked(address: str) -> str:
    return address.rpartition("/")[0]


def rows(town: CaseTown) -> list[Look]:
    with town.house.reading() as session:
        return list(session.scalars(select(Look).where(Look.reason.is_not(None)).order_by(Look.at)))


def told(text: str, secrets: tuple[str, ...] = SECRETS) -> set[str]:
    return {secret for secret in secrets if secret.lower() in text.lower()}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMIN, Role.AUDITOR, Role.DPO])
def test_no_page_tells_a_recipient_before_a_reveal(town: CaseTown, role: Role) -> None:
    frozen, desk = proof(town), town.desk_of(role)
    for address in pages(town, frozen):
        page = desk.get(masked(address))
        assert (page.status_code, told(page.text, (*SECRETS[:8], *FINE))) == (200, set())
        assert desk.get(address).status_code == 303


def test_after_a_reveal_both_pages_tell_it(town: CaseTown) -> None:
    """Else the test above would find nothing because there is nothing."""
    frozen = proof(town)
    package, audit = (town.desk.reveal(address).text for address in pages(town, frozen))
    assert told(package) >= {"Wulandari", "Kenari", "Cendrawasih", "081987654321", "pagar ungu"}
    assert told(audit) >= {"Hartono", "Gelatik", "Wulandari"}
    assert "-6.704619" in audit


def test_one_proof_opened_opens_no_other(town: CaseTown) -> None:
    first, second = proof(town), proof(town)
    town.desk.reveal(pages(town, first)[1])
    assert town.desk.get(pages(town, second)[1]).status_code == 303
    assert town.desk.get(f"/petugas/media/{town.media(second).id}").location.endswith("#reveal")


@pytest.mark.parametrize("end", ["jws", "isi"])
def test_the_record_itself_is_not_taken_before_a_reveal(town: CaseTown, end: str) -> None:
    frozen = proof(town)
    answer = town.desk.get(f"/petugas/audit/{frozen.proof}/{end}")
    assert (answer.status_code, answer.location) == (303, f"/petugas/audit/{frozen.proof}#reveal")
    assert "signed_record" not in {what for what, _, _ in town.looks()}


@pytest.mark.parametrize("page", [0, 1])
def test_after_a_while_the_password_is_asked_for_again(town: CaseTown, auditor: Desk, page: int) -> None:
    address = pages(town, proof(town))[page]
    assert 'name="reveal-password"' in auditor.get(masked(address)).text
    without = auditor.reveal(address)
    wrong = auditor.reveal(address, **{"reveal-password": "salah"})
    assert [without.status_code, wrong.status_code] == [422, 422]
    assert "Kata sandi salah" in wrong.text
    assert told(wrong.text) & {"Wulandari", "Hartono"} == set()
    assert rows(town) == []
    assert auditor.reveal(address, **{"reveal-password": PASSWORD}).status_code == 200


def test_the_password_serves_ten_minutes_and_gives_the_session_a_new_token(
    town: CaseTown, auditor: Desk
) -> None:
    frozen = proof(town)
    before = auditor.client.get_cookie("petugas")
    auditor.reveal(pages(town, frozen)[1], **{"reveal-password": PASSWORD})
    after = auditor.client.get_cookie("petugas")
    assert before
    assert after
    assert before.value != after.value
    with town.house.reading() as session:
        mine = session.scalars(select(LoginSession).join(User, User.id == LoginSession.user_id))
        assert (
            len([row for row in mine if row.data["_user_id"] == str(row.user_id)]) == 2
        )  # and the town's own desk
    assert auditor.reveal(pages(town, frozen)[0]).status_code == 200


def test_what_was_opened_closes_after_ten_minutes(town: CaseTown, clock) -> None:
    address = pages(town, proof(town))[1]
    town.desk.reveal(address)
    clock.pass_(minutes=9)
    assert town.desk.get(address).status_code == 200
    clock.pass_(minutes=1)
    assert town.desk.get(address).status_code == 303


def test_the_sixth_wrong_password_waits(town: CaseTown, auditor: Desk) -> None:
    address = pages(town, proof(town))[1]
    answers = [auditor.reveal(address, **{"reveal-password": "salah"}).text for _ in range(6)]
    assert ["Terlalu sering" in text for text in answers] == [False] * 5 + [True]
    assert "Terlalu sering" in auditor.reveal(address, **{"reveal-password": PASSWORD}).text


@pytest.mark.parametrize("reason", ["", "desk", "karena"])
def test_without_a_reason_of_the_list_nothing_is_opened(town: CaseTown, reason: str) -> None:
    address = pages(town, proof(town))[1]
    answer = town.desk.reveal(address, reason)
    assert (answer.status_code, rows(town)) == (422, [])
    assert "Pilih alasannya." in answer.text


def test_another_reason_needs_words_and_they_are_kept_sealed(town: CaseTown, ports: Ports) -> None:
    address = pages(town, proof(town))[0]
    assert town.desk.reveal(address, "other").status_code == 422
    town.desk.reveal(address, "other", **{"reveal-words": "surat tugas 12/2026"})
    (row,) = rows(town)
    assert (row.what, row.reason, row.words_sealed is not None) == ("recipient", "other", True)
    assert b"surat tugas" not in bytes(row.words_sealed or b"")
    with town.house.reading() as session:
        assert open_words(session, ports, row.package_id, row.words_sealed or b"") == "surat tugas 12/2026"


def test_one_act_is_one_look_however_often_the_page_is_read(town: CaseTown) -> None:
    address = pages(town, proof(town))[1]
    town.desk.reveal(address)
    town.desk.get(address), town.desk.get(address)
    assert [(row.what, row.reason) for row in rows(town)] == [("proof_revealed", "verdict")]


def test_the_log_tells_an_auditor_why(town: CaseTown) -> None:
    town.desk.reveal(pages(town, proof(town))[1], "court", **{"reveal-words": "nomor 7/Pid/2026"})
    page = town.desk.get("/petugas/pembukaan").text
    for words in ("Membuka nama, tempat, dan foto jelas", "Permintaan pengadilan", "nomor 7/Pid/2026"):
        assert words in page


def test_taking_evidence_asks_for_the_password_too(town: CaseTown, auditor: Desk) -> None:
    frozen = proof(town)
    answer = auditor.post(f"/petugas/audit/{frozen.proof}/berkas", **{"bundle-reason": "court"})
    assert answer.status_code == 422
    assert "bundle" not in {what for what, _, _ in town.looks()}


CORRECTING = {"correct-reason": "desk"}


def test_a_correction_begins_with_the_password_at_the_desk_and_nowhere_else(
    town: CaseTown, app: Flask
) -> None:
    desk = officer_of(town, app)
    here = town.package(status=Status.READY, courier=None, recipient=KENARI)
    away = town.package(recipient=KENARI)
    form = f"/petugas/paket/{here.id}/penerima/perbaiki"
    refused = desk.post(form, **CORRECTING)
    assert (refused.status_code, told(refused.text, SECRETS[:6]), rows(town)) == (422, set(), [])
    assert "Cendrawasih" in desk.send(form, **CORRECTING, **{"correct-password": PASSWORD}).text
    assert desk.send(f"/petugas/paket/{away.id}/penerima/perbaiki", **CORRECTING).status_code == 409
    assert [row.reason for row in rows(town)] == ["desk"]


def test_a_correction_without_a_password_says_at_the_top_what_is_missing(town: CaseTown, app: Flask) -> None:
    desk, here = officer_of(town, app), town.package(status=Status.READY, courier=None)
    page = desk.post(f"/petugas/paket/{here.id}/penerima/perbaiki", **CORRECTING).text
    assert 'href="#correct-password"' in page


def test_the_correction_form_closes_after_a_while(town: CaseTown, app: Flask, clock: Clock) -> None:
    desk = officer_of(town, app)
    form = f"/petugas/paket/{town.package(status=Status.READY, courier=None).id}/penerima/perbaiki"
    desk.send(form, **CORRECTING, **{"correct-password": PASSWORD})
    assert desk.get(form).status_code == 200
    clock.pass_(minutes=10)
    assert desk.get(form).status_code == 303


TYPED = "Jl. Kartini 9 RT 01/RW 02, Rembang"


def address_of(town: CaseTown, package: Package) -> str | None:
    with town.house.reading() as session:
        return open_recipient(session, town.ports, session.get_one(Package, package.id)).address


def saving(town: CaseTown) -> tuple[Package, str]:
    package = town.package(status=Status.READY, courier=None, recipient=KENARI)
    return package, f"/petugas/paket/{package.id}/penerima/simpan"


def test_a_correction_is_not_kept_before_the_recipient_was_opened(town: CaseTown, app: Flask) -> None:
    for desk in (officer_of(town, app), town.desk_of(Role.OFFICER)):
        package, save = saving(town)
        answer = desk.post(save, address=TYPED)
        page = desk.get(answer.location).text
        assert (address_of(town, package), told(page, SECRETS[:6])) == (KENARI.address, set())
        assert TYPED not in answer.location
        assert TYPED in page
        assert 'name="correct-reason"' in page
    assert {what for what, _, _ in town.looks()}.isdisjoint({"recipient", "recipient_changed"})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"correct-reason": ""}, "Pilih alasannya."),
        ({"correct-reason": "court", "correct-password": PASSWORD}, "Pilih alasannya."),
        ({"correct-reason": "desk"}, "Kata sandi salah"),
        ({"correct-reason": "desk", "correct-password": "salah"}, "Kata sandi salah"),
    ],
)
def test_without_the_right_answer_nothing_is_kept_and_nothing_typed_is_lost(
    town: CaseTown, app: Flask, said: dict[str, str], words: str
) -> None:
    package, save = saving(town)
    answer = officer_of(town, app).post(save, address=TYPED, **said)
    assert (answer.status_code, TYPED in answer.text, words in answer.text) == (422, True, True)
    assert (address_of(town, package), rows(town)) == (KENARI.address, [])


def test_reason_and_password_beside_what_was_typed_keep_it_and_are_on_record(
    town: CaseTown, app: Flask
) -> None:
    package, save = saving(town)
    right = {"correct-reason": "desk", "correct-password": PASSWORD}
    assert officer_of(town, app).post(save, address=TYPED, **right).status_code == 303
    assert address_of(town, package) == TYPED
    assert [row.reason for row in rows(town)] == ["desk"]
    assert "recipient_changed" in {what for what, _, _ in town.looks()}


def test_when_the_ten_minutes_ran_out_while_typing_the_form_asks_again_with_what_was_typed(
    town: CaseTown, app: Flask, clock: Clock
) -> None:
    desk, (package, save) = officer_of(town, app), saving(town)
    right = {"correct-reason": "desk", "correct-password": PASSWORD}
    desk.post(save.replace("simpan", "perbaiki"), **right)
    clock.pass_(minutes=10)
    page = desk.send(save, address=TYPED).text
    assert address_of(town, package) == KENARI.address
    for words in (TYPED, "Yang Anda ketik masih ada", 'name="correct-password"'):
        assert words in page
    desk.post(save, address=TYPED, **right)
    assert address_of(town, package) == TYPED


def test_a_password_beside_a_mistake_is_never_kept(town: CaseTown, app: Flask) -> None:
    _, save = saving(town)
    page = officer_of(town, app).send(save, address="", **{"correct-password": PASSWORD}).text
    assert "Isi alamat pengantaran." in page
    assert PASSWORD not in page
    with town.house.reading() as session:
        kept = [open_note(town.ports, note[1], name=name) for name, note in notes(session)]
    assert len(kept) == 1
    assert PASSWORD not in str(kept)


def notes(session: Session) -> list[tuple[str, Any]]:
    found = session.scalars(select(LoginSession.data)).all()
    return [(name, note) for data in found for name, note in data.items() if name.startswith("kept ")]


def officer_of(town: CaseTown, app: Flask) -> Desk:
    """Signed in long ago."""
    with town.house.transaction() as session:
        hashed = hash_password(PASSWORD, hasher=hasher_of("quick"))
        officer = a_user(session, office=town.office, password_hash=hashed)
    return Desk(app, officer, confirmed=False)
