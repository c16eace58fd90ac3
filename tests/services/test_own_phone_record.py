"""What recipients signed on their own phones, checked again: what was put in its place is red and fills no bundle."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from courier_app.models import OwnPhoneSignature
from courier_app.queries.proofs import proof_case
from courier_app.queries.scopes import Scope
from courier_app.services.bundles import NotWhole
from courier_app.services.own_phone_record import own_phone_shown, recheck_own_phone
from courier_app.services.records import open_record
from tests.house import NOON
from tests.services.test_bundles import gathered, own_phone_proof, publisher, town  # noqa: F401 - its fixtures

both_ways = pytest.mark.parametrize("seen", [True, False], ids=["named by its hash", "named by its code"])


def signed(town, **said):  # noqa: F811 - the fixture's value
    frozen, _ = own_phone_proof(town, **said)
    with town.house.reading() as session:
        case = proof_case(session, Scope(None), frozen.proof)
        assert case
        return own_phone_shown(session, town.ports, case, open_record(session, town.ports, case))


@both_ways
def test_what_was_signed_is_green(town, seen):  # noqa: F811
    assert recheck_own_phone(signed(town, seen=seen)).ok is True


@both_ways
def test_another_recipients_words_with_their_own_entry_in_the_ledger_are_red(town, seen):  # noqa: F811
    """Both are true and fit each other; the proof named neither."""
    mine, other = signed(town, seen=seen), signed(town, seen=seen)
    assert recheck_own_phone(replace(mine, record=other.record, leaf=other.leaf)).ok is False


def test_an_entry_about_another_signature_is_red(town):  # noqa: F811
    mine, other = signed(town), signed(town)
    assert recheck_own_phone(replace(mine, leaf=other.leaf)).ok is False


def test_a_signature_that_the_courier_did_not_name_is_red(town):  # noqa: F811
    mine, other = signed(town), signed(town)
    assert recheck_own_phone(replace(mine, named=other.named)).ok is False


def test_a_signature_that_is_not_the_one_on_record_is_in_no_bundle(town, publisher):  # noqa: F811
    frozen, _ = own_phone_proof(town)
    publisher.publish(now=NOON)
    with town.house.transaction() as session:
        session.execute(update(OwnPhoneSignature).values(record_hash=b"x" * 32))
    with pytest.raises(NotWhole):
        gathered(town, frozen)
