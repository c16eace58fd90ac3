"""What browser tests may ask for: one Chromium and one server for a file of tests, a clean street for every test."""

from collections.abc import Iterator

import pytest

from tests.browser.browsers import Person, Street, a_street
from tests.browser.handset import Handset, Shift, a_shift
from tests.browser.line import Line, a_line
from tests.browser.server import Server, running_server
from tests.chromium import windowless_path


@pytest.fixture(scope="module")
def chromium(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """Without windows, which no test sees; a module that says `BROWSER = chromium_path` gets what people have."""
    program = getattr(request.module, "BROWSER", windowless_path)()
    with a_street(tmp_path_factory.mktemp("camera"), program) as street:
        yield street


@pytest.fixture
def street(chromium: Street) -> Iterator[Street]:
    """Fails the test when a browser complained of something that nobody expected."""
    yield chromium
    assert chromium.everybody_leaves() == []


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("house")) as server:
        yield server


@pytest.fixture
def server(production: Server) -> Iterator[Server]:
    """Fails the test when the server wrote of an error."""
    before = len(production.troubles())
    yield production
    assert production.troubles()[before:] == ""


@pytest.fixture(scope="module")
def long_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    with a_line(tmp_path_factory.mktemp("line")) as line:
        yield line


@pytest.fixture
def line(long_line: Line) -> Iterator[Line]:
    """Fair weather at the beginning of every test."""
    long_line.fair_again()
    yield long_line
    long_line.fair_again()


@pytest.fixture
def person(line: Line, chromium: Street) -> Iterator[Person]:
    """Somebody new, whose every request goes through the line: no service worker answers in its place."""
    person = chromium.somebody(line.origin, service_workers="block")
    yield person
    person.context.close()


@pytest.fixture
def shift(line: Line, request: pytest.FixtureRequest) -> Shift:
    """A postman with a package in hand, or as many as the module says: `PACKAGES = 3`."""
    return a_shift(line, packages=getattr(request.module, "PACKAGES", 1))


@pytest.fixture
def phone(line: Line, person: Person, shift: Shift) -> Handset:
    """The postman's: signed in, its key enrolled."""
    return Handset(line, person.context, person.page).open().sign_in(shift.account).enrolled()
