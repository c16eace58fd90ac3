"""A courier partner's pages: what its couriers could not deliver, and cases about what they brought; never whose."""

import re

import pytest

from courier_app.domain.disputes import Account, Said, Verdict
from courier_app.domain.packages import CLOSED
from courier_app.domain.reviews import Decision
from courier_app.models import Answer, Package, Role
from courier_app.queries import partner as partner_queries
from courier_app.services.claims import Word, state_receipt
from courier_app.services.disputes import Line, Ruling, decide_dispute, open_case_of, write_line
from courier_app.services.moves import Actor
from courier_app.services.reviews import NewReview, review_proof
from tests.house import NOON
from tests.town import SITI, a_user
from tests.web.staff.case import CaseTown
from tests.web.staff.desk import Desk

HOME, FAILED, CASES = "/petugas/mitra", "/petugas/mitra/gagal", "/petugas/mitra/sanggahan"


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


def partner(town, code="pos", office=None):
    with town.house.transaction() as session:
        user = a_user(session, Role.PARTNER, office=office or town.office, partner_code=code)
    return Desk(town.app, user)


@pytest.fixture
def pos(town):
    return partner(town)


def shown(page, alias):
    """Printed in groups, copied without gaps: as the page holds it."""
    groups = (alias[:2], alias[2:6], alias[6:10], alias[10:11], alias[11:])
    return "".join(f"<span>{group}</span>" for group in groups) in page


def alias_of(town, frozen):
    with town.house.reading() as session:
        return session.get_one(Package, town.row(frozen).package_id).alias


def fail(town, reason="not_home", **said):
    return town.proof("attempt_failed", reason=reason, **said)


def deny(town, frozen):
    with town.house.transaction() as session:
        word = Word(Answer.NOT_RECEIVED, "Saya Siti Aminah, belum menerima.")
        state_receipt(session, town.ports, town.row(frozen).package_id, word, now=NOON)


def test_a_failed_attempt_is_told_with_its_reason_its_courier_and_what_comes_next(town, pos):
    failed = fail(town)
    page = pos.get(FAILED).text
    assert shown(page, alias_of(town, failed))
    for words in ("Tidak ada orang di alamat", "Antar lagi di lain waktu", "Budi Santoso", town.office.name):
        assert words in page


def test_what_reached_the_server_late_says_so_for_the_list_goes_by_that(town, pos):
    fail(town, captured_at="2026-11-23T01:00:00.000Z")
    fail(town)
    page = pos.get(FAILED).text
    assert page.count("diterima server 23 Nov 2026, 12.00") == 1
    assert "yang terakhir diterima server di atas" in page


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_a_package_that_is_closed_since_asks_for_nothing_more(town, pos, status):
    failed = fail(town)
    with town.house.transaction() as session:
        session.get_one(Package, town.row(failed).package_id).status = status
    page = pos.get(FAILED).text
    assert shown(page, alias_of(town, failed))
    assert "Antar lagi di lain waktu" not in page


def test_nothing_of_a_recipient_stands_on_any_page_of_a_partner(town, pos):
    fail(town)
    deny(town, town.proof())
    pages = "".join(pos.get(path).text for path in (HOME, FAILED, CASES))
    assert not [word for word in (SITI.name, "Melati", SITI.phone or "?", "belum menerima.") if word in pages]


def test_another_partners_attempts_and_cases_are_not_there(town):
    failed, denied = fail(town), town.proof()
    deny(town, denied)
    grab = partner(town, "grab")
    assert "Belum ada antaran yang gagal" in grab.get(FAILED).text
    assert "Tidak ada sanggahan terbuka" in grab.get(CASES).text
    assert not shown(grab.get(FAILED).text, alias_of(town, failed))
    assert not shown(grab.get(CASES).text, alias_of(town, denied))


def test_the_same_partner_at_another_office_sees_none_of_this_one(town, other_office):
    fail(town)
    deny(town, town.proof())
    there = partner(town, "pos", other_office)
    assert "Belum ada antaran yang gagal" in there.get(FAILED).text
    assert "Tidak ada sanggahan terbuka" in there.get(CASES).text


@pytest.fixture
def doubtful(town):
    """A failed attempt that waits for a verdict: the photo that the reason asks for is missing."""
    frozen = town.phone.freeze(town.package(), "attempt_failed", files=())
    assert town.phone.send(frozen).status_code == 201
    return frozen


