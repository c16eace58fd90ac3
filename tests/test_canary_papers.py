"""What the house hands out, as a file or as a page, holds nobody's data but where it must (verification.md, V10).

Every file is opened as far as it goes: members of a ZIP, words and packed streams of a PDF.
"""

import io
import zipfile

import pytest
from reportlab.pdfgen.canvas import Canvas

from courier_app.domain.packages import Status
from courier_app.domain.retention import ErasedWhy, Part
from courier_app.evidence.log_keys import load_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.models import Role
from courier_app.publisher import Publisher
from courier_app.services.erasing import Order, erase
from courier_app.services.passwords import hash_password
from tests.canaries import (
    ADDRESS,
    COUNTED,
    EVERYTHING,
    NAME,
    SAID,
    WHO,
    has_code,
    opened,
    sings,
)
from tests.canary_town import CanaryTown
from tests.house import LOG, NOON
from tests.phone import Phone
from tests.town import a_courier, a_user
from tests.web.staff.desk import PASSWORD, Desk

BREACH = {
    "diketahui": "2026-11-23T14:00",
    "dari": "2026-11-23T00:00",
    "sampai": "2026-11-24T00:00",
    "bagaimana": "Kata sandi seorang petugas dipakai orang lain dari luar kantor.",
    "upaya": "Akun ditutup, kata sandi diganti, dan warga dihubungi lewat telepon.",
}
LISTS = (
    "/petugas/",
    "/petugas/audit",
    "/petugas/sanggahan",
    "/petugas/laporan-uang",
    "/petugas/permintaan",
    "/petugas/uang-antar",
    "/petugas/kartu-lama",
    "/petugas/kembali",
    "/petugas/serah-terima",
    "/petugas/pembukaan",
    "/petugas/penyimpanan",
    "/petugas/kurir",
    "/petugas/label",
    "/petugas/impor",
    "/petugas/akun",
)


@pytest.fixture
def job(app, house, ports, settings, tmp_path):
    """Its log is published: some papers wait for that."""
    town = CanaryTown(app, house, ports).live()
    town.erased = erased(town)
    begin_state(tmp_path / "state", LOG)
    Publisher(house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG).publish(now=NOON)
    return town


def taken(answer):
    """The whole file; a page would say that there is none."""
    assert answer.status_code == 200, answer.text[:300]
    assert answer.mimetype != "text/html"
    with answer:
        return answer.data


def papers(job):
    """Every file that anybody may take away and that has no business with a name, by what it is."""
    dpo, officer = job.desk(Role.DPO), job.officer
    for_labels = {
        "pilihan": "these",
        "lembar": "a4-2x4",
        "alamat": "tidak",
        "paket": str(job.waiting.package.id),
    }
    return {
        "receipt": taken(job.quiet_citizen.get("/cek/paket/tanda-terima.pdf")),
        "receipt files": taken(job.quiet_citizen.get("/cek/paket/tanda-terima.zip")),
        "fees of the province": taken(job.desk(Role.PROVINCE).get("/petugas/uang-antar.csv")),
        "breach": taken(dpo.post("/petugas/kebocoran", **BREACH)),
        "erasure": taken(dpo.get(f"/petugas/penyimpanan/{job.erased}/berita-acara")),
        "labels": taken(officer.post("/petugas/label", **for_labels)),
        "old cards": destruction(job, officer),
    }


def erased(town):
    gone = town.registered(Status.CANCELLED).package
    with town.house.transaction() as session:
        done = erase(session, Order(gone.id, Part.EVERYTHING, ErasedWhy.ORDER), now=NOON)
        assert done
        return done.id


def destruction(job, officer):
    card = job.collected_card()
    with job.house.transaction() as session:
        kept = hash_password(PASSWORD, hasher=job.ports.hasher)
        second = a_user(session, office=job.office, name="Dewi Kedua", password_hash=kept).username
    form = {"paket": str(card.id), "nama": second, "sandi": PASSWORD}
    page = officer.send("/petugas/kartu-lama/musnahkan", **form).text
    number = page.split('href="/petugas/kartu-lama/berita-acara/')[1].split('"')[0]
    return taken(officer.get(f"/petugas/kartu-lama/berita-acara/{number}"))


