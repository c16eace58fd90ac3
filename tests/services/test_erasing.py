"""Erased means unreadable: from the live system and from copies whose keys went too; and the ledger still verifies."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from courier_app.domain.disputes import Verdict
from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.refusals import PackageHeld, WrongStatus
from courier_app.domain.retention import ErasedWhy, HeldBy, Keeping, Part
from courier_app.erasing_rounds import ErasingRound
from courier_app.evidence.store import NotStored
from courier_app.evidence.vault import KekRing
from courier_app.models import (
    Courier,
    Derivative,
    DoomedObject,
    Erasure,
    Leaf,
    Media,
    NameToken,
    Package,
    PackageEvent,
    PackageKey,
    ServerRecord,
)
from courier_app.queries.proofs import proof_case
from courier_app.queries.scopes import Scope
from courier_app.services.bundles import NotWhole, gather
from courier_app.services.disputes import Ruling, decide_dispute, open_dispute
from courier_app.services.erasing import Order, erase
from courier_app.services.evidence_files import Unopenable, keep_small, make_small, open_original
from courier_app.services.holds import HoldWord, held_by, lift_hold, put_hold
from courier_app.services.keeping import NewTerm, set_term
from courier_app.services.ledger_audit import Wrong, faults_in
from courier_app.services.moves import locked_package
from courier_app.services.packages import cancel_package
from courier_app.services.recipients import Erased, open_recipient
from courier_app.services.records import open_record
from courier_app.services.server_records import append_record
from courier_app.vault_rounds import all_broken
from tests.house import NOON, on_both
from tests.town import a_courier, a_package
from tests.web.staff.case import CaseTown

DAY = timedelta(days=1)
LATER = NOON + 91 * DAY
YEAR = NOON + 366 * DAY


class Kept(CaseTown):
    """A town with one delivered package and its photo, its signature and a blurred copy."""

    def __post_init__(self):
        super().__post_init__()
        self.enrol_as_the_product_does()
        self.frozen = self.proof()
        small = make_small(self.ports, self.media(self.frozen))
        with self.house.transaction() as session:
            keep_small(session, self.ports, small, now=NOON)
            self.delivered = session.get_one(Package, self.row(self.frozen).package_id)

    def round(self, now):
        return ErasingRound(self.house, self.ports, now=now)

    def erase(self, part=Part.EVERYTHING, *, now=YEAR, package=None):
        with self.house.transaction() as session:
            order = Order((package or self.delivered).id, part, ErasedWhy.ORDER, self.auditor.id)
            return erase(session, order, now=now)

    def recipient(self):
        with self.house.reading() as session:
            return open_recipient(session, self.ports, session.get_one(Package, self.delivered.id)).name

    def word(self, reason="Surat polisi masuk hari ini."):
        return HoldWord(self.delivered.id, self.auditor.id, reason)

    def faults(self):
        with self.house.reading() as session:
            return list(faults_in(session, self.ports.log_key))

    def count(self, table):
        with self.house.reading() as session:
            return session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def kept(app, house, ports):
    return Kept(app, house, ports)


@on_both
def test_what_was_erased_opens_from_nowhere_in_the_live_system(kept):
    files = [kept.media(kept.frozen, n) for n in (0, 1)]
    kept.erase()
    kept.round(YEAR).finish()
    with pytest.raises(Erased):
        kept.recipient()
    for file in files:
        with pytest.raises(Unopenable):
            open_original(kept.ports, kept.media(kept.frozen))
        with pytest.raises(NotStored):
            kept.ports.store.fetch(file.object_name)
    assert (kept.count(PackageKey), kept.count(NameToken), kept.count(Derivative)) == (0, 0, 0)


@on_both
def test_the_ledger_still_verifies_and_holds_the_erasure(kept):
    erased = kept.erase()
    assert kept.faults() == []
    with kept.house.reading() as session:
        entry = session.get_one(Leaf, erased.leaf_index).entry
        record = session.get_one(ServerRecord, erased.leaf_index).record.decode()
    assert b'"ref":1,"t":"erase"' in entry
    assert '"part":"everything"' in record
    assert "Siti" not in record


@on_both
def test_the_vault_is_sound_after_an_erasure(kept):
    kept.erase()
    kept.round(YEAR).finish()
    assert list(all_broken(kept.house, kept.ports)) == []


class Backup:
    """What a thief of last night's tapes has: a copy of every sealed thing, and of the keys' rows."""

    def __init__(self, kept):
        self.package, self.file = kept.delivered, kept.media(kept.frozen)
        self.box = kept.ports.store.fetch(self.file.object_name)
        with kept.house.reading() as session:
            key = session.get_one(PackageKey, kept.delivered.id)
            self.key = PackageKey(package_id=key.package_id, kek_id=key.kek_id, wrapped_dek=key.wrapped_dek)
            self.recipient_sealed = session.get_one(Package, kept.delivered.id).recipient_sealed

    def restored(self, kept, *, keys):
        """Everything back in its place; the keys' rows as well, if this backup still has them."""
        kept.ports.store.keep(self.file.object_name, self.box)
        with kept.house.transaction() as session:
            package = session.get_one(Package, self.package.id)
            package.recipient_sealed, package.erased_at = self.recipient_sealed, None
            if keys:
                session.add(self.key)
                wrapped = {"wrapped_dek": self.file.wrapped_dek}
                session.execute(update(Media).where(Media.id == self.file.id).values(**wrapped))


