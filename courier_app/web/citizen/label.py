"""The label's own page: what anyone sees who holds the envelope. It changes nothing and knows no name."""

from typing import cast

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courier_app.db import reading, transaction
from courier_app.domain.labels import BadLabel, parse_label_id
from courier_app.domain.packages import Status
from courier_app.queries.citizen import StrangerView, stranger_view
from courier_app.queries.former_labels import is_former_label
from courier_app.services.throttles import LABEL_MISS_FROM_ADDRESS, count_try
from courier_app.web.citizen.blueprint import bp
from courier_app.web.citizen.contest_words import told_to_anyone
from courier_app.web.citizen.counter_words import day_of, shown_now, told_now
from courier_app.web.citizen.words import MISTYPED, REPLACED, UNKNOWN, Told
from courier_app.web.credentials import address
from courier_app.web.ports import clock, ports, settings


@bp.get("/P/<label>")
def package(label: str) -> ResponseReturnValue:
    """The status, or the same page saying that this label is unknown."""
    try:
        label_id = parse_label_id(label)
    except BadLabel:
        return _shown(MISTYPED, None, label_id="", status=404)
    if label_id != label:
        return _moved_to(label_id)
    with reading() as session:
        seen = stranger_view(session, label_id)
        replaced = seen is None and is_former_label(session, label_id)
    if replaced:
        return _shown(REPLACED, None, label_id=label_id, status=410)
    if seen is None:
        _count_miss()
        return _shown(UNKNOWN, None, label_id=label_id, status=404)
    now = (told_now(seen, clock()), shown_now(seen))
    told, shown_as = told_to_anyone(seen.doubt) if seen.doubt else now
    return _shown(told, seen, label_id=label_id, status=200, shown_as=shown_as)


@bp.get("/p/<label>")
def package_in_lower_case(label: str) -> Response:
    return _moved_to(label.upper())


def _moved_to(label_id: str) -> Response:
    return cast(Response, redirect(url_for("citizen.package", label=label_id), 308))


def _count_miss() -> None:
    """Refuses with TooManyTries; pages of packages that exist stay open: phones share addresses."""
    with transaction() as session:
        count_try(session, ports(), LABEL_MISS_FROM_ADDRESS, address(), now=clock())


def _shown(
    told: Told, seen: StrangerView | None, *, label_id: str, status: int, shown_as: Status | None = None
) -> tuple[str, int]:
    facts: dict[str, object] = {
        "told": told,
        "seen": seen,
        "label_id": label_id,
        "report_phone": settings().report_phone,
    }
    facts |= {"shown_as": shown_as, "day_of": day_of}
    return render_template("citizen/package.html", **facts), status
