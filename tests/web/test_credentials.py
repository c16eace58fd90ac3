"""Who is counted as one: an address of the old kind, a household of the new kind, an account from one address."""

import pytest

from courier_app.services.passwords import hash_password
from courier_app.web.credentials import address
from tests.house import on_both
from tests.town import a_user, an_office

PASSWORD = "kata sandi yang panjang"
ATTACKER, HOME = "203.0.113.9", "198.51.100.4"


@pytest.mark.parametrize(
    ("caller", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::2", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
    ],
)
def test_an_address_of_the_new_kind_is_counted_by_its_household(app, caller, counted):
    with app.test_request_context(environ_base={"REMOTE_ADDR": caller}):
        assert address() == counted


def from_household(number):
    return {"REMOTE_ADDR": f"2001:db8::{number:x}"}


def test_misses_of_labels_cannot_be_spread_over_one_household(app):
    client = app.test_client()
    tries = [client.get(f"/P/{'0' * 16}9", environ_base=from_household(n)).status_code for n in range(31)]
    assert tries[29:] == [404, 429]


def test_guesses_of_codes_cannot_be_spread_over_one_household(app):
    client, typed = app.test_client(), {"nomor": "SX473124829ID", "kode": "123456"}
    tries = [client.post("/cek", data=typed, environ_base=from_household(n)).status_code for n in range(31)]
    assert tries[29:] == [422, 429]


@pytest.fixture
def sign_in(app, house, ports):
    with house.transaction() as session:
        kept = hash_password(PASSWORD, hasher=ports.hasher)
        a_user(session, office=an_office(session), username="rina", password_hash=kept)

    def sign_in(caller, password="salah"):
        typed = {"username": "rina", "password": password}
        from_ = {"REMOTE_ADDR": caller}
        return app.test_client().post("/petugas/masuk", data=typed, environ_base=from_).status_code

    return sign_in


@on_both
def test_who_guesses_elsewhere_does_not_keep_the_owner_out(sign_in):
    assert [sign_in(ATTACKER) for _ in range(20)][4:6] == [401, 429]
    assert sign_in(HOME, PASSWORD) == 303


def test_guesses_from_ever_new_addresses_come_to_an_end(sign_in):
    tries = [sign_in(f"203.0.113.{number // 5}") for number in range(51)]
    assert tries == [401] * 50 + [429]


def test_within_an_hour_the_account_is_open_again(sign_in, clock):
    for number in range(50):
        sign_in(f"203.0.113.{number // 5}")
    clock.pass_(hours=1)
    assert sign_in(HOME, PASSWORD) == 303


def test_after_the_right_password_the_count_starts_anew(sign_in):
    for _ in range(3):
        assert [sign_in(HOME) for _ in range(4)] == [401] * 4
        assert sign_in(HOME, PASSWORD) == 303
