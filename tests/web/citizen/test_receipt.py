"""The receipt: given once proven, checked by a program that is not ours, silent about people."""

import io
import json
import subprocess
import zipfile
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import delete, select, update

from courier_app.config import settings_from
from courier_app.domain.notes import vkey
from courier_app.domain.packages import Status
from courier_app.domain.witnesses import read_policy
from courier_app.evidence.cosignatures import witnesses_of
from courier_app.evidence.log_keys import load_log_key
from courier_app.evidence.receipts import read_receipt
from courier_app.evidence.signer import Signer, begin_state
from courier_app.models import IssuedReceipt, Look, PackageKey, Proof, PublishedCheckpoint
from courier_app.publisher import Publisher
from tests.house import LOG, NOON
from tests.phone import Phone
from tests.town import SITI, a_courier, a_package, an_office
from tests.web.citizen.doors import claim

PDF, ZIP = "/cek/paket/tanda-terima.pdf", "/cek/paket/tanda-terima.zip"


@pytest.fixture
def proven(app, house, ports):
    """A package that a courier's phone proved delivered; its citizen has not signed in yet."""
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        made = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier)
    phone = Phone(app, courier)
    assert phone.send(phone.freeze(made.package)).status_code == 201
    return made


@pytest.fixture
def citizen(client, proven):
    claim(client, proven)
    return client


@pytest.fixture
def published(house, settings, tmp_path, proven):
    begin_state(tmp_path / "state", LOG)
    Publisher(house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG).publish(now=NOON)


def picture(answer):
    return pypdfium2.PdfDocument(answer.data)[0].render(scale=2).to_pil()


def words(answer):
    return pypdfium2.PdfDocument(answer.data)[0].get_textpage().get_text_bounded()


def unpacked(answer, folder):
    zipfile.ZipFile(io.BytesIO(answer.data)).extractall(folder)
    return folder


def test_the_page_offers_the_receipt_once_the_delivery_is_proven(citizen):
    page = citizen.get("/cek/paket").text
    assert (PDF in page, ZIP in page) == (True, True)


def test_the_printed_code_is_read_by_a_camera_and_signed_by_the_office(citizen, ports, house):
    [code] = zxingcpp.read_barcodes(picture(citizen.get(PDF)))
    says = read_receipt(code.text, ports.receipt_key.public)
    with house.reading() as session:
        proof = session.scalars(select(Proof)).one()
    assert (says.mh, says.index, says.outcome) == (proof.manifest_hash, proof.leaf_index, "D")


def test_the_code_stands_in_the_file_for_programs_too(citizen, ports):
    keywords = pypdfium2.PdfDocument(citizen.get(PDF).data).get_metadata_value("Keywords")
    assert read_receipt(keywords, ports.receipt_key.public).issuer == "localhost"


def test_each_asking_is_a_look_on_record(citizen, house):
    citizen.get("/cek/paket/tanda-terima.pdf")
    with house.reading() as session:
        looks = session.scalars(select(Look).where(Look.what == "receipt")).all()
    assert [(look.user_id, look.courier_id) for look in looks] == [(None, None)]


def test_every_asking_gives_the_same_receipt(citizen, house):
    first, second = (zxingcpp.read_barcodes(picture(citizen.get(PDF)))[0].text for _ in range(2))
    with house.reading() as session:
        kept = session.scalars(select(IssuedReceipt)).one()
    assert first == second == kept.text


def test_nothing_personal_stands_on_it(citizen, published, tmp_path):
    told = words(citizen.get(PDF)) + (unpacked(citizen.get(ZIP), tmp_path) / "leaf.json").read_text()
    assert not [part for part in (SITI.name, *SITI.name.split(), SITI.address, SITI.phone) if part in told]


def test_it_is_written_in_plain_words(citizen, proven):
    told = words(citizen.get(PDF))
    assert [
        part for part in ("TANDA TERIMA DOKUMEN", proven.package.alias, "GRATIS") if part not in told
    ] == []


def test_openssl_alone_finds_the_files_valid(citizen, published, tmp_path):
    folder = unpacked(citizen.get(ZIP), tmp_path)
    ended = subprocess.run(["bash", "verify.sh"], cwd=folder, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.splitlines()[-1:]) == (0, ["SAH / VALID"])


