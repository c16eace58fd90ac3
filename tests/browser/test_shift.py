"""Before work: a courier says, without a line, whether he may take packages, and the office reads it."""

from dataclasses import replace

from playwright.sync_api import expect

from courier_app.domain.health import Mode, Shift
from courier_app.domain.rulebooks import NATIONAL
from tests.browser.browsers import Street
from tests.browser.journeys import an_officer, proofs_kept, two_handed_over
from tests.browser.pages.courier import Phone
from tests.browser.people import an_office_with_people
from tests.browser.server import Server
from tests.browser.test_rules import published

REQUIRED = replace(NATIONAL, shift=Shift(mode=Mode.REQUIRED))


def answer(phone: Phone, **said: str) -> None:
    for name, value in said.items():
        phone.page.click(f".choice:has(input[name=shift-{name}][value={value}])")
    phone.page.click("[data-do=declare]")


def test_an_ill_courier_takes_nothing_and_a_fit_one_everything_also_offline(
    server: Server, street: Street
) -> None:
    people = an_office_with_people(server.database)
    published(server.database, people.office_id, REQUIRED)
    desk = an_officer(street, server, people)
    parcels = two_handed_over(server, people)
    phone = Phone(street.somebody(server.origin))
    phone.sign_in(people.postman)
    phone.is_ready_offline()
    phone.person.complaints.expect(r"net::ERR_(INTERNET_DISCONNECTED|FAILED)")
    phone.person.context.set_offline(True)

    phone.page.click("[data-do=accept-all]")
    phone.page.click("[data-do=accept-sure]")
    phone.is_on("sehat")
    answer(phone)
    expect(phone.page.locator("#part-temperature input").first).to_be_focused()
    answer(phone, temperature="fail", symptoms="pass")
    expect(phone.page.locator("#app")).to_contain_text("Anda tidak perlu mengantar")
    assert phone.frozen() == {"shift": 1}
    phone.page.goto("/kurir/#/putaran")
    phone.page.click("[data-do=accept-all]")
    phone.page.click("[data-do=accept-sure]")
    phone.is_on("sehat")
    expect(phone.page.locator("#app")).to_contain_text("Jangan menerima paket")
    phone.person.context.set_offline(False)
    phone.everything_is_sent()
    desk.page.goto("/petugas/kurir")
    expect(desk.page.locator("main")).to_contain_text("Hari ini tidak boleh bertugas")

    phone.page.goto("/kurir/#/putaran")
    phone.page.click("[data-do=accept-all]")
    phone.page.click("[data-do=accept-sure]")
    phone.page.click("[data-do=declare-again]")
    answer(phone, temperature="pass", symptoms="pass", mask="pass", hands="pass")
    phone.is_on("putaran")
    expect(phone.page.locator("#app .alert.tone-good")).to_contain_text("2 paket diterima")
    phone.everything_is_sent()
    kept = [proof for parcel in parcels for proof in proofs_kept(server.database, parcel.label)]
    assert [(proof.outcome.value, proof.mark, proof.flags) for proof in kept] == [
        ("picked_up", None, kept[0].flags),
        ("picked_up", None, kept[1].flags),
    ]
    assert "undeclared" not in kept[0].flags
    desk.page.reload()
    expect(desk.page.locator("main")).to_contain_text("boleh bertugas")
