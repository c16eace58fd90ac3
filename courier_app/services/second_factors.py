"""Setting up, using and taking away a second factor: codes of an authenticator app, and ten codes on paper."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.refusals import BadCredentials, WrongStatus
from courier_app.domain.second_factors import (
    RECOVERY_ALPHABET,
    RECOVERY_CODES,
    RECOVERY_LETTERS,
    FactorDid,
    RemovalWhy,
    read_code,
    read_recovery_code,
    step_of,
    written_recovery_code,
)
from courier_app.evidence.totp import code_fits, new_secret
from courier_app.evidence.vault import Sealed, open_, seal
from courier_app.models import RecoveryCode, SecondFactor
from courier_app.services.ports import Ports
from courier_app.services.server_records import append_record
from courier_app.services.sessions import end_sessions_of_person
from courier_app.services.throttles import FACTOR_OF_USER, count_try, forget_tries

KIND = "second-factor"


@dataclass(frozen=True)
class Removal:
    """Whose factor is taken away, by whom (None: at the operator's console) and why."""

    user_id: UUID
    by: UUID | None
    why: RemovalWhy


def has_factor(session: Session, user_id: UUID) -> bool:
    """One that is set up: what is being set up opens nothing yet."""
    return _row(session, user_id, confirmed=True) is not None


def begin_factor(session: Session, ports: Ports, user_id: UUID, *, now: datetime) -> None:
    """A new secret, good for nothing until a code of it comes back. Refuses with WrongStatus while one stands."""
    if has_factor(session, user_id):
        raise WrongStatus
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    sealed = seal(ports.keks, new_secret(), object_id=str(user_id), kind=KIND)
    session.add(
        SecondFactor(
            user_id=user_id,
            kek_id=sealed.kek_id,
            wrapped_dek=sealed.wrapped_dek,
            nonce=sealed.nonce,
            box=sealed.box,
            made_at=now,
        )
    )


def secret_in_hand(session: Session, ports: Ports, user_id: UUID) -> bytes | None:
    """The secret that is being set up; once it is confirmed nobody is shown it again."""
    row = _row(session, user_id, confirmed=False)
    return opened_secret(ports, row) if row else None


def confirm_factor(
    session: Session, ports: Ports, user_id: UUID, code: str, *, now: datetime
) -> Sequence[str]:
    """Ten codes for paper, shown this once. Refuses with BadCredentials, and with WrongStatus when nothing is being
    set up. Locks the ledger's tail."""
    row = _row(session, user_id, confirmed=False, lock=True)
    if row is None:
        raise WrongStatus
    _use(row, opened_secret(ports, row), code, now)
    row.confirmed_at = now
    forget_tries(session, ports, FACTOR_OF_USER, str(user_id))
    codes = _new_codes(session, ports, user_id)
    kept = {"seal_hash": seal_hash(row.nonce, row.box), "codes": [paper_hash(one) for one in codes]}
    _remember(session, {"user": str(user_id), "did": FactorDid.ENROLLED.value, **kept}, now=now)
    return [written_recovery_code(one) for one in codes.values()]


def count_factor_try(session: Session, ports: Ports, user_id: UUID, *, now: datetime) -> None:
    """In a transaction of its own, before the code is looked at. Refuses with TooManyTries."""
    count_try(session, ports, FACTOR_OF_USER, str(user_id), now=now)


def use_factor(session: Session, ports: Ports, user_id: UUID, said: str, *, now: datetime) -> None:
    """A code of the app, or one from paper; each once. Refuses with BadCredentials. One from paper is a leaf, so that
    whoever puts a used one back is noticed, and locks the ledger's tail."""
    row = _row(session, user_id, confirmed=True, lock=True)
    if row is None:
        raise BadCredentials
    forget_tries(session, ports, FACTOR_OF_USER, str(user_id))
    letters = read_recovery_code(said)
    if letters:
        _use_paper(session, ports, user_id, letters, now)
    else:
        _use(row, opened_secret(ports, row), said, now)


def codes_left(session: Session, user_id: UUID) -> int:
    mine = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return session.scalar(mine) or 0


def remove_factor(session: Session, removal: Removal, *, now: datetime) -> None:
    """The password alone opens again, and every session of this person ends. Refuses with WrongStatus where there is
    none. Locks the ledger's tail."""
    if not has_factor(session, removal.user_id):
        raise WrongStatus
    for table in (SecondFactor, RecoveryCode):
        session.execute(delete(table).where(table.user_id == removal.user_id))
    end_sessions_of_person(session, removal.user_id)
    by = str(removal.by) if removal.by else None
    did = {"did": FactorDid.REMOVED.value, "by": by, "why": removal.why.value}
    _remember(session, {"user": str(removal.user_id), **did}, now=now)


def opened_secret(ports: Ports, row: SecondFactor) -> bytes:
    """Raises SealBroken."""
    sealed = Sealed(row.kek_id, row.wrapped_dek, row.nonce, row.box)
    return open_(ports.keks, sealed, object_id=str(row.user_id), kind=KIND)


def seal_hash(nonce: bytes, box: bytes) -> str:
    """What the ledger remembers of a sealed secret: a rotation of keys wraps anew and leaves these bytes alone."""
    return hashlib.sha256(nonce + box).hexdigest()


def paper_hash(digest: bytes) -> str:
    return hashlib.sha256(digest).hexdigest()


def _row(session: Session, user_id: UUID, *, confirmed: bool, lock: bool = False) -> SecondFactor | None:
    stands = SecondFactor.confirmed_at.is_not(None) if confirmed else SecondFactor.confirmed_at.is_(None)
    query = select(SecondFactor).where(SecondFactor.user_id == user_id, stands)
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def _use(row: SecondFactor, secret: bytes, said: str, now: datetime) -> None:
    """Of this half minute, and of none that was used: whoever looked over a shoulder comes too late."""
    code, step = read_code(said), step_of(now)
    if code is None or step <= (row.last_step or 0) or not code_fits(secret, code, step=step):
        raise BadCredentials
    row.last_step = step


def _use_paper(session: Session, ports: Ports, user_id: UUID, letters: str, now: datetime) -> None:
    digest = _digest(ports, user_id, letters)
    mine = (RecoveryCode.user_id == user_id, RecoveryCode.digest == digest)
    if session.execute(delete(RecoveryCode).where(*mine).returning(RecoveryCode.digest)).first() is None:
        raise BadCredentials
    used = {"user": str(user_id), "did": FactorDid.PAPER_USED.value, "code": paper_hash(digest)}
    _remember(session, used, now=now)


def _new_codes(session: Session, ports: Ports, user_id: UUID) -> Mapping[bytes, str]:
    """By their digests."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    drawn = [
        "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LETTERS))
        for _ in range(RECOVERY_CODES)
    ]
    codes = {_digest(ports, user_id, one): one for one in drawn}
    session.add_all(RecoveryCode(digest=digest, user_id=user_id) for digest in codes)
    return codes


def _digest(ports: Ports, user_id: UUID, letters: str) -> bytes:
    """Keyed, with a key that is not in the database: 80 bits drawn by lot need no slow hash."""
    return hmac.digest(ports.index_key, f"recovery|{user_id}|{letters}".encode(), hashlib.sha256)


def _remember(session: Session, facts: Mapping[str, object], *, now: datetime) -> None:
    append_record(session, LeafType.FACTOR, facts, now=now)