def heard(files, canaries=EVERYTHING):
    found = {name: sings(opened(content), canaries) for name, content in files.items()}
    return {name: words for name, words in found.items() if words}


def codes_in(job, content):
    return [code for code in job.codes if has_code(content, code)]


def test_no_canary_sings_in_any_paper(job):
    made = papers(job)
    assert heard(made) == {}
    assert {name: told for name, content in made.items() if (told := codes_in(job, opened(content)))} == {}


def test_the_papers_are_whole_and_can_be_read(job):
    aliases = [made.package.alias.encode() for made in (job.quiet, job.waiting, job.delivered)]
    squeezed = {name: b"".join(opened(content).split()) for name, content in papers(job).items()}
    named = {name for name, content in squeezed.items() if any(one in content for one in aliases)}
    assert named >= {"receipt", "breach", "labels"}
    assert min(len(content) for content in squeezed.values()) > 200


def test_what_an_officer_counted_reads_the_note_and_nobody_else(job):
    with_note = taken(job.desk(Role.AUDITOR).get("/petugas/uang-antar.csv"))
    assert sings(with_note) == {COUNTED}


def test_no_list_names_anybody_to_anybody(job):
    for role in (Role.OFFICER, Role.AUDITOR, Role.ADMIN, Role.DPO, Role.PROVINCE, Role.PARTNER):
        desk = job.desk(role)
        pages = {path: desk.get(path) for path in LISTS}
        seen = {path: answer.data for path, answer in pages.items() if answer.status_code == 200}
        assert len(seen) >= (1 if role is Role.PARTNER else 4)
        assert heard(seen) == {}
        assert {path: told for path, content in seen.items() if (told := codes_in(job, content))} == {}


def test_before_anything_is_revealed_a_page_of_one_package_or_proof_names_nobody(job):
    with job.house.transaction() as session:
        auditor = a_user(session, Role.AUDITOR, office=job.office)
    desk = Desk(job.app, auditor)
    paths = f"/petugas/paket/{job.package.id}", f"/petugas/audit/{job.proof.proof}"
    assert heard({path: desk.get(path).data for path in paths}) == {}


def test_couriers_hear_nothing_of_packages_of_others_and_never_a_code_or_a_citizens_words(job):
    with job.house.transaction() as session:
        other = a_courier(session, job.office, name="Joko")
    theirs, own = Phone(job.app, other).client, job.phone.client
    for path in ("/kurir/api/round", "/kurir/api/questions", "/kurir/api/session"):
        assert sings(theirs.get(path).data) == set()
        assert sings(own.get(path).data, SAID) == set()
        assert codes_in(job, own.get(path).data) == []


def test_what_was_typed_into_an_address_is_not_repeated(job):
    stranger = job.app.test_client()
    for client in (stranger, job.citizen, job.officer.client, job.phone.client):
        for address in (f"/cek/{NAME}", f"/petugas/paket/{NAME}", f"/kurir/api/{NAME}"):
            answer = client.get(address)
            assert answer.status_code >= 300
            assert sings(answer.data + (answer.location or "").encode()) == set(), address


def test_a_name_in_a_pdf_or_a_zip_or_one_in_the_other_would_be_noticed():
    paper = io.BytesIO()
    canvas = Canvas(paper, pageCompression=1)
    canvas.drawString(72, 720, f"Diterima oleh {NAME}")
    canvas.save()
    assert NAME.encode() not in paper.getvalue()
    assert NAME in sings(opened(paper.getvalue()))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("berkas/kertas.pdf", paper.getvalue())
        made.writestr("berkas/daftar.csv", f"1;{ADDRESS}\n" * 20)
    assert {NAME, ADDRESS} <= sings(opened(archive.getvalue()))


def test_where_it_must_sing_in_a_paper_it_is_heard(job):
    form = {"pilihan": "these", "lembar": "a4-2x4", "alamat": "ya", "paket": str(job.waiting.package.id)}
    assert NAME in sings(opened(taken(job.officer.post("/petugas/label", **form))), WHO)
