"""A region's rules at the door: what the office published is what the phone asks, and what the judge wants."""

from datetime import UTC, datetime
from uuid import UUID

from playwright.sync_api import FrameLocator, Page, expect
from sqlalchemy import select

from courier_app.db import Database
from courier_app.domain.health import PRESETS, Level
from courier_app.domain.rulebooks import Rulebook
from courier_app.models import Office, User
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish, save_draft
from tests.browser.browsers import DESKTOP, Street
from tests.browser.journeys import first_of_two_in_hand, proofs_kept
from tests.browser.pages.staff import Desk
from tests.browser.people import OfficePeople, an_office_with_people
from tests.browser.server import Server


def published(database: Database, office_id: UUID, book: Rulebook) -> None:
    now = datetime.now(UTC)
    with database.transaction() as session:
        region = session.get_one(Office, office_id).region_code
        user = session.scalars(select(User.id).where(User.office_id == office_id)).first()
        assert user
        begin_draft(session, region, by=user, now=now)
        save_draft(session, DraftInHand(region, user, 1), book, now=now)
        publish(session, DraftInHand(region, user, 2), now, now=now)


def test_the_phone_asks_what_the_regions_edition_says(server: Server, street: Street) -> None:
    people = an_office_with_people(server.database)
    published(server.database, people.office_id, Rulebook(health=PRESETS[Level.PANDEMI]))
    phone, one = first_of_two_in_hand(street, server, people)
    expect(phone.page.locator("#part-checks")).to_contain_text("Jarak minimal 2 meter dijaga")
    expect(phone.page.locator("canvas.pad")).to_have_count(0)
    phone.hand_to_addressee()
    phone.tick_all_checks()
    if phone.page.locator("#part-id").count():
        phone.card_matches()
    phone.take_photo()
    phone.put_down("door")
    expect(phone.main_button()).to_contain_text("sesudah diletakkan")
    phone.see_it_taken()
    expect(phone.main_button()).to_contain_text("kode 6 angka")
    phone.page.fill("input[name=claim_code]", one.registered.claim_code)
    phone.review()
    phone.done()
    phone.everything_is_sent()
    kept = proofs_kept(server.database, one.label)
    assert [(proof.outcome.value, proof.mark) for proof in kept] == [("picked_up", None), ("delivered", None)]


SECTIONS = """() => [...document.querySelectorAll("#app .part")]
  .filter((part) => !part.hidden).map((part) => part.id)"""
# What a browser keeps for the house: databases, notes, cached files, held locks.
KEPT = """async () => [(await indexedDB.databases()).length, localStorage.length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length, (await navigator.locks.query()).held.length]"""


def a_draft(street: Street, server: Server, people: OfficePeople) -> Page:
    desk = Desk(street.somebody(server.origin, size=DESKTOP))
    desk.sign_in(people.admin)
    desk.page.goto("/petugas/aturan")
    desk.page.click("form[action='/petugas/aturan'] button")
    return desk.page


def forbid(page: Page, *, step: str = "simpan") -> None:
    """Putting down, and signing on the courier's phone; and go on."""
    page.uncheck("input[name=modes][value=placed_and_watched]")
    page.uncheck("input[name=share_device]")
    page.fill("#distance_m", "3")
    with page.expect_navigation():
        page.click(f"button[value={step}] >> nth=0")


def example_on(page: Page) -> FrameLocator:
    return page.frame_locator("iframe.phone-frame")


def test_a_draft_shows_the_couriers_own_form_which_follows_the_draft(server: Server, street: Street) -> None:
    page = a_draft(street, server, an_office_with_people(server.database))
    example = example_on(page)
    expect(example.locator("#part-signature canvas.pad")).to_be_visible()
    expect(example.locator("#part-mode")).to_be_visible()
    forbid(page)
    expect(example.locator("#part-checks")).to_contain_text("Jarak minimal 3 meter dijaga")
    expect(example.locator("#part-signature")).to_have_count(0)
    expect(example.locator("#part-mode")).to_have_count(0)


def test_the_example_is_filled_in_to_its_end_and_keeps_nothing(server: Server, street: Street) -> None:
    page = a_draft(street, server, an_office_with_people(server.database))
    before, example = page.evaluate(KEPT), example_on(page)
    main = example.locator("[data-do=review]")
    expect(main).to_contain_text("Kurang:")
    example.locator("#part-who .choice").first.click()
    example.locator("[data-do=all-checks]").click()
    example.locator("#part-id .choice", has=example.locator("input[value=match]")).click()
    example.locator("[data-do=shutter]").click()
    expect(example.locator("#part-photo figure img")).to_be_visible()
    example.locator("input[name=claim_code]").fill("123456")
    expect(main).not_to_contain_text("Kurang")
    main.click()
    assert page.evaluate(KEPT) == before
    example.locator("[data-do=done]").click()
    expect(example.locator("h1")).to_have_text("Contohnya selesai")
    assert page.evaluate(KEPT) == before


def test_giving_up_can_be_tried_out_too(server: Server, street: Street) -> None:
    page = a_draft(street, server, an_office_with_people(server.database))
    page.click("a[target=layar-kurir][href$='#/gagal']")
    example = example_on(page)
    example.locator("input[name=reason][value=not_home]").check()
    expect(example.locator("#part-photo")).to_be_visible()
    example.locator(".tries a[href^='whatsapp:']").click()
    expect(example.locator(".tries p.hint").last).to_contain_text("WhatsApp")
    assert len(page.context.pages) == 1


def test_once_published_the_phones_form_is_the_one_that_was_shown(server: Server, street: Street) -> None:
    people = an_office_with_people(server.database)
    page = a_draft(street, server, people)
    forbid(page)
    expect(example_on(page).locator("#part-who")).to_be_visible()
    (frame,) = [frame for frame in page.frames if frame.name == "layar-kurir"]
    shown = frame.evaluate(SECTIONS)
    forbid(page, step="terbit")
    with page.expect_navigation():
        page.click("form:has(#mulai) button")
    phone, _ = first_of_two_in_hand(street, server, people)
    assert phone.page.evaluate(SECTIONS) == shown
