"""A citizen asks for the own data, a correction, or an erasure; the office answers within three days, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.packages import Status
from courier_app.domain.refusals import PackageHeld, RequestClosed
from courier_app.domain.retention import ErasedWhy, HeldBy
from courier_app.domain.rights import RequestAnswer, Right
from courier_app.models import Erasure, Look, Package, PackageKey, Proof, RightsRequest, Role, ServerRecord
from courier_app.services.holds import held_by
from courier_app.services.ledger_audit import faults_in
from courier_app.services.own_data import own_data
from courier_app.services.passwords import hash_password, hasher_of
from courier_app.services.recipients import open_recipient
from courier_app.services.rights import Asking, Reply, answer_request, ask
from courier_app.web.own_data import own_data_file
from tests.house import NOON, on_both
from tests.recipients import RecipientPhone, a_link
from tests.town import SITI, a_package, a_user
from tests.web.citizen.doors import claim, token, words
from tests.web.staff.case import CaseTown
from tests.web.staff.desk import Desk
from tests.web.staff.reading import is_said_at

PASSWORD = "betul-betul-rahasia"
WORDS = "Nama jalan saya keliru, seharusnya Jalan Kenanga."
KENANGA = "Jl. Kenanga 3 RT 02/RW 05, Rembang"
REASON = "Arsip ini wajib disimpan satu tahun menurut JRA."


class Asked(CaseTown):
    """A delivered package whose citizen has its claim code; the courier had no line for five hours."""

    def __post_init__(self):
        super().__post_init__()
        with self.house.transaction() as session:
            self.made = a_package(session, self.ports, self.office, **self.on_the_way)
        early = self.phone.freeze(self.made.package, captured_at="2026-11-23T00:00:00.000Z")
        assert self.phone.send(early).status_code == 201
        self.package_id = self.made.package.id
        self.dpo = self.desk_of(Role.DPO)

    @property
    def on_the_way(self):
        return {"status": Status.OUT_FOR_DELIVERY, "courier": self.postman}

    def ask(self, right, words="", *, now=NOON):
        with self.house.transaction() as session:
            return ask(session, self.ports, Asking(self.package_id, right, words), now=now).id

    def reply(self, request_id, answer=RequestAnswer.GRANTED, **said):
        with self.house.transaction() as session:
            reply = Reply(request_id, self.auditor.id, answer, **said)
            return answer_request(session, self.ports, reply, now=NOON)

    def rows_of(self, model):
        with self.house.reading() as session:
            return session.scalars(select(model)).all()

    def faults(self):
        """But for the town's phone, which was enrolled without an entry."""
        with self.house.reading() as session:
            found = list(faults_in(session, self.ports.log_key))
        return [one for one in found if not one.where.startswith("key of phone")]


@pytest.fixture
def town(app, house, ports):
    return Asked(app, house, ports)


@pytest.fixture
def citizen(app, town):
    client = app.test_client()
    claim(client, town.made)
    return client


def send(citizen, **form):
    page = citizen.get("/cek/paket/hak")
    return citizen.post("/cek/paket/hak", data={"csrf_token": token(page), **form})


def test_the_citizen_asks_on_the_packages_page_and_reads_by_when(citizen):
    assert send(citizen, hak="access").status_code == 303
    page = words(citizen.get("/cek/paket/hak"))
    assert "Melihat data saya" in page
    assert "Dijawab paling lambat 26 November 2026, 12.00" in page


def test_a_correction_without_words_and_a_citizen_number_are_not_taken(citizen, house):
    assert send(citizen, hak="correction").status_code == 422
    assert send(citizen, hak="access", isi="NIK saya 3317011708909901").status_code == 422
    assert send(citizen, hak="").status_code == 422
    with house.reading() as session:
        assert session.scalars(select(RightsRequest)).all() == []


@on_both
def test_asked_twice_is_asked_once(town):
    assert town.ask(Right.ACCESS) == town.ask(Right.ACCESS)


def test_the_list_counts_the_hours_that_are_left(town):
    town.ask(Right.ACCESS)
    page = words(town.dpo.get("/petugas/permintaan"))
    assert "72 jam lagi" in page
    assert "TERLAMBAT" not in page


def test_what_is_late_stands_on_top_and_in_the_menu(town):
    town.ask(Right.ACCESS, now=NOON - timedelta(hours=73))
    page = town.dpo.get("/petugas/permintaan").text
    assert "1 permintaan TERLAMBAT" in page
    assert 'title="permintaan warga terbuka">1' in page


def test_what_the_citizen_wrote_lies_sealed_and_whoever_reads_it_is_on_record(town):
    request = town.ask(Right.CORRECTION, WORDS)
    assert WORDS in words(town.desk.get(f"/petugas/permintaan/{request}"))
    assert town.looks()[-1] == ("request", town.auditor.id, request)
    with town.house.reading() as session:
        assert b"Kenanga" not in session.get_one(RightsRequest, request).words_sealed


