"""What is due is erased at night, by the server itself; the certificate proves it with openssl alone."""

import io
import subprocess
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.retention import ErasedWhy, Part
from courier_app.evidence.log_keys import load_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.models import Erasure, Role
from courier_app.night import Night
from courier_app.publisher import Publisher
from courier_app.services.erasing import Order, erase
from tests.house import LOG, NOON
from tests.web.staff.case import CaseTown

LATER = NOON + timedelta(days=400)
ONE_AT_NIGHT = LATER.replace(hour=18)  # UTC: one o'clock in Semarang


class Delivered(CaseTown):
    def __post_init__(self):
        super().__post_init__()
        self.delivered = self.proof()


@pytest.fixture
def town(app, house, ports):
    return Delivered(app, house, ports)


@pytest.fixture
def night(town):
    return Night(town.house, town.ports)


def test_by_day_nothing_is_erased(night):
    assert night.publish(now=LATER) is None


@pytest.mark.parametrize(("hours", "works"), [(-0.01, False), (0, True), (3.99, True), (4, False)])
def test_the_night_is_from_one_to_five_in_semarang(night, hours, works):
    assert (night.publish(now=ONE_AT_NIGHT + timedelta(hours=hours)) == 1) is works


def test_a_second_round_of_the_same_night_finds_nothing_to_do(night):
    assert [night.publish(now=ONE_AT_NIGHT) for _ in range(2)] == [1, 0]


@pytest.fixture
def erased(town, settings, tmp_path):
    """Erased and published; its id."""
    with town.house.transaction() as session:
        order = Order(town.row(town.delivered).package_id, Part.EVERYTHING, ErasedWhy.DUE)
        done = erase(session, order, now=NOON + timedelta(days=366))
    begin_state(tmp_path / "state", LOG)
    Publisher(town.house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG).publish(
        now=NOON
    )
    return done


def taken(town, erased):
    answer = town.desk_of(Role.DPO).get(f"/petugas/penyimpanan/{erased.id}/berita-acara")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.data))


@pytest.fixture
def folder(town, erased, tmp_path):
    taken(town, erased).extractall(tmp_path / "paper")
    return tmp_path / "paper"


def check(folder):
    command = ["/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "bash", "verify.sh"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def test_openssl_alone_finds_the_certificate_valid(folder):
    ended = check(folder)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "SAH / VALID" in ended.stdout
    assert (folder / "berita-acara.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["record.json", "leaf.json", "leaf.tlog-proof"])
def test_a_certificate_that_was_changed_is_refused(folder, name):
    """The negative control."""
    bad = bytearray((folder / name).read_bytes())
    bad[len(bad) // 2] ^= 1
    (folder / name).write_bytes(bad)
    ended = check(folder)
    assert ended.returncode != 0
    assert "SAH / VALID" not in ended.stdout.replace("TIDAK SAH / NOT VALID", "")


def test_nothing_personal_is_in_the_certificate(folder):
    text = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"Siti" not in text
    assert b"Melati" not in text


def test_the_page_lists_the_erasure_and_leads_to_its_certificate(town, erased):
    page = town.desk.get("/petugas/penyimpanan").text
    assert f"/petugas/penyimpanan/{erased.id}/berita-acara" in page
    assert "masa simpan selesai" in page


@pytest.fixture
def dpo(town):
    return town.desk_of(Role.DPO)


def test_the_dpo_sets_a_longer_term_with_its_basis(town, dpo, night):
    term = {"jenis": "KTP_EL", "foto": "180", "data": "730", "dasar": "JRA kantor nomor 12 tahun 2026"}
    page = dpo.send("/petugas/penyimpanan", **term).text
    assert "JRA kantor nomor 12 tahun 2026" in page
    assert "180 hari" in page
    assert night.publish(now=ONE_AT_NIGHT) == 1
    with town.house.reading() as session:
        assert session.scalars(select(Erasure.part)).one() is Part.PICTURES


@pytest.mark.parametrize(
    "bad", [{"foto": "89"}, {"foto": "731"}, {"data": "9999"}, {"dasar": ""}, {"jenis": ""}, {"foto": "٩٠"}]
)
def test_a_term_out_of_bounds_or_without_a_basis_is_not_taken(dpo, bad):
    term = {"jenis": "KTP_EL", "foto": "180", "data": "730", "dasar": "JRA nomor 12"} | bad
    answer = dpo.post("/petugas/penyimpanan", **term)
    assert answer.status_code == 422
    assert "Semua jenis dokumen memakai masa simpan umum" in answer.text
