"""The notice of a breach: how many people, which data, when; and no name of anybody."""

import csv
import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert

from courier_app.models import Look, Package, Role
from courier_app.queries.breaches import BreachQuestion, seen_packages
from courier_app.queries.scopes import Scope
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from tests.house import NOON
from tests.web.staff.case import CaseTown

FORM = {
    "diketahui": "2026-11-23T14:00",
    "dari": "2026-11-23T08:00",
    "sampai": "2026-11-23T16:00",
    "bagaimana": "Kata sandi seorang petugas dipakai orang lain dari luar kantor.",
    "upaya": "Akun ditutup, kata sandi diganti, dan warga dihubungi lewat telepon.",
}


class Seen(CaseTown):
    """Three packages that an auditor looked at, one of them its citizen as well."""

    def __post_init__(self):
        super().__post_init__()
        self.seen = [self.package() for _ in range(3)]
        for package, what in zip(self.seen, (What.RECIPIENT, What.PHOTO, What.BLURRED), strict=True):
            look(self, package, what, Actor(user_id=self.auditor.id))
        look(self, self.seen[0], What.RECIPIENT, Actor())


@pytest.fixture
def town(app, house, ports):
    return Seen(app, house, ports)


def look(town, package, what, by, now=NOON):
    with town.house.transaction() as session:
        record_look(session, Sight(what, package.id), by=by, now=now)


@pytest.fixture
def dpo(town):
    return town.desk_of(Role.DPO)


def taken(dpo, **more):
    answer = dpo.post("/petugas/kebocoran", **FORM | more)
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.data))


def rows(dpo, **more):
    text = taken(dpo, **more).read("daftar.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_package_that_staff_looked_at_is_one_line_with_what_was_seen(town, dpo):
    found = {row["nomor_paket"]: row for row in rows(dpo)}
    assert set(found) == {package.alias for package in town.seen}
    first = found[town.seen[0].alias]
    assert (first["kali_dibuka"], first["data_yang_terungkap"]) == ("1", "nama, alamat, nomor telepon")
    assert found[town.seen[2].alias]["data_yang_terungkap"] == ""


def test_the_notice_is_a_pdf_and_nobodys_name_is_in_the_file(dpo):
    archive = taken(dpo)
    assert archive.read("pemberitahuan.pdf").startswith(b"%PDF")
    assert b"Siti" not in b"".join(archive.read(name) for name in archive.namelist())


def test_one_account_and_chosen_packages_narrow_it_down(town, dpo):
    assert rows(dpo, orang=str(dpo_id(town))) == []
    assert len(rows(dpo, orang=str(town.auditor.id))) == 3
    assert [row["nomor_paket"] for row in rows(dpo, paket=town.seen[1].alias)] == [town.seen[1].alias]


def dpo_id(town):
    return town.postman.user_id


def test_looks_outside_of_the_span_do_not_count(town, dpo):
    assert rows(dpo, dari="2026-11-23T12:01") == []


@pytest.mark.parametrize(
    "bad",
    [
        {"diketahui": ""},
        {"dari": "kemarin"},
        {"sampai": "2026-11-23T07:00"},
        {"paket": "bukan nomor"},
        {"bagaimana": "Bocor."},
        {"upaya": "Warga dengan NIK 3317011708909901 sudah dihubungi."},
        {"upaya": "x" * 1501},
    ],
)
def test_a_form_that_is_not_whole_is_sent_back(dpo, bad):
    assert dpo.post("/petugas/kebocoran", **FORM | bad).status_code == 422


def test_looks_at_another_office_are_not_told(town):
    stranger = town.desk_of(Role.DPO, elsewhere=True)
    assert rows(stranger) == []


def test_long_words_find_room_on_the_paper(dpo):
    words = "Kejadiannya dijelaskan panjang lebar di sini. " * 32
    assert taken(dpo, bagaimana=words[:1490], upaya=words[:1490]).read("pemberitahuan.pdf")


def test_a_breach_of_thousands_counts_every_package(town, dpo):
    """Seven thousand packages, three kinds of looks each."""
    facts = {column.name: getattr(town.seen[0], column.name) for column in Package.__table__.columns}
    many = [facts | {"id": uuid4(), "alias": f"SX{n:08}0ID", "label_id": f"{n:017}"} for n in range(7_000)]
    whose = {"at": NOON, "user_id": town.auditor.id, "office_id": town.office.id}
    looks = [
        {**whose, "id": uuid4(), "package_id": one["id"], "subject_id": one["id"], "what": what}
        for one in many
        for what in (What.RECIPIENT, What.PHOTO, What.BLURRED)
    ]
    with town.house.transaction() as session:
        session.execute(insert(Package), many)
        session.execute(insert(Look), looks)
    with town.house.reading() as session:
        seen = seen_packages(session, Scope(None), BreachQuestion(NOON, NOON + timedelta(hours=1)))
    assert len(seen) == 7_003
    assert sum(one.times for one in seen) == 21_003
