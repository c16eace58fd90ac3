"""Taking away what was given: an account, a phone, a session."""

import pytest
from sqlalchemy import func, select

from courier_app.models import Audience, Device, Leaf, LoginSession, Role, User
from courier_app.services.accounts import Unfit, close_account, reset_password, revoke_phones
from tests.house import NOON, on_both
from tests.phone import Phone
from tests.town import a_courier, a_user, an_office


@pytest.fixture
def phones(app, house) -> dict[str, Phone]:
    """Signed in: Budi on two phones, Joko on one."""
    with house.transaction() as session:
        office = an_office(session)
        users = [
            a_user(session, Role.COURIER, office=office, username=name, partner_code="pos")
            for name in ("budi", "joko")
        ]
        budi, joko = (a_courier(session, office, user_id=user.id) for user in users)
    return {"budi": Phone(app, budi), "budi again": Phone(app, budi), "joko": Phone(app, joko)}


def signed_in(phones) -> list[str]:
    return [
        name for name, phone in phones.items() if phone.client.get("/kurir/api/session").status_code == 200
    ]


def unrevoked(house) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count()).where(Device.revoked_at.is_(None))) or 0


def act(house, what, username="budi", **said):
    with house.transaction() as session:
        return what(session, username, **said)


@on_both
def test_closing_an_account_ends_his_sessions_and_nobody_else_s(house, phones):
    act(house, close_account, now=NOON)
    assert signed_in(phones) == ["joko"]


def test_closing_an_account_leaves_his_keys_so_that_a_queue_still_comes(house, phones):
    act(house, close_account, now=NOON)
    assert unrevoked(house) == 3


def test_closing_an_officer_s_account_ends_her_sessions(house, phones):
    with house.transaction() as session:
        rina = a_user(session, username="rina")
        times = {"created_at": NOON, "seen_at": NOON, "expires_at": NOON}
        session.add(LoginSession(id=b"r" * 32, audience=Audience.STAFF, user_id=rina.id, data={}, **times))
    act(house, close_account, "rina", now=NOON)
    with house.reading() as session:
        assert session.get(LoginSession, b"r" * 32) is None
        assert not session.get_one(User, rina.id).active


@on_both
def test_revoking_takes_all_his_phones_and_nobody_else_s(house, phones):
    revoked = act(house, revoke_phones, now=NOON)
    assert {device.kid for device in revoked} == {phones[name].key.kid for name in ("budi", "budi again")}
    assert (signed_in(phones), unrevoked(house)) == (["joko"], 1)


def test_revoking_again_revokes_and_logs_nothing_more(house, phones):
    act(house, revoke_phones, now=NOON)
    assert list(act(house, revoke_phones, now=NOON)) == []
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Leaf)) == 2


def test_a_new_password_ends_his_sessions_and_leaves_his_phones(house, phones):
    act(house, reset_password, password_hash="-")
    assert (signed_in(phones), unrevoked(house)) == (["joko"], 3)


@pytest.mark.parametrize("what", [close_account, revoke_phones])
def test_nobody_is_closed_or_revoked_by_a_name_that_is_not_there(house, what):
    with pytest.raises(Unfit, match="Nobody"):
        act(house, what, now=NOON)


def test_an_account_is_closed_once(house, phones):
    act(house, close_account, now=NOON)
    with pytest.raises(Unfit, match="already"):
        act(house, close_account, now=NOON)


def test_an_officer_has_no_phone_to_revoke(house):
    with house.transaction() as session:
        a_user(session, username="rina")
    with pytest.raises(Unfit, match="no courier"):
        act(house, revoke_phones, "rina", now=NOON)
