"""At the door, beside the main job: nothing taken by accident, a way out, nobody home, a package brought back."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from courier_app.models import FeePayment, Package
from tests.browser.browsers import Street
from tests.browser.journeys import Parcel, outcomes_kept, two_handed_over
from tests.browser.pages.courier import Phone
from tests.browser.people import OfficePeople, an_office_with_people
from tests.browser.server import Server

# What has the focus, when more than half of it lies under the bar at the thumb; nothing when it is in the bar itself.
UNDER_THE_BAR = """() => {
  const [here, bar] = [document.activeElement, document.querySelector(".finish")]
  if (here === document.body || bar.contains(here)) return ""
  const box = here.getBoundingClientRect()
  return box.top + box.height / 2 > bar.getBoundingClientRect().top ? here.outerHTML.slice(0, 80) : ""
}"""


def a_round(
    street: Street, server: Server, *, keeps_app: bool = False
) -> tuple[OfficePeople, Phone, Parcel, Parcel]:
    """Two packages wait for a postman who is signed in. `keeps_app`: for the time without a line, as every phone does;
    it costs more than the rest of the way here."""
    people = an_office_with_people(server.database)
    one, two = two_handed_over(server, people)
    phone = Phone(street.somebody(server.origin, service_workers="allow" if keeps_app else "block"))
    phone.sign_in(people.postman)
    expect(phone.parcels()).to_have_count(2)
    return people, phone, one, two


def test_scanning_a_package_that_was_not_accepted_asks_and_reads_on(server: Server, street: Street) -> None:
    _, phone, one, two = a_round(street, server)
    street.camera.point_at(one.sticker, paper=one.envelope)
    phone.open_scanner()
    phone.is_asked_about(one.name)
    assert phone.frozen() == {}

    phone.accept_scanned()
    expect(phone.said()).to_contain_text("1 paket diterima")
    street.camera.point_at(two.sticker, paper=two.envelope)
    phone.is_asked_about(two.name)
    phone.accept_scanned()
    expect(phone.said()).to_contain_text("2 paket diterima")
    phone.everything_is_sent()
    assert phone.frozen() == {"picked_up": 2}


def test_a_form_that_was_only_looked_at_leaves_no_draft_and_no_lock_on_the_door(
    server: Server, street: Street
) -> None:
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.everything_is_sent()
    phone.type_label(one.registered.alias.lower())
    phone.is_on("serah")
    phone.go_back()
    assert phone.drafts() == 0

    phone.type_label(one.label)
    phone.hand_to_addressee()
    phone.go_back()
    assert phone.drafts() == 1
    phone.sign_out()
    expect(phone.page.locator("#app .alert.tone-warn")).to_contain_text("draf")


def test_what_the_keyboard_stands_on_is_never_under_the_bar_at_the_thumb(
    server: Server, street: Street
) -> None:
    """WCAG 2.2, 2.4.11."""
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.type_label(one.registered.alias.lower())
    phone.is_on("serah")
    covered = []
    for _ in range(40):
        phone.page.keyboard.press("Tab")
        covered.append(phone.page.evaluate(UNDER_THE_BAR))
    assert set(covered) == {""}


def test_the_form_says_which_fee_is_due(server: Server, street: Street) -> None:
    _, phone, one, two = a_round(street, server)
    dear = update(Package).where(Package.label_id == one.label).values(fee_rupiah=9_000)
    with server.database.transaction() as session:
        session.execute(dear)
    phone.page.reload()
    phone.accept_all()
    for parcel, fees in ((one, 1), (two, 0)):
        phone.type_label(parcel.label)
        phone.is_on("serah")
        expect(phone.page.locator(".whose").get_by_text("Biaya kirim Rp9.000")).to_have_count(fees)


def test_the_claim_code_may_be_typed_as_it_is_printed(server: Server, street: Street) -> None:
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.type_label(one.label)
    code = one.registered.claim_code
    phone.page.fill("#claim_code", f" {code[:3]} {code[3:]} ")
    phone.hand_to_addressee()
    phone.tick_all_checks()
    phone.card_matches()
    phone.take_any_photo()
    phone.review()
    expect(phone.page.locator(".finish .facts")).to_contain_text("Kode klaim diucapkan")


def test_nobody_home_takes_a_photo_a_call_and_three_minutes(server: Server, street: Street) -> None:
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.page.clock.install()
    phone.type_label(one.label)
    phone.turn()
    phone.is_on("gagal")
    phone.choose_reason("not_home")
    phone.page.click("text=Saya mengetuk")
    phone.take_any_photo()
    expect(phone.main_button()).to_have_text("Kurang: hubungi penerima (+1)")
    phone.calls()
    expect(phone.main_button()).to_have_text("Kurang: tunggu")
    phone.page.clock.fast_forward("03:01")
    phone.page.clock.resume()
    expect(phone.main_button()).to_have_text("Tinjau")
    phone.review()
    phone.done()
    phone.everything_is_sent()
    assert outcomes_kept(server.database, one.label) == ["picked_up", "attempt_failed"]
    expect(phone.queue()).to_have_count(3)
    assert marks_of(phone) == ["accepted"] * 3


def test_a_failed_package_is_brought_back_from_its_card_in_the_round(server: Server, street: Street) -> None:
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.page.fill("[type=search]", one.name)
    phone.page.goto(f"/kurir/#/gagal/{one.label}")
    phone.is_on("gagal")
    phone.choose_reason("not_attempted")
    phone.review()
    phone.done()
    expect(phone.parcels()).to_have_count(2)  # what was looked for is done

    phone.everything_is_sent()
    card = phone.parcel(one.label)
    card.locator("summary").click()
    card.get_by_role("button", name="Kembalikan, atau antar lagi").click()
    phone.page.click("text=Kembalikan ke kantor")
    phone.page.click("[data-do=give_back]")
    expect(phone.page.locator("#app [aria-live]").first).to_contain_text("1 paket dikembalikan")
    phone.everything_is_sent()
    assert outcomes_kept(server.database, one.label) == ["picked_up", "attempt_failed", "returned"]


def test_a_failed_package_is_brought_back_by_scan(server: Server, street: Street) -> None:
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.page.goto(f"/kurir/#/gagal/{one.label}")
    phone.is_on("gagal")
    phone.choose_reason("not_attempted")
    phone.review()
    phone.done()
    expect(phone.page.locator(".alert.tone-good")).to_contain_text("Bawa kembali ke kantor")

    phone.type_label(one.label)
    phone.page.click("text=Kembalikan ke kantor")
    phone.page.click("[data-do=give_back]")
    expect(phone.said()).to_contain_text("1 paket dikembalikan")
    phone.everything_is_sent()
    assert outcomes_kept(server.database, one.label) == ["picked_up", "attempt_failed", "returned"]
    phone.page.click("#nav a[href='#/putaran']")
    expect(phone.parcel(one.label)).to_contain_text("Dikembalikan")
    phone.page.reload()
    expect(phone.parcel(one.label)).to_contain_text("Dikembalikan")


def test_an_identity_that_does_not_match_leads_to_its_reason_with_what_was_captured(
    server: Server, street: Street
) -> None:
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.type_label(one.label)
    phone.hand_to_addressee()
    phone.page.click("#part-id .choice:has(input[value=mismatch])")
    phone.page.click("[data-do=mismatch]")
    phone.is_on("gagal")
    expect(phone.page.locator("input[name=reason][value=identity_mismatch]")).to_be_checked()
    expect(phone.main_button()).to_have_text("Kurang: keterangan")
    expect(phone.page.locator("[data-need=detail] legend")).to_contain_text("Keterangan:")
    assert phone.drafts() == 1
    phone.turn()
    phone.is_on("serah")
    expect(phone.page.locator("#part-who input[value=addressee]")).to_be_checked()
    assert phone.drafts() == 1


def test_to_whoever_shows_another_s_card_nothing_is_handed_over_whatever_they_say(
    server: Server, street: Street
) -> None:
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.type_label(one.label)
    phone.fill_in(photo=phone.take_any_photo)
    phone.page.fill("#claim_code", one.registered.claim_code)
    expect(phone.main_button()).to_have_text("Tinjau")

    phone.page.click("#part-id .choice:has(input[value=mismatch])")
    expect(phone.main_button()).to_contain_text("jangan serahkan")
    expect(phone.main_button()).not_to_contain_text("kode")
    phone.main_button().click()
    stop = phone.page.locator("[data-do=mismatch]")
    expect(stop).to_be_focused()
    stop.click()
    phone.is_on("gagal")
    expect(phone.page.locator("input[name=reason][value=identity_mismatch]")).to_be_checked()


def test_what_is_missing_gets_the_focus(server: Server, street: Street) -> None:
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.type_label(one.label)
    phone.main_button().click()
    expect(phone.page.locator("#part-who input").first).to_be_focused()
    phone.hand_to_addressee()
    phone.main_button().click()
    expect(phone.page.locator("#part-checks input").first).to_be_focused()


def test_a_proof_under_review_is_told_apart_and_explained(server: Server, street: Street) -> None:
    _, phone, one, _ = a_round(street, server)
    phone.accept_all()
    phone.type_label(one.label)
    wrong = f"{(int(one.registered.claim_code) + 1) % 1_000_000:06d}"
    phone.page.fill("#claim_code", wrong)
    phone.fill_in(photo=phone.take_any_photo)
    phone.review()
    phone.done()
    phone.everything_is_sent()
    expect(phone.parcel(one.label)).to_contain_text("Diserahkan, diperiksa petugas")
    phone.type_label(one.label)
    expect(phone.said()).to_contain_text("Kode klaimnya salah")


def test_offline_the_queue_waits_and_does_not_complain(server: Server, street: Street) -> None:
    _, phone, _, _ = a_round(street, server, keeps_app=True)
    phone.is_ready_offline()
    phone.person.complaints.expect(r"net::ERR_(INTERNET_DISCONNECTED|FAILED)")
    phone.person.context.set_offline(True)
    phone.accept_all()
    first = phone.queue().first
    expect(first).to_contain_text(re.compile("menunggu kirim"))
    phone.page.click("[data-do=send-now]")
    expect(first).to_contain_text("Menunggu jaringan")
    expect(phone.page.locator("#app")).not_to_contain_text("Tidak ada jawaban")
    phone.person.context.set_offline(False)
    phone.everything_is_sent()


def marks_of(phone: Phone) -> list[str]:
    return [str(line.get_attribute("data-state")) for line in phone.queue().all()]


@pytest.fixture(autouse=True)
def _bare_desk(street: Street) -> None:
    """No test begins with the label of another before the lens."""
    street.camera.point_at(None)


def test_the_form_asks_whether_the_fee_was_paid(server: Server, street: Street) -> None:
    _, phone, one, _ = a_round(street, server)
    dear = update(Package).where(Package.label_id == one.label).values(fee_rupiah=9_000)
    with server.database.transaction() as session:
        session.execute(dear)
    phone.page.reload()
    phone.accept_all()
    phone.type_label(one.label)
    phone.hand_to_addressee()
    phone.tick_all_checks()
    phone.card_matches()
    phone.take_any_photo()
    phone.sign()
    expect(phone.main_button()).to_have_text("Kurang: ongkos kirim")
    phone.page.locator("#part-fee .choice", has_text="Tunai").click()
    phone.page.fill("#fee-sum", "20.000")
    expect(phone.page.locator("#part-fee")).to_contain_text("Lebih dari ongkos kirim")
    phone.page.fill("#fee-sum", "9.000")
    phone.review()
    expect(phone.page.locator(".finish .facts")).to_contain_text("Tunai: Rp9.000")
    phone.done()
    phone.everything_is_sent()
    with server.database.reading() as session:
        paid = session.scalars(select(FeePayment)).one()
    assert (paid.due_rupiah, paid.paid_rupiah, paid.method) == (9_000, 9_000, "cash")
