"""A handover QR on drivers' phones: opened again, after signing out, too late."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.browsers import Street
from tests.browser.pages.courier import Phone
from tests.browser.server import Server
from tests.browser.test_two_trips import JOKO, a_trip


@pytest.fixture
def shown(server: Server) -> str:
    """The address of a handover QR that an officer's screen shows to drivers."""
    return f"{server.origin}/kurir/serah#{a_trip(server).token}"


def test_his_own_qr_opened_again_leads_a_driver_back_to_his_round(
    server: Server, street: Street, shown: str
) -> None:
    driver = Phone(street.somebody(server.origin))
    driver.open_handover(shown)
    driver.claim_trip(**JOKO)
    driver.person.complaints.expect("answer: 410 · POST .*/kurir/api/trips/look")
    driver.page.goto(shown)
    driver.is_on("putaran")
    expect(driver.page.locator("#app .alert.tone-good")).to_contain_text("sudah Anda terima")
    expect(driver.parcels()).to_have_count(1)
    driver.page.reload()
    driver.is_on("putaran")


def test_a_driver_whose_answer_got_lost_gets_his_trip_by_loading_the_page_anew(
    server: Server, street: Street, shown: str
) -> None:
    driver = Phone(street.somebody(server.origin))
    driver.open_handover(shown)
    driver.page.route("**/kurir/api/trips", lose_the_answer, times=1)
    for field, text in JOKO.items():
        driver.page.fill(f"#{field}", text)
    for told in ("error: .*ERR_FAILED.*/kurir/api/trips", "failed: .*ERR_FAILED.*/kurir/api/trips"):
        driver.person.complaints.expect(told)
    driver.page.click("button[type=submit]")
    expect(driver.page.locator(".alert.tone-bad")).to_contain_text("tersimpan")
    driver.person.complaints.expect("answer: 410 · POST .*/kurir/api/trips/look")
    driver.page.reload()
    driver.is_on("putaran")
    expect(driver.parcels()).to_have_count(1)


def lose_the_answer(route: Route) -> None:
    route.fetch()
    route.abort()


def test_whoever_signed_out_is_not_let_in_again_by_his_own_qr(
    server: Server, street: Street, shown: str
) -> None:
    driver = Phone(street.somebody(server.origin))
    driver.open_handover(shown)
    driver.claim_trip(**JOKO)
    driver.sign_out()
    expect(driver.page.locator("#app .alert.tone-warn")).to_contain_text("Setelah keluar")
    expect(driver.page.locator("[data-do=stay]")).to_be_focused()
    driver.page.click("[data-do=leave-sure]")
    driver.is_on("masuk")
    driver.person.complaints.expect("answer: 410 · POST .*/kurir/api/trips/look")
    driver.open_handover(shown)
    refused = driver.page.locator(".alert.tone-bad")
    expect(refused).to_contain_text("sudah diambil")
    expect(refused).to_contain_text("lalu Anda keluar")
    expect(driver.page.get_by_role("button", name="Coba lagi")).to_have_count(0)


def test_a_second_qr_in_the_same_tab_is_looked_at_though_only_the_fragment_changes(
    server: Server, street: Street, shown: str
) -> None:
    driver = Phone(street.somebody(server.origin))
    driver.person.complaints.expect("answer: 4.. · POST .*/kurir/api/trips/look")
    driver.open_handover(f"{server.origin}/kurir/serah#{'x' * 43}")
    expect(driver.page.locator(".alert.tone-bad")).to_be_visible()
    driver.page.evaluate("(address) => location.assign(address)", shown)
    expect(driver.page.locator("#name")).to_be_visible()


def test_a_driver_who_came_too_late_reads_of_no_time_left(server: Server, street: Street, shown: str) -> None:
    quick, late = (Phone(street.somebody(server.origin)) for _ in range(2))
    for driver in (quick, late):
        driver.open_handover(shown)
    expect(late.page.locator(".time-left")).to_be_visible()
    quick.claim_trip(**JOKO)
    late.person.complaints.expect("answer: 410 · POST .*/kurir/api/trips")
    for field, text in JOKO.items():
        late.page.fill(f"#{field}", text)
    late.page.click("button[type=submit]")
    expect(late.page.locator(".alert.tone-bad")).to_contain_text("sudah diambil")
    expect(late.page.locator(".time-left")).to_have_count(0)
    expect(late.page.locator("#name")).to_have_value(JOKO["name"])
