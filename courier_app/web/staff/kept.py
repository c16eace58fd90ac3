"""What a form says to the page that follows it: post, redirect, get (docs/decisions/0010).

It waits in the session on the server, sealed, for half an hour; the address has a random key and nothing else. So Back
and a reload show the page again, where the answer to a POST would show the browser's own error.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import redirect, request, session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from courier_app.services.sealed_notes import open_note, seal_note
from courier_app.web.form_tokens import FIELD
from courier_app.web.ports import clock, ports

IN_ADDRESS = "isian"
LIFE = timedelta(minutes=30)
MOST = 8  # of one session; the oldest goes first
_KEPT = (
    "kept "  # begins the name of each note in the session: each by itself, so that two tabs do not lose any
)


def keep(page: str, facts: Mapping[str, object], *, key: str = "") -> str:
    """For `page` alone, under `key` or a new one, which is answered."""
    key = key or secrets.token_hex(8)
    name = _name(page, key)
    session[name] = [clock().isoformat(), seal_note(ports(), json.dumps(facts), name=name)]
    _sweep()
    return key


def kept(page: str, *, key: str = "") -> dict[str, Any]:
    """What was kept under `key`, or under the key in the address; empty when nothing is there any more."""
    name = _name(page, key or request.args.get(IN_ADDRESS, ""))
    note = session.get(name)
    if note is None or _since(note) <= clock() - LIFE:
        return {}
    text = open_note(ports(), note[1], name=name)
    return json.loads(text) if text else {}


def forget(page: str, key: str) -> None:
    session.pop(_name(page, key), None)


def typed(form: MultiDict[str, str]) -> dict[str, list[str]]:
    """A form as it was sent, to be kept; its token is the session's."""
    return {name: texts for name, texts in form.lists() if name != FIELD}


def asked_again(page: str, address: str, wrong: Mapping[str, str], **typed: object) -> Response:
    """The page at `address` once more. `wrong`: the id of each field that could not be taken, and why; `typed` what
    stays in the fields, never a password."""
    key = keep(page, {"wrong": {field: str(why) for field, why in wrong.items()}, "typed": typed})
    return redirect(f"{address}?{IN_ADDRESS}={key}", 303)


def asked_before(page: str) -> dict[str, Any]:
    """For the page: what is wrong with which field, and what was typed; both empty when it was opened anew."""
    return {"wrong": {}, "typed": {}} | kept(page)


def _name(page: str, key: str) -> str:
    """No bar: the vault's own."""
    return f"{_KEPT}{page}/{key}".replace("|", "/")


def _sweep() -> None:
    names = sorted(
        (name for name in session if name.startswith(_KEPT)), key=lambda name: _since(session[name])
    )
    old = [name for name in names if _since(session[name]) <= clock() - LIFE]
    for name in {*old, *names[:-MOST]}:
        del session[name]


def _since(note: list[str]) -> datetime:
    return datetime.fromisoformat(note[0])
