"""The verdict at the desk: who may give it, what the page promises, and where it is seen afterwards."""

import re

import pytest

from courier_app.domain.packages import Status
from courier_app.models import Package, Role
from courier_app.services.counter import NewStay, wait_at_counter
from courier_app.services.returns import NewCount, count_in
from tests.house import NOON
from tests.web.staff.case import CaseTown

WHY = "Penerima sudah ditelepon dan memegang dokumennya."


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


@pytest.fixture
def doubted(town):
    return town.proof(answers={"id_check": "mismatch"})


def decide(desk, frozen, decision="accepted", reason=WHY, seen="out_for_delivery"):
    return desk.post(f"/petugas/audit/{frozen.proof}/putusan", decision=decision, reason=reason, seen=seen)


def status_of(town, frozen):
    with town.house.reading() as session:
        return session.get(Package, town.row(frozen).package_id).status


def waiting_in_menu(page):
    found = re.search(r'class="waits" title="menunggu putusan">(\d+)', page)
    return int(found[1]) if found else 0


def test_the_page_says_what_each_verdict_does_before_it_is_given(town, doubted):
    page = town.page(doubted)
    assert "Status paket menjadi: Sudah diterima." in page
    assert "Status paket tetap: Sedang diantar." in page


def test_a_proof_that_comes_too_late_promises_no_move(town):
    first = town.proof()
    with town.house.reading() as session:
        package = session.get(Package, town.row(first).package_id)
    again = town.phone.freeze(package)
    town.phone.send(again)
    assert "Status paket tetap: Sudah diterima. Buktinya dicatat sebagai benar." in town.page(again)


def test_of_what_lies_at_the_counter_the_page_says_to_look_there_first(town, doubted):
    who = town.office.id, town.auditor.id, frozenset({town.row(doubted).package_id})
    assert "Lihat dulu ke loket." not in town.page(doubted)
    with town.house.transaction() as session:
        count_in(session, NewCount(*who), now=NOON)
        wait_at_counter(session, NewStay(*who), now=NOON)
    page = town.page(doubted)
    assert "Lihat dulu ke loket." in page
    assert "Status paket tetap: Menunggu diambil." in page


def test_an_accepted_proof_needs_no_verdict(town):
    assert "Simpan putusan" not in town.page(town.proof())


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OFFICER, Role.ADMIN])
def test_a_verdict_moves_the_package_and_stands_on_the_page(town, doubted, role):
    desk = town.desk_of(role)
    assert decide(desk, doubted).status_code == 303
    page = town.page(doubted)
    assert status_of(town, doubted) is Status.DELIVERED
    for words in ("Diterima setelah diperiksa", WHY, "Status paket mengikuti bukti ini", "Rina Petugas"):
        assert words in page
    assert "Simpan putusan" not in page


def test_a_rejection_says_that_nothing_moved(town, doubted):
    decide(town.desk, doubted, "rejected")
    page = town.page(doubted)
    assert status_of(town, doubted) is Status.OUT_FOR_DELIVERY
    assert "Ditolak setelah diperiksa" in page
    assert "Status paket tidak berubah" in page


def test_who_only_reads_is_offered_no_verdict_and_gets_none(town, doubted):
    desk = town.desk_of(Role.DPO)
    assert "menunggu putusan petugas atau pemeriksa" in desk.get(f"/petugas/audit/{doubted.proof}").text
    assert decide(desk, doubted).status_code == 403
    assert status_of(town, doubted) is Status.OUT_FOR_DELIVERY


def test_another_offices_auditor_finds_nothing_to_judge(town, doubted):
    assert decide(town.desk_of(Role.AUDITOR, elsewhere=True), doubted).status_code == 404
    assert status_of(town, doubted) is Status.OUT_FOR_DELIVERY


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": ""}, "Tulis alasannya."),
        ({"reason": "sudah"}, "Tulis alasannya dengan 10 sampai 500 huruf."),
        ({"reason": "NIK-nya 3317011708909901 cocok"}, "Jangan tulis NIK atau nomor KK."),
        ({"decision": ""}, "Pilih: terima atau tolak."),
    ],
    ids=["no reason", "short", "nik", "no decision"],
)
def test_without_a_decision_and_a_reason_nothing_is_decided(town, doubted, said, sentence):
    answer = decide(town.desk, doubted, **said)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert status_of(town, doubted) is Status.OUT_FOR_DELIVERY


@pytest.mark.parametrize("said", [{"decision": "maybe"}, {"seen": "somewhere"}], ids=str)
def test_what_no_page_of_ours_sends_is_refused(town, doubted, said):
    assert decide(town.desk, doubted, **said).status_code == 422


def test_a_second_auditor_is_told_that_a_colleague_was_faster(town, doubted):
    decide(town.desk, doubted)
    late = decide(town.desk_of(Role.OFFICER), doubted, "rejected")
    assert late.status_code == 409
    assert "Bukti ini sudah diputuskan" in late.text


def test_pressing_twice_is_one_verdict(town, doubted):
    assert [decide(town.desk, doubted).status_code for _ in range(2)] == [303, 303]


def test_the_menu_and_the_list_count_what_waits_until_it_is_decided(town, doubted):
    page = town.desk.get("/petugas/audit").text
    assert waiting_in_menu(page) == 1
    assert 'putusan=menunggu">' in page
    decide(town.desk, doubted)
    assert waiting_in_menu(town.desk.get("/petugas/").text) == 0
    assert "Tidak ada bukti yang cocok" in town.desk.get("/petugas/audit?putusan=menunggu").text


@pytest.mark.parametrize(("decision", "word"), [("accepted", "disetujui"), ("rejected", "ditolak")])
def test_decided_proofs_have_filters_of_their_own(town, doubted, decision, word):
    decide(town.desk, doubted, decision)
    assert str(doubted.proof) in town.desk.get(f"/petugas/audit?putusan={word}").text


def test_another_offices_menu_counts_none_of_ours(town, doubted):
    assert waiting_in_menu(town.desk_of(Role.OFFICER, elsewhere=True).get("/petugas/").text) == 0


def test_the_verdict_stands_in_the_packages_story(town, doubted):
    decide(town.desk, doubted, "rejected")
    page = town.desk.get(f"/petugas/paket/{town.row(doubted).package_id}").text
    story = page[page.index("journey-title") : page.index("proofs-title")]
    assert "Ditolak setelah diperiksa" in story
    assert "Oleh Tuti Pemeriksa" in story


def test_a_code_that_was_typed_is_said_to_fit_or_not_whatever_the_proof_was_kept_for(town):
    wrong = town.proof(answers={"claim_code": "918273", "id_check": "mismatch"})
    assert "Diberikan; tidak cocok dengan kode paket" in town.page(wrong)
