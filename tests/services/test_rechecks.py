"""Checking a proof again when its rows are gone or hold nonsense: red, and never an error."""

from dataclasses import replace

import pytest
from flask import Flask

from courier_app.db import Database
from courier_app.models import Leaf
from courier_app.queries.proofs import Case, proof_case
from courier_app.queries.scopes import Scope
from courier_app.services.ports import Ports
from courier_app.services.rechecks import Point, recheck
from courier_app.services.records import Record, open_record
from tests.web.staff.case import CaseTown


@pytest.fixture
def town(app: Flask, house: Database, ports: Ports) -> CaseTown:
    return CaseTown(app, house, ports)


@pytest.fixture
def case(town: CaseTown) -> tuple[Case, Record]:
    return kept(town)


def kept(town: CaseTown) -> tuple[Case, Record]:
    frozen = town.proof()
    with town.house.reading() as session:
        found = proof_case(session, Scope(None), frozen.proof)
        assert found
        return found, open_record(session, town.ports, found)


def red(ports: Ports, case: Case, record: Record) -> set[Point]:
    return {one.point for one in recheck(ports, case, record) if one.ok is False}


def test_a_proof_as_it_was_kept_is_all_green(ports: Ports, case: tuple[Case, Record]) -> None:
    assert red(ports, *case) == set()


def test_a_photo_of_another_proof_is_not_what_was_signed(town: CaseTown, case: tuple[Case, Record]) -> None:
    """It opens and has its own row's hash: only what the courier signed tells that it does not belong here."""
    lines = recheck(town.ports, replace(case[0], files=kept(town)[0].files), case[1])
    assert {one.ok for one in lines if one.point is Point.FILE} == {False}


def test_a_missing_entry_of_the_ledger_is_red(ports: Ports, case: tuple[Case, Record]) -> None:
    assert red(ports, replace(case[0], leaf=None), case[1]) == {Point.LEDGER}


@pytest.mark.parametrize("entry", [b"{", b"[]", b"\xff", b"{}"])
def test_an_entry_that_says_nothing_is_red(ports: Ports, case: tuple[Case, Record], entry: bytes) -> None:
    leaf = Leaf(index=0, entry=entry, hash=bytes(32))
    assert red(ports, replace(case[0], leaf=leaf), case[1]) == {Point.LEDGER}


NONSENSE = [b"", b"a.b.c", b"..", b"a.e30.c", b"a.W10.c", b"\xff\xfe", b"{", b'{"media":1}', b'{"media":[1]}']


@pytest.mark.parametrize("sent", NONSENSE)
def test_a_record_that_is_nonsense_is_red(ports: Ports, case: tuple[Case, Record], sent: bytes) -> None:
    found = red(ports, case[0], Record(sent))
    assert {Point.RECORD, Point.SIGNATURE, Point.MANIFEST, Point.ROWS, Point.FILES} <= found


def test_a_signature_with_another_device_is_red(ports: Ports, case: tuple[Case, Record]) -> None:
    device = case[0].device
    assert device
    device.kid = "A" * 43
    assert red(ports, *case) == {Point.SIGNATURE}