def test_an_attempt_that_an_auditor_rejected_did_not_happen(town, pos, doubtful):
    with town.house.transaction() as session:
        why = "Kurir tidak pernah sampai di sana."
        seen = session.get_one(Package, town.row(doubtful).package_id).status
        new = NewReview(doubtful.proof, town.auditor.id, Decision.REJECTED, why, seen)
        review_proof(session, town.ports, new, now=NOON)
    assert "Belum ada antaran yang gagal" in pos.get(FAILED).text


def test_what_waits_for_a_verdict_says_so(pos, doubtful):
    assert "Menunggu putusan" in pos.get(FAILED).text


def test_the_list_is_filtered_by_reason_courier_and_day(town, pos):
    failed = fail(town)
    for query in (f"sebab=not_home&kurir={town.postman.id}", "dari=2026-11-23&sampai=2026-11-23"):
        assert shown(pos.get(f"{FAILED}?{query}").text, alias_of(town, failed))
    for query in ("sebab=refused", f"kurir={town.auditor.id}", "dari=2999-01-01"):
        assert "Tidak ada antaran gagal yang cocok" in pos.get(f"{FAILED}?{query}").text


def test_fifty_stand_on_a_page_and_the_older_ones_on_the_next(town, pos, monkeypatch):
    monkeypatch.setattr(partner_queries, "PAGE", 1)
    first, second = alias_of(town, fail(town)), alias_of(town, fail(town))
    page = pos.get(FAILED).text
    older = pos.get(re.findall(r'rel="next" href="([^"]+)"', page)[0].replace("&amp;", "&")).text
    assert (
        {shown(page, first), shown(older, first)}
        == {shown(page, second), shown(older, second)}
        == {True, False}
    )


def test_a_case_says_what_is_asked_and_until_when(town, pos):
    denied = town.proof()
    deny(town, denied)
    page = pos.get(CASES).text
    assert shown(page, alias_of(town, denied))
    assert "Kurir menjawab di aplikasinya" in page
    assert "Belum dijawab" in page
    assert "26 Nov 2026" in page


def test_an_answer_by_telephone_leaves_nothing_to_be_asked(town, pos):
    denied = town.proof()
    deny(town, denied)
    with town.house.transaction() as session:
        case = open_case_of(session, town.row(denied).package_id)
        assert case
        by = Actor(user_id=town.auditor.id)
        line = Line(case.id, Said.CALL, by, "Diserahkan kepada istrinya.", Account.TO_FAMILY)
        write_line(session, town.ports, line, now=NOON)
    page = pos.get(CASES).text
    assert "Tidak ada lagi: kantor yang memutuskan" in page
    assert "Sudah dijawab" in page


def test_a_partner_reads_the_verdicts_and_not_why(town, pos):
    denied = town.proof(captured_at="2026-11-23T00:00:00.000Z")
    deny(town, denied)
    with town.house.transaction() as session:
        case = open_case_of(session, town.row(denied).package_id)
        assert case
        ruling = Ruling(case.id, town.auditor.id, Verdict.NOT_DELIVERED, "Siti Aminah tidak di rumah.")
        decide_dispute(session, town.ports, ruling, now=NOON)
    ended = pos.get(CASES).text.partition("Putusan 30 hari terakhir")[2]
    assert shown(ended, alias_of(town, denied))
    assert "Belum sampai kepada penerima" in ended
    assert "23 Nov 2026, 07.00" in ended
    assert "Siti" not in ended
    assert "Putusan 30 hari" not in partner(town, "gojek").get(CASES).text


def test_the_menu_counts_open_cases(town, pos):
    deny(town, town.proof())
    assert re.search(r'class="waits" title="sanggahan terbuka">1', pos.get(FAILED).text)


def test_the_office_reads_in_the_case_that_the_partner_was_told(town, pos):
    deny(town, town.proof())
    officer = town.desk_of(Role.OFFICER)
    links = re.findall(r'href="(/petugas/sanggahan/[0-9a-f-]+)"', officer.get("/petugas/sanggahan").text)
    page = officer.get(links[0]).text
    assert "Mitra kurir diberi tahu" in page
    assert "otomatis, saat sanggahan dibuka" in page


def test_the_first_page_of_the_office_leads_a_partner_to_its_own(pos):
    answer = pos.get("/petugas/")
    assert (answer.status_code, answer.location) == (303, HOME)


def test_an_account_without_a_partner_sees_nothing(town):
    with town.house.transaction() as session:
        user = a_user(session, Role.PARTNER, office=town.office)
    assert Desk(town.app, user).get(HOME).status_code == 403
