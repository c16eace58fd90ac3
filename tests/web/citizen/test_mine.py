"""The citizen's own page: the way of the package, who brought it, and the question whether it arrived."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from courier_app.domain.confirmations import ANSWER_WINDOW
from courier_app.domain.disputes import Verdict
from courier_app.domain.packages import Status
from courier_app.domain.retention import ErasedWhy, Part
from courier_app.models import Answer, Dispute, Look, Office, Package, Proof, Statement
from courier_app.services.disputes import Ruling, decide_dispute, open_dispute
from courier_app.services.erasing import Order, erase
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from tests.house import NOON, on_both
from tests.phone import Phone
from tests.town import SITI, a_courier, a_package, a_user, an_office
from tests.web.citizen.doors import claim, token, words

WHY = "Amplopnya ada pada tetangga; kami antar hari ini."
ASKED = "Sudah Anda terima?"


@pytest.fixture
def mine(client, delivered):
    """The page, opened with the code."""
    claim(client, delivered)
    return client.get("/cek/paket")


def answer(client, page, said):
    return client.post("/cek/paket/jawaban", data={"csrf_token": token(page), "jawaban": said})


def test_the_name_is_masked(mine):
    assert "S••• A•••••" in words(mine)
    assert "Siti" not in mine.text


def test_address_and_phone_of_the_recipient_are_not_there(mine):
    assert not [part for part in ("Melati", SITI.phone) if part in mine.text]


def test_the_look_is_on_record(mine, house, delivered):
    with house.reading() as session:
        look = session.scalars(select(Look)).one()
    assert (look.package_id, look.what, look.user_id, look.courier_id) == (
        *(delivered.package.id, "recipient", None, None),
    )


@on_both
def test_the_citizen_reads_how_often_staff_looked(client, house, delivered):
    """Looks by the courier and the citizen are not counted, nor those that show nobody or belong to one
    that is counted: the photo of a proof that was opened."""
    with house.transaction() as session:
        office = session.get_one(Office, delivered.package.office_id)
        officer = Actor(user_id=a_user(session, office=office).id)
        courier = Actor(courier_id=delivered.package.courier_id)
        looks = (
            (What.RECIPIENT, officer),
            (What.PROOF_REVEALED, officer),
            (What.PHOTO, officer),
            (What.PROOF, officer),
            (What.BLURRED, officer),
            (What.ROUND, courier),
        )
        for what, by in looks:
            record_look(session, Sight(what, delivered.package.id), by=by, now=NOON)
    claim(client, delivered)
    assert "Dilihat 2 kali oleh petugas, terakhir" in words(client.get("/cek/paket"))


@on_both
@pytest.mark.parametrize(
    ("note", "told"), [("Saya di sawah.", "Dilihat 1 kali"), ("", "Belum pernah dilihat")]
)
def test_the_page_of_a_case_counts_as_a_look_once_somebody_wrote_in_it(
    client, house, ports, delivered, note, told
):
    """Before that it shows no more than a number, a courier and times."""
    with house.transaction() as session:
        package = session.get_one(Package, delivered.package.id)
        case = open_dispute(session, ports, package, note, now=NOON)
        officer = Actor(user_id=a_user(session, office=session.get_one(Office, package.office_id)).id)
        record_look(session, Sight(What.DISPUTE, package.id, case.id), by=officer, now=NOON)
    claim(client, delivered)
    assert told in words(client.get("/cek/paket"))


@pytest.mark.parametrize(
    "what", [What.LABEL_AGAIN, What.CLAIM_SLIP, What.PROOF_IMPORTED, What.RECIPIENT_CHANGED]
)
def test_paper_without_a_name_and_a_correction_of_what_was_opened_are_no_looks(
    client, house, delivered, what
):
    with house.transaction() as session:
        office = session.get_one(Office, delivered.package.office_id)
        officer = Actor(user_id=a_user(session, office=office).id)
        record_look(session, Sight(what, delivered.package.id), by=officer, now=NOON)
    claim(client, delivered)
    assert "Belum pernah dilihat petugas." in words(client.get("/cek/paket"))


def test_nobody_looked_is_said_too(mine):
    assert "Belum pernah dilihat petugas." in words(mine)


def test_the_driver_is_known_by_first_name_partner_and_plate(mine):
    page = words(mine)
    assert "Agus · Gojek" in page
    assert "K 4821 XB" in page
    assert "Prasetyo" not in page


def test_a_postman_has_no_plate(client, envelopes, house):
    with house.transaction() as session:
        postman = a_courier(session, envelopes.office, plate="K 1 A")
    claim(client, envelopes.one(courier=postman))
    assert "K 1 A" not in client.get("/cek/paket").text


def test_the_way_of_the_package_is_told_newest_first(mine):
    page = words(mine).partition("Perjalanan")[2]
    told = ["Sudah diterima", "Sedang diantar", "Sudah dibawa kurir", "Siap dikirim", "Sedang disiapkan"]
    assert [page.index(word) for word in told] == sorted(page.index(word) for word in told)


def test_times_are_semarangs(mine):
    assert "23 November 2026, 12.00" in words(mine)


def test_before_delivery_nobody_is_asked(client, envelopes):
    claim(client, envelopes.one())
    assert ASKED not in words(client.get("/cek/paket"))


def test_before_delivery_not_received_is_not_offered(client, envelopes):
    claim(client, envelopes.one())
    assert client.get("/cek/paket/belum").location == "/cek/paket"


def test_a_partners_report_without_proof_is_told_as_that(client, envelopes):
    claim(client, envelopes.one(Status.REPORTED_DELIVERED))
    page = words(client.get("/cek/paket"))
    assert "buktinya belum ada pada kami" in page
    assert ASKED in page


def last_word(house):
    with house.reading() as session:
        return session.scalars(select(Statement.answer).order_by(Statement.made_at.desc())).first()


def test_yes_is_thanked_for(client, mine, house):
    answer(client, mine, "received")
    assert last_word(house) is Answer.RECEIVED
    assert "Terima kasih" in words(client.get("/cek/paket"))


def test_not_yet_is_explained_before_it_is_said(client, mine, house):
    page = words(client.get("/cek/paket/belum"))
    assert "3 × 24 jam" in page
    assert "0295-691000" in page
    assert last_word(house) is None


def test_not_yet_stands_above_the_couriers_word(client, mine, house):
    answer(client, client.get("/cek/paket/belum"), "not_received")
    assert last_word(house) is Answer.NOT_RECEIVED
    assert "Anda belum menerimanya" in words(client.get("/cek/paket"))


def test_minds_may_change(client, mine, house):
    answer(client, mine, "not_received")
    answer(client, client.get("/cek/paket"), "received")
    assert last_word(house) is Answer.RECEIVED
    assert "Sudah diterima" in words(client.get("/cek/paket"))


def test_an_answer_without_the_forms_token_is_refused(client, mine, house):
    refused = client.post("/cek/paket/jawaban", data={"jawaban": "received"})
    assert (refused.status_code, last_word(house)) == (403, None)


def test_an_answer_that_is_none_is_refused(client, mine, house):
    assert (answer(client, mine, "perhaps").status_code, last_word(house)) == (422, None)


def test_long_after_delivery_nobody_is_asked(client, delivered, clock):
    clock.pass_(days=(ANSWER_WINDOW + timedelta(days=1)).days)
    claim(client, delivered)
    page = client.get("/cek/paket")
    assert ASKED not in words(page)
    assert answer(client, page, "received").status_code == 409


def test_the_proof_says_when_and_to_whom_by_relation_and_not_by_name(app, client, house, ports):
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        made = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier)
    phone = Phone(app, courier)
    recipient = {"name": "Bambang Wijaya", "rel": "spouse"}
    assert phone.send(phone.freeze(made.package, recipient=recipient)).status_code == 201
    claim(client, made)
    page = words(client.get("/cek/paket"))
    assert "Diterima oleh Suami/Istri Diserahkan 23 November 2026, 12.00" in page
    assert "Bambang" not in page


def test_a_record_that_does_not_open_any_more_leaves_the_page_standing(app, client, house, ports):
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        made = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier)
    phone = Phone(app, courier)
    phone.send(phone.freeze(made.package))
    with house.transaction() as session:
        session.execute(update(Proof).values(sent_sealed=b"spoiled"))
    claim(client, made)
    assert client.get("/cek/paket").status_code == 200


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (Part.EVERYTHING, "Data pribadi dihapus pada 23 November 2026"),
        (Part.PICTURES, "Foto dan tanda tangan dihapus pada 23 November 2026"),
    ],
)
def test_what_was_erased_is_said_with_its_day(client, delivered, house, part, told):
    with house.transaction() as session:
        erase(session, Order(delivered.package.id, part, ErasedWhy.ORDER), now=NOON)
    claim(client, delivered)
    assert told in words(client.get("/cek/paket"))


def test_after_all_is_erased_nobody_is_asked_and_no_case_can_be_opened(client, delivered, house, mine):
    with house.transaction() as session:
        erase(session, Order(delivered.package.id, Part.EVERYTHING, ErasedWhy.REQUEST), now=NOON)
    assert ASKED not in words(client.get("/cek/paket"))
    assert answer(client, mine, "not_received").status_code == 409


def test_the_page_is_there_in_english_too(client, delivered):
    client.set_cookie("bahasa", "en")
    claim(client, delivered)
    assert "Have you received it?" in words(client.get("/cek/paket"))


def decide(house, ports, made, verdict):
    with house.transaction() as session:
        case = session.scalars(select(Dispute)).one()
        user = a_user(session, office=session.get_one(Office, made.package.office_id))
        decide_dispute(session, ports, Ruling(case.id, user.id, verdict, WHY), now=NOON)


def test_the_case_says_by_when_and_takes_more_words(client, mine):
    answer(client, mine, "not_received")
    page = client.get("/cek/paket")
    assert "Kabar paling lambat 26 November 2026, 12.00 WIB" in words(page)
    more = {"csrf_token": token(page), "keterangan": "Saya di sawah hari itu."}
    assert client.post("/cek/paket/keterangan", data=more).status_code == 303
    assert "Saya di sawah hari itu." in words(client.get("/cek/paket"))


def test_words_with_a_citizens_number_are_not_taken_and_not_lost(client, mine):
    answer(client, mine, "not_received")
    more = {"csrf_token": token(client.get("/cek/paket")), "keterangan": "NIK saya 3317011708909901"}
    refused = client.post("/cek/paket/keterangan", data=more)
    assert refused.status_code == 422
    assert "Jangan tulis NIK" in words(refused)
    assert "NIK saya" in refused.text


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict.NOT_DELIVERED, "Benar belum Anda terima"),
        (Verdict.DELIVERED_CONFIRMED, "Menurut pemeriksaan, sudah diterima"),
        (Verdict.DELIVERED_TO_OTHER, "Diterima orang lain"),
        (Verdict.DOCUMENT_REISSUED, "Dokumen Anda dibuatkan lagi"),
    ],
)
def test_the_verdict_and_its_reason_are_read_by_the_citizen(
    client, mine, house, ports, delivered, verdict, told
):
    answer(client, mine, "not_received")
    decide(house, ports, delivered, verdict)
    page = words(client.get("/cek/paket"))
    assert told in page
    assert WHY in page
    assert "Masih belum saya terima" in page
