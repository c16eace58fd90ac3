"""Nobody changes a row of the ledger unnoticed; a rewritten history is told by a checkpoint that somebody kept."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.reviews import Decision
from courier_app.evidence.log_keys import load_log_key, open_checkpoint
from courier_app.evidence.signer import Signer, begin_state
from courier_app.models import (
    Device,
    HashTile,
    Leaf,
    LedgerTail,
    Package,
    Proof,
    PublishedCheckpoint,
    Review,
    Role,
    ServerRecord,
)
from courier_app.publisher import Publisher
from courier_app.queries.log import newest_checkpoint
from courier_app.services.devices import revoke_device
from courier_app.services.ledger_audit import Fault, Wrong, faults_in
from courier_app.services.server_records import append_record
from tests.house import LOG, NOON, on_both
from tests.phone import Phone
from tests.town import a_courier, a_package, a_user, an_office

RECORDS = 300


@pytest.fixture
def publisher(house, settings, tmp_path):
    begin_state(tmp_path / "state", LOG)
    return Publisher(house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG)


@pytest.fixture
def ledger(house, publisher, ports):
    """Three hundred records, published; what the audit says of them."""
    fill(house, RECORDS)
    publisher.publish(now=NOON)

    def audit(*remembered):
        with house.reading() as session:
            return list(faults_in(session, ports.log_key, remembered=remembered))

    return audit


def fill(house, records, **facts):
    with house.transaction() as session:
        for number in range(records):
            append_record(session, LeafType.LABEL_BATCH, {"number": number, **facts}, now=NOON)


def change(house, statement):
    with house.transaction() as session:
        session.execute(statement)


@on_both
def test_an_honest_ledger_has_no_fault(ledger):
    assert ledger() == []


@on_both
def test_a_changed_entry_is_named(house, ledger):
    change(house, update(Leaf).where(Leaf.index == 7).values(entry=b'{"t":"proof"}'))
    assert Fault(Wrong.ENTRY, "7") in ledger()


@on_both
def test_an_entry_changed_together_with_its_hash_is_caught_by_tile_tail_and_checkpoint(house, ledger):
    with house.reading() as session:
        other = session.get_one(Leaf, 8)
    change(house, update(Leaf).where(Leaf.index == 7).values(entry=other.entry, hash=other.hash))
    assert {fault.wrong for fault in ledger()} >= {Wrong.TILE, Wrong.TAIL, Wrong.CHECKPOINT, Wrong.RECORD}


@on_both
def test_a_removed_leaf_is_named(house, ledger):
    change(house, delete(ServerRecord).where(ServerRecord.leaf_index == 7))
    change(house, delete(Leaf).where(Leaf.index == 7))
    assert Fault(Wrong.GAP, "7") in ledger()


@on_both
def test_removed_leaves_at_the_end_are_noticed(house, ledger):
    change(house, delete(ServerRecord).where(ServerRecord.leaf_index > 290))
    change(house, delete(Leaf).where(Leaf.index > 290))
    assert {fault.wrong for fault in ledger()} >= {Wrong.TAIL, Wrong.CHECKPOINT}


def test_a_changed_record_is_named(house, ledger):
    change(house, update(ServerRecord).where(ServerRecord.leaf_index == 7).values(record=b"{}"))
    assert ledger() == [Fault(Wrong.RECORD, "7")]


@pytest.fixture
def proven(app, house, ports):
    """One proof by a courier's phone; its row."""
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        package = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier).package
    phone = Phone(app, courier)
    sent = phone.freeze(package)
    assert phone.send(sent).status_code == 201
    with house.transaction() as session:
        device = session.scalars(select(Device)).one()
        facts = {"device": str(device.id), "courier": str(courier.id), "jwk": phone.key.jwk.as_dict()}
        append_record(session, LeafType.KEY_ENROL, facts, now=NOON)
    return sent.proof


@pytest.fixture
def judged(house, proven):
    """The proof was kept for review, and an auditor accepted it."""
    with house.transaction() as session:
        proof = session.get_one(Proof, proven)
        auditor = a_user(session, Role.AUDITOR, office=session.get_one(Package, proof.package_id).office)
        said = {"proof": str(proven), "user": str(auditor.id), "decision": "accepted"}
        sealed = b"why"
        facts = said | {"reason_hash": hashlib.sha256(sealed).hexdigest()}
        index = append_record(session, LeafType.VERDICT, facts, now=NOON)
        who = {"proof_id": proven, "package_id": proof.package_id, "user_id": auditor.id}
        what = {"decision": Decision.ACCEPTED, "reason_sealed": sealed, "moved": False}
        session.add(Review(**who, **what, made_at=NOON, leaf_index=index))
    return proven


def faults(house, ports):
    with house.reading() as session:
        return list(faults_in(session, ports.log_key))


@on_both
def test_an_honest_verdict_has_no_fault(house, judged, ports):
    assert faults(house, ports) == []


REVIEW_COLUMNS = {
    "decision": {"decision": Decision.REJECTED},
    "reason": {"reason_sealed": b"another"},
    "moved": {"moved": True},
}


@pytest.mark.parametrize("column", REVIEW_COLUMNS.values(), ids=REVIEW_COLUMNS)
def test_a_changed_verdict_is_named(house, judged, ports, column):
    change(house, update(Review).values(**column))
    assert faults(house, ports) == [Fault(Wrong.ROW, f"verdict on proof {judged}")]


