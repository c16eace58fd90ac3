"""The databases that tests are given are their own."""

from sqlalchemy import Connection, NullPool, create_engine, inspect, text

from tests.databases import Databases, Kind


def said(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


def tables(url: str) -> list[str]:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return names(connection)


def names(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


def one_table(url: str) -> None:
    said(url, "CREATE TABLE letters (id INTEGER)")


def test_a_database_is_new_and_empty(database_url: str) -> None:
    assert tables(database_url) == []


def test_a_prepared_database_has_what_was_prepared(databases: Databases, database_kind: Kind) -> None:
    assert tables(databases.fresh(database_kind, one_table)) == ["letters"]


def test_what_one_test_writes_no_other_test_sees(databases: Databases, database_kind: Kind) -> None:
    said(databases.fresh(database_kind, one_table), "CREATE TABLE mine (id INTEGER)")
    assert tables(databases.fresh(database_kind, one_table)) == ["letters"]