@pytest.fixture
def backup(kept):
    taken = Backup(kept)
    kept.erase()
    kept.round(YEAR).finish()
    return taken


@on_both
def test_a_backup_whose_keys_were_shredded_does_not_open_what_was_erased(kept, backup):
    backup.restored(kept, keys=False)
    with pytest.raises(Erased):
        kept.recipient()
    with pytest.raises(Unopenable):
        open_original(kept.ports, kept.media(kept.frozen))


def test_a_backup_with_its_keys_does_not_open_once_the_key_of_keys_was_dropped(kept, backup):
    backup.restored(kept, keys=True)
    kept.ports = replace(kept.ports, keks=KekRing("kek-new", {"kek-new": b"\x07" * 32}))
    with pytest.raises(Exception, match="unwrap"):
        kept.recipient()
    with pytest.raises(Unopenable):
        open_original(kept.ports, kept.media(kept.frozen))


@on_both
def test_a_backup_that_kept_every_key_does_open_which_is_why_keys_are_kept_apart(kept, backup):
    """The negative control: what the two tests above cannot open is whole."""
    backup.restored(kept, keys=True)
    assert kept.recipient() == "Siti Aminah"
    assert open_original(kept.ports, kept.media(kept.frozen)) == kept.frozen.files[0].body


def test_a_key_that_came_back_from_a_backup_is_told_by_ledger_verify(kept, backup):
    backup.restored(kept, keys=True)
    told = [fault.where for fault in kept.faults() if fault.wrong is Wrong.ROW]
    assert any("key of package" in words and "is back" in words for words in told)
    assert any("key of file" in words and "is back" in words for words in told)


def test_a_key_that_somebody_deleted_without_an_entry_is_told(kept):
    with kept.house.transaction() as session:
        session.execute(delete(PackageKey))
        session.execute(update(Media).values(wrapped_dek=b""))
    told = " ".join(fault.where for fault in kept.faults())
    assert "key of package" in told
    assert "key of file" in told


def test_an_erasure_whose_row_was_changed_is_told(kept):
    kept.erase()
    with kept.house.transaction() as session:
        session.execute(update(Erasure).values(user_id=None))
    assert [fault.wrong for fault in kept.faults()] == [Wrong.ROW]


def test_a_package_that_was_not_erased_still_opens(kept):
    """The negative control: nothing but the one package went."""
    other = kept.proof()
    kept.erase()
    assert open_original(kept.ports, kept.media(other)) == other.files[0].body
    assert kept.count(PackageKey) == 1


@on_both
def test_pictures_alone_go_first_and_the_record_stays(kept):
    kept.erase(Part.PICTURES, now=LATER)
    with pytest.raises(Unopenable):
        open_original(kept.ports, kept.media(kept.frozen))
    assert kept.recipient() == "Siti Aminah"


def test_erased_twice_is_erased_once(kept):
    assert kept.erase() is not None
    assert (kept.erase(), kept.erase(Part.PICTURES), kept.count(Erasure)) == (None, None, 1)


def test_a_bundle_of_erased_evidence_is_refused_plainly(kept):
    kept.erase()
    with kept.house.reading() as session:
        case = proof_case(session, Scope(None), kept.frozen.proof)
        assert case is not None
        record = open_record(session, kept.ports, case)
        with pytest.raises(NotWhole):
            gather(session, kept.ports, case, record, now=YEAR)


def test_a_package_on_its_way_is_not_erased(kept):
    with pytest.raises(WrongStatus):
        kept.erase(package=kept.package())


def test_a_package_that_nobody_ever_carried_is_erased_too(kept):
    package = kept.package(status=Status.REGISTERED, courier=None)
    with kept.house.transaction() as session:
        cancel_package(session, package.id, by=kept.auditor.id, now=NOON)
    assert kept.erase(package=package).files == 0
    assert kept.faults() == []


