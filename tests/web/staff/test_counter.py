"""Di loket, at the desk: put there at the count, listed, found by a scan, kept longer, sent again."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from courier_app.domain.packages import Status
from courier_app.domain.retries import FromCounter
from courier_app.models import Package
from courier_app.services.moves import Actor, walk
from courier_app.services.returns import NewCount, count_in
from tests.house import NOON
from tests.town import a_courier, a_package, a_user
from tests.web.staff.reading import is_said_at

LAST_DAY = "Senin, 30 November 2026"


@pytest.fixture
def bring_home(house, ports, office):
    """On its way back, or counted in already; `tired`: no courier is to try it again."""

    def make(*, counted=True, tired=False):
        with house.transaction() as session:
            courier, officer = a_courier(session, office), a_user(session, office=office)
            out = {"status": Status.OUT_FOR_DELIVERY, "courier": courier}
            package = a_package(session, ports, office, **out).package
            package.attempt, package.last_attempt = (3, 2) if tired else (1, 2)
            walk(session, package, (Status.RETURNING,), by=Actor(), at=(NOON, NOON))
            if counted:
                new = NewCount(office.id, officer.id, frozenset({package.id}))
                count_in(session, new, now=NOON)
        return package

    return make


@pytest.fixture
def put(desk, bring_home):
    def make():
        package = bring_home()
        desk.post(f"/petugas/paket/{package.id}/loket/simpan")
        return package

    return make


def stored(house, package):
    with house.reading() as session:
        return session.get_one(Package, package.id)


@pytest.mark.parametrize("field", ["pindai", "paket"])
def test_what_is_counted_in_may_go_to_the_counter_in_the_same_act(desk, house, bring_home, field):
    package = bring_home(counted=False)
    said = {"pindai": package.alias, "paket": str(package.id)}[field]
    page = desk.send("/petugas/kembali", **{field: said, "loket": "ya"}).text
    assert f"Menunggu diambil di loket sampai {LAST_DAY}: {package.alias}." in page
    assert stored(house, package).status is Status.HELD_FOR_PICKUP


def test_the_tick_is_for_one_scan_and_the_next_envelope_may_go_out_again(desk, bring_home):
    answer = desk.post("/petugas/kembali", pindai=bring_home(counted=False).alias, loket="ya")
    page = " ".join(desk.get(answer.location).text.split())
    assert ('name="loket" value="ya"' in page, 'name="loket" value="ya" checked' in page) == (True, False)


def test_the_list_of_what_comes_back_says_whose_attempts_are_used_up(desk, bring_home):
    bring_home(counted=False, tired=True)
    assert "Percobaan antar habis" in desk.get("/petugas/kembali").text


def test_counting_in_what_is_used_up_says_what_comes_next(desk, bring_home):
    package = bring_home(counted=False, tired=True)
    page = desk.send("/petugas/kembali", pindai=package.alias).text
    assert f"Percobaan antar sudah habis: {package.alias}." in page


@pytest.mark.parametrize("tired", [True, False])
def test_the_packages_own_page_offers_the_counter(desk, house, bring_home, tired):
    package = bring_home(tired=tired)
    path = f"/petugas/paket/{package.id}"
    assert "Simpan di loket" in desk.get(path).text
    page = desk.send(f"{path}/loket/simpan").text
    assert f"Menunggu diambil warganya sampai {LAST_DAY}." in page
    assert stored(house, package).status is Status.HELD_FOR_PICKUP


def test_the_list_shows_what_waits_until_when(desk, put):
    page = desk.get("/petugas/loket").text
    assert "Tidak ada paket di loket" in page
    package = put()
    page = desk.get("/petugas/loket").text
    assert f"/petugas/paket/{package.id}/loket" in page
    assert "30 Nov 2026" in page


def test_whose_days_are_over_is_told_in_the_list_and_in_the_menu(desk, house, put):
    put()
    with house.transaction() as session:
        session.execute(update(Package).values(held_until=NOON - timedelta(days=1)))
    page = desk.get("/petugas/loket").text
    assert "1 paket lewat masa simpannya" in page
    assert "lewat masa simpan di loket" in page


@pytest.mark.parametrize("what", ["label_id", "alias"])
def test_a_scan_opens_the_package_at_the_counter(desk, put, what):
    package = put()
    answer = desk.post("/petugas/loket", pindai=getattr(package, what))
    assert answer.location == f"/petugas/paket/{package.id}/loket"


def test_a_scan_of_what_does_not_wait_leads_to_its_own_page_and_says_so(desk, bring_home):
    package = bring_home()
    answer = desk.post("/petugas/loket", pindai=package.alias)
    assert answer.location == f"/petugas/paket/{package.id}"
    assert "tidak menunggu di loket" in desk.get(answer.location).text


@pytest.mark.parametrize("scan", ["", "BUKAN-LABEL", "7K2M9QX4T1B8ZC3DA"])
def test_a_scan_of_nothing_of_ours_is_said_beside_the_field(desk, scan):
    page = desk.send("/petugas/loket", pindai=scan).text
    assert 'id="pindai-error"' in page


def test_it_is_kept_longer_for_a_reason_and_the_story_tells_it(desk, clock, put):
    package = put()
    clock.pass_(minutes=5)
    path = f"/petugas/paket/{package.id}"
    page = desk.send(f"{path}/loket/lama", sebab="citizen_asked").text
    assert "Disimpan di loket sampai Senin, 30 November 2026." in page
    assert "Disimpan lebih lama di loket" in desk.get(path).text


def test_without_a_reason_nothing_is_kept_longer(desk, put):
    page = desk.send(f"/petugas/paket/{put().id}/loket/lama").text
    assert is_said_at(page, "sebab", "Pilih mengapa disimpan lebih lama.")


def test_it_goes_out_again_for_a_reason(desk, house, put):
    package = put()
    path = f"/petugas/paket/{package.id}/kirim-lagi"
    assert is_said_at(desk.send(path).text, "lagi", "Pilih mengapa diantar lagi.")
    desk.send(path, lagi=FromCounter.CITIZEN_ASKED)
    assert stored(house, package).status is Status.READY


def test_what_was_put_there_by_mistake_goes_out_again_by_that_reason_and_the_story_tells_it(desk, clock, put):
    package = put()
    clock.pass_(minutes=5)
    path = f"/petugas/paket/{package.id}"
    assert "Keliru disimpan di loket" in desk.get(f"{path}/kirim-lagi").text
    desk.send(f"{path}/kirim-lagi", lagi=FromCounter.PUT_BY_MISTAKE)
    assert "Diantar lagi: Keliru disimpan di loket" in desk.get(path).text


def test_what_waits_at_the_counter_is_not_counted_in_again(desk, house, put):
    package = put()
    assert "menunggu diambil penerima di loket" in desk.send("/petugas/kembali", pindai=package.alias).text
    assert stored(house, package).status is Status.HELD_FOR_PICKUP


def test_what_does_not_wait_has_no_page_at_the_counter(desk, bring_home):
    package = bring_home()
    assert desk.get(f"/petugas/paket/{package.id}/loket").location == f"/petugas/paket/{package.id}"