def test_before_it_is_granted_nobody_fetches_anything(town, citizen):
    town.ask(Right.ACCESS)
    assert citizen.get("/cek/paket/hak/data.txt").status_code == 303


def test_granted_access_gives_the_citizen_a_file_to_read(town, citizen, clock):
    town.reply(town.ask(Right.ACCESS))
    answer = citizen.get("/cek/paket/hak/data.txt")
    assert SITI.name in answer.text
    assert SITI.address in answer.text
    assert "Diserahkan" in answer.text
    at_the_door = "23 November 2026, 07.00 WIB menurut ponsel kurir"
    assert f"Diserahkan {at_the_door}, sampai di server kami 23 November 2026, 12.00 WIB" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("own_data", None, town.package_id) in town.looks()
    clock.now = NOON + timedelta(days=15)
    claim(citizen, town.made)
    assert citizen.get("/cek/paket/hak/data.txt").status_code == 303


def the_file(town):
    town.reply(town.ask(Right.ACCESS))
    with town.app.test_request_context("/"), town.house.reading() as session:
        return own_data_file(own_data(session, town.ports, town.package_id)).get_data(as_text=True)


def test_the_file_holds_what_was_signed_on_the_own_phone_and_says_when_nothing_was_sent(town):
    with town.house.transaction() as session:
        made = a_package(session, town.ports, town.office, **town.on_the_way)
    town.package_id = made.package.id
    opened, signed = (RecipientPhone(town.app, a_link(made.package)) for _ in range(2))
    assert opened.open().status_code == signed.open().status_code == 200
    assert signed.send(signed.record(name="Sari Kutilang", rel="spouse")).status_code == 201
    said = the_file(town).partition("TANDA TANGAN DI PONSEL SENDIRI")[2].partition("JAWABAN ANDA")[0]
    assert "Sari Kutilang (Suami/Istri), tanda tangan dari 1 garis" in said
    assert said.count("dibuka 23 November 2026, 12.00 WIB") == 2
    assert said.count("tidak ada yang dikirim") == 1


def test_the_file_holds_reports_of_money_requests_answers_and_payments(town):
    with town.house.transaction() as session:
        made = a_package(session, town.ports, town.office, fee_rupiah=9000, **town.on_the_way)
    paid = town.phone.freeze(made.package, payment={"rupiah": 9000, "method": "qris", "reason": None})
    assert town.phone.send(paid).status_code == 201
    town.package_id, citizen = made.package.id, town.app.test_client()
    claim(citizen, made)
    for page, address, form in (
        (
            "/cek/paket/belum",
            "/cek/paket/jawaban",
            {"jawaban": "not_received", "keterangan": "Amplop tak ada."},
        ),
        ("/cek/paket/uang", "/cek/paket/uang", {"jumlah": "Rp50.000", "cerita": "Diminta uang rokok."}),
        ("/cek/paket/hak", "/cek/paket/hak", {"hak": "correction", "isi": WORDS}),
    ):
        csrf = token(citizen.get(page))
        assert citizen.post(address, data={"csrf_token": csrf, **form}).status_code == 303
    said = the_file(town)
    assert "WIB: belum diterima" in said
    assert "WIB: Amplop tak ada." in said
    assert "WIB, Rp50.000: Diminta uang rokok." in said
    assert f"Memperbaiki data saya: {WORDS} / belum dijawab" in said
    assert "Melihat data saya / Dikabulkan" in said
    assert "23 November 2026: ditagih Rp9.000, dibayar Rp9.000, QRIS" in said


def test_the_file_names_the_kinds_of_pictures_and_how_to_see_them(town):
    said = the_file(town)
    assert "tersimpan: foto serah terima, tanda tangan" in said
    assert "Minta di kantor: setelah identitas Anda diperiksa" in said


def test_looks_that_are_not_told_one_by_one_are_counted(town, monkeypatch):
    monkeypatch.setattr("courier_app.services.own_data.MOST_LOOKS", 2)
    for _ in range(5):
        town.desk.get(f"/petugas/audit/{town.rows_of(Proof)[0].id}")
    said = the_file(town).partition("SIAPA YANG MELIHAT")[2]
    assert said.count("pemeriksa: ") == 2
    assert "Dan 3 kali lagi sebelum itu" in said


def test_when_all_looks_are_told_nothing_is_said_of_more(town):
    town.desk.get(f"/petugas/audit/{town.rows_of(Proof)[0].id}")
    assert "kali lagi sebelum itu" not in the_file(town)


