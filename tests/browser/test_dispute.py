"""A letter that did not arrive: the citizen says so, the office asks, the courier answers, the citizen reads why."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from courier_app.domain.packages import Status
from courier_app.models import Courier, Office, User
from courier_app.services.moves import Actor, walk
from tests.browser.browsers import DESKTOP, Street
from tests.browser.pages.citizen import Citizen
from tests.browser.pages.courier import Phone
from tests.browser.pages.staff import Desk
from tests.browser.town import OFFICER, Town, running_town, who
from tests.town import a_package

POSTMAN = "pos.rembang"
SAID, ANSWERED = "Kami sekeluarga di sawah hari itu.", "Saya berikan kepada orang di teras."
WHY = "Amplopnya diterima tetangga. Kami sudah mengambilnya dan mengantarnya sore ini."


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture
def claim(town: Town) -> tuple[str, str]:
    """Number and code of a package that this postman says he has delivered."""
    now = datetime.now(UTC)
    with town.server.database.transaction() as session:
        courier = session.scalars(select(Courier).join(User).where(User.username == POSTMAN)).one()
        office = session.get_one(Office, courier.office_id)
        made = a_package(session, town.ports, office, status=Status.OUT_FOR_DELIVERY, courier=courier)
        walk(session, made.package, (Status.DELIVERED,), by=Actor(courier_id=courier.id), at=(now, now))
        return made.package.alias, made.claim_code


def test_from_not_received_to_a_verdict_that_the_citizen_reads(
    street: Street, town: Town, claim: tuple[str, str]
) -> None:
    citizen = Citizen(street.somebody(town.server.origin))
    citizen.check(*claim)
    citizen.page.click("a[href$='/cek/paket/belum']")
    citizen.page.fill("#keterangan", SAID)
    citizen.page.click("button[name=jawaban][value=not_received]")
    citizen.is_told("Anda belum menerimanya")

    desk = Desk(street.somebody(town.server.origin, size=DESKTOP))
    desk.sign_in(who(OFFICER))
    desk.page.goto("/petugas/sanggahan")
    desk.page.get_by_role("link", name=claim[0][:2]).last.click()
    expect(desk.page.locator("main")).to_contain_text(SAID)
    expect(desk.page.locator("main")).to_contain_text("Menunggu jawaban kurir")

    phone = Phone(street.somebody(town.server.origin))
    phone.sign_in(who(POSTMAN))
    phone.page.get_by_role("button", name="Jawab").click()
    phone.is_on("tanya")
    expect(phone.page.locator("h2")).to_have_text(re.compile(rf"^(.+ · )?{claim[0]}$"))
    phone.page.get_by_text("Saya serahkan kepada orang lain").click()
    phone.page.fill("textarea", ANSWERED)
    phone.page.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.page.locator(".empty")).to_be_visible()

    desk.page.reload()
    expect(desk.page.locator("main")).to_contain_text(ANSWERED)
    desk.page.check("input[name=putusan][value=delivered_to_other]")
    desk.page.fill("#alasan", WHY)
    desk.page.get_by_role("button", name="Simpan putusan", exact=True).click()
    desk.page.click("#ask-verdict button[value=yes]")
    expect(desk.page.locator("#verdict-title")).to_be_visible()

    citizen.page.reload()
    citizen.is_told("Diterima orang lain")
    expect(citizen.page.locator("main")).to_contain_text(WHY)
    expect(citizen.page.locator("#journey")).to_contain_text("Dinyatakan keliru oleh putusan kantor")

    phone.page.goto("/kurir/#/putaran")
    phone.page.reload()
    phone.page.get_by_role("button", name="Baca").click()
    expect(phone.page.locator("main")).to_contain_text("Diterima orang lain, bukan penerima")
