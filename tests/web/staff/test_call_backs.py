"""A delivery that stands on the courier's word alone: the office rings the recipient up and writes down the answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from courier_app.domain.call_backs import MOST_CALLS
from courier_app.domain.refusals import UnknownPackage
from courier_app.models import Answer, Dispute, Look, Package, PackageKey, Role
from courier_app.services.claims import Word, state_receipt
from tests.house import NOON, on_both
from tests.web.staff.case import CaseTown

ASK_THE_CITIZEN = "Minta warga menyatakannya di halamannya"
SAID = "Ibunya Siti bilang amplopnya sudah di rumah."


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


@pytest.fixture
def proof(town):
    """A card that fitted, and nothing that only the recipient could give."""
    return town.proof()


def note(town, proof, *, desk=None, **said):
    form = {"jawaban": "received", "catatan": SAID} | said
    return (desk or town.desk).send(f"/petugas/audit/{proof.proof}/telepon", **form)


def kept(town):
    with town.house.reading() as session:
        return session.scalars(select(Look).where(Look.what == "called_back")).all()


def test_the_proofs_page_asks_for_the_call(town, proof):
    page = town.page(proof)
    assert "Perlu ditelepon" in page
    assert "Belum ditelepon" in page


@on_both
def test_who_called_when_and_what_came_of_it_stand_on_the_page(town, proof):
    page = note(town, proof).text.partition('id="calls-title"')[2]
    for words in ("Terhubung: sudah menerima sendiri", SAID, "Oleh Tuti Pemeriksa", "23 Nov 2026, 12.00 WIB"):
        assert words in page
    assert "Belum ditelepon" not in page


def test_what_was_said_lies_sealed(town, proof):
    note(town, proof)
    (look,) = kept(town)
    assert (look.reason, look.subject_id, look.user_id) == ("received", proof.proof, town.auditor.id)
    assert SAID.encode() not in look.words_sealed


def test_an_answer_needs_no_note(town, proof):
    assert "Tidak terhubung: tidak diangkat" in note(town, proof, jawaban="no_answer", catatan="").text


@pytest.mark.parametrize(
    ("answer", "told"), [("received", True), ("no_answer", False)], ids=["reached", "not"]
)
def test_the_list_says_of_whom_somebody_was_reached(town, proof, answer, told):
    note(town, proof, jawaban=answer)
    assert ("Sudah ditelepon" in town.desk.get("/petugas/audit").text) is told


def test_the_list_does_not_call_a_recipient_content_who_has_received_nothing(town, proof):
    note(town, proof, jawaban="not_received")
    note(town, proof, jawaban="no_answer")
    page = town.desk.get("/petugas/audit").text
    assert ("Katanya belum menerima" in page, "Sudah ditelepon" in page) == (True, False)


def test_what_the_recipient_said_stands_though_nobody_answered_later(town, proof):
    note(town, proof, jawaban="not_received")
    assert "itu membuka sanggahan" in note(town, proof, jawaban="no_answer").text


def test_a_button_pressed_twice_is_one_call(town, proof):
    note(town, proof)
    note(town, proof)
    assert len(kept(town)) == 1


def test_who_has_not_received_it_is_led_to_the_next_step(town, proof):
    assert "itu membuka sanggahan" in note(town, proof, jawaban="not_received").text


def strike(town, proof, *, nth=-1, desk=None):
    """What the button beside a call sends."""
    calls = sorted(kept(town), key=lambda look: look.at)
    return (desk or town.desk).send(f"/petugas/audit/{proof.proof}/telepon", keliru=str(calls[nth].id))


@pytest.fixture
def denied_by_mistake(town, proof):
    """An officer chose the wrong line, and then said so."""
    note(town, proof, jawaban="not_received", catatan="")
    return strike(town, proof).text


def test_a_call_noted_by_mistake_no_longer_counts(town, denied_by_mistake):
    assert "itu membuka sanggahan" not in denied_by_mistake
    assert "Katanya belum menerima" not in town.desk.get("/petugas/audit").text


def package_page(town, proof):
    return town.desk.get(f"/petugas/paket/{town.row(proof).package_id}").text


def test_who_has_not_received_it_says_so_on_the_packages_page(town, proof):
    note(town, proof, jawaban="not_received")
    page = package_page(town, proof)
    assert "Di telepon, penerima mengatakan BELUM menerima paket ini" in page
    assert f'href="/petugas/audit/{proof.proof}#calls"' in page


def test_no_citizen_is_sent_to_a_page_that_takes_no_answer(town):
    """The delivery waits for a verdict, so nobody has said "delivered" yet."""
    waiting = town.phone.freeze(town.package(), files=())
    town.phone.send(waiting)
    note(town, waiting, jawaban="not_received")
    page = package_page(town, waiting)
    assert "Di telepon, penerima mengatakan BELUM menerima paket ini" in page
    assert ASK_THE_CITIZEN not in page


@pytest.mark.parametrize(("days", "asked"), [(89, True), (91, False)])
def test_the_citizen_is_asked_to_answer_while_there_is_time(town, proof, days, asked):
    note(town, proof, jawaban="not_received")
    with town.house.transaction() as session:
        package = session.get_one(Package, town.row(proof).package_id)
        package.closed_at = NOON - timedelta(days=days)
    assert (ASK_THE_CITIZEN in package_page(town, proof)) == asked


def test_a_call_stands_in_the_packages_journey_without_what_was_said(town, proof):
    note(town, proof, jawaban="not_received")
    page = package_page(town, proof).partition('id="journey-title"')[2]
    assert "Terhubung: BELUM menerima" in page
    assert SAID not in page


def case_page_of(town, proof):
    with town.house.transaction() as session:
        package_id = town.row(proof).package_id
        state_receipt(session, town.ports, package_id, Word(Answer.NOT_RECEIVED), now=NOON)
        case = session.scalars(select(Dispute.id)).one()
    return town.desk.get(f"/petugas/sanggahan/{case}").text


def test_a_call_stands_among_the_facts_of_the_citizens_case(town, proof):
    note(town, proof, jawaban="not_received")
    facts = case_page_of(town, proof).partition('id="package-title"')[2]
    assert "Terhubung: BELUM menerima" in facts
    assert f'href="/petugas/audit/{proof.proof}#calls"' in facts


def test_what_the_citizens_own_page_has_said_needs_no_telephone_beside_it(town, proof):
    note(town, proof, jawaban="not_received")
    case_page_of(town, proof)
    assert "Di telepon, penerima mengatakan" not in package_page(town, proof)


@on_both
@pytest.mark.parametrize("denied", [0, 1], ids=["before", "after"])
def test_a_denial_noted_by_mistake_beside_a_received_is_said_nowhere(town, proof, clock, denied):
    """Struck out after "received" was heard, whichever of the two was noted first."""
    answers = ["received", "received"]
    answers[denied] = "not_received"
    for answer in answers:
        note(town, proof, jawaban=answer, catatan="")
        clock.pass_(minutes=1)
    strike(town, proof, nth=denied)
    assert "BELUM menerima" not in package_page(town, proof) + case_page_of(town, proof)
    assert "Katanya belum menerima" not in town.desk.get("/petugas/audit").text


def test_a_call_noted_by_mistake_is_struck_out_and_stays_readable(denied_by_mistake):
    assert "<s>Terhubung: BELUM menerima</s>" in denied_by_mistake
    assert "Keliru, tidak dihitung" in denied_by_mistake
    assert "Belum ditelepon" in denied_by_mistake
    assert "Dicoret oleh Tuti Pemeriksa, 23 Nov 2026, 12.00 WIB" in denied_by_mistake


@on_both
def test_only_the_call_that_was_named_is_taken_back_however_often_the_button_is_pressed(town, proof, clock):
    """Two officers with the same page open."""
    for answer in ("not_received", "received"):
        note(town, proof, jawaban=answer, catatan="")
        clock.pass_(minutes=1)
    desks = (town.desk, town.desk_of(Role.OFFICER), town.desk)
    page = [strike(town, proof, nth=1, desk=desk).text for desk in desks][-1]
    assert (page.count("Keliru, tidak dihitung"), "itu membuka sanggahan" in page) == (1, True)
    assert "Katanya belum menerima" in town.desk.get("/petugas/audit").text


def test_an_earlier_call_can_be_taken_back_and_later_ones_stand(town, proof, clock):
    for answer in ("not_received", "no_answer"):
        note(town, proof, jawaban=answer, catatan="")
        clock.pass_(minutes=1)
    page = strike(town, proof, nth=0).text
    assert "itu membuka sanggahan" not in page
    assert "<strong>Tidak terhubung: tidak diangkat</strong>" in page


def test_the_same_answer_may_be_noted_again_after_it_was_taken_back(town, proof):
    note(town, proof)
    strike(town, proof)
    note(town, proof)
    assert "Sudah ditelepon" in town.desk.get("/petugas/audit").text


def test_the_last_call_that_may_be_noted_can_be_taken_back(town, proof, clock):
    for _ in range(MOST_CALLS):
        note(town, proof, jawaban="not_received", catatan="")
        clock.pass_(minutes=1)
    assert "<s>Terhubung" in strike(town, proof).text


@pytest.mark.parametrize("which", ["another proof's", "nobody's"])
def test_what_is_no_call_of_this_proof_is_not_taken_back(town, proof, which):
    note(town, proof)
    other = town.proof()
    number = kept(town)[0].id if which == "another proof's" else uuid4()
    answer = town.desk.send(f"/petugas/audit/{other.proof}/telepon", keliru=str(number))
    assert (answer.status_code, "<s>" in town.page(proof)) == (422, False)


def test_another_office_takes_no_call_back(town, proof):
    note(town, proof)
    assert strike(town, proof, desk=town.desk_of(Role.OFFICER, elsewhere=True)).status_code == 404


def test_the_access_log_tells_who_took_a_call_back(town, proof, denied_by_mistake):
    page = town.desk_of(Role.DPO).get("/petugas/pembukaan?apa=call_taken_back").text
    assert "Mencoret catatan telepon yang keliru" in page
    assert "Tuti Pemeriksa" in page


WRONG = {
    "no answer": ({"jawaban": ""}, "Pilih jawabannya."),
    "another answer": ({"jawaban": "verdict"}, "Pilih jawabannya."),
    "a citizen's number": ({"catatan": "NIK 3317104505900001"}, "Jangan tulis NIK"),
}


@pytest.mark.parametrize(("said", "sentence"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_taken_says_why_and_is_not_kept(town, proof, said, sentence):
    answer = note(town, proof, **said)
    assert (answer.status_code, sentence in answer.text, kept(town)) == (422, True, [])


def test_nobody_is_called_without_end(town, proof, clock):
    for _ in range(MOST_CALLS):
        note(town, proof, jawaban="no_answer", catatan="")
        clock.pass_(minutes=1)
    assert note(town, proof).status_code == 409
    assert "Catat telepon ini" not in town.page(proof)


def test_another_office_writes_nothing(town, proof):
    assert note(town, proof, desk=town.desk_of(Role.OFFICER, elsewhere=True)).status_code == 404


def test_the_access_log_tells_of_the_call(town, proof):
    note(town, proof)
    page = town.desk_of(Role.DPO).get("/petugas/pembukaan?apa=called_back").text
    assert "Menelepon penerima, dan mencatat jawabannya" in page
    assert "Terhubung: sudah menerima sendiri" in page


def test_what_erases_the_package_erases_what_was_said(town, proof):
    note(town, proof)
    with town.house.transaction() as session:
        session.execute(delete(PackageKey))
    page = town.page(proof)
    assert SAID not in page
    assert "Terhubung: sudah menerima sendiri" in page
    assert "Catat telepon ini" not in page


def test_of_an_erased_package_nothing_is_written_any_more(town, proof):
    with town.house.transaction() as session:
        session.execute(delete(PackageKey))
    answer = note(town, proof, catatan="")
    assert (answer.status_code, UnknownPackage.title in answer.text, kept(town)) == (422, True, [])


@pytest.mark.parametrize("answer", Answer)
def test_who_has_answered_by_themselves_need_not_be_rung_up(town, proof, answer):
    with town.house.transaction() as session:
        state_receipt(session, town.ports, town.row(proof).package_id, Word(answer), now=NOON)
    assert "Belum ditelepon" not in town.page(proof)


def test_a_step_that_needs_no_call_offers_none(town):
    assert "Telepon ke penerima" not in town.page(town.proof("picked_up"))
