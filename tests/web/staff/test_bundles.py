"""Taking the evidence of a proof along: what for, by whom, and on record before anything is opened."""

import io
import zipfile

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from courier_app.cli import commands
from courier_app.evidence.log_keys import load_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.models import Look, Package, Role
from courier_app.publisher import Publisher
from courier_app.queries.looks import opened_by_staff
from courier_app.services.looks import PART_OF_A_REVEAL, SHOWS_NOBODY
from tests.house import LOG, NOON
from tests.town import a_user
from tests.web.staff.case import CaseTown

FOR_COURT = {"bundle-reason": "court"}


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
    assert 'name="bundle-reason"' in town.page(frozen)
    answer = town.desk.post(address(frozen), **FOR_COURT)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert zipfile.ZipFile(io.BytesIO(answer.data)).read("proof.jws") == frozen.body
    assert ("bundle", town.auditor.id, frozen.proof) in town.looks()


def test_without_a_purpose_nothing_is_taken(town, publish):
    frozen = town.proof()
    publish()
    answers = [town.desk.post(address(frozen), **{"bundle-reason": said}) for said in ("", "photo", "desk")]
    assert [answer.status_code for answer in answers] == [422] * 3
    assert "bundle" not in {what for what, _, _ in town.looks()}


def test_an_officer_sees_the_proof_and_takes_nothing(town, publish):
    frozen = town.proof()
    publish()
    officer = town.desk_of(Role.OFFICER)
    page = officer.get(f"/petugas/audit/{frozen.proof}").text
    assert ("bundle-reason" in page, officer.post(address(frozen), **FOR_COURT).status_code) == (
        False,
        403,
    )


def test_another_offices_auditor_finds_no_such_proof(town, publish):
    frozen = town.proof()
    publish()
    stranger = town.desk_of(Role.AUDITOR, elsewhere=True)
    assert stranger.post(address(frozen), **FOR_COURT).status_code == 404


def test_before_the_log_covers_it_the_page_says_wait(town):
    page = town.desk.send(address(town.proof()), **FOR_COURT)
    assert "Coba lagi dalam satu menit" in page.text


def test_a_lost_photo_is_said_on_the_page(town, publish):
    frozen = town.proof()
    publish()
    town.ports.store.remove(town.media(frozen).object_name)
    page = town.desk.send(address(frozen), **FOR_COURT)
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
        said = console(settings, which, "--to", str(tmp_path), *by(town.auditor))
        assert (said.exit_code, said.output.strip()) == (
            0,
            str(tmp_path / f"berkas-bukti-{frozen.proof}.zip"),
        )
    assert (tmp_path / f"berkas-bukti-{frozen.proof}.zip").stat().st_mode & 0o777 == 0o600
    assert town.looks() == [("bundle", town.auditor.id, frozen.proof)] * 2


def test_what_was_taken_at_the_console_is_told_to_the_citizen_and_has_its_purpose(
    town, publish, settings, tmp_path
):
    frozen = town.proof("attempt_failed", files=())
    publish()
    console(settings, str(frozen.proof), "--to", str(tmp_path), *by(town.auditor))
    with town.house.reading() as session:
        coarse = SHOWS_NOBODY + PART_OF_A_REVEAL
        assert opened_by_staff(session, town.row(frozen).package_id, coarse=coarse).times == 1
        assert session.scalars(select(Look.reason).where(Look.what == "bundle")).all() == ["court"]


@pytest.mark.parametrize("lacking", ["--by", "--reason"])
def test_nobody_takes_evidence_at_the_console_without_a_name_and_a_purpose(town, settings, lacking):
    said = by(town.auditor)
    at = said.index(lacking)
    ended = console(settings, str(town.proof().proof), *said[:at], *said[at + 2 :])
    assert (ended.exit_code, f"Missing option '{lacking}'" in ended.output, town.looks()) == (2, True, [])


def test_a_courier_takes_no_evidence_at_the_console(town, settings):
    with town.house.transaction() as session:
        courier = a_user(session, Role.COURIER, office=town.office, partner_code="pos")
    ended = console(settings, str(town.proof().proof), *by(courier))
    assert (ended.exit_code, "Nobody who may take evidence out" in ended.output) == (1, True)


def by(user):
    return ("--by", user.username, "--reason", "court")


def test_an_unknown_name_is_said_plainly(settings, town):
    assert "No proof" in console(settings, "SX000000000ID", *by(town.auditor)).output
