"""A receptionist's day: mistakes, Back, reloads, and a driver who takes his time."""

import re

from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from courier_app.models import Package
from courier_app.printing.sheets import SHEETS
from tests.browser.browsers import DESKTOP, PHONE, Person, Street
from tests.browser.pages.staff import Desk, to_partner
from tests.browser.people import an_office_with_people
from tests.browser.server import Server
from tests.browser.test_keyboard import Keyboard

ADDRESS = "Jl. Melati 3 RT 02/RW 05, Rembang"


def an_officer(server: Server, street: Street, size: tuple[int, int] = DESKTOP) -> Desk:
    desk = Desk(street.somebody(server.origin, size=size))
    desk.sign_in(an_office_with_people(server.database).officer)
    return desk


def ready_packages(desk: Desk, number: int = 1) -> None:
    for _ in range(number):
        desk.register(kind="KK", name="Siti Aminah", address=ADDRESS)
    desk.print_labels(SHEETS["a4-2x4"])


def a_driver(server: Server, street: Street, desk: Desk) -> Person:
    driver = street.somebody(server.origin)
    driver.page.goto(desk.handover_qr())
    expect(driver.page.locator("#plate")).to_be_visible()
    return driver


def hand_to_ojol(desk: Desk) -> None:
    desk.page.goto("/petugas/serah-terima/baru")
    desk.page.locator("[data-rest] input").first.check()
    desk.page.select_option("#kepada", to_partner("gojek"))
    desk.page.click("button[value=serahkan]")
    expect(desk.page.locator("[data-qr]")).to_be_visible()