def swap(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


def flip(text, at):
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


SPOILT = {
    "a letter of the receipt": ("receipt.txt", lambda text: flip(text, 200)),
    "a receipt cut short": ("receipt.txt", lambda text: text[:-3]),
    "the leaf": ("leaf.json", lambda text: swap(text, '"v":1', '"v":2')),
    "another record in the leaf": (
        "leaf.json",
        lambda text: json.dumps({**json.loads(text), "mh": "0" * 64}),
    ),
    "the index": ("receipt.tlog-proof", lambda text: swap(text, "index 0", "index 1")),
    "the size": ("receipt.tlog-proof", lambda text: swap(text, "\n1\n", "\n2\n")),
    "the log's signature": ("receipt.tlog-proof", lambda text: flip(text, len(text) - 20)),
    "another log": ("keys.policy", lambda text: swap(text, LOG, "other.example/log")),
    "a command for an index": (
        "receipt.tlog-proof",
        lambda text: swap(text, "index 0", "index a[$(touch x)]"),
    ),
}


@pytest.mark.parametrize(("name", "spoil"), SPOILT.values(), ids=SPOILT)
def test_openssl_alone_refuses_what_was_changed(citizen, published, tmp_path, name, spoil):
    folder = unpacked(citizen.get(ZIP), tmp_path)
    (folder / name).write_text(spoil((folder / name).read_text()))
    ended = subprocess.run(["bash", "verify.sh"], cwd=folder, capture_output=True, text=True, check=False)
    assert (ended.returncode, "SAH / VALID" in ended.stdout) == (1, False)
    assert not (folder / "x").exists()


def test_before_the_log_covers_it_the_files_wait(citizen):
    answer = citizen.get(ZIP)
    assert (answer.status_code, "Tunggu sebentar" in answer.text) == (409, True)


def test_before_a_delivery_there_is_no_receipt(client, envelopes):
    claim(client, envelopes.one(Status.OUT_FOR_DELIVERY))
    assert [client.get(path).status_code for path in (PDF, ZIP)] == [303, 303]


def test_after_erasure_no_new_receipt_is_given(citizen, house, proven):
    with house.transaction() as session:
        session.execute(delete(PackageKey).where(PackageKey.package_id == proven.package.id))
    assert citizen.get(PDF).status_code == 303


def test_a_host_too_long_for_a_receipt_stops_the_start_and_a_shorter_name_helps(settings):
    env = {
        "SURAT_DATA_DIR": str(settings.data_dir),
        "SURAT_PUBLIC_URL": "https://suratsampai.dukcapil.semarangkota.go.id",
        **dict.fromkeys(("SURAT_SECRET_KEY", "SURAT_CLAIM_KEY", "SURAT_INDEX_KEY"), "5a" * 32),
    }
    with pytest.raises(SystemExit, match="SURAT_ISSUER"):
        settings_from(env)
    assert (
        settings_from(env | {"SURAT_ISSUER": "dukcapil.semarangkota.go.id"}).issuer
        == "dukcapil.semarangkota.go.id"
    )


@pytest.fixture
def with_a_witness(app):
    """One that nobody answers for: the policy of the operator names it."""
    key = vkey("saksi.example", 4, b"k" * 32)
    policy = read_policy(f"witness saksi {key} https://saksi.example\nquorum saksi\n")
    app.extensions["suratsampai_ports"] = replace(
        app.extensions["suratsampai_ports"], witnesses=witnesses_of(policy)
    )


def test_the_page_says_that_the_record_is_not_yet_witnessed_and_since_when(
    with_a_witness, citizen, published
):
    text = citizen.get("/cek/paket").text
    assert "Diterima, belum disaksikan pihak luar (sejak 23 November 2026, 12.00 WIB)." in text


def test_the_page_says_since_when_outsiders_have_witnessed_it(with_a_witness, citizen, published, house):
    with house.transaction() as session:
        session.execute(update(PublishedCheckpoint).values(witnessed_at=NOON))
    assert "Disaksikan pihak luar sejak 23 November 2026, 12.00 WIB." in citizen.get("/cek/paket").text


def test_without_witnesses_the_page_waits_for_nobody(citizen, published):
    assert "disaksikan" not in citizen.get("/cek/paket").text


def test_the_files_name_the_witnesses_that_count(with_a_witness, citizen, published):
    archive = zipfile.ZipFile(io.BytesIO(citizen.get(ZIP).data))
    assert "quorum saksi" in archive.read("keys.policy").decode()


def test_the_receipt_and_the_page_say_whether_the_fee_was_paid(app, client, house, ports):
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        made = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier, fee_rupiah=9000)
    phone = Phone(app, courier)
    phone.send(phone.freeze(made.package, payment={"rupiah": 9000, "method": "cash", "reason": None}))
    claim(client, made)
    assert "Rp9.000, dibayar Rp9.000, Tunai" in client.get("/cek/paket").text
    assert "ONGKOS KIRIM Rp9.000: DIBAYAR TUNAI" in words(client.get(PDF))
