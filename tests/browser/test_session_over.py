"""An officer's session ends while a page is open: nothing typed is lost without a word."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import update

from courier_app.models import Audience, LoginSession
from tests.browser.browsers import Street
from tests.browser.server import Server
from tests.browser.test_desk import an_officer, ready_packages


def idle_for(server: Server, minutes: float) -> None:
    """As if nobody had asked for anything for so long."""
    desks = update(LoginSession).where(LoginSession.audience == Audience.STAFF)
    with server.database.transaction() as session:
        session.execute(desks.values(seen_at=datetime.now(UTC) - timedelta(minutes=minutes)))


def test_a_scan_after_the_session_ended_leads_to_signing_in(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    ready_packages(desk)
    desk.page.goto("/petugas/serah-terima/baru", wait_until="networkidle")
    idle_for(server, 31)
    desk.page.fill("#pindai", "SX473124829ID")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("[data-said]")).to_have_text("Sesi berakhir. Masuk lagi.")
    desk.page.click("[data-said] a")
    expect(desk.page.locator("#username")).to_be_visible()
    assert desk.page.url.endswith("next=/petugas/serah-terima/baru&berakhir=isian")
