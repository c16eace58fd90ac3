"""A name and a password become an account, or nothing is said about why not (security.md, section 3)."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from uuid import UUID

from flask import request

from courier_app.db import reading, transaction
from courier_app.domain.refusals import BadCredentials
from courier_app.models import Audience, User
from courier_app.services.passwords import hash_password, is_outdated, verify
from courier_app.services.second_factors import count_factor_try, has_factor, use_factor
from courier_app.services.sign_in import Account, count_sign_in, find_account, note_sign_in, replace_hash
from courier_app.services.throttles import STEP_UP_OF_USER, count_try, forget_tries
from courier_app.web.ports import clock, ports


def check_sign_in(audience: Audience, username: str, password: str) -> Account:
    """The account; beginning a session is the caller's. Refuses with BadCredentials and TooManyTries.

    Opens its own transactions: the hash takes a third of a second, and nobody waits for it but this request.
    """
    with transaction() as session:
        count_sign_in(session, ports(), username, address=address(), now=clock())
    with reading() as session:
        account = find_account(session, username, audience=audience)
    right = verify(account.password_hash if account else None, password, hasher=ports().hasher)
    if account is None or not right:
        raise BadCredentials
    new_hash = _fresh_hash(account, password)
    with transaction() as session:
        note_sign_in(session, ports(), account, address=address(), now=clock())
        if new_hash:
            replace_hash(session, account, new_hash)
    return account


def check_again(user_id: UUID, password: str, *, code: str) -> None:
    """The password of somebody who is signed in, and the code where they have a second factor: the same answer for
    whichever is wrong. Refuses with BadCredentials and TooManyTries."""
    with transaction() as session:
        count_try(session, ports(), STEP_UP_OF_USER, str(user_id), now=clock())
        known, asked = session.get_one(User, user_id).password_hash, has_factor(session, user_id)
    if not verify(known, password, hasher=ports().hasher):
        raise BadCredentials
    if asked:
        check_code(user_id, code)
    with transaction() as session:
        forget_tries(session, ports(), STEP_UP_OF_USER, str(user_id))


def check_code(user_id: UUID, code: str) -> None:
    """Two transactions: a wrong code stays counted. Refuses with BadCredentials and TooManyTries."""
    with transaction() as session:
        count_factor_try(session, ports(), user_id, now=clock())
    with transaction() as session:
        use_factor(session, ports(), user_id, code, now=clock())


def needs_code(user_id: UUID) -> bool:
    with reading() as session:
        return has_factor(session, user_id)


def _fresh_hash(account: Account, password: str) -> str | None:
    hasher = ports().hasher
    return (
        hash_password(password, hasher=hasher) if is_outdated(account.password_hash, hasher=hasher) else None
    )


def address() -> str:
    """The caller's, as our own proxy says. For counting: of IPv6 the /64 alone, which one household has whole."""
    said = request.remote_addr or ""
    try:
        found = ip_address(said)
    except ValueError:
        return said
    return _countable(found) if isinstance(found, IPv6Address) else str(found)


def _countable(address: IPv6Address) -> str:
    return str(address.ipv4_mapped or IPv6Network((address.packed, 64), strict=False))
