"""The auditor's pages: what they say about a proof, and that every stored thing that changed turns a line red."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from courier_app.db import Database
from courier_app.domain.policies import VERSION
from courier_app.domain.proofs import Flag, Mark, Outcome
from courier_app.evidence.jws import b64u
from courier_app.models import (
    Courier,
    Device,
    Handover,
    Leaf,
    Look,
    Media,
    PackageKey,
    Proof,
    ProofMedia,
    Role,
)
from courier_app.services.ports import Ports
from courier_app.services.rechecks import Point
from courier_app.web.staff.proof_words import FLAGS, MARKS, OUTCOMES, POINTS
from tests.house import NOON, Clock, on_both
from tests.phone import AT_HOME, AT_THE_DOOR, WAITED, Frozen, a_photo
from tests.town import a_courier, a_user
from tests.web.staff.case import CaseTown

LINE = re.compile(r'<li class="tone-(\w+)"><svg.*?</svg><span>(.*?)</span></li>', re.DOTALL)
WHOLE = {
    "Catatan dari ponsel masih utuh, byte demi byte.",
    "Tanda tangan perangkat kurir cocok.",
    "Isi catatan sama dengan sidik yang disimpan ketika diterima.",
    "Yang tampil di halaman ini sama dengan catatan dari ponsel.",
    "Semua foto dan tanda tangan yang tercatat ada, tidak kurang dan tidak lebih.",
    "Foto serah terima cocok dengan yang ditandatangani.",
    "Tanda tangan penerima cocok dengan yang ditandatangani.",
    "Jawaban server kepada kurir asli dan cocok.",
    "Tercatat di buku besar dan cocok.",
}


@pytest.fixture
def town(app: Flask, house: Database, ports: Ports) -> CaseTown:
    return CaseTown(app, house, ports)


def rechecks(page: str, tone: str) -> set[str]:
    card = page[page.index("recheck-title") : page.index("journey-title")]
    return {words for found, words in LINE.findall(card) if found == tone}


@on_both
def test_every_check_of_an_untouched_proof_is_green(town: CaseTown) -> None:
    page = town.page(town.proof())
    assert rechecks(page, "good") == WHOLE
    assert rechecks(page, "bad") == set()
    assert "Bukti ini tidak utuh" not in page


def test_the_page_tells_what_the_courier_stated(town: CaseTown) -> None:
    page = town.clear(town.proof())
    for words in ("Siti Aminah", "Yang bersangkutan", "Diserahkan langsung", "Tanda tangan di ponsel kurir"):
        assert words in page
    for words in (
        "Jarak minimal 1 meter dijaga",
        "Cocok",
        "-6.990400, 110.422900",
        "0 m dari alamat",
        "Lengkap",
    ):
        assert words in page


def test_both_clocks_and_their_difference_are_told(town: CaseTown, clock: Clock) -> None:
    clock.pass_(minutes=5)
    page = town.page(town.proof(offset_ms=90_000))
    for words in ("23 Nov 2026, 12.00.00", "23 Nov 2026, 12.01.30", "23 Nov 2026, 12.05.00", "4 menit"):
        assert words in page
    assert "ponsel lambat 1 menit" in page or "ponsel lambat 2 menit" in page


def test_the_place_of_the_chain_and_the_device_are_told(town: CaseTown) -> None:
    first, second = town.proof(), town.proof()
    page = town.page(second)
    assert f"{town.phone.key.kid[:8]}…" in page
    assert f"{first.mh[:12]}…" in page
    assert town.phone.key.kid not in page.replace(page[page.index("checked-how") :], "")


def test_a_failed_attempt_tells_its_reason_and_a_missing_place_its_cause(town: CaseTown) -> None:
    page = town.page(town.proof("attempt_failed", gps={"none": "timeout"}))
    assert "Tidak ada orang di alamat" in page
    assert "tidak ditemukan dalam waktu yang ada" in page
    assert "Lokasi tidak tercatat." in page


def test_the_auditor_reads_that_a_reason_does_not_fit_its_package(town: CaseTown) -> None:
    tried = WAITED | {"detail": "forgotten"}
    page = town.page(town.proof("attempt_failed", files=(), reason="old_card_missing", tried=tried))
    assert "Alasan yang cocok dengan paket ini" in page


def test_an_unsigned_proof_is_shown_as_such_and_nothing_is_red(town: CaseTown) -> None:
    page = town.page(town.unsigned_proof())
    assert rechecks(page, "neutral") == {"Tidak ada tanda tangan perangkat untuk diperiksa."}
    assert rechecks(page, "bad") == set()
    assert "Tanpa tanda tangan perangkat." in page


def test_a_proof_kept_for_review_says_why_and_what_to_do(town: CaseTown) -> None:
    page = town.page(town.proof(answers={"id_check": "mismatch"}))
    assert "Kurir mencatat bahwa KTP penerima tidak cocok." in page
    assert "Hubungi kurir dan penerima hari ini juga." in page


def test_what_the_rules_still_ask_for_is_named(town: CaseTown) -> None:
    page = town.page(town.proof(files=[a_photo()], answers={"signature_status": "declined"}))
    assert "Kurang" in page
    assert "Tanda tangan atau kode klaim penerima" in page
    assert "Penerima tidak mau menandatangani" in page


def test_flags_are_told_in_sentences_with_advice(town: CaseTown) -> None:
    far = AT_HOME | {"lat_e7": -70_904_000}
    page = town.page(town.proof(gps=far, recipient={"name": "Siti Rahma", "rel": "self"}))
    assert "Jauh dari alamat, lebih dari 200 meter." in page
    assert "Mengaku yang bersangkutan, tetapi namanya berbeda." in page
    assert "Nama berbeda" in page


def test_a_claim_code_is_never_shown(town: CaseTown) -> None:
    page = town.page(town.proof(answers={"claim_code": "918273"}))
    assert "918273" not in page
    assert "Diberikan, salah" in page


def flipped(raw: bytes) -> bytes:
    return raw[:40] + bytes([raw[40] ^ 1]) + raw[41:]


def harm_record(session: Session, town: CaseTown, frozen: Frozen) -> None:
    proof = session.get_one(Proof, frozen.proof)
    proof.sent_sealed = flipped(proof.sent_sealed)


def harm_digest(session: Session, town: CaseTown, frozen: Frozen) -> None:
    session.execute(update(Proof).values(digest=bytes(32)))


def harm_key(session: Session, town: CaseTown, frozen: Frozen) -> None:
    other = session.scalars(select(Device)).one()
    other.x = bytes([other.x[0] ^ 1]) + other.x[1:]


def harm_manifest_hash(session: Session, town: CaseTown, frozen: Frozen) -> None:
    session.execute(update(Proof).values(manifest_hash=bytes(32)))


def harm_outcome(session: Session, town: CaseTown, frozen: Frozen) -> None:
    session.execute(update(Proof).values(outcome=Outcome.RETURNED))


def harm_time(session: Session, town: CaseTown, frozen: Frozen) -> None:
    proof = session.get_one(Proof, frozen.proof)
    proof.captured_at += timedelta(minutes=1)


def harm_photo(session: Session, town: CaseTown, frozen: Frozen) -> None:
    media, store = town.media(frozen), town.ports.store
    box = flipped(store.fetch(media.object_name))
    store.remove(media.object_name)
    store.keep(media.object_name, box)


def lose_photo(session: Session, town: CaseTown, frozen: Frozen) -> None:
    town.ports.store.remove(town.media(frozen).object_name)


def harm_photo_hash(session: Session, town: CaseTown, frozen: Frozen) -> None:
    session.execute(update(Media).where(Media.id == town.media(frozen).id).values(sha256=bytes(32)))


def drop_file(session: Session, town: CaseTown, frozen: Frozen) -> None:
    session.execute(delete(ProofMedia).where(ProofMedia.position == 1))


def harm_answer(session: Session, town: CaseTown, frozen: Frozen) -> None:
    proof = session.get_one(Proof, frozen.proof)
    proof.acknowledgement = proof.acknowledgement[:-4] + b"AAAA"


def harm_mark(session: Session, town: CaseTown, frozen: Frozen) -> None:
    session.execute(update(Proof).values(mark=Mark.TRIP_OVER))


def harm_leaf_hash(session: Session, town: CaseTown, frozen: Frozen) -> None:
    session.execute(update(Leaf).values(hash=bytes(32)))


def harm_leaf_entry(session: Session, town: CaseTown, frozen: Frozen) -> None:
    leaf = session.scalars(select(Leaf)).one()
    leaf.entry = leaf.entry.replace(b'"t":"proof"', b'"t":"round"')


BROKEN_RECORD = "Catatan dari ponsel rusak atau diubah setelah diterima."
BROKEN_ROWS = "Yang tampil di halaman ini BERBEDA dari catatan dari ponsel."
BROKEN_PHOTO = "Foto serah terima TIDAK cocok: hilang, rusak, atau diganti."
BROKEN_ANSWER = "Jawaban server kepada kurir rusak atau tidak cocok."
BROKEN_LEAF = "Catatan di buku besar hilang atau tidak cocok."
HARMS: list[tuple[Callable[..., None], str]] = [
    (harm_record, BROKEN_RECORD),
    (harm_digest, BROKEN_RECORD),
    (harm_key, "Tanda tangan perangkat kurir TIDAK cocok."),
    (harm_manifest_hash, "Isi catatan BERBEDA dari sidik yang disimpan ketika diterima."),
    (harm_outcome, BROKEN_ROWS),
    (harm_time, BROKEN_ROWS),
    (harm_photo, BROKEN_PHOTO),
    (lose_photo, BROKEN_PHOTO),
    (harm_photo_hash, BROKEN_PHOTO),
    (drop_file, "Daftar foto dan tanda tangan BERBEDA dari yang dicatat ponsel."),
    (harm_answer, BROKEN_ANSWER),
    (harm_mark, BROKEN_ANSWER),
    (harm_leaf_hash, BROKEN_LEAF),
    (harm_leaf_entry, BROKEN_LEAF),
]


@pytest.mark.parametrize(("harm", "line"), HARMS, ids=[harm.__name__ for harm, _ in HARMS])
def test_a_changed_byte_turns_its_line_red_and_the_page_still_opens(
    town: CaseTown, harm: Callable[..., None], line: str
) -> None:
    frozen = town.proof()
    with town.house.transaction() as session:
        harm(session, town, frozen)
    page = town.page(frozen)
    assert line in rechecks(page, "bad")
    assert "Bukti ini tidak utuh" in page


def test_another_record_of_the_same_phone_does_not_pass_for_this_one(town: CaseTown) -> None:
    frozen, other = town.proof(), town.proof()
    with town.house.transaction() as session:
        session.get_one(Proof, frozen.proof).digest = hashlib.sha256(other.body).digest()
    assert BROKEN_RECORD in rechecks(town.page(frozen), "bad")


def test_a_file_that_no_longer_fits_is_not_shown(town: CaseTown) -> None:
    frozen = town.proof()
    lose_photo(None, town, frozen)  # type: ignore[arg-type]
    page = town.page(frozen)
    assert f"/petugas/media/{town.media(frozen).id}/kecil" not in page
    assert f"/petugas/media/{town.media(frozen, 1).id}/kecil" in page


def test_after_erasure_the_page_says_so_and_the_ledger_still_fits(town: CaseTown) -> None:
    frozen = town.proof()
    with town.house.transaction() as session:
        session.execute(delete(PackageKey))
    page = town.page(frozen)
    assert "sudah dihapus dan tidak dapat dibaca lagi oleh siapa pun" in page
    assert "Siti Aminah" not in page
    assert rechecks(page, "bad") == set()
    assert "Tercatat di buku besar dan cocok." in rechecks(page, "good")


def test_the_record_is_taken_away_byte_for_byte(town: CaseTown) -> None:
    frozen = town.proof()
    town.clear(frozen)
    answer = town.desk.get(f"/petugas/audit/{frozen.proof}/jws")
    assert answer.data == frozen.body
    assert answer.content_type == "application/jose"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_its_content_and_our_answer_are_taken_away_as_well(town: CaseTown) -> None:
    frozen = town.proof()
    town.clear(frozen)
    assert town.desk.get(f"/petugas/audit/{frozen.proof}/isi").data == frozen.manifest
    assert town.desk.get(f"/petugas/audit/{frozen.proof}/jawaban").data == town.row(frozen).acknowledgement


def test_an_unsigned_record_is_taken_away_as_the_json_it_is(town: CaseTown) -> None:
    frozen = town.unsigned_proof()
    town.clear(frozen)
    answer = town.desk.get(f"/petugas/audit/{frozen.proof}/jws")
    assert (answer.data, answer.content_type) == (frozen.body, "application/json")


def test_a_record_that_no_longer_opens_is_not_taken_away(town: CaseTown) -> None:
    frozen = town.proof()
    town.clear(frozen)
    with town.house.transaction() as session:
        session.execute(delete(PackageKey))
    assert town.desk.get(f"/petugas/audit/{frozen.proof}/jws").status_code == 404


def test_every_look_is_on_record(town: CaseTown) -> None:
    frozen = town.proof()
    town.page(frozen)
    town.clear(frozen)
    town.desk.get(f"/petugas/audit/{frozen.proof}/jws")
    assert {(what, user) for what, user, _ in town.looks()} == {
        ("proof", town.auditor.id),
        ("proof_revealed", town.auditor.id),
        ("signed_record", town.auditor.id),
    }


def test_nothing_is_shown_when_the_look_cannot_be_recorded(town: CaseTown) -> None:
    frozen = town.proof()
    town.app.config["PROPAGATE_EXCEPTIONS"] = False
    with town.house.transaction() as session:
        Look.__table__.drop(session.connection())  # type: ignore[attr-defined]
    answer = town.desk.get(f"/petugas/audit/{frozen.proof}")
    assert answer.status_code == 503
    assert "Siti Aminah" not in answer.text


PAGES = ("", "/jws", "/isi", "/jawaban")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OFFICER, Role.ADMIN, Role.DPO])
def test_another_offices_proof_is_not_there(town: CaseTown, role: Role) -> None:
    frozen, stranger = town.proof(), town.desk_of(role, elsewhere=True)
    answers = [stranger.get(f"/petugas/audit/{frozen.proof}{end}").status_code for end in PAGES]
    assert answers == [404] * len(PAGES)
    assert str(frozen.proof) not in stranger.get("/petugas/audit").text


def test_the_province_sees_the_list_without_names_and_nothing_else(town: CaseTown) -> None:
    frozen, province = town.proof(), town.desk_of(Role.PROVINCE)
    page = province.get("/petugas/audit").text
    assert "Disdukcapil Kabupaten Rembang" in page
    assert "Budi Santoso" not in page
    answers = [province.get(f"/petugas/audit/{frozen.proof}{end}").status_code for end in PAGES]
    assert answers == [403] * len(PAGES)


def test_the_list_names_no_recipient(town: CaseTown) -> None:
    town.proof()
    page = town.desk.get("/petugas/audit").text
    assert "Budi Santoso" in page
    assert "Siti" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("putusan=menunggu", {"marked"}),
        ("putusan=diterima", {"plain", "failed"}),
        ("hasil=attempt_failed", {"failed"}),
        ("sebab=identity-mismatch", {"marked"}),
        ("sebab=trip-over", set()),
        ("catatan=no-place", {"failed"}),
        ("kurir={courier}", {"plain", "failed", "marked"}),
        ("kurir=00000000-0000-4000-8000-000000000000", set()),
        ("dari=2026-11-23&sampai=2026-11-23", {"plain", "failed", "marked"}),
        ("dari=2026-11-24", set()),
        ("sampai=2026-11-22", set()),
        ("putusan=apa&hasil=x&sebab=y&catatan=z&kurir=1&dari=2&sebelum=3", {"plain", "failed", "marked"}),
    ],
)
def test_the_list_is_filtered(town: CaseTown, query: str, found: set[str]) -> None:
    sent = {
        "plain": town.proof(),
        "failed": town.proof("attempt_failed", gps={"none": "denied"}),
        "marked": town.proof(answers={"id_check": "mismatch"}),
    }
    page = town.desk.get(f"/petugas/audit?{query.format(courier=town.postman.id)}").text
    assert {name for name, frozen in sent.items() if str(frozen.proof) in page} == found


def a_trip(town: CaseTown, *, days: int = 0) -> Courier:
    at = NOON - timedelta(days=days)
    with town.house.transaction() as session:
        said = {"name": "Joko Ojol", "plate": "H 1 AB", "created_at": at, "user_id": None}
        said["created_at"] = at + timedelta(minutes=3)  # he took it over
        driver = a_courier(session, town.office, partner_code="gojek", **said)
        officer = a_user(session, office=town.office)
        whose = {"office_id": town.office.id, "officer_id": officer.id, "partner_code": "gojek"}
        session.add(Handover(id=uuid4(), **whose, courier_id=driver.id, created_at=at))
        return driver


@on_both
def test_the_list_can_be_narrowed_to_a_drivers_trip(town: CaseTown) -> None:
    driver = a_trip(town)
    page = town.desk.get("/petugas/audit").text
    assert f'<option value="{driver.id}">Joko Ojol, H 1 AB, 23 Nov 2026, 12.00</option>' in page


@pytest.mark.parametrize("days", [0, 40])
def test_the_driver_whose_proofs_are_listed_stands_in_the_filter(town: CaseTown, days: int) -> None:
    driver = a_trip(town, days=days)
    page = town.desk.get(f"/petugas/audit?kurir={driver.id}").text
    assert page.count(f'value="{driver.id}" selected') == 1
    assert "2026, 12.00</option>" in page


def test_another_offices_driver_is_in_no_filter(town: CaseTown) -> None:
    driver = a_trip(town)
    page = town.desk_of(Role.AUDITOR, elsewhere=True).get(f"/petugas/audit?kurir={driver.id}").text
    assert "Joko" not in page


def test_the_counts_tell_what_waits(town: CaseTown) -> None:
    town.proof()
    town.proof(answers={"id_check": "mismatch"})
    page = town.desk.get("/petugas/audit").text
    assert re.findall(r"<strong>(\d+)</strong>", page) == ["1", "1", "2", "1"]


@on_both
def test_the_list_goes_on_page_by_page(town: CaseTown) -> None:
    frozen = town.proof()
    with town.house.transaction() as session:
        for number in range(60):
            session.add(_copy(session, frozen, number))
    first = town.desk.get("/petugas/audit").text
    (older,) = re.findall(r'href="(/petugas/audit\?sebelum=[^"]+)"', first)
    second = town.desk.get(older).text
    links = [re.findall(r'href="/petugas/audit/([0-9a-f-]{36})"', page) for page in (first, second)]
    assert [len(found) for found in links] == [50, 11]
    assert not set(links[0]) & set(links[1])


def _copy(session: Session, frozen: Frozen, number: int) -> Proof:
    """The same proof at the same moment under another id: order must hold among equals."""
    first = session.get_one(Proof, frozen.proof)
    names = [column.key for column in Proof.__table__.columns if column.key not in ("id", "leaf_index")]
    facts: dict[str, Any] = {name: getattr(first, name) for name in names}
    session.add(Leaf(index=number + 1, entry=b"{}", hash=bytes(32)))
    session.flush()
    return Proof(leaf_index=number + 1, id=type(first.id)(int=number + 1), **facts)


def test_an_office_without_proofs_is_told_so(town: CaseTown) -> None:
    assert "Belum ada bukti" in town.desk.get("/petugas/audit").text
    assert "Tidak ada bukti yang cocok" in town.desk.get("/petugas/audit?putusan=menunggu").text


@pytest.mark.parametrize(
    ("table", "words"), [(MARKS, Mark), (FLAGS, Flag), (OUTCOMES, Outcome), (POINTS, Point)]
)
def test_every_code_has_its_words(table: dict[Any, Any], words: Any) -> None:
    assert set(table) == set(words)


def test_the_device_key_on_the_page_is_the_enrolled_one(town: CaseTown) -> None:
    page = town.page(town.proof())
    with town.house.reading() as session:
        device = session.scalars(select(Device)).one()
    assert b64u(device.x) in page


def test_a_phone_that_never_heard_our_clock_is_shown_as_such(town: CaseTown) -> None:
    assert "tidak diketahui" in town.page(town.proof(offset_ms=None))


def test_a_phone_that_is_right_to_the_second_is_neither_slow_nor_fast(town: CaseTown) -> None:
    page = town.page(town.proof(offset_ms=-320))
    assert "tidak sampai 1 detik" in page
    assert "0 detik" not in page.split("Selisihnya")[1].split("Waktu dikoreksi")[0]


def test_a_code_that_we_do_not_know_is_shown_as_it_is(town: CaseTown) -> None:
    page = town.page(town.proof(recipient={"name": "Siti Aminah", "rel": "penjaga_pos"}))
    assert "penjaga_pos" in page
    assert "Hubungan penerima tidak diperbolehkan untuk paket ini." in page


def test_rules_that_we_no_longer_know_do_not_break_the_page(town: CaseTown) -> None:
    frozen = town.proof(policy={"id": "a-self-or-kk", "version": 99, "answers": AT_THE_DOOR})
    assert "Aturan yang tidak lagi dikenal di sini" in town.page(frozen)


def test_rules_are_called_by_their_name_and_no_code_of_ours(town: CaseTown) -> None:
    page = town.page(town.proof())
    assert f"Aturan nasional, versi {VERSION}" in page
    assert "self-or-kk" not in page


@on_both
def test_a_couriers_proofs_are_those_of_this_office_alone(town: CaseTown) -> None:
    frozen, path = town.proof(), f"/petugas/audit?kurir={town.postman.id}"
    assert str(frozen.proof) in town.desk.get(path).text
    assert str(frozen.proof) not in town.desk_of(Role.AUDITOR, elsewhere=True).get(path).text
