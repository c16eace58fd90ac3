"""Statements of a proof's path: compiled once for each database, then run by its driver.

From a statement to its rows SQLAlchemy makes some two hundred calls; in a proof they cost more than the database did.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from sqlalchemy import BindParameter, Dialect, Select, Table, bindparam, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

from courier_app.models.base import Base

Values = Mapping[str, object]
Statement = Select[*tuple[Any, ...]] | UpdateBase
Convert = Callable[[Any], Any] | None


class AnyRow(Protocol):
    """Columns by their names, as the statement's types say."""

    def __getattr__(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Line:
    """A driver's connection in the middle of a transaction, and how to talk to it."""

    driver: Any
    dialect: Dialect


Source = Session | Line  # what a prepared statement can be asked of


class Prepared:
    """A statement whose text never changes: every value that does is a `bindparam`, given by its name. One that is
    not the same on both databases is a function of the database's name."""

    def __init__(self, statement: Statement | Callable[[str], Statement]) -> None:
        self._statement = statement
        self._spoken: dict[str, _Spoken] = {}

    def one(self, source: Source, values: Values) -> AnyRow:
        """Of a statement that always answers."""
        return self.all(source, values)[0]

    def first(self, source: Source, values: Values) -> AnyRow | None:
        rows = self.all(source, values)
        return rows[0] if rows else None

    def all(self, source: Source, values: Values) -> list[AnyRow]:
        line = source if isinstance(source, Line) else _line_of(source)
        spoken = self._in(line.dialect)
        try:
            cursor = line.driver.cursor()
            cursor.execute(spoken.text, spoken.parameters(values))
            return [spoken.row(raw) for raw in cursor.fetchall()]
        except Exception as error:
            raise_as_sqlalchemy(error, line.dialect)
            raise

    def run(self, source: Source, *many: Values) -> None:
        """Once for each of `many`; nothing is answered."""
        line = source if isinstance(source, Line) else _line_of(source)
        spoken = self._in(line.dialect)
        try:
            cursor = line.driver.cursor()
            for values in many:
                cursor.execute(spoken.text, spoken.parameters(values))
        except Exception as error:
            raise_as_sqlalchemy(error, line.dialect)
            raise

    def _in(self, dialect: Dialect) -> "_Spoken":
        known = self._spoken.get(dialect.name)
        if known is None:
            said = self._statement(dialect.name) if callable(self._statement) else self._statement
            known = self._spoken[dialect.name] = _Spoken(said, dialect)
        return known


def new_row(model: type[Base], *, without: Sequence[str] = ()) -> Prepared:
    """An insert of every column but those that the database fills in."""
    table = cast(Table, model.__table__)
    return Prepared(insert(table).values(given(table, without)).inline())


def given(table: Table, without: Sequence[str] = ()) -> dict[str, BindParameter[Any]]:
    """Each column's value is a parameter of its name."""
    return {column.name: bindparam(column.name) for column in table.columns if column.name not in without}


class Several:
    """Parameters for IN, whose number is part of the statement's text: as many as there ever are."""

    def __init__(self, name: str, kind: TypeEngine[Any], *, most: int) -> None:
        self._names = [f"{name}_{number}" for number in range(most)]
        self.parameters = [bindparam(name, type_=kind) for name in self._names]

    def values(self, given: Sequence[object]) -> dict[str, object]:
        """The last one stands for those that are not there. ValueError for none at all, or for too many."""
        if not 0 < len(given) <= len(self._names):
            raise ValueError("none, or too many")
        filled = [*given, *[given[-1]] * (len(self._names) - len(given))]
        return dict(zip(self._names, filled, strict=True))


class _Spoken:
    """The statement in one database's words, with its types' ways in and out."""

    def __init__(self, statement: Statement, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        names = compiled.positiontup or list(compiled.bind_names.values())
        columns = list(statement.exported_columns)
        self.text: str = compiled.string
        self._by_name = compiled.positiontup is None
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        self._into = [(name, _into(compiled.binds[name].type, dialect)) for name in names]
        ways = (_out_of(column.type, dialect) for column in columns)
        self._out_of = [(place, way) for place, way in enumerate(ways) if way]  # few have one
        named = namedtuple("AnyRow", [column.key for column in columns])  # type: ignore[misc]
        self._named = cast(Callable[[Sequence[Any]], AnyRow], named._make)

    def parameters(self, values: Values) -> Any:
        """Refuses with KeyError when a value is missing: a mistake in the calling code."""
        known = {**self._constants, **values} if self._constants else values
        if self._by_name:
            return {name: into(known[name]) if into else known[name] for name, into in self._into}
        return [into(known[name]) if into else known[name] for name, into in self._into]

    def row(self, raw: Sequence[Any]) -> AnyRow:
        if not self._out_of:
            return self._named(raw)
        told = list(raw)
        for place, out_of in self._out_of:
            told[place] = out_of(told[place])
        return self._named(told)


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _line_of(session: Session) -> Line:
    """What waits in the session goes first, as before any other statement."""
    session.flush()
    known = session.info.get(Line)
    if known and known[0] is session.get_transaction():
        return cast(Line, known[1])
    connection = session.connection()
    line = Line(connection.connection, connection.dialect)
    session.info[Line] = session.get_transaction(), line
    return line


class SqlalchemyErrors:
    """raise_as_sqlalchemy() around a few lines. No generator: this stands around every transaction of a proof."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            raise_as_sqlalchemy(error, self._dialect)


def raise_as_sqlalchemy(error: BaseException, dialect: Any) -> None:
    """Whoever catches SQLAlchemy's errors catches the driver's too; others pass. Without parameters: they are personal
    data."""
    driver_error = dialect.loaded_dbapi.Error
    if isinstance(error, driver_error):
        raise DBAPIError.instance(
            None, None, error, driver_error, hide_parameters=True, dialect=dialect
        ) from error