def test_back_after_a_mistake_finds_the_form_as_it_was(server: Server, street: Street) -> None:
    page = an_officer(server, street).page
    page.goto("/petugas/paket/baru")
    page.fill("#name", "Siti Aminah")
    page.click("form:has(#kind) button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    page.click(".sections a[href$='/serah-terima']")
    page.wait_for_url("**/serah-terima")
    page.go_back()
    expect(page.locator("#name")).to_have_value("Siti Aminah")


def test_back_after_printing_finds_the_new_claim_code(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    made = desk.register(kind="KK", name="Siti Aminah", address=ADDRESS)
    desk.page.click("main a[href*='/label?paket=']")
    desk.page.wait_for_url("**/label?paket=*")
    desk.page.go_back()
    assert desk.registered("Siti Aminah").claim_code == made.claim_code


def test_what_is_mended_before_the_script_has_come_counts_too(server: Server, street: Street) -> None:
    page = an_officer(server, street).page
    page.goto("/petugas/paket/baru")
    waiting: list[Route] = []
    page.route("**/error-summary.js", lambda script: waiting.append(script))
    with page.expect_request("**/error-summary.js"):
        page.click("form:has(#kind) button[type=submit]")
    page.select_option("#kind", "KK")
    for script in waiting:
        script.continue_()
    expect(page.locator(".error-summary li")).to_have_count(2)


def test_what_is_mended_is_no_longer_complained_of(server: Server, street: Street) -> None:
    page = an_officer(server, street).page
    page.goto("/petugas/paket/baru")
    page.click("form:has(#kind) button[type=submit]")
    expect(page.locator(".error-summary li")).to_have_count(3)
    page.select_option("#kind", "KK")
    expect(page.locator(".error-summary li")).to_have_count(2)
    page.fill("#name", "Siti Aminah")
    page.fill("#address", ADDRESS)
    page.press("#address", "Tab")
    expect(page.locator(".error-summary, .field-error, [aria-invalid]")).to_have_count(0)


def test_ticks_for_a_handover_survive_a_reload_and_a_mistake(server: Server, street: Street) -> None:
    desk = an_officer(server, street, PHONE)
    ready_packages(desk, 2)
    page = desk.page
    page.goto("/petugas/serah-terima/baru", wait_until="networkidle")  # the script that keeps drafts is there
    page.locator("[data-rest] input").first.check()
    page.wait_for_url("**/baru?isian=*")  # the draft has been kept
    page.reload()
    expect(page.locator("input[name=paket]:checked")).to_have_count(1)
    page.click("button[value=serahkan]")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("input[name=paket]:checked")).to_have_count(1)
    page.select_option("#kepada", to_partner("gojek"))
    expect(page.locator(".error-summary")).to_have_count(0)


def test_after_printing_the_page_says_how_many_and_leads_on(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    ready_packages(desk, 2)
    expect(desk.page.locator("#done")).to_be_focused()
    expect(desk.page.locator("#done h2")).to_have_text("2 label sudah dibuat")
    desk.page.click("#done a[href$='/serah-terima/baru']")
    expect(desk.page.locator("[data-rest] li")).to_have_count(2)


def test_one_label_is_no_plural_in_english(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    desk.page.context.add_cookies([{"name": "bahasa", "value": "en", "url": server.origin}])
    ready_packages(desk)
    expect(desk.page.locator("#done h2")).to_have_text("Labels made: 1")


def test_the_officer_sees_a_driver_open_the_qr_and_take_it(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    ready_packages(desk)
    hand_to_ojol(desk)
    driver = a_driver(server, street, desk)
    expect(desk.page.locator("[data-when=opened]")).to_be_visible()
    expect(desk.page.locator("[data-qr]")).to_be_visible()
    for field, text in (("name", "Joko Susilo"), ("phone", "081234567890"), ("plate", "K 1234 AB")):
        driver.page.fill(f"#{field}", text)
    driver.page.click("main button[type=submit]")
    desk.sees_driver("Joko Susilo", "K 1234 AB")


def test_a_reload_keeps_the_qr(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    ready_packages(desk)
    hand_to_ojol(desk)
    before = desk.handover_qr()
    desk.page.reload()
    assert desk.handover_qr() == before


def whole_menu_in_sight(page: Page) -> bool:
    items = page.locator(".sections-folded .sections a")
    edges = [items.nth(number).bounding_box() for number in range(items.count())]
    return all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE[0] for box in edges)


def test_on_a_phone_the_menu_is_one_line_that_says_where_you_are_and_unfolds(
    server: Server, street: Street
) -> None:
    page = an_officer(server, street, PHONE).page
    line = page.locator(".sections-folded > summary")
    expect(line).to_contain_text("Paket")
    box = page.locator(".sections-frame").bounding_box()
    assert box
    assert box["height"] <= 60
    line.click()
    expect(page.locator(".sections-folded .sections a")).to_have_count(
        page.locator(".sections-wide a").count()
    )
    assert whole_menu_in_sight(page)


def test_an_officer_hands_over_by_keyboard_alone(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    ready_packages(desk)
    page, keys = desk.page, Keyboard(desk.page)
    page.goto("/petugas/serah-terima/baru")
    expect(page.locator("#pindai")).to_be_focused()
    keys.walk_to("[data-rest] input")
    keys.press("Space")
    keys.type_into("#kepada", "Budi")
    keys.walk_to("button[value=serahkan]")
    keys.press("Enter")
    expect(page.locator(".alert.tone-good")).to_contain_text("1 paket diserahkan kepada Budi Santoso.")


def test_saving_the_citizens_slip_is_said_beside_the_button(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    desk.register(kind="KK", name="Siti Aminah", address=ADDRESS)
    with desk.page.expect_download() as saving:
        desk.page.click("form[action$='/slip'] button")
    expect(desk.page.locator("form[action$='/slip'] [data-said]")).to_contain_text(
        saving.value.suggested_filename
    )


def test_each_mistake_of_a_driver_is_said_at_its_own_field(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    ready_packages(desk)
    hand_to_ojol(desk)
    page = a_driver(server, street, desk).page
    page.fill("#name", "Joko Susilo")
    page.click("button[type=submit]")
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    expect(page.locator("#phone")).to_be_focused()
    expect(page.locator("#plate")).to_have_accessible_description(re.compile("Tulis nomor polisi kendaraan"))
    page.fill("#phone", "12")
    expect(page.locator("#phone-error")).to_have_count(0)


def test_what_the_office_refuses_of_a_driver_is_said_at_the_field_too(server: Server, street: Street) -> None:
    desk = an_officer(server, street)
    ready_packages(desk)
    hand_to_ojol(desk)
    driver = a_driver(server, street, desk)
    driver.complaints.expect("answer: 422 · POST .*/kurir/api/trips")
    for field, text in (("name", "Joko Susilo"), ("phone", "12"), ("plate", "??")):
        driver.page.fill(f"#{field}", text)
    driver.page.click("button[type=submit]")
    expect(driver.page.locator("[aria-invalid=true]")).to_have_count(2)
    expect(driver.page.locator("#phone")).to_be_focused()


def test_a_courier_who_leaves_a_field_empty_is_told_at_that_field(server: Server, street: Street) -> None:
    page = street.somebody(server.origin).page
    page.goto("/kurir/")
    page.fill("#username", "pos.rembang")
    page.click("button[type=submit]")
    expect(page.locator("#password")).to_be_focused()
    expect(page.locator("#password")).to_have_accessible_description("Tulis kata sandi Anda.")
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)


def test_why_it_goes_out_again_is_asked_as_soon_as_such_a_package_is_ticked(
    server: Server, street: Street
) -> None:
    desk = an_officer(server, street)
    ready_packages(desk, 2)
    with server.database.transaction() as session:
        tried, fresh = session.scalars(
            select(Package).order_by(Package.registered_at.desc(), Package.id).limit(2)
        )
        tried.attempt = 3
        ids = {"tried": tried.id, "fresh": fresh.id}
    desk.page.goto("/petugas/serah-terima/baru")
    asked = desk.page.locator("#lagi")
    expect(asked).to_be_hidden()
    desk.page.check(f"input[name=paket][value='{ids['fresh']}']")
    expect(asked).to_be_hidden()
    desk.page.check(f"input[name=paket][value='{ids['tried']}']")
    expect(asked).to_be_visible()
