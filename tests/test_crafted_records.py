"""Whoever writes rows of their own cannot end `ledger verify` early: it names them, and goes on to its end."""

import hashlib
import json

import pytest
from sqlalchemy import select, update

from courier_app.domain.merkle import LeafType, leaf_entry
from courier_app.models import Leaf, LookRoot, ServerRecord
from courier_app.services.ledger_audit import Fault, Wrong, faults_in
from courier_app.services.server_records import append_record
from tests.house import NOON, on_both

DEEP = "[" * 50_000
CRAFTED = {
    "packages is a number": (LeafType.COUNTED_IN, b'"packages":5'),
    "packages holds lists": (LeafType.COUNTED_IN, b'"packages":[[1],{}]'),
    "packages of an old card": (LeafType.OLD_CARD, b'"packages":5'),
    "packages of an old card hold numbers": (LeafType.OLD_CARD, b'"packages":[1]'),
    "policies is a number": (LeafType.RULES, b'"policies":5'),
    "codes is a number": (LeafType.FACTOR, b'"did":"enrolled","codes":5'),
    "codes holds lists": (LeafType.FACTOR, b'"did":"enrolled","codes":[[1]]'),
    "hours are words": (LeafType.AUDIT_ROOT, b'"from":7,"until":"noon"'),
    "hours have no zone": (LeafType.AUDIT_ROOT, b'"until":"2026-01-01T00:00:00"'),
    "hours before all time": (LeafType.AUDIT_ROOT, b'"until":"0001-01-01T00:00:00+23:00"'),
    "span is words": (LeafType.RECOVERED, b'"from":"a","until":[]'),
    "span is not said": (LeafType.RECOVERED, b'"span":0'),
}


def crafted(kind, members):
    return b'{"v":1,"t":"%s",%s}' % (kind.value.encode(), members)


def slip_in(house, record, *, logged):
    """A record in the place of one that was logged; `logged`: its leaf says so too, for somebody wrote that as well."""
    with house.transaction() as session:
        index = append_record(session, LeafType.LABEL_BATCH, {"number": 1}, now=NOON)
        session.execute(update(ServerRecord).where(ServerRecord.leaf_index == index).values(record=record))
        if logged:
            kind = LeafType(json.loads(record)["t"])
            entry = leaf_entry(kind, 1, mh=hashlib.sha256(record).hexdigest(), jh=None)
            session.execute(update(Leaf).where(Leaf.index == index).values(entry=entry))
    return index


@pytest.fixture
def audited(house, ports):
    def audit():
        with house.reading() as session:
            return list(faults_in(session, ports.log_key))

    return audit


@on_both
@pytest.mark.parametrize(("of_leaf", "members"), CRAFTED.values(), ids=CRAFTED)
def test_a_record_of_strange_members_is_named_by_its_leaf(house, audited, of_leaf, members):
    index = slip_in(house, crafted(of_leaf, members), logged=False)
    assert Fault(Wrong.RECORD, str(index)) in audited()


@pytest.mark.parametrize(("of_leaf", "members"), CRAFTED.values(), ids=CRAFTED)
def test_one_whose_entry_was_written_to_fit_is_named_by_the_hash_of_that_entry(
    house, audited, of_leaf, members
):
    index = slip_in(house, crafted(of_leaf, members), logged=True)
    assert Fault(Wrong.ENTRY, str(index)) in audited()


@pytest.mark.parametrize(
    "record",
    [DEEP.encode(), b"\xff", b"[]", b'{"t":["rules"]}', b'{"t":{}}', b'{"v":1,"t":"recovered"'],
    ids=["too deep", "no text", "a list", "kind in a list", "kind in an object", "cut off"],
)
def test_what_is_no_record_at_all_is_named_by_its_leaf(house, audited, record):
    index = slip_in(house, record, logged=False)
    assert audited() == [Fault(Wrong.RECORD, str(index))]


@on_both
@pytest.mark.parametrize(
    "ts", ["99999999999999999999", "-99999999999999999999", "1e400", '"noon"', "253402300799", "true"]
)
def test_the_newest_leaf_of_an_absurd_time_is_named(house, audited, ts):
    index = slip_in(house, crafted(LeafType.LABEL_BATCH, b'"number":2'), logged=False)
    with house.transaction() as session:
        entry = b'{"t":"shift","ts":%s}' % ts.encode()
        session.execute(update(Leaf).where(Leaf.index == index).values(entry=entry))
    assert Fault(Wrong.ENTRY, str(index)) in audited()


def test_a_row_of_a_root_that_says_no_time_is_named(house, audited):
    index = slip_in(house, crafted(LeafType.AUDIT_ROOT, b'"until":"noon"'), logged=True)
    with house.transaction() as session:
        session.add(LookRoot(until=NOON, leaf_index=index))
    assert Fault(Wrong.LOOKS, "looks until noon") in audited()


def test_a_record_that_its_leaf_does_not_hold_brings_no_leaf_back(house, audited):
    """It would excuse every leaf that nothing stands behind."""
    index = slip_in(house, b'{"v":1,"t":"recovered","from":0,"until":9}', logged=False)
    lost = slip_in(house, b"{}", logged=False)
    with house.transaction() as session:
        session.delete(session.scalars(select(ServerRecord).where(ServerRecord.leaf_index == lost)).one())
    assert audited() == [Fault(Wrong.RECORD, str(index)), Fault(Wrong.ORPHAN, str(lost))]