def a_case(kept):
    with kept.house.transaction() as session:
        package = locked_package(session, kept.delivered.id)
        return open_dispute(session, kept.ports, package, "Belum ada yang datang.", now=NOON).id


@on_both
def test_an_open_case_holds_everything(kept):
    a_case(kept)
    with pytest.raises(PackageHeld) as refused:
        kept.erase()
    assert refused.value.members == {"by": ["case"]}
    assert kept.recipient() == "Siti Aminah"


def test_after_the_verdict_the_time_runs_anew(kept):
    case, ended = a_case(kept), NOON + 10 * DAY
    ruling = Ruling(case, kept.auditor.id, Verdict.DELIVERED_CONFIRMED, "Sudah diterima ibunya.")
    with kept.house.transaction() as session:
        decide_dispute(session, kept.ports, ruling, now=ended)
    assert list(kept.round(LATER).due()) == []
    assert len(list(kept.round(ended + 90 * DAY).due())) == 1


@on_both
def test_a_hold_by_hand_stands_until_it_is_lifted_and_both_are_in_the_ledger(kept):
    with kept.house.transaction() as session:
        assert put_hold(session, kept.ports, kept.word(), now=NOON)
    with pytest.raises(PackageHeld):
        kept.erase()
    with kept.house.transaction() as session:
        assert lift_hold(session, kept.ports, kept.word("Perkara selesai."), now=NOON)
        assert held_by(session, kept.delivered.id) == ()
    assert kept.faults() == []
    assert kept.erase() is not None


def test_a_hold_put_twice_is_one_hold(kept):
    with kept.house.transaction() as session:
        assert put_hold(session, kept.ports, kept.word(), now=NOON)
        assert not put_hold(session, kept.ports, kept.word(), now=NOON)
        assert held_by(session, kept.delivered.id) == (HeldBy.HAND,)


def test_a_proof_without_a_verdict_holds_its_package(kept):
    assert kept.phone.send(kept.phone.freeze(kept.delivered)).status_code == 201
    with kept.house.reading() as session:
        assert held_by(session, kept.delivered.id) == (HeldBy.REVIEW,)
    with pytest.raises(PackageHeld):
        kept.erase()


def test_nothing_is_due_on_the_day_before(kept):
    assert list(kept.round(NOON + 90 * DAY - timedelta(seconds=1)).due()) == []


@on_both
def test_the_night_takes_pictures_after_ninety_days_and_the_rest_after_a_year(kept):
    assert kept.round(LATER).erase_due() == 1
    assert (kept.round(LATER).erase_due(), kept.recipient()) == (0, "Siti Aminah")
    assert kept.round(YEAR).erase_due() == 1
    assert (kept.round(YEAR).erase_due(), kept.count(PackageKey), kept.faults()) == (0, 0, [])


def test_a_package_whose_every_term_is_over_is_erased_at_once(kept):
    assert kept.round(YEAR).erase_due() == 1
    assert (kept.count(Erasure), kept.count(PackageKey)) == (1, 0)


def test_a_round_stops_at_its_bound_and_the_next_one_goes_on(kept):
    kept.proof()
    assert [kept.round(LATER).erase_due(most=1) for _ in range(3)] == [1, 1, 0]


def test_an_office_that_keeps_a_kind_longer_is_obeyed_from_then_on(kept):
    term = NewTerm(kept.office.id, kept.auditor.id, "KTP_EL", Keeping(180, 730), "JRA 2026, nomor 12")
    with kept.house.transaction() as session:
        assert set_term(session, term, now=NOON)
        assert not set_term(session, term, now=NOON)
    assert list(kept.round(LATER).due()) == []
    assert kept.faults() == []


class PowerCut(Exception):  # noqa: N818 - named for what happens
    """The machine is gone."""


class DyingStore:
    """A store that is cut off before the first object has gone."""

    def __init__(self, store):
        self._store = store

    def remove(self, name):
        raise PowerCut

    def __getattr__(self, name):
        return getattr(self._store, name)


@on_both
def test_killed_between_the_keys_and_the_objects_the_next_round_finishes(kept):
    whole, names = kept.ports, [kept.media(kept.frozen, n).object_name for n in (0, 1)]
    kept.ports = replace(whole, store=DyingStore(whole.store))
    with pytest.raises(PowerCut):
        kept.round(YEAR).erase_due()
    assert whole.store.fetch(names[0])
    assert kept.count(DoomedObject) == 3
    kept.ports = whole
    assert kept.round(YEAR).erase_due() == 0
    for name in names:
        with pytest.raises(NotStored):
            whole.store.fetch(name)
    with kept.house.reading() as session:
        assert session.scalars(select(Erasure)).one().finished_at == YEAR