def test_a_removed_verdict_is_named(house, judged, ports):
    change(house, delete(Review))
    assert faults(house, ports) == [Fault(Wrong.ROW, f"verdict on proof {judged}, which is gone")]


def test_a_revocation_taken_back_in_the_tables_is_named(house, proven, ports):
    with house.transaction() as session:
        device = session.scalars(select(Device)).one()
        revoke_device(session, device, now=NOON)
    assert faults(house, ports) == []
    change(house, update(Device).values(revoked_at=None))
    assert faults(house, ports) == [Fault(Wrong.ROW, f"revocation of phone {device.id}")]


def test_a_key_exchanged_in_the_tables_is_named(house, proven, ports):
    change(house, update(Device).values(x=b"\x01" * 32))
    [fault] = faults(house, ports)
    assert fault.where.startswith("key of phone")


def test_a_key_that_nobody_enrolled_is_named(house, proven, ports):
    with house.transaction() as session:
        stranger = session.scalars(select(Device)).one()
        twin = {"courier_id": stranger.courier_id, "x": b"\x02" * 32, "y": b"\x03" * 32}
        session.add(Device(kid="k" * 43, enrolled_at=NOON, **twin))
    assert [fault.wrong for fault in faults(house, ports)] == [Wrong.ROW]


PROOF_COLUMNS = {
    "manifest": {"manifest_hash": b"\x01" * 32},
    "bytes as sent": {"digest": b"\x01" * 32},
    "signed or not": {"device_id": None},
}


@pytest.mark.parametrize("column", PROOF_COLUMNS.values(), ids=PROOF_COLUMNS)
def test_a_changed_proof_is_named(house, proven, ports, column):
    change(house, update(Proof).where(Proof.id == proven).values(**column))
    with house.reading() as session:
        index = session.get_one(Proof, proven).leaf_index
        assert list(faults_in(session, ports.log_key)) == [Fault(Wrong.RECORD, str(index))]


def test_an_honest_proof_has_no_fault(house, proven, ports):
    assert faults(house, ports) == []


def test_a_removed_record_leaves_its_entry_alone(house, ledger):
    change(house, delete(ServerRecord).where(ServerRecord.leaf_index == 7))
    assert ledger() == [Fault(Wrong.ORPHAN, "7")]


@on_both
def test_a_changed_tile_is_named(house, ledger):
    change(house, update(HashTile).where(HashTile.level == 0).values(hashes=b"\x00" * 8_192))
    assert ledger() == [Fault(Wrong.TILE, "0/0")]


def test_a_removed_tile_is_named(house, ledger):
    change(house, delete(HashTile).where(HashTile.level == 1))
    assert ledger() == [Fault(Wrong.TILE, "1/0")]


def test_a_changed_tail_is_noticed(house, ledger):
    change(house, update(LedgerTail).values(size=RECORDS + 1))
    assert ledger() == [Fault(Wrong.TAIL, str(RECORDS + 1))]


@pytest.mark.parametrize("column", [{"root": b"\x00" * 32}, {"note": b"nonsense"}], ids=["root", "note"])
def test_a_changed_checkpoint_is_named(house, ledger, column):
    change(house, update(PublishedCheckpoint).values(**column))
    assert ledger() == [Fault(Wrong.CHECKPOINT, str(RECORDS))]


def kept_by_somebody(house, ports):
    with house.reading() as session:
        newest = newest_checkpoint(session)
    assert newest is not None
    return open_checkpoint(newest.note, ports.log_key)


@on_both
def test_a_history_rewritten_from_the_ground_up_is_told_by_a_checkpoint_somebody_kept(house, ledger, ports):
    """Everything in the database fits together again; the administrator has no signature for it, and the citizen's
    receipt remembers."""
    kept = kept_by_somebody(house, ports)
    for table in (PublishedCheckpoint, ServerRecord, HashTile, Leaf):
        change(house, delete(table))
    change(house, update(LedgerTail).values(size=0, edge=b""))
    fill(house, RECORDS, other="story")
    assert ledger() == []
    assert ledger(kept) == [Fault(Wrong.REMEMBERED, str(RECORDS))]


def test_a_checkpoint_somebody_kept_of_an_honest_log_fits_after_it_grew(house, ledger, ports):
    kept = kept_by_somebody(house, ports)
    fill(house, 5)
    assert ledger(kept) == []


@on_both
def test_a_checkpoint_of_a_larger_tree_than_there_is_is_named(house, ledger):
    change(house, update(PublishedCheckpoint).values(size=RECORDS + 5))
    assert ledger() == [Fault(Wrong.CHECKPOINT, str(RECORDS + 5))]


def test_a_tile_that_no_leaf_asks_for_is_named(house, ledger):
    with house.transaction() as session:
        session.add(HashTile(level=0, number=1, hashes=bytes(32)))
    assert ledger() == [Fault(Wrong.TILE, "0/1")]


def test_a_checkpoint_of_another_log_does_not_fit_though_its_root_is_the_same(house, ledger, ports):
    kept = replace(kept_by_somebody(house, ports), origin="another.example/log")
    assert ledger(kept) == [Fault(Wrong.REMEMBERED, str(RECORDS))]
