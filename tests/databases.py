"""Fixtures that give a test its own database, on SQLite and on a real PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Literal, get_args

import pytest
from sqlalchemy import make_url

from tests.postgres import Cluster, running_cluster

Kind = Literal["sqlite", "postgresql"]
Prepare = Callable[[str], None]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Databases:
    """Fresh databases. What `prepare` does is done once per kind and then copied, so migrations run once."""

    def __init__(self, folder: Path, cluster: Callable[[], Cluster]) -> None:
        self._folder = folder
        self._cluster = cluster
        self._numbers = count(1)
        self._templates: dict[tuple[Kind, Prepare], str] = {}

    def fresh(self, kind: Kind, prepare: Prepare | None = None) -> str:
        """The address of a new database: empty, or as `prepare(url)` leaves one.

        `prepare` must close its connections: PostgreSQL copies only what nobody is connected to.
        """
        if prepare is None:
            return self._empty(kind)
        if (kind, prepare) not in self._templates:
            template = self._empty(kind)
            prepare(template)
            self._templates[kind, prepare] = template
        return self._copied(kind, self._templates[kind, prepare])

    def drop(self, url: str) -> None:
        """Nobody needs it any more: a whole run makes thousands, of megabytes each."""
        name = str(make_url(url).database)
        if url.startswith("sqlite"):
            for end in ("", "-wal", "-shm"):
                Path(name + end).unlink(missing_ok=True)
        else:
            self._cluster().drop_database(name)

    def _empty(self, kind: Kind) -> str:
        if kind == "postgresql":
            return self._cluster().url(self._cluster().create_database())
        return f"sqlite:///{self._folder / f'{next(self._numbers)}.db'}"

    def _copied(self, kind: Kind, template: str) -> str:
        name = str(make_url(template).database)
        if kind == "postgresql":
            return self._cluster().url(self._cluster().create_database(template=name))
        copy = self._empty("sqlite")
        shutil.copyfile(name, str(make_url(copy).database))
        return copy


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """PostgreSQL starts at the first test that asks for it."""
    folder = tmp_path_factory.mktemp("databases")
    return Databases(folder, lambda: request.getfixturevalue("postgres_cluster"))


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> Kind:
    """A test that takes this runs once on each database."""
    kind: Kind = request.param
    return kind


@pytest.fixture
def database_url(databases: Databases, database_kind: Kind) -> str:
    """An empty database of each kind; `databases.fresh(kind, migrate)` gives a migrated one."""
    return databases.fresh(database_kind)