def test_an_object_of_another_store_waits_for_a_round_that_has_it(kept):
    with kept.house.transaction() as session:
        session.execute(update(Media).values(store="s3"))
    kept.round(YEAR).erase_due()
    with kept.house.reading() as session:
        assert set(session.scalars(select(DoomedObject.store))) == {"s3"}
        assert session.scalars(select(Erasure)).one().finished_at is None


@on_both
def test_a_small_picture_made_while_its_photo_is_erased_is_not_kept(kept):
    other = kept.proof()
    small = make_small(kept.ports, kept.media(other))
    with kept.house.transaction() as session:
        package = session.get_one(Package, kept.row(other).package_id)
    kept.erase(package=package)
    with kept.house.transaction() as session:
        keep_small(session, kept.ports, small, now=YEAR)
    with pytest.raises(NotStored):
        kept.ports.store.fetch(small.object_name)


@pytest.fixture
def driver(kept):
    with kept.house.transaction() as session:
        facts = {"partner_code": "gojek", "name": "Agus Ojol", "phone": "0811", "plate": "K 1 AB"}
        return a_courier(session, kept.office, user_id=None, **facts).id


def a_trip(kept, driver):
    with kept.house.transaction() as session:
        package = a_package(session, kept.ports, kept.office).package
        package.courier_id, package.status, package.closed_at = driver, Status.CANCELLED, NOON
        return package


def test_a_driver_is_forgotten_with_the_last_of_his_packages(kept, driver):
    first, last = a_trip(kept, driver), a_trip(kept, driver)
    kept.erase(package=first)
    with kept.house.reading() as session:
        assert session.get_one(Courier, driver).phone == "0811"
    kept.erase(package=last)
    with kept.house.reading() as session:
        row = session.get_one(Courier, driver)
        assert (row.name, row.phone, row.plate) == ("Pengemudi", None, None)


def test_a_postman_with_an_account_keeps_his_name(kept):
    kept.erase()
    with kept.house.reading() as session:
        assert session.get_one(Courier, kept.postman.id).name == "Budi Santoso"


@pytest.fixture
def files(settings):
    """Everything that the database has on disk."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    return lambda: b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def test_the_wrapped_key_is_not_left_in_the_files_of_the_database(kept, files):
    with kept.house.reading() as session:
        key = session.get_one(PackageKey, kept.delivered.id).wrapped_dek
    assert key in files()
    kept.round(YEAR).erase_due()
    assert key not in files()


def closed_long_ago(kept):
    """What somebody writes who wants our own night to erase evidence."""
    long_ago = {"closed_at": NOON - 2_500 * DAY}
    with kept.house.transaction() as session:
        session.execute(update(Package).where(Package.id == kept.delivered.id).values(**long_ago))


@on_both
def test_another_closing_in_the_table_is_told(kept):
    closed_long_ago(kept)
    told = f"package {kept.delivered.id}, which closed at another moment than its last step"
    assert [fault.where for fault in kept.faults()] == [told]


@on_both
@pytest.mark.parametrize("days", [1, 89])
def test_the_night_erases_nothing_that_only_a_changed_closing_makes_due(kept, days):
    """89: the office's own term holds too, not the shortest alone."""
    closed_long_ago(kept)
    assert (kept.round(NOON + days * DAY).erase_due(), kept.recipient()) == (0, "Siti Aminah")


def test_a_closing_changed_in_history_and_row_alike_erases_nothing_either(kept):
    closed_long_ago(kept)
    with kept.house.transaction() as session:
        step = update(PackageEvent).where(PackageEvent.package_id == kept.delivered.id)
        session.execute(step.values(recorded_at=NOON - 2_500 * DAY))
    assert kept.round(NOON + DAY).erase_due() == 0


def test_an_erasure_by_night_that_came_too_early_is_told_by_its_leaf(kept):
    with kept.house.transaction() as session:
        package = locked_package(session, kept.delivered.id)
        forged = {"erasure": str(UUID(int=1)), "package": str(package.id), "why": "due"}
        index = append_record(session, LeafType.ERASE, forged, now=NOON + 29 * DAY, ref=1)
    told = f"erase {UUID(int=1)}, before its time: leaf {index} follows leaf 1 too soon"
    assert told in [fault.where for fault in kept.faults()]


def test_an_erasure_by_word_of_somebody_may_come_at_once(kept):
    kept.erase(now=NOON + DAY)
    assert kept.faults() == []