def test_the_office_takes_the_same_file_and_is_on_record(town):
    request = town.ask(Right.ACCESS)
    answer = town.dpo.post(f"/petugas/permintaan/{request}/data", **{"take-reason": "request"})
    assert SITI.name in answer.text
    assert town.looks()[-1][0] == "own_data"
    with town.house.reading() as session:
        assert session.scalars(select(Look.reason).where(Look.what == "own_data")).all() == ["request"]


@pytest.fixture
def long_ago(town, app):
    """A data-protection officer whose password was given long ago, and the one that is right."""
    with town.house.transaction() as session:
        hashed = hash_password(PASSWORD, hasher=hasher_of("quick"))
        dpo = a_user(session, Role.DPO, office=town.office, password_hash=hashed)
    return Desk(app, dpo, confirmed=False)


def test_the_office_takes_no_file_without_a_reason_or_without_the_password(town, long_ago):
    address = f"/petugas/permintaan/{town.ask(Right.ACCESS)}/data"
    for form in ({}, {"take-reason": "request"}, {"take-reason": "request", "take-password": "salah"}):
        answer = long_ago.post(address, **form)
        assert (answer.status_code, SITI.name in answer.text, SITI.address in answer.text) == (
            422,
            False,
            False,
        )
    assert "own_data" not in {what for what, _, _ in town.looks()}
    right = {"take-reason": "request", "take-password": PASSWORD}
    assert SITI.name in long_ago.post(address, **right).text


def test_what_is_to_be_corrected_is_shown_after_a_reveal_alone(town, long_ago):
    page = f"/petugas/permintaan/{town.ask(Right.CORRECTION, WORDS)}"
    assert SITI.address not in long_ago.get(page).text
    assert long_ago.post(f"{page}/buka", **{"open-reason": "request"}).status_code == 422
    assert "recipient" not in {what for what, _, _ in town.looks()}
    right = {"open-reason": "request", "open-password": PASSWORD}
    assert SITI.address in long_ago.send(f"{page}/buka", **right).text
    assert ("recipient", town.package_id) in {(what, subject) for what, _, subject in town.looks()}


@pytest.mark.parametrize(
    ("right", "way", "form"), [("access", "data", "take"), ("correction", "buka", "open")]
)
def test_a_reveal_without_a_password_says_at_the_top_what_is_missing(town, long_ago, right, way, form):
    page = f"/petugas/permintaan/{town.ask(Right(right))}/{way}"
    assert f'href="#{form}-password"' in long_ago.post(page, **{f"{form}-reason": "request"}).text


def test_of_another_request_nothing_is_opened_for_correction(town):
    page = f"/petugas/permintaan/{town.ask(Right.ACCESS)}/buka"
    assert town.dpo.post(page, **{"open-reason": "request"}).status_code == 404


def correct(town, request, **said):
    """As the page does it: what is known is opened first."""
    town.dpo.post(f"/petugas/permintaan/{request}/buka", **{"open-reason": "request"})
    return grant(town.dpo, request, **said)


def grant(desk, request, **said):
    facts = {"name": "Siti Aminah", "address": KENANGA, "phone": "081234567890"}
    return desk.post(f"/petugas/permintaan/{request}", jawaban="granted", **facts | said)


def address_of(town):
    with town.house.reading() as session:
        return open_recipient(session, town.ports, session.get_one(Package, town.package_id)).address


@pytest.mark.parametrize(
    "said", [{}, {"open-reason": ""}, {"open-reason": "request", "open-password": "salah"}]
)
def test_a_correction_that_was_not_opened_is_not_granted_and_what_was_typed_stays(town, long_ago, said):
    request = town.ask(Right.CORRECTION, WORDS)
    answer = grant(long_ago, request, **said)
    assert (answer.status_code, KENANGA in answer.text, SITI.address in answer.text) == (422, True, False)
    assert address_of(town) == SITI.address
    assert {"recipient", "recipient_changed"}.isdisjoint(what for what, _, _ in town.looks())


def test_a_correction_is_not_granted_without_a_reason_however_fresh_the_password(town):
    assert grant(town.dpo, town.ask(Right.CORRECTION, WORDS)).status_code == 422
    assert address_of(town) == SITI.address


def test_reason_and_password_beside_what_was_typed_grant_it_and_the_reason_is_on_record(town, long_ago):
    request = town.ask(Right.CORRECTION, WORDS)
    right = {"open-reason": "request", "open-password": PASSWORD}
    assert grant(long_ago, request, **right).status_code == 303
    assert address_of(town) == KENANGA
    assert {"recipient", "recipient_changed"} <= {what for what, _, _ in town.looks()}
    with town.house.reading() as session:
        assert session.scalars(select(Look.reason).where(Look.what == "recipient")).all() == ["request"]


