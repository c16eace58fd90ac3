"""A new claim code after a look at who asks, and a package that came back sent out again."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from courier_app.domain.code_messages import international, ready
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.models import Look, Package, PackageEvent, Proof, ReplacedLabel, Role, ServerRecord
from courier_app.services.packages import is_claim_code
from courier_app.services.returns import NewCount, count_in
from tests.house import NOON, on_both
from tests.phone import Phone, promise
from tests.town import SITI, a_courier, a_package, a_user, an_office
from tests.web.citizen.doors import words
from tests.web.staff.desk import Desk
from tests.web.staff.reading import is_said_at

ASKED = {"sebab": "locked", "periksa": "called_back"}
CODE = re.compile(r"<span>(\d{3})</span> <span>(\d{3})</span>")


class Town:
    """An officer, a postman with his phone, and a package that he brought back."""

    def __init__(self, app, house, ports):
        self.app, self.house, self.ports = app, house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.courier = a_courier(session, self.office)
            self.user = a_user(session, Role.OFFICER, office=self.office)
            out = {"status": Status.OUT_FOR_DELIVERY, "courier": self.courier}
            self.made = a_package(session, ports, self.office, **out)
        self.id = self.made.package.id
        self.old_label = self.made.package.label_id
        self.desk = Desk(app, self.user)
        self.path = f"/petugas/paket/{self.id}"

    def bring_back(self):
        with self.house.transaction() as session:
            count_in(session, NewCount(self.office.id, self.user.id, frozenset({self.id})), now=NOON)

    def send_again(self):
        self.bring_back()
        self.desk.get(f"{self.path}/kirim-lagi")
        return self.desk.send(f"{self.path}/kirim-lagi")

    @property
    def package(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.id)

    def rows(self, model):
        with self.house.reading() as session:
            return session.scalars(select(model)).all()


@pytest.fixture
def town(app, house, ports):
    return Town(app, house, ports)


def code_on(page):
    found = CODE.search(page)
    assert found, "the page shows no code"
    return "".join(found.groups())


@on_both
def test_a_package_that_came_back_goes_out_with_a_new_label_and_a_new_code(town):
    page = town.send_again().text
    package = town.package
    assert (package.status, package.courier_id, package.handover_id) == (Status.READY, None, None)
    assert package.label_id != town.old_label
    assert is_claim_code(town.ports, package, code_on(page))
    assert not is_claim_code(town.ports, package, town.made.claim_code)
    assert (package.claim_tries, package.closed_at) == (0, None)
    assert "Cetak label baru" in page


def test_it_is_an_event_and_a_leaf(town):
    town.send_again()
    assert town.rows(PackageEvent)[-1].status is Status.READY
    [record] = [one.record for one in town.rows(ServerRecord) if b'"t":"reissued"' in one.record]
    assert b'"step":"sent-again"' in record
    assert town.old_label.encode() not in record


def test_the_page_asks_before_and_says_what_cannot_be_undone(town):
    town.bring_back()
    assert "Kirim lagi" in town.desk.get(town.path).text
    page = words(town.desk.get(f"{town.path}/kirim-lagi"))
    assert "tidak bisa dihidupkan lagi" in page
    assert "Cetak label barunya dan tempel sebelum diserahkan" in page
    assert town.package.status is Status.RETURNED


def test_what_is_still_out_is_not_sent_again(town):
    assert town.desk.get(f"{town.path}/kirim-lagi").location == town.path
    assert town.desk.post(f"{town.path}/kirim-lagi").status_code == 409


def test_pressed_twice_it_goes_out_once(town):
    town.send_again()
    assert town.desk.post(f"{town.path}/kirim-lagi").status_code == 409
    assert len(town.rows(ReplacedLabel)) == 1


def test_it_may_be_cancelled_as_long_as_nobody_took_it(town):
    town.send_again()
    town.desk.send(f"{town.path}/batal")
    assert town.package.status is Status.CANCELLED


def test_the_old_label_says_that_it_was_replaced(town):
    town.send_again()
    answer = town.app.test_client().get(f"/P/{town.old_label}")
    assert answer.status_code == 410
    assert "Label ini sudah diganti" in answer.text
    assert town.office.name not in answer.text


def test_the_old_labels_page_asks_for_no_claim_code_and_leads_to_the_number(town):
    """The code of a replaced label would be refused, and five refusals lock the new one."""
    town.send_again()
    page = town.app.test_client().get(f"/P/{town.old_label}").text
    assert 'name="kode"' not in page
    assert "Cek dengan nomor paket" in page


def test_the_new_label_works(town):
    town.send_again()
    assert "Siap dikirim" in town.app.test_client().get(f"/P/{town.package.label_id}").text


def test_the_old_label_is_refused_at_the_handover_and_found_by_the_search(town):
    town.send_again()
    town.desk.get("/petugas/serah-terima/baru")
    assert "Label lama" in town.desk.send("/petugas/kembali", pindai=town.old_label).text
    assert town.desk.post("/petugas/cari", cari=town.old_label).location == town.path


@on_both
def test_what_a_phone_still_sends_under_the_old_label_is_kept_and_moves_nothing(town):
    """The courier was offline, and has the same package again."""
    phone = Phone(town.app, town.courier)
    late = phone.freeze(town.made.package)
    town.send_again()
    with town.house.transaction() as session:
        package = session.get_one(Package, town.id)
        package.status, package.courier_id = Status.OUT_FOR_DELIVERY, town.courier.id
    answer = phone.send(late)
    assert (answer.status_code, promise(answer)["reason"]) == (201, Mark.NOT_YOUR_PACKAGE.value)
    assert town.package.status is Status.OUT_FOR_DELIVERY


def test_the_proof_of_the_first_journey_still_checks_out(town):
    phone = Phone(town.app, town.courier)
    frozen = phone.freeze(town.made.package, "attempt_failed")
    phone.send(frozen)
    town.send_again()
    page = town.desk.get(f"/petugas/audit/{town.rows(Proof)[0].id}").text
    assert "Yang tampil di halaman ini sama dengan catatan dari ponsel." in page


def test_its_label_counts_as_not_printed_until_it_is(town):
    town.send_again()
    assert "belum dicetak" in town.desk.get(town.path).text


def test_another_office_cannot_send_it_again(town):
    town.bring_back()
    with town.house.transaction() as session:
        user = a_user(session, Role.OFFICER, office=an_office(session, region="33.18"))
    stranger = Desk(town.app, user)
    stranger.get("/petugas/audit")
    assert stranger.post(f"{town.path}/kirim-lagi").status_code == 404
    assert town.package.status is Status.RETURNED


@pytest.mark.parametrize("missing", ["sebab", "periksa"])
def test_nobody_gets_a_code_without_a_reason_and_a_look_at_who_asks(town, missing):
    said = {name: value for name, value in ASKED.items() if name != missing}
    town.desk.get(town.path)
    page = town.desk.send(f"{town.path}/kode-klaim", **said).text
    sentence = {"sebab": "Pilih mengapa perlu kode baru.", "periksa": "Pilih bagaimana Anda memastikan"}[
        missing
    ]
    assert is_said_at(page, missing, sentence)
    assert is_claim_code(town.ports, town.package, town.made.claim_code)


def test_what_was_chosen_stays_when_the_rest_is_missing(town):
    town.desk.get(town.path)
    page = town.desk.send(f"{town.path}/kode-klaim", sebab="lost").text
    assert re.search(r'name="sebab" value="lost" checked', page)


def test_reason_and_look_are_in_the_ledger_without_the_code(town):
    town.desk.get(town.path)
    code = code_on(town.desk.send(f"{town.path}/kode-klaim", **ASKED).text)
    [record] = [one.record for one in town.rows(ServerRecord) if b'"t":"reissued"' in one.record]
    assert b'"why":"locked"' in record
    assert b'"checked":"called_back"' in record
    assert code.encode() not in record.partition(b'"salt"')[0]


def with_message(town):
    town.desk.get(town.path)
    town.desk.send(f"{town.path}/kode-klaim", **ASKED)
    return town.desk.get(f"{town.path}/kode-klaim?pesan=1").text


def test_a_message_is_ready_to_copy_and_holds_the_code_and_nothing_personal(town):
    page = with_message(town)
    text, number = [unescape(found) for found in re.findall(r'data-copy="([^"]+)"', page)]
    assert number == "+6281234567890"
    assert f"adalah {code_on(page)}." in text
    assert f"paket {town.package.alias} " in text
    for secret in (SITI.name, SITI.address, "KTP", "SITI"):
        assert secret not in text


def test_the_message_comes_when_it_is_asked_for_and_is_a_look_on_record(town):
    town.desk.get(town.path)
    assert "whatsapp:" not in town.desk.send(f"{town.path}/kode-klaim", **ASKED).text
    assert "recipient" not in [look.what for look in town.rows(Look)]
    town.desk.get(f"{town.path}/kode-klaim?pesan=1")
    assert "recipient" in [look.what for look in town.rows(Look)]


def test_the_code_is_in_no_address_and_the_number_only_in_those_that_stay_in_the_machine(town):
    page = with_message(town)
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert [one for one in addresses if code_on(page) in one] == []
    with_number = [one for one in addresses if "81234567890" in one]
    assert with_number == ["whatsapp://send?phone=6281234567890", "sms:+6281234567890"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0812-3456-7890", "6281234567890"),
        ("+62 812 3456 7890", "6281234567890"),
        ("6281234567890", "6281234567890"),
        ("0295-691000", None),
        ("", None),
        ("0812-abc", None),
    ],
)
def test_only_mobile_numbers_get_a_message(typed, number):
    assert international(typed) == number
    assert (ready(typed, "x") is None) == (number is None)


def test_no_courier_ever_gets_the_code(town):
    town.send_again()
    phone = Phone(town.app, town.courier)
    digest = town.package.claim_digest
    answer = phone.client.get("/kurir/api/round")
    assert b"claim" not in answer.data
    assert digest.hex().encode() not in answer.data
