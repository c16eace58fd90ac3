"""Prepared statements: the same answers and the same errors as by way of a session."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, bindparam, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from courier_app.models import Audience, LedgerTail, LoginSession, Partner
from courier_app.models.once import whole_row_once
from courier_app.models.prepared import Prepared, Several, new_row
from courier_app.services import media
from courier_app.web import manifests
from tests.house import NOON, on_both

SESSIONS, PARTNERS, TAIL = (cast(Table, model.__table__) for model in (LoginSession, Partner, LedgerTail))
BY_ID = Prepared(select(SESSIONS).where(SESSIONS.c.id == bindparam("id")))
CODES = Several("code", String(), most=3)
AMONG = Prepared(
    select(PARTNERS.c.code).where(PARTNERS.c.code.in_(CODES.parameters)).order_by(PARTNERS.c.code)
)
LONGER = Prepared(update(TAIL).where(TAIL.c.id == 1).values(size=bindparam("size")))
ROW = {
    "id": bytes(range(32)),
    "audience": Audience.CITIZEN,
    **dict.fromkeys(("user_id", "courier_id", "handover_id", "package_id")),
    "data": {"name": "Siti", "list": [1, 2]},
    **dict.fromkeys(("created_at", "seen_at", "expires_at"), NOON),
}


@on_both
def test_what_is_written_is_read_as_it_was(house):
    with house.recording() as line:
        new_row(LoginSession).run(line, ROW)
    with house.asking() as line:
        assert BY_ID.one(line, {"id": ROW["id"]})._asdict() == ROW


@on_both
def test_a_line_and_a_session_read_the_same(house):
    with house.recording() as line:
        new_row(LoginSession).run(line, ROW)
    with house.reading() as session:
        row = session.get_one(LoginSession, ROW["id"])
        assert BY_ID.one(session, {"id": row.id}).data == row.data
        assert BY_ID.one(session, {"id": row.id}).seen_at == row.seen_at


@on_both
def test_a_time_from_another_zone_is_the_same_moment(house):
    jakarta = NOON.astimezone(timezone(timedelta(hours=7)))
    with house.recording() as line:
        new_row(LoginSession).run(line, ROW | {"seen_at": jakarta})
        assert BY_ID.one(line, {"id": ROW["id"]}).seen_at == NOON


def test_a_time_without_a_zone_is_refused(house):
    naive = datetime.now(UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"), house.recording() as line:
        new_row(LoginSession).run(line, ROW | {"seen_at": naive})


@on_both
def test_what_waits_in_a_session_goes_first(house):
    with house.transaction() as session:
        session.add(Partner(code="x", name="X", accounts=True))
        assert AMONG.one(session, CODES.values(["x"])).code == "x"


@on_both
def test_what_does_not_end_well_leaves_nothing(house):
    with suppress(KeyError), house.recording() as line:
        new_row(LoginSession).run(line, ROW, {})
    with house.asking() as line:
        assert BY_ID.first(line, {"id": ROW["id"]}) is None


@on_both
def test_a_row_is_new_only_once(house):
    keep = whole_row_once(LoginSession, on=("id",))
    with house.recording() as line:
        assert keep.one(line, ROW).id == ROW["id"]
        assert keep.first(line, ROW) is None


@on_both
def test_a_list_may_be_as_long_as_was_said(house):
    with house.recording() as line:
        for code in ("a", "b", "c", "d"):
            new_row(Partner).run(line, {"code": code, "name": code, "accounts": True})
    with house.asking() as line:
        assert [row.code for row in AMONG.all(line, CODES.values(["a"]))] == ["a"]
        assert [row.code for row in AMONG.all(line, CODES.values(["c", "a", "b"]))] == ["a", "b", "c"]


def test_a_proof_may_name_as_many_files_as_its_schema_lets_through():
    assert media.MOST_PARTS == manifests.MOST_PARTS


@pytest.mark.parametrize("length", [0, 4])
def test_no_list_is_empty_or_longer_than_was_said(length):
    with pytest.raises(ValueError, match="none, or too many"):
        Several("part", LargeBinary(), most=3).values([b"x"] * length)


@on_both
def test_a_constant_of_the_statement_needs_no_value(house):
    with house.recording() as line:
        LONGER.run(line, {"size": 7})
    with house.reading() as session:
        assert session.get_one(LedgerTail, 1).size == 7


def test_a_value_that_is_missing_is_a_mistake(house):
    with house.asking() as line, pytest.raises(KeyError):
        BY_ID.one(line, {})


@on_both
def test_what_the_database_refuses_is_told_without_the_values(house):
    with pytest.raises(IntegrityError) as refused, house.recording() as line:
        new_row(LoginSession).run(line, ROW | {"data": {"name": "Siti"}}, ROW)
    assert "Siti" not in str(refused.value)


def test_an_error_of_the_driver_is_sqlalchemys(house):
    nowhere = Prepared(select(Table("nowhere", MetaData(), Column("id", Integer))))
    with house.asking() as line, pytest.raises(OperationalError):
        nowhere.first(line, {})


def test_after_an_error_the_connection_is_as_good_as_new(house):
    with pytest.raises(KeyError), house.recording() as line:
        BY_ID.one(line, {})
    for _ in range(3):
        with house.recording() as line:
            assert AMONG.first(line, CODES.values(["nobody"])) is None


def test_a_database_that_is_closed_leaves_one_file_and_nothing_beside_it(house):
    _heard(house)
    house.engine.dispose()
    file = Path(str(house.engine.url.database))
    assert [one.name for one in file.parent.glob(f"{file.name}-[ws]*")] == []


def test_each_thread_has_a_line_of_its_own(house):
    with house.asking() as mine, ThreadPoolExecutor(1) as other:
        assert other.submit(_heard, house).result() is not mine.driver


def _heard(house):
    with house.asking() as line:
        return line.driver


def test_a_short_commit_never_makes_a_promise_shorter(house):
    with house.settling():
        pass
    with house.recording() as line:
        assert line.driver.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
