"""After "not received": the citizen's page, the label's page and the receipt say what stands against the delivery."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.disputes import OVERTURNS, Verdict
from courier_app.domain.packages import Status
from courier_app.models import Answer, Dispute, IssuedReceipt, Office, Proof
from courier_app.services.claims import Word, state_receipt
from courier_app.services.disputes import Ruling, decide_dispute
from courier_app.services.voids import NewVoid, void_delivery
from tests.house import NOON
from tests.phone import Phone
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.citizen.doors import claim, words

PDF, ZIP = "/cek/paket/tanda-terima.pdf", "/cek/paket/tanda-terima.zip"
WHY = "Amplopnya ada pada tetangga; kami antar hari ini."
OVERTURNING = [verdict for verdict in Verdict if verdict in OVERTURNS]


class Delivery:
    """A package that a courier's phone proved delivered, and its citizen's browser."""

    def __init__(self, app, client, house, ports):
        self.client, self.house, self.ports = client, house, ports
        with house.transaction() as session:
            office = an_office(session)
            courier = a_courier(session, office)
            self.made = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier)
        phone = Phone(app, courier)
        assert phone.send(phone.freeze(self.made.package)).status_code == 201
        claim(client, self.made)

    def say(self, answer, *, hours=0):
        with self.house.transaction() as session:
            now = NOON + timedelta(hours=hours)
            state_receipt(session, self.ports, self.made.package.id, Word(answer), now=now)

    def decide(self, verdict, *, hours=1):
        with self.house.transaction() as session:
            case = session.scalars(select(Dispute).where(Dispute.decided_at.is_(None))).one()
            user = a_user(session, office=session.get_one(Office, self.made.package.office_id))
            ruling = Ruling(case.id, user.id, verdict, WHY)
            decide_dispute(session, self.ports, ruling, now=NOON + timedelta(hours=hours))

    def void(self, to=Status.ATTEMPT_FAILED):
        """By two officers, who found that it never happened."""
        with self.house.transaction() as session:
            office = session.get_one(Office, self.made.package.office_id)
            one, two = (a_user(session, office=office).id for _ in range(2))
            proof = session.scalars(select(Proof.id)).one()
            new = NewVoid(proof, office.id, one, two, to, WHY)
            void_delivery(session, self.ports, new, now=NOON + timedelta(hours=2))

    def page(self, path="/cek/paket"):
        return words(self.client.get(path))

    def label_page(self):
        return self.page(f"/P/{self.made.package.label_id}")

    def in_english(self):
        self.client.set_cookie("bahasa", "en")
        return self


@pytest.fixture
def delivery(app, client, house, ports):
    return Delivery(app, client, house, ports)


@pytest.fixture
def contested(delivery):
    delivery.say(Answer.NOT_RECEIVED)
    return delivery


@pytest.fixture
def overturned(contested):
    contested.decide(Verdict.NOT_DELIVERED)
    return contested


def journey(page):
    return page.partition("Perjalanan")[2].partition("Siapa yang melihat")[0]


def test_the_verdict_its_hour_and_the_office_to_ask_come_first(overturned):
    top = overturned.page().partition("Putusan atas laporan Anda")[0]
    assert "memutuskan pada 23 November 2026, 13.00: amplop ini belum sampai kepada Anda" in top
    assert "Langkah berikutnya ada pada alasan putusannya di bawah" in top
    assert "Tanyakan kepada Disdukcapil Kabupaten Rembang: 0295-691000" in top


def test_the_verdict_comes_first_in_english_too(overturned):
    page = overturned.in_english().page()
    assert "decided on 23 November 2026, 13:00: this envelope has not reached you" in page
    assert "Recorded by the courier: handed over" in page


@pytest.mark.parametrize("verdict", OVERTURNING)
def test_no_verdict_of_not_received_leaves_sudah_diterima_on_the_page(contested, verdict):
    contested.decide(verdict)
    assert "Sudah diterima" not in contested.page()


def test_the_journey_keeps_the_delivery_and_says_that_it_was_found_wrong(overturned):
    told = journey(overturned.page())
    assert "Dicatat kurir: sudah diserahkan 23 November 2026, 12.00 Dinyatakan keliru oleh putusan" in told
    assert (
        told.index("Putusan kantor: belum Anda terima")
        < told.index("Anda melaporkan")
        < told.index("Dicatat")
    )
    assert "Sudah dibawa kurir" in told


def test_while_somebody_looks_into_it_the_journey_says_contested(contested):
    told = journey(contested.page())
    assert "Dicatat kurir: sudah diserahkan 23 November 2026, 12.00 Disanggah." in told
    assert "Putusan kantor" not in told


def test_to_whom_and_when_is_told_as_the_couriers_record_alone(contested):
    assert "Menurut catatan kurir, dan disanggah Diterima oleh Yang bersangkutan" in contested.page()
    contested.decide(Verdict.NOT_DELIVERED)
    assert "Menurut catatan kurir, dan dinyatakan keliru Diterima oleh" in contested.page()


def test_a_delivery_that_nobody_contests_is_told_as_before(delivery):
    page = delivery.page()
    assert "Menurut kurir sudah diterima" in page
    assert "Menurut catatan kurir" not in page
    assert delivery.client.get(PDF).status_code == 200


def test_a_confirmed_delivery_stands_and_has_its_receipt(contested):
    contested.decide(Verdict.DELIVERED_CONFIRMED)
    assert "Menurut pemeriksaan, sudah diterima" in contested.page()
    assert "Sudah diterima 23 November" in journey(contested.page())
    assert contested.client.get(PDF).status_code == 200


def test_whoever_finds_it_while_the_case_is_open_has_everything_back(contested):
    contested.say(Answer.RECEIVED, hours=2)
    assert "Menurut catatan kurir" not in contested.page()
    assert contested.client.get(PDF).status_code == 200


def test_received_after_the_verdict_is_said_and_the_verdict_stands(overturned):
    overturned.say(Answer.RECEIVED, hours=30)
    page = overturned.page()
    assert "Anda menyatakan sudah menerima amplop ini pada 24 November 2026, 18.00" in page
    assert "Putusan kantor pada 23 November 2026, 13.00 tetap" in page
    assert WHY in page
    assert overturned.client.get(PDF).status_code == 410


def test_a_second_case_that_the_citizen_ends_leaves_the_first_verdict_to_be_read(overturned):
    overturned.say(Answer.NOT_RECEIVED, hours=20)
    overturned.say(Answer.RECEIVED, hours=30)
    assert WHY in overturned.page()
    assert overturned.client.get(PDF).status_code == 410


@pytest.mark.parametrize("path", [PDF, ZIP])
def test_a_receipt_is_held_back_while_somebody_looks_into_it(contested, path):
    answer = contested.client.get(path)
    assert (answer.status_code, answer.mimetype) == (409, "text/html")
    assert "Tanda terima ditahan" in words(answer)
    assert 'href="/cek/paket#case"' in answer.text


@pytest.mark.parametrize("path", [PDF, ZIP])
def test_after_the_verdict_there_is_no_receipt_and_the_case_is_a_link_away(overturned, path):
    answer = overturned.client.get(path)
    assert (answer.status_code, answer.mimetype) == (410, "text/html")
    assert "delivery-overturned" in words(answer)
    assert 'href="/cek/paket#case"' in answer.text
    assert 'id="case"' in overturned.client.get("/cek/paket").text


def test_the_refusal_is_said_in_english_too(overturned):
    assert "There is no receipt for this handover" in overturned.in_english().page(PDF)


def test_a_receipt_given_before_is_not_given_again(delivery, house):
    assert delivery.client.get(PDF).status_code == 200
    delivery.say(Answer.NOT_RECEIVED)
    delivery.decide(Verdict.DELIVERED_TO_OTHER)
    assert delivery.client.get(PDF).status_code == 410
    with house.reading() as session:
        assert len(session.scalars(select(IssuedReceipt)).all()) == 1


def test_nothing_is_signed_after_a_verdict(overturned, house):
    overturned.client.get(PDF)
    overturned.client.get(ZIP)
    with house.reading() as session:
        assert session.scalars(select(IssuedReceipt)).all() == []


def test_the_page_offers_no_receipt_and_names_both_records_in_the_log(overturned, house):
    page = overturned.client.get("/cek/paket")
    with house.reading() as session:
        proof, case = session.scalars(select(Proof)).one(), session.scalars(select(Dispute)).one()
    assert PDF not in page.text
    numbers = f"dengan nomor {proof.leaf_index}, putusannya dengan nomor {case.decided_leaf}"
    assert numbers in words(page)


def test_anyone_with_the_label_reads_that_it_is_being_looked_into(contested):
    assert "Ada laporan bahwa penerimanya belum menerima" in contested.label_page()


def test_anyone_with_the_label_reads_the_verdict_and_not_whose_hands_it_is_in(contested):
    contested.decide(Verdict.DELIVERED_TO_OTHER)
    page = contested.label_page()
    assert "Ternyata belum diterima" in page
    assert "memutuskan pada 23 November 2026, 13.00: penerimanya belum menerima" in page
    assert [word for word in (WHY, "orang lain", "Sudah diterima") if word in page] == []


def test_the_labels_page_says_it_in_english_too(overturned):
    assert "the recipient has not received it" in overturned.in_english().label_page()


def test_anyone_with_the_label_reads_that_it_came_after_all(overturned):
    overturned.say(Answer.RECEIVED, hours=30)
    page = overturned.label_page()
    assert "Penerimanya menyatakan sudah menerima amplop ini pada 24 November 2026, 18.00" in page
    assert "serah terima yang tercatat keliru" in page


def test_the_paper_and_the_checking_page_say_where_a_later_verdict_is_seen(delivery):
    checking = delivery.page("/verifikasi") + delivery.client.get("/verifikasi").text
    assert "putusan sesudahnya hanya tampak di halaman label paket itu" in checking


@pytest.mark.parametrize("to", [Status.ATTEMPT_FAILED, Status.HELD_FOR_PICKUP])
def test_after_a_void_the_page_says_that_the_record_was_wrong_and_shows_no_leg_of_the_way(delivery, to):
    delivery.void(to)
    page = delivery.page()
    assert "Catatan itu keliru dan dibatalkan kantor" in page.partition("Perjalanan")[0]
    assert "Kurir sudah datang" not in page
    assert "Dibawa kurir" not in page
