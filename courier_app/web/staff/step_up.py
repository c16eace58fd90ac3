"""The password once more, before data in clear; and what was opened with it, for a short while (decision 0033).

Both are times in the session on the server: neither a cookie nor an address says anything of them.
"""

from datetime import datetime
from uuid import UUID

from flask import abort, session

from courier_app.db import transaction
from courier_app.domain.reveals import is_fresh
from courier_app.services.looks import What
from courier_app.services.recipients import Erased
from courier_app.services.reveals import Reveal, record_reveal
from courier_app.web import sessions
from courier_app.web.credentials import check_again
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me

CONFIRMED = "confirmed_at"
_OPENED = "opened "


def note_confirmed() -> None:
    """The person has just shown that it is them."""
    session[CONFIRMED] = clock().isoformat()


def forget_confirmed() -> None:
    """For what asks again however short ago it was."""
    session.pop(CONFIRMED, None)


def is_confirmed() -> bool:
    return is_fresh(_time(CONFIRMED), now=clock())


def confirm(password: str, code: str) -> None:
    """A new token goes with it (security.md, section 2). Refuses with BadCredentials and TooManyTries."""
    check_again(me().id, password, code=code)
    sessions.renew()
    note_confirmed()


def note_opened(what: What, subject_id: UUID) -> None:
    """Whoever calls this has recorded the look."""
    over = [name for name in session if name.startswith(_OPENED) and not is_fresh(_time(name), now=clock())]
    for name in over:
        del session[name]
    session[_name(what, subject_id)] = clock().isoformat()


def put_on_record(wanted: Reveal) -> None:
    """404 when there is nothing to see any more. Refuses with TooManyTries."""
    with transaction() as kept:
        try:
            record_reveal(kept, ports(), wanted, by=me().id, now=clock())
        except Erased:
            abort(404)


def open_for_a_while(wanted: Reveal) -> None:
    """The look first, kept, and then the opening."""
    put_on_record(wanted)
    note_opened(wanted.what, wanted.subject_id)


def is_opened(what: What, subject_id: UUID) -> bool:
    return is_fresh(_time(_name(what, subject_id)), now=clock())


def _name(what: What, subject_id: UUID) -> str:
    return f"{_OPENED}{what.value} {subject_id}"


def _time(name: str) -> datetime | None:
    said = session.get(name)
    return datetime.fromisoformat(said) if said else None
