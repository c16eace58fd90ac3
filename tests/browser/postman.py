"""A signed-in postman for a file of traps: packages enough, and an empty queue before and after every test."""

from collections.abc import Iterator

import pytest

from tests.browser.browsers import Street
from tests.browser.handset import Handset, Shift, a_shift
from tests.browser.line import Line


@pytest.fixture(scope="module")
def shift(long_line: Line) -> Shift:
    return a_shift(long_line, packages=60)


@pytest.fixture(scope="module")
def labels(shift: Shift) -> Iterator[str]:
    """Every test hands over packages of its own."""
    return iter(shift.labels)


@pytest.fixture(scope="module")
def signed_in(long_line: Line, shift: Shift, chromium: Street) -> Iterator[Handset]:
    person = chromium.somebody(long_line.origin, service_workers="block")
    phone = Handset(long_line, person.context, person.page).open().sign_in(shift.account)
    yield phone
    person.context.close()


@pytest.fixture
def phone(line: Line, signed_in: Handset) -> Iterator[Handset]:
    """Signed in, nothing waiting."""
    assert signed_in.waiting() == {}
    yield signed_in
    line.fair_again()
    signed_in.send_now()
    signed_in.until(lambda: not signed_in.waiting(), "an empty queue")