def test_when_the_time_ran_out_the_page_asks_again_and_nothing_typed_is_lost(town, clock):
    request = town.ask(Right.CORRECTION, WORDS)
    town.dpo.post(f"/petugas/permintaan/{request}/buka", **{"open-reason": "request"})
    clock.pass_(minutes=10)
    page = words(grant(town.dpo, request))
    assert "Yang Anda ketik masih ada" in page
    assert address_of(town) == SITI.address


def test_a_correction_that_was_answered_is_not_asked_for_a_password(town, long_ago):
    request = town.ask(Right.CORRECTION, WORDS)
    town.reply(request, RequestAnswer.REFUSED, reason=REASON)
    page = grant(long_ago, request).text
    assert "Permintaan ini sudah dijawab" in page
    assert "open-password" not in page


@on_both
def test_a_correction_is_written_sealed_and_in_the_ledger_without_the_data(town):
    request = town.ask(Right.CORRECTION, WORDS)
    assert correct(town, request).status_code == 303
    with town.house.reading() as session:
        package = session.get_one(Package, town.package_id)
        assert open_recipient(session, town.ports, package).address.startswith("Jl. Kenanga")
        records = b"".join(session.scalars(select(ServerRecord.record)))
    assert b"corrected_hash" in records
    assert b"Kenanga" not in records
    assert town.faults() == []


def test_a_correction_that_cannot_be_taken_changes_nothing(town):
    request = town.ask(Right.CORRECTION, WORDS)
    assert correct(town, request, address="").status_code == 422
    with town.house.reading() as session:
        assert session.get_one(RightsRequest, request).answer is None


@on_both
def test_a_granted_erasure_destroys_the_keys_and_the_ledger_verifies(town):
    request = town.ask(Right.ERASURE)
    assert town.dpo.post(f"/petugas/permintaan/{request}", jawaban="granted").status_code == 303
    with town.house.reading() as session:
        assert session.get(PackageKey, town.package_id) is None
        assert session.scalars(select(Erasure.why)).one() is ErasedWhy.REQUEST
    assert town.faults() == []


def test_an_erasure_waits_for_whatever_holds_the_data(town):
    town.ask(Right.ACCESS)
    request = town.ask(Right.ERASURE)
    with pytest.raises(PackageHeld):
        town.reply(request)
    with town.house.reading() as session:
        assert held_by(session, town.package_id) == (HeldBy.REQUEST,)
        assert session.get_one(RightsRequest, request).answer is None


def test_a_refusal_needs_a_reason_that_the_citizen_reads(town, citizen):
    request = town.ask(Right.ERASURE)
    address = f"/petugas/permintaan/{request}"
    assert town.dpo.post(address, jawaban="refused").status_code == 422
    assert town.dpo.post(address, jawaban="refused", alasan=REASON).status_code == 303
    page = words(citizen.get("/cek/paket/hak"))
    assert "Ditolak" in page
    assert REASON in page


def test_a_request_is_answered_once(town):
    request = town.ask(Right.ACCESS)
    town.reply(request)
    with pytest.raises(RequestClosed):
        town.reply(request, RequestAnswer.REFUSED, reason=REASON)


def test_an_officer_takes_a_request_at_the_counter(town):
    officer = town.desk_of(Role.OFFICER)
    answer = officer.post(f"/petugas/paket/{town.package_id}/permintaan", hak="access", isi="Lewat loket.")
    assert answer.status_code == 303
    assert "loket kantor" in words(officer.get(answer.location))
    with town.house.reading() as session:
        assert session.scalars(select(RightsRequest.asked_by)).one() is not None


def test_an_officer_does_not_answer_for_the_data_protection_officer(town):
    request = town.ask(Right.ACCESS)
    officer = town.desk_of(Role.OFFICER)
    assert officer.post(f"/petugas/permintaan/{request}", jawaban="granted").status_code == 403
    assert "Kabulkan" not in officer.get(f"/petugas/permintaan/{request}").text


def test_an_answer_that_was_changed_in_the_database_is_told(town):
    town.reply(town.ask(Right.ERASURE), RequestAnswer.REFUSED, reason=REASON)
    assert town.faults() == []
    with town.house.transaction() as session:
        session.scalars(select(RightsRequest)).one().answer = RequestAnswer.GRANTED
    assert len(town.faults()) == 1


def test_a_citizen_number_written_at_the_counter_is_said_at_its_field_and_the_words_stay(town):
    path = f"/petugas/paket/{town.made.package.id}"
    said = {"hak": "access", "isi": "NIK saya 3317011708909901"}
    page = town.desk_of(Role.OFFICER).send(f"{path}/permintaan", **said).text
    assert is_said_at(page, "counter-words", "Jangan tulis NIK")
