"""What a person is called, where they live and what they typed sings only where it must (verification.md, V10).

The main job runs once over the real addresses with names that occur nowhere else (tests/canary_town.py). Then all
that the house keeps is searched for them, in the ways that they may be written; what it hands out is searched in
test_canary_papers.py.
"""

import logging
import subprocess
from base64 import b64encode, urlsafe_b64encode
from pathlib import Path

import pytest
from sqlalchemy import make_url, update

from courier_app.evidence.log_keys import load_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.log_mirror import export
from courier_app.models import Package
from courier_app.publisher import Publisher, root_looks
from courier_app.services.recipients import open_recipient
from tests.canaries import NAME, NOTE, PHONE, WORDS, has_code, sings
from tests.canary_town import CanaryTown, stays_in_the_machine
from tests.house import LOG, NOON, on_both
from tests.postgres import SUPERUSER, _programs


@pytest.fixture
def job(app, house, ports, caplog):
    caplog.set_level(logging.DEBUG)
    return CanaryTown(app, house, ports).live()


@pytest.fixture
def dump(settings):
    """The database byte for byte, its unfinished pages as well; or what pg_dump says."""

    def read() -> bytes:
        url = make_url(settings.database_url)
        if url.get_backend_name() == "sqlite":
            files = [Path(f"{url.database}{end}") for end in ("", "-wal")]
            return b"".join(file.read_bytes() for file in files if file.exists())
        program = [str(_programs() / "pg_dump"), "-h", str(url.query["host"]), "-U", SUPERUSER]
        return subprocess.run([*program, str(url.database)], check=True, capture_output=True).stdout

    return read


@on_both
def test_no_canary_sings_in_a_dump_of_database_and_media(job, dump, ports):
    content = dump() + b"\n".join(ports.store.fetch(name) for name in ports.store.names())
    assert len(content) > 50_000
    assert job.package.alias.encode() in content  # it is the right database
    assert sings(content) == set()
    assert [code for code in job.codes if has_code(content, code)] == []


@on_both
def test_no_canary_sings_in_the_log_and_what_is_exported_of_it(job, app, house, ports, settings, tmp_path):
    root_looks(house, now=NOON.replace(hour=7))
    begin_state(tmp_path / "state", LOG)
    Publisher(house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG).publish(now=NOON)
    assert export(house, ports.log_key, tmp_path / "log") > 1
    content = b"".join(path.read_bytes() for path in (tmp_path / "log").rglob("*") if path.is_file())
    client = app.test_client()
    size = int(client.get("/log/checkpoint").text.split("\n")[1])
    tiles = [f"/log/tile/{level}/000.p/{size}" for level in ("entries", "0")]
    for path in (
        "/log/checkpoint",
        *tiles,
        "/log/bukti/0.tlog-proof",
        "/kesehatan",
        f"/P/{job.package.label_id}",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        content += answer.data
    assert b'"t":"audit-root"' in content
    assert sings(content) == set()
    assert [code for code in job.codes if has_code(content, code)] == []


def test_no_canary_sings_in_the_diary_in_addresses_or_in_refusals(job, caplog):
    refusals = [answer.text for answer in job.wrong]
    assert [answer.status_code for answer in job.wrong if answer.status_code < 400] == []
    assert len(refusals) >= 8
    addresses = [one for one in job.addresses if not stays_in_the_machine(one)]
    for content in (caplog.text, "\n".join(addresses), "\n".join(refusals)):
        assert sings(content.encode()) == set()
        assert [code for code in job.codes if has_code(content.encode(), code)] == []


def test_a_link_that_opens_a_programme_holds_the_number_and_never_the_code(job):
    ours = [one for one in job.addresses if stays_in_the_machine(one)]
    assert [sings(one.encode()) for one in ours if "81299887766" in one] == [{PHONE[1:]}] * 2
    assert [code for code in job.codes if has_code("\n".join(ours).encode(), code)] == []


@pytest.mark.parametrize("before", ["text=", "text=kode%20", "text=kode+", "kode: ", "#"])
def test_a_code_in_a_link_would_be_noticed(before):
    assert has_code(f"https://wa.me/6281299887766?{before}182198.%20Kode".encode(), "182198")


def test_the_server_keeps_no_list_of_who_asked_for_what():
    settings = (Path(__file__).parents[1] / "gunicorn.conf.py").read_text()
    assert "\naccesslog = None\n" in settings


def test_lists_do_not_name_anybody(job):
    assert sings(job.officer.get("/petugas/audit").data, WORDS) == set()


def test_where_it_must_sing_it_is_heard(job):
    assert {NAME, PHONE, NOTE} <= sings(job.seen.data)


@pytest.mark.parametrize("way", ["plain", "bytes"])
@on_both
def test_a_build_that_keeps_the_name_plain_would_be_noticed(job, dump, house, way):
    kept = {"request_number": "Rahasiawati"} if way == "plain" else {"recipient_sealed": NAME.encode()}
    with house.transaction() as session:
        session.execute(update(Package).where(Package.id == job.package.id).values(**kept))
    assert "Rahasiawati" in sings(dump())


def test_a_build_that_logs_the_name_would_be_noticed(app, house, ports, caplog, monkeypatch, request):
    def careless(session, ports, package):
        found = open_recipient(session, ports, package)
        logging.getLogger("suratsampai").info("opened %s", found.name)
        return found

    monkeypatch.setattr("courier_app.web.staff.recipient.open_recipient", careless)
    request.getfixturevalue("job")
    assert NAME in sings(caplog.text.encode())


@pytest.mark.parametrize("before", ["", "a", "ab", '{"name":"'])
def test_a_name_in_base64_or_hex_would_be_noticed(before):
    text = (before + NAME + '"}').encode()
    for written in (
        b64encode(text),
        urlsafe_b64encode(text),
        text.hex().encode(),
        text.hex().upper().encode(),
    ):
        assert NAME in sings(b"x" * 5 + written + b"y" * 5)
