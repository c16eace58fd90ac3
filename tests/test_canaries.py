"""What a person is called, where they live and what they typed sings only where it must (verification.md, V10).

The main job runs once over the real addresses with names that occur nowhere else. Then everything that the house keeps
or hands out is searched for them, in the ways that they may be written.
"""

import logging
import re
import subprocess
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from sqlalchemy import make_url, update
from werkzeug.test import TestResponse

from courier_app.domain.packages import Status
from courier_app.evidence.log_keys import load_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.log_mirror import export
from courier_app.models import Package
from courier_app.publisher import Publisher, root_looks
from courier_app.services.recipients import Recipient, open_recipient
from tests.house import LOG, NOON, on_both
from tests.phone import AT_HOME, Phone
from tests.postgres import SUPERUSER, _programs
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.staff.desk import Desk

NAME, ADDRESS, PHONE = "Kenari Rahasiawati", "Jl. Kenari Kuning 17 RT 09/RW 11, Rembang", "081299887766"
NOTE, AT_THE_DOOR = "pagar kenari ungu", "Kenari Penerimaningsih"
LAT, LON = -67654321, 1109876543
WORDS = (NAME, "Rahasiawati", ADDRESS, "Kenari Kuning", PHONE, NOTE, AT_THE_DOOR, "Penerimaningsih")
PLACES = (str(LAT), str(LON), "6.7654321", "6.76543", "110.9876543", "110.98765")
KENARI = Recipient(NAME, ADDRESS, PHONE, NOTE, LAT, LON)


@dataclass
class Job:
    """A delivered package, and every answer that anybody got on the way."""

    package: Package
    code: str
    addresses: list[str]
    refusals: list[str]
    pages: dict[str, str]


def ways(canary: str) -> Iterator[bytes]:
    """As it is, in JSON, in an address, in hex (bytes of a dump), and in Base64 wherever it begins."""
    plain = canary.encode()
    yield from (
        plain,
        canary.replace("/", "\\/").encode(),
        quote(canary).encode(),
        quote_plus(canary).encode(),
    )
    yield plain.hex().encode()
    for before in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(b"\0" * before + plain)[4 if before else 0 :].rstrip(b"=")[:-1]


def sings(content: bytes, canaries: tuple[str, ...] = (*WORDS, *PLACES)) -> set[str]:
    lower = content.lower()
    return {word for word in canaries if any(way.lower() in lower for way in ways(word) if len(way) > 6)}


def has_code(content: bytes, code: str) -> bool:
    """Six digits by themselves: inside a hash or a key they mean nothing."""
    return re.search(rb"(?<![0-9A-Za-z_.+/-])%s(?![0-9A-Za-z_.+/-])" % code.encode(), content) is not None


@pytest.fixture
def job(app, house, ports, caplog):
    caplog.set_level(logging.DEBUG)
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        made = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier, recipient=KENARI)
        officer = a_user(session, office=office)
    phone, desk, citizen = Phone(app, courier), Desk(app, officer), app.test_client()
    answers = [phone.client.get("/kurir/api/round")]
    proof = phone.freeze(
        made.package,
        recipient={"name": AT_THE_DOOR, "rel": "spouse"},
        gps=AT_HOME | {"lat_e7": LAT, "lon_e7": LON},
        answers={"claim_code": made.claim_code},
    )
    sent = phone.send(proof)
    assert sent.status_code == 201
    answers += [sent, phone.send_proof(proof)]
    said = {"nomor": made.package.alias, "kode": made.claim_code}
    answers += [citizen.post("/cek", data=said), citizen.get("/cek/paket")]
    package, audit = f"/petugas/paket/{made.package.id}", f"/petugas/audit/{proof.proof}"
    shown = desk.send(f"{package}/penerima")
    answers += [desk.get(path) for path in ("/petugas/", package, audit, "/petugas/audit")]
    answers.append(desk.send("/petugas/cari", cari=NAME))
    wrong = [
        phone.client.put(
            f"/kurir/api/proofs/{proof.proof}", data=proof.body[:-9], content_type="application/jose"
        ),
        phone.client.put(
            f"/kurir/api/proofs/{proof.proof}", data=proof.manifest, content_type="application/json"
        ),
        app.test_client().post("/cek", data=said | {"kode": "000000"}),
        desk.post(f"{package}/penerima/simpan", address=ADDRESS, phone=PHONE, note=NOTE),
        desk.post(f"{package}/batal"),
        desk.get(f"/petugas/paket/{proof.proof}"),
        citizen.get("/cek/paket/tanda-terima.zip"),
    ]
    everything = [*answers, shown, *wrong]
    seen = [answer.location or "" for answer in everything]
    seen += [address for answer in everything for address in _linked(answer)]
    refusals = [answer.text for answer in wrong if answer.status_code >= 400]
    return Job(
        made.package, made.claim_code, seen, refusals, {"recipient": shown.text, "list": answers[5].text}
    )


def _linked(answer: TestResponse) -> list[str]:
    return re.findall(r'(?:href|src|action)="([^"]*)"', answer.text) if answer.mimetype == "text/html" else []


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
    assert not has_code(content, job.code)


@on_both
def test_no_canary_sings_in_the_log_and_what_is_exported_of_it(job, app, house, ports, settings, tmp_path):
    root_looks(house, now=NOON.replace(hour=7))
    begin_state(tmp_path / "state", LOG)
    Publisher(house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG).publish(now=NOON)
    assert export(house, ports.log_key, tmp_path / "log") > 1
    content = b"".join(path.read_bytes() for path in (tmp_path / "log").rglob("*") if path.is_file())
    client = app.test_client()
    for path in ("/log/checkpoint", "/log/tile/entries/000.p/2", "/kesehatan", f"/P/{job.package.label_id}"):
        content += client.get(path).data
    assert b'"t":"audit-root"' in content
    assert sings(content) == set()
    assert not has_code(content, job.code)


def test_no_canary_sings_in_the_diary_in_addresses_or_in_refusals(job, caplog):
    assert len(job.refusals) >= 4
    for content in (caplog.text, "\n".join(job.addresses), "\n".join(job.refusals)):
        assert sings(content.encode(), (*WORDS, *PLACES)) == set()
        assert not has_code(content.encode(), job.code)


def test_the_server_keeps_no_list_of_who_asked_for_what():
    settings = (Path(__file__).parents[1] / "gunicorn.conf.py").read_text()
    assert "\naccesslog = None\n" in settings


def test_lists_do_not_name_anybody(job):
    assert sings(job.pages["list"].encode(), WORDS) == set()


def test_where_it_must_sing_it_is_heard(job):
    assert {NAME, PHONE, NOTE} <= sings(job.pages["recipient"].encode())


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
