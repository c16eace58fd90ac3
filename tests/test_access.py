"""Every address, asked by everybody: who is let in, who is sent away, and how. No address without a row."""

from pathlib import Path

import pytest
from flask import Blueprint, Flask

from courier_app.models import Role
from courier_app.web.citizen import blueprint as citizen
from courier_app.web.courier import blueprint as courier
from courier_app.web.staff import blueprint as staff
from courier_app.web.staff.rights import RIGHTS
from tests.access_table import TABLE
from tests.addresses import addresses, path_of, without_ids
from tests.everybody import EVERYBODY, Doors

URLS = Path(__file__).parent / "urls.txt"
# Why nobody stands at the door of these.
OPEN_BLUEPRINTS = {
    "public": "says nothing that a stranger may not know, and keeps nothing but a language",
    "api": "says how to ask; answers nothing",
}
OPEN_VIEWS = staff.OPEN | courier.OPEN | courier.WAYS_IN | citizen.OPEN


def outcome(doors: Doors, who: str, address: str) -> int | str:
    """What `who` gets, of the town as it was furnished."""
    doors.restored()
    method, rule = next((key.split()[0], rule) for key, rule in addresses(doors.app) if key == address)
    with doors.client(who).open(path_of(doors, rule), method=method) as answer:
        moved = 300 <= answer.status_code < 400 and answer.location
        return without_ids(answer.location, doors.town) if moved else answer.status_code


@pytest.mark.parametrize("address", TABLE)
def test_everybody_gets_what_the_table_says(doors: Doors, address: str) -> None:
    assert {who: outcome(doors, who, address) for who in EVERYBODY} == TABLE[address]


def test_no_address_is_without_a_row(doors: Doors) -> None:
    assert {address for address, _ in addresses(doors.app)} == set(TABLE)


def test_no_address_comes_or_goes_silently(doors: Doors) -> None:
    """An address that phones, letters and other programs know is taken away knowingly: change urls.txt with it."""
    assert [
        f"{address} {rule.endpoint}" for address, rule in addresses(doors.app)
    ] == URLS.read_text().splitlines()


def test_every_blueprint_has_a_guard_or_a_reason_to_have_none(doors: Doors) -> None:
    guarded = {name for name in doors.app.blueprints if doors.app.before_request_funcs.get(name)}
    assert guarded | set(OPEN_BLUEPRINTS) == set(doors.app.blueprints)
    assert not guarded & set(OPEN_BLUEPRINTS)


def test_every_view_outside_a_blueprint_is_static(doors: Doors) -> None:
    assert {rule.endpoint for _, rule in addresses(doors.app) if "." not in rule.endpoint} == {"static"}


def test_what_stays_open_is_there(doors: Doors) -> None:
    """A name in a list of open views that no view bears would open the next view of that name."""
    assert set(doors.app.view_functions) >= OPEN_VIEWS


def test_every_right_belongs_to_a_page_and_every_page_to_a_right(doors: Doors) -> None:
    pages = {name for name in doors.app.view_functions if name.startswith("staff.")}
    assert pages - staff.OPEN == set(RIGHTS)


def test_no_right_is_a_couriers() -> None:
    assert not [page for page, roles in RIGHTS.items() if Role.COURIER in roles]


def rogue(app: Flask, name: str) -> str:
    """A page that somebody added without thinking of the table."""
    blueprint = Blueprint(name, name)
    blueprint.add_url_rule("/rogue", "rogue", lambda: "everything")
    app._got_first_request = False
    app.register_blueprint(blueprint)
    return "GET /rogue"


def test_a_page_without_a_row_or_a_guard_would_be_noticed(app: Flask) -> None:
    address = rogue(app, "rogue")
    assert address in {found for found, _ in addresses(app)} - set(TABLE)
    assert not app.before_request_funcs.get("rogue")


def test_a_page_without_a_right_is_closed_to_every_role(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RIGHTS, "staff.packages")
    assert {outcome(doors, who, "GET /petugas/") for who in ("admin", "officer", "province")} == {403}


def test_a_right_given_by_mistake_would_be_noticed(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS, "staff.new_package", frozenset(Role))
    assert outcome(doors, "auditor", "GET /petugas/paket/baru") != TABLE["GET /petugas/paket/baru"]["auditor"]
