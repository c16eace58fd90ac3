"""A region's rules at the door: what the office published is what the phone asks, and what the judge wants."""

from datetime import UTC, datetime
from uuid import UUID

from playwright.sync_api import expect
from sqlalchemy import select

from courier_app.db import Database
from courier_app.domain.health import PRESETS, Level
from courier_app.domain.rulebooks import Rulebook
from courier_app.models import Office, User
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish, save_draft
from tests.browser.browsers import Street
from tests.browser.journeys import first_of_two_in_hand, proofs_kept
from tests.browser.people import an_office_with_people
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
    _, phone, one = first_of_two_in_hand(street, server, people)
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
