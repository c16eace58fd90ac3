"""How long the session lasts without being used, and staying in it: a form may take its time (WCAG 2.2.1)."""

from datetime import datetime
from hashlib import sha256

from flask import Response
from pydantic import BaseModel, ConfigDict

from courier_app.models import Audience
from courier_app.services.sessions import ends_when
from courier_app.web.answers import json_of
from courier_app.web.form_tokens import form_token
from courier_app.web.ports import clock
from courier_app.web.sessions import last_use, mine, pass_unseen
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp


class TimeLeft(BaseModel):
    """In seconds. With the token of the forms: whoever signed in again in another tab sends on what is typed here. Only
    the same person: `whose` is told from the page's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    left: int
    token: str
    whose: str


@bp.get("/masuk/sisa")
def time_left() -> Response:
    """Asked by a page that nobody may be looking at: no use of the session."""
    return _answer(pass_unseen())


@bp.post("/masuk/sisa")
def stay() -> Response:
    return _answer(last_use())


@bp.context_processor
def about_time() -> dict[str, object]:
    return {"seconds_left": lambda: _seconds(last_use()), "whose_session": _whose}


def _answer(used: datetime) -> Response:
    return json_of(TimeLeft(left=_seconds(used), token=form_token(), whose=_whose()))


def _whose() -> str:
    """Tells persons apart and nothing about them."""
    return sha256(me().id.bytes).hexdigest()[:16]


def _seconds(used: datetime) -> int:
    holder, now = mine().holder, clock()
    if holder is None:
        return 0
    end = ends_when(Audience.STAFF, role=me().role, used=used, expires_at=holder.expires_at)
    return max(0, int((end - now).total_seconds()))
