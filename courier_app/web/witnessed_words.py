"""What a page says of a record's standing in the open log: witnessed, or accepted and not yet."""

from datetime import datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.queries.witnessed import covering, witnessed_so_far
from courier_app.web.moments import written
from courier_app.web.ports import ports


def witnessed_words(session: Session, index: int) -> str | None:
    """None where the operator has no witnesses: then there is nothing to wait for."""
    if not ports().witnesses.policy.witnesses:
        return None
    published, seen = covering(session, index)
    if seen:
        return str(gettext("Disaksikan pihak luar sejak %(at)s.", at=_at(seen)))
    if published:
        return str(gettext("Diterima, belum disaksikan pihak luar (sejak %(at)s).", at=_at(published)))
    return str(gettext("Diterima; sebentar lagi masuk ke log terbuka."))


def standing_words(session: Session) -> str:
    """For the whole log."""
    if not ports().witnesses.policy.witnesses:
        return str(gettext("Log ini belum mempunyai saksi di luar kantor."))
    now = witnessed_so_far(session)
    if now.waiting_since is None:
        return str(gettext("Saksi di luar kantor sudah melihat semua %(count)s catatan.", count=now.size))
    count, at = now.size, _at(now.waiting_since)
    words = gettext(
        "Saksi sudah melihat %(count)s catatan. Yang sesudahnya diterima, belum disaksikan, sejak %(at)s.",
        count=count,
        at=at,
    )
    return str(words)


def _at(at: datetime) -> str:
    return f"{written(at, 'd MMMM y, HH.mm')} WIB"
