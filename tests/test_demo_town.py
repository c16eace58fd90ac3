"""The demo town shows every state, and every bit of its evidence stands up to a second look."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select, update

from courier_app.config import settings_from
from courier_app.db import Database
from courier_app.demo_town import visiting
from courier_app.demo_town.calendar import WIB
from courier_app.demo_town.cast import PASSWORD, POSTMEN, STAFF
from courier_app.demo_town.founding import Site, found
from courier_app.demo_town.guide import Guide
from courier_app.domain.exchange import OldCard
from courier_app.domain.kinds import KINDS
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark, Outcome
from courier_app.domain.retention import HeldBy
from courier_app.evidence.signing import public_half
from courier_app.models import (
    Answer,
    Collection,
    Courier,
    FeePayment,
    Handover,
    Hold,
    Leaf,
    LedgerTail,
    Media,
    MoneyReport,
    Office,
    OldCardStep,
    Package,
    PackageEvent,
    Proof,
    RightsRequest,
    Statement,
    User,
)
from courier_app.queries.proofs import proof_case
from courier_app.queries.scopes import Scope
from courier_app.services.claims import Claim, try_claim
from courier_app.services.evidence_files import open_original
from courier_app.services.holds import held_by
from courier_app.services.ledger_audit import faults_in
from courier_app.services.passwords import verify
from courier_app.services.ports import Ports, open_ports
from courier_app.services.rechecks import recheck
from courier_app.services.records import open_record
from courier_app.vault_rounds import all_broken
from tests.house import KEY, furnish

SIZE = 60
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday afternoon in Rembang


@dataclass(frozen=True)
class Town:
    database: Database
    ports: Ports
    guide: Guide
    told: list[tuple[int, int]]

    def rows(self, query: Select[Any]) -> Sequence[Any]:
        with self.database.reading() as session:
            return session.execute(query).all()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(request, databases, house_dir, tmp_path_factory):
    """Lived through once on each database; the pictures lie in a real folder."""
    folder = tmp_path_factory.mktemp("town")
    env = {
        "SURAT_DATA_DIR": str(house_dir),
        "SURAT_PUBLIC_URL": "http://localhost",
        "SURAT_DATABASE_URL": databases.fresh(request.param, furnish),
        "SURAT_MEDIA_URL": f"file://{folder / 'media'}",
        "SURAT_ARGON2_COST": "quick",
        "SURAT_ENVIRONMENT": "test",
    }
    settings = settings_from(
        env | dict.fromkeys(("SURAT_SECRET_KEY", "SURAT_CLAIM_KEY", "SURAT_INDEX_KEY"), KEY)
    )
    database, ports, told = Database(settings.database_url), open_ports(settings), []
    guide = found(Site(database, ports, folder), now=NOW, say=lambda *far: told.append(far), size=SIZE)
    yield Town(database, ports, guide, told)
    database.engine.dispose()


def test_packages_are_in_every_status(town) -> None:
    assert {status for (status,) in town.rows(select(Package.status))} == set(Status)


def test_at_the_counter_some_wait_one_beyond_its_days_and_one_was_collected(town) -> None:
    waiting = town.rows(select(Package.held_until).where(Package.status == Status.HELD_FOR_PICKUP))
    assert [until < NOW for (until,) in waiting].count(True) == 1
    assert len(town.rows(select(Collection.package_id))) == 1


def test_packages_are_of_every_kind(town) -> None:
    assert {kind for (kind,) in town.rows(select(Package.kind))} == set(KINDS)


def test_six_couriers_of_three_partners_carry_for_three_offices(town) -> None:
    couriers = town.rows(select(Courier.partner_code, Courier.office_id, Courier.user_id))
    assert Counter(partner for partner, *_ in couriers) == {"pos": 4, "gojek": 1, "grab": 1}
    assert len({office for _, office, _ in couriers}) == 3
    assert [user for partner, _, user in couriers if partner != "pos"] == [None, None]


def test_drivers_came_by_a_claimed_handover(town) -> None:
    trips = town.rows(select(Handover.claimed_at, Handover.courier_id).where(Handover.partner_code != "pos"))
    assert len(trips) == 2
    assert all(claimed and courier for claimed, courier in trips)


def test_every_demo_password_opens_its_account(town) -> None:
    hashes = dict(town.rows(select(User.username, User.password_hash)))
    assert set(hashes) == {account.username for account in (*STAFF, *POSTMEN)}
    assert [name for name, kept in hashes.items() if not verify(kept, PASSWORD)] == []


def test_most_proofs_are_accepted_and_some_wait_for_review(town) -> None:
    marks = Counter(mark for (mark,) in town.rows(select(Proof.mark)))
    assert marks[None] > SIZE
    assert {Mark.CLAIM_CODE_WRONG, Mark.PACKAGE_CLOSED} <= set(marks)


def test_auditors_find_every_flag_that_the_story_holds(town) -> None:
    found = {flag for (flags,) in town.rows(select(Proof.flags)) for flag in flags.split()}
    assert {"unsigned", "no-place", "far-from-address", "clock-skew", "name-differs", "call-back"} <= found
    assert "sequence-gap" not in found


def said_at_doors(town) -> list[dict[str, Any]]:
    """What phones said of the deliveries that were accepted."""
    delivered = select(Proof.id).where(Proof.outcome == Outcome.DELIVERED, Proof.mark.is_(None))
    with town.database.reading() as session:
        found = (proof_case(session, Scope(None), proof_id) for (proof_id,) in town.rows(delivered))
        return [dict(open_record(session, town.ports, case).members) for case in found if case]


def test_some_packages_were_put_down_and_seen_taken_and_some_recipients_did_not_sign(town) -> None:
    said = said_at_doors(town)
    answers = [one["policy"]["answers"] for one in said]
    assert any(one["contactless"].get("spot") for one in said)
    assert {one["signature_status"] for one in answers if one.get("witness")} == {"declined", "unable"}


def test_one_region_charges_for_the_carriage_and_not_everybody_paid(town) -> None:
    charging = town.rows(select(Office.region_code).join(Package).where(Package.fee_rupiah > 0).distinct())
    assert [region for (region,) in charging] == ["33.28"]
    paid = [rupiah for (rupiah,) in town.rows(select(FeePayment.paid_rupiah))]
    assert {0, 9_000} == set(paid)


def test_old_cards_stand_at_every_point_of_their_way_back(town) -> None:
    wanted = {OldCard.OWED, OldCard.NOT_AVAILABLE, OldCard.COLLECTED, OldCard.COUNTED_IN, OldCard.DESTROYED}
    assert wanted <= {card for (card,) in town.rows(select(Package.old_card))}


def test_nobody_destroys_an_old_card_alone(town) -> None:
    steps = town.rows(
        select(OldCardStep.user_id, OldCardStep.second_id).where(OldCardStep.state == OldCard.DESTROYED)
    )
    assert steps
    assert [one for one in steps if one.second_id in (None, one.user_id)] == []


def test_one_report_of_demanded_money_is_answered_and_one_waits(town) -> None:
    answered = [at is not None for (at,) in town.rows(select(MoneyReport.answered_at))]
    assert sorted(answered) == [False, True]


def test_a_citizen_waits_for_an_answer_about_the_own_data_and_there_is_time_left(town) -> None:
    ((due, answered),) = town.rows(select(RightsRequest.due_at, RightsRequest.answered_at))
    assert due > NOW
    assert answered is None


def test_a_court_holds_the_data_of_one_package(town) -> None:
    ((package_id,),) = town.rows(select(Hold.package_id))
    with town.database.reading() as session:
        assert HeldBy.HAND in held_by(session, package_id)


def test_citizens_have_confirmed_and_disputed(town) -> None:
    assert {answer for (answer,) in town.rows(select(Statement.answer))} == set(Answer)


def test_the_ledger_finds_every_row_as_it_was_logged(town) -> None:
    """The phones of the town get their keys without the page that enrols one, and say so nowhere in the ledger."""
    with town.database.reading() as session:
        found = list(
            faults_in(session, town.ports.log_key, answers=public_half(town.ports.acknowledgement_key))
        )
    assert [fault for fault in found if not fault.where.startswith("key of phone")] == []


def test_every_sealed_record_opens_and_says_what_the_rows_say(town) -> None:
    assert list(all_broken(town.database, town.ports)) == []


def test_every_proof_stands_up_to_the_auditors_second_look(town) -> None:
    with town.database.reading() as session:
        found = (proof_case(session, Scope(None), proof_id) for (proof_id,) in town.rows(select(Proof.id)))
        broken = [
            (case.proof.outcome, check.point)
            for case in found
            if case
            for check in recheck(town.ports, case, open_record(session, town.ports, case))
            if check.ok is False
        ]
    assert broken == []


def test_every_file_opens_and_has_the_hash_of_its_row(town) -> None:
    with town.database.reading() as session:
        for media in session.scalars(select(Media)):
            assert hashlib.sha256(open_original(town.ports, media)).digest() == media.sha256


def test_photos_are_no_heavier_than_a_phone_makes_them(town) -> None:
    sizes = [size for (size,) in town.rows(select(Media.size).where(Media.type == "image/jpeg"))]
    assert min(sizes) >= 60_000
    assert max(sizes) <= 150_000


def test_the_ledger_holds_a_leaf_for_every_proof(town) -> None:
    ((size,),) = town.rows(select(LedgerTail.size))
    indexes = [index for (index,) in town.rows(select(Leaf.index).order_by(Leaf.index))]
    assert indexes == list(range(size))
    assert {index for (index,) in town.rows(select(Proof.leaf_index))} <= set(indexes)


def test_nothing_happens_at_night_on_a_sunday_or_after_now(town) -> None:
    times = [at for (at,) in town.rows(select(PackageEvent.occurred_at))]
    local = [at.astimezone(WIB) for at in times]
    assert max(times) <= NOW
    assert min(times) >= NOW - timedelta(days=22)
    assert [at for at in local if not 7 <= at.hour < 17 or at.weekday() == 6] == []


def test_the_printed_claim_codes_open_their_packages(town) -> None:
    for sample in (town.guide.delivered, town.guide.on_the_way):
        with town.database.transaction() as session:
            opened = try_claim(session, town.ports, Claim(sample.claim_code, alias=sample.alias), now=NOW)
            assert opened is not None
            assert session.get_one(Package, opened).label_id == sample.label_id


def test_the_first_postman_has_a_round_today(town) -> None:
    mine = select(Courier.id).where(Courier.name == POSTMEN[0].name).scalar_subquery()
    held = {status for (status,) in town.rows(select(Package.status).where(Package.courier_id == mine))}
    assert held >= {Status.ASSIGNED, Status.PICKED_UP}


def test_whoever_waits_hears_how_far_it_is(town) -> None:
    shares = [done / of for done, of in town.told]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def states(town, *, now: datetime = NOW) -> tuple[str, str]:
    return visiting.states_of(town.database, town.ports, town.guide, now=now)


@pytest.fixture
def tried(town):
    """Five wrong tries at the first code today; taken back afterwards."""
    claim = Claim("000000", alias=town.guide.delivered.alias)
    with town.database.transaction() as session:
        for _ in range(5):
            assert try_claim(session, town.ports, claim, now=NOW) is None
    yield
    with town.database.transaction() as session:
        session.execute(update(Package).values(web_tries=0, web_tries_day=None))


def test_the_guide_s_codes_are_said_to_open_what_they_open(town) -> None:
    assert states(town) == (visiting.DELIVERED, visiting.ON_THE_WAY)


def test_a_code_that_was_locked_by_wrong_tries_is_said_to_be_locked_until_tomorrow(town, tried) -> None:
    assert states(town) == (visiting.LOCKED, visiting.ON_THE_WAY)
    assert states(town, now=NOW + timedelta(days=1)) == (visiting.DELIVERED, visiting.ON_THE_WAY)


def test_a_code_that_an_officer_replaced_is_said_to_be_replaced(town) -> None:
    replaced = replace(town.guide.on_the_way, claim_code="000000")
    guide = replace(town.guide, on_the_way=replaced)
    assert visiting.states_of(town.database, town.ports, guide, now=NOW)[1] == visiting.RENEWED
