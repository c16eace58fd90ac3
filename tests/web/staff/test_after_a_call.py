"""What a proof asks for once its recipient was rung up: what came of the last call says what is to be done next."""

import re

import pytest

from courier_app.domain.packages import Status
from courier_app.models import Role
from tests.web.staff.case import CaseTown

RING_UP = "Telepon penerima, dan catat jawabannya."
RING_AGAIN = "Belum ada yang terhubung. Telepon lagi"
ACT = "Penerima sudah ditelepon: katanya belum menerima. Tindak lanjuti:"


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


@pytest.fixture
def proof(town):
    return town.proof()


def after(town, proof, *answers, clock):
    for answer in answers:
        clock.pass_(minutes=1)
        town.desk.send(f"/petugas/audit/{proof.proof}/telepon", jawaban=answer, catatan="")
    return box(town.page(proof))


def box(page):
    return re.sub(r"<svg.*?</svg>", "", page.partition('class="notices"')[2].partition("</section>")[0])


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((), RING_UP),
        (("no_answer",), RING_AGAIN),
        (("wrong_number",), RING_AGAIN),
        (("not_received",), ACT),
        (("not_received", "no_answer"), ACT),
    ],
)
def test_the_box_says_what_is_to_be_done_after_the_last_call(town, proof, clock, answers, said):
    found = after(town, proof, *answers, clock=clock)
    assert [words for words in (RING_UP, RING_AGAIN, ACT) if words in found] == [said]


def test_who_denied_it_leads_on_to_what_can_be_done(town, proof, clock):
    town.desk = town.desk_of(Role.OFFICER)
    found = after(town, proof, "not_received", clock=clock)
    package = town.row(proof).package_id
    wanted = ("#calls", f"/petugas/audit/{proof.proof}/batalkan", f"/petugas/paket/{package}")
    assert [href for href in wanted if f'href="{href}"' not in found] == []


def test_who_may_not_void_is_not_led_there(town, proof, clock):
    found = after(town, proof, "not_received", clock=clock)
    assert "/batalkan" not in found


def test_the_list_marks_what_somebody_has_to_act_on(town, proof, clock):
    after(town, proof, "not_received", clock=clock)
    rows = town.desk.get("/petugas/audit?catatan=call-back").text.partition("<tbody")[2]
    assert ("Perlu ditindaklanjuti" in rows, "Perlu ditelepon" in rows) == (True, False)


def test_the_list_asks_to_ring_up_again_whom_nobody_has_reached(town, proof, clock):
    after(town, proof, "no_answer", clock=clock)
    assert "Perlu ditelepon" in town.desk.get("/petugas/audit").text.partition("<tbody")[2]


def reasons(page, prefix="reveal-"):
    return re.findall(
        r'<option value="(\w+)"', page.partition(f'id="{prefix}reason"')[2].partition("</select>")[0]
    )


def test_the_number_is_first_of_all_opened_to_ring_somebody_up(town, proof):
    page = town.desk.get(f"/petugas/paket/{town.row(proof).package_id}").text
    assert (reasons(page)[0], "Menelepon penerima" in page) == ("call", True)


def test_where_nobody_has_to_ring_up_it_is_one_reason_of_many(town):
    page = town.desk.get(f"/petugas/paket/{town.package(status=Status.READY).id}").text
    assert (reasons(page)[0], reasons(page).count("call")) == ("verdict", 1)


def test_whoever_forgot_the_password_still_finds_it_first(town, proof):
    path = f"/petugas/paket/{town.row(proof).package_id}/penerima"
    answer = town.desk.send(path, **{"reveal-reason": "", "reveal-words": ""})
    assert (answer.status_code, reasons(answer.text)[0]) == (422, "call")
