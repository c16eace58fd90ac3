"""Taking the evidence of a proof along: what for, by whom, and on record before anything is opened."""

import io
import zipfile

import pytest
from click.testing import CliRunner

from courier_app.cli import commands
from courier_app.evidence.log_keys import load_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.models import Package, Role
from courier_app.publisher import Publisher
from tests.house import LOG, NOON
from tests.web.staff.case import CaseTown


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


@pytest.fixture
def publish(house, settings, tmp_path):
    begin_state(tmp_path / "state", LOG)
    publisher = Publisher(house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG)
    return lambda: publisher.publish(now=NOON)


def address(frozen):
    return f"/petugas/audit/{frozen.proof}/berkas"


def test_an_auditor_takes_one_zip_along_and_the_purpose_is_on_record(town, publish):
    frozen = town.proof()
    publish()
    assert 'name="purpose"' in town.page(frozen)
    answer = town.desk.post(address(frozen), purpose="court")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert zipfile.ZipFile(io.BytesIO(answer.data)).read("proof.jws") == frozen.body
    assert ("bundle", town.auditor.id, frozen.proof) in town.looks()


def test_without_a_purpose_nothing_is_taken(town, publish):
    frozen = town.proof()
    publish()
    answers = [town.desk.post(address(frozen), purpose=said) for said in ("", "photo", "desk")]
    assert ([answer.status_code for answer in answers], town.looks()) == ([422] * 3, [])


def test_an_officer_sees_the_proof_and_takes_nothing(town, publish):
    frozen = town.proof()
    publish()
    officer = town.desk_of(Role.OFFICER)
    page = officer.get(f"/petugas/audit/{frozen.proof}").text
    assert ("purpose" in page, officer.post(address(frozen), purpose="court").status_code) == (
        False,
        403,
    )


def test_another_offices_auditor_finds_no_such_proof(town, publish):
    frozen = town.proof()
    publish()
    stranger = town.desk_of(Role.AUDITOR, elsewhere=True)
    assert stranger.post(address(frozen), purpose="court").status_code == 404


def test_before_the_log_covers_it_the_page_says_wait(town):
    page = town.desk.send(address(town.proof()), purpose="court")
    assert "Coba lagi dalam satu menit" in page.text


def test_a_lost_photo_is_said_on_the_page(town, publish):
    frozen = town.proof()
    publish()
    town.ports.store.remove(town.media(frozen).object_name)
    page = town.desk.send(address(frozen), purpose="court")
    assert "dihapus, hilang, atau rusak" in page.text


def console(settings, *said):
    env = {
        "SURAT_DATA_DIR": str(settings.data_dir),
        "SURAT_DATABASE_URL": settings.database_url,
        "SURAT_MEDIA_URL": settings.media_url,
        "SURAT_LABEL_HOST": settings.label_host,
        "SURAT_PUBLIC_URL": settings.public_url,
        **dict.fromkeys(("SURAT_SECRET_KEY", "SURAT_CLAIM_KEY", "SURAT_INDEX_KEY"), "5a" * 32),
    }
    return CliRunner().invoke(commands, ["bundle", *said], env=env)


def test_the_operator_writes_it_at_the_console_by_proof_and_by_alias(town, publish, settings, tmp_path):
    frozen = town.proof("attempt_failed", files=())  # the media store of a test lives in its process
    publish()
    with town.house.reading() as session:
        alias = session.get_one(Package, town.row(frozen).package_id).alias
    for which in (str(frozen.proof), alias.lower()):
        said = console(settings, which, "--to", str(tmp_path))
        assert (said.exit_code, said.output.strip()) == (
            0,
            str(tmp_path / f"berkas-bukti-{frozen.proof}.zip"),
        )
    assert (tmp_path / f"berkas-bukti-{frozen.proof}.zip").stat().st_mode & 0o777 == 0o600
    assert town.looks() == [("bundle", None, frozen.proof)] * 2


def test_an_unknown_name_is_said_plainly(settings, town):
    assert "No proof" in console(settings, "SX000000000ID").output
