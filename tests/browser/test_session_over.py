"""An officer's session ends while a page is open: nothing typed is lost without a word."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, Response, expect
from sqlalchemy import func, select, update

from courier_app.models import Audience, LoginSession
from tests.browser.browsers import DESKTOP, Street
from tests.browser.pages.staff import Desk
from tests.browser.people import an_office_with_people
from tests.browser.server import Server
from tests.browser.test_desk import ADDRESS, an_officer, ready_packages


def idle_for(server: Server, minutes: float) -> None:
    """As if nobody had asked for anything for so long."""
    desks = update(LoginSession).where(LoginSession.audience == Audience.STAFF)
    with server.database.transaction() as session:
        session.execute(desks.values(seen_at=datetime.now(UTC) - timedelta(minutes=minutes)))


def is_kept(answer: Response) -> bool:
    """What was ticked is at the server: a later save would count as work."""
    return answer.request.method == "POST" and answer.ok


def test_ticks_outlive_the_session_and_go_out_after_signing_in_again(server: Server, street: Street) -> None:
    """A scan says that it ended, "Serahkan" does not leave the page, and in another tab one is in again."""
    people = an_office_with_people(server.database)
    desk = Desk(street.somebody(server.origin, size=DESKTOP))
    desk.sign_in(people.officer)
    ready_packages(desk, 2)
    page = desk.page
    page.goto("/petugas/serah-terima/baru", wait_until="networkidle")
    with page.expect_response(is_kept):
        page.check("[data-rest] li:first-child input")
    with page.expect_response(is_kept):
        page.select_option("#kepada", f"kurir:{people.courier_id}")
    idle_for(server, 31)
    page.fill("#pindai", "SX473124829ID")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_have_text("Sesi berakhir. Masuk lagi.")
    page.click("[name=aksi][value=serahkan]")
    expect(page.get_by_role("alert")).to_contain_text("Yang Anda isi masih ada di sini")
    expect(page.locator("[name=aksi][value=serahkan]")).not_to_have_attribute("aria-busy", "true")
    with page.expect_popup() as opened:
        page.click("[data-said] a")
    Desk(replace(desk.person, page=opened.value)).sign_in(people.officer)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert")).to_be_hidden()
    page.check("[data-rest] li:last-child input")
    page.click("[name=aksi][value=serahkan]")
    expect(page.locator(".alert.tone-good")).to_contain_text("2 paket diserahkan kepada Budi Santoso.")


def test_two_minutes_before_the_end_one_is_asked_to_stay(server: Server, street: Street) -> None:
    page = a_form_left_alone(an_officer(server, street))
    idle_for(server, 29)
    page.clock.fast_forward("28:30")
    expect(page.get_by_role("alert")).to_contain_text("Sesi berakhir kurang dari 2 menit lagi")
    page.click("[data-stay]")
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.locator("#name")).to_have_value("Siti Aminah")
    assert minutes_idle(server) < 1


def test_work_in_another_tab_counts_and_nobody_is_asked(server: Server, street: Street) -> None:
    page = a_form_left_alone(an_officer(server, street))
    idle_for(server, 1)
    with page.expect_response("**/masuk/sisa"):
        page.clock.fast_forward("28:30")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_who_signs_in_again_in_another_tab_sends_what_was_typed_in_this_one(
    server: Server, street: Street
) -> None:
    officer = an_office_with_people(server.database).officer
    desk = Desk(street.somebody(server.origin, size=DESKTOP))
    desk.sign_in(officer)
    page = a_form_left_alone(desk)
    idle_for(server, 31)
    page.clock.fast_forward("28:30")
    with page.expect_popup() as opened:
        page.get_by_role("alert").get_by_role("link").click()
    Desk(replace(desk.person, page=opened.value)).sign_in(officer)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert")).to_be_hidden()
    page.click("form:has(#kind) button[type=submit]")
    expect(page.locator(".claim-code code")).to_be_visible()


def test_what_one_officer_typed_is_not_sent_as_another(server: Server, street: Street) -> None:
    people = an_office_with_people(server.database)
    desk = Desk(street.somebody(server.origin, size=DESKTOP))
    desk.sign_in(people.officer)
    page = a_form_left_alone(desk)
    idle_for(server, 31)
    page.clock.fast_forward("28:30")
    with page.expect_popup() as opened:
        page.get_by_role("alert").get_by_role("link").click()
    Desk(replace(desk.person, page=opened.value)).sign_in(people.auditor)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert")).to_contain_text("Orang lain masuk di peramban ini")
    desk.person.complaints.expect("answer: 40. · POST .*/petugas/paket/baru")
    page.click("form:has(#kind) button[type=submit]")
    expect(page.locator(".claim-code code")).to_have_count(0)


def test_a_page_without_a_form_asks_nobody(server: Server, street: Street) -> None:
    page = an_officer(server, street).page
    page.clock.install()
    page.goto("/petugas/serah-terima", wait_until="networkidle")
    idle_for(server, 29)
    page.clock.fast_forward("28:30")
    expect(page.get_by_role("alert")).to_be_hidden()


def a_form_left_alone(desk: Desk) -> Page:
    """Filled in. The page's own clock moves when a test moves it."""
    page = desk.page
    page.clock.install()
    page.goto("/petugas/paket/baru", wait_until="networkidle")
    page.select_option("#kind", "KK")
    for field, text in (("name", "Siti Aminah"), ("address", ADDRESS), ("phone", "081234567890")):
        page.fill(f"#{field}", text)
    return page


def minutes_idle(server: Server) -> float:
    newest = select(func.max(LoginSession.seen_at)).where(LoginSession.audience == Audience.STAFF)
    with server.database.reading() as session:
        seen = session.scalar(newest)
    assert seen
    return (datetime.now(UTC) - seen).total_seconds() / 60
