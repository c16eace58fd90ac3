"""The citizen's own package: where it is, who brought it, and the question whether it arrived."""

from typing import cast

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courier_app.db import reading, transaction
from courier_app.domain.confirmations import CASE_DAYS, may_answer
from courier_app.domain.packages import Status
from courier_app.domain.refusals import Invalid
from courier_app.models import Answer
from courier_app.queries.citizen import CitizenView, citizen_view
from courier_app.queries.looks import opened_by_staff
from courier_app.services.claims import masked_recipient, state_receipt
from courier_app.services.looks import SHOWS_NOBODY
from courier_app.services.receivers import HandedOver, handed_over
from courier_app.web.citizen.blueprint import bp, my_package
from courier_app.web.citizen.words import DENIED, TOLD, moment, relation_words
from courier_app.web.ports import clock, ports


@bp.get("/cek/paket")
def mine() -> str:
    package_id, now = my_package(), clock()
    with transaction() as session:
        name = masked_recipient(session, ports(), package_id, now=now)
        seen = citizen_view(session, package_id)
        handed = handed_over(session, ports(), package_id)
        opened = opened_by_staff(session, package_id, coarse=SHOWS_NOBODY)
    more = {
        "opened": opened,
        "name": name,
        "events": _events(seen),
        "handed": handed,
        "relation": _relation(handed),
    }
    return render_template("citizen/mine.html", **more, **_facts(seen))


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
    denied = seen.said is not None and seen.said.answer is Answer.NOT_RECEIVED
    told, shown_as = (DENIED, Status.ATTEMPT_FAILED) if denied else (TOLD[seen.status], seen.status)
    return {"seen": seen, "told": told, "shown_as": shown_as, "asked": _asked(seen), "moment": moment}


def _asked(seen: CitizenView) -> bool:
    return may_answer(seen.status, seen.closed_at, now=clock())


def _events(seen: CitizenView) -> list[dict[str, object]]:
    """For the timeline."""
    return [
        {"title": TOLD[s.status].title, "at": moment(s.at), "iso": s.at.isoformat(), "status": s.status}
        for s in seen.steps
    ]


def _relation(handed: HandedOver | None) -> str:
    return relation_words(handed.relation) if handed else ""
