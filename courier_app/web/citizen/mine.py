"""The citizen's own package: where it is, who brought it, and the question whether it arrived."""

from typing import cast

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courier_app.db import reading, transaction
from courier_app.domain.confirmations import CASE_DAYS, may_answer
from courier_app.domain.refusals import Invalid
from courier_app.models import Answer
from courier_app.queries.citizen import CitizenView, citizen_view
from courier_app.services.claims import masked_recipient, state_receipt
from courier_app.web.citizen.blueprint import bp, my_package
from courier_app.web.citizen.words import TOLD, moment
from courier_app.web.ports import clock, ports


@bp.get("/cek/paket")
def mine() -> str:
    package_id, now = my_package(), clock()
    with transaction() as session:
        name = masked_recipient(session, ports(), package_id, now=now)
        seen = citizen_view(session, package_id)
    return render_template("citizen/mine.html", name=name, events=_events(seen), **_facts(seen))


@bp.get("/cek/paket/belum")
def not_received() -> ResponseReturnValue:
    """What happens when the citizen says "not received", before it is said."""
    with reading() as session:
        seen = citizen_view(session, my_package())
    if not _asked(seen):
        return redirect(url_for("citizen.mine"), 303)
    return render_template("citizen/not_received.html", days=CASE_DAYS, **_facts(seen))


@bp.post("/cek/paket/jawaban")
def answer() -> Response:
    """Refuses with Invalid for no answer of ours, and with WrongStatus."""
    try:
        said = Answer(request.form.get("jawaban", ""))
    except ValueError:
        raise Invalid from None
    with transaction() as session:
        state_receipt(session, my_package(), said, now=clock())
    return cast(Response, redirect(url_for("citizen.mine"), 303))


def _facts(seen: CitizenView) -> dict[str, object]:
    return {"seen": seen, "told": TOLD[seen.status], "asked": _asked(seen), "moment": moment}


def _asked(seen: CitizenView) -> bool:
    return may_answer(seen.status, seen.closed_at, now=clock())


def _events(seen: CitizenView) -> list[dict[str, object]]:
    """For the timeline."""
    return [
        {"title": TOLD[step.status].title, "at": moment(step.at), "iso": step.at.isoformat()}
        for step in seen.steps
    ]
