"""Holding a package's data back from erasure by hand, with a reason, and letting them go again."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from courier_app.db import transaction
from courier_app.domain.disputes import LONGEST_TEXT, SHORTEST_REASON
from courier_app.queries.people import name_of
from courier_app.services.holds import HoldWord, hold_of, lift_hold, open_hold_reason
from courier_app.services.holds import put_hold as put
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.package import facts_or_404
from courier_app.web.typed_notes import problem_of, tidied


@bp.get("/paket/<uuid:package_id>/tahan")
def hold(package_id: UUID) -> str:
    return _page(package_id)


@bp.post("/paket/<uuid:package_id>/tahan")
def put_hold(package_id: UUID) -> Response:
    """Refuses with UnknownPackage once the data were erased."""
    said = gettext("Ditahan. Data paket ini tidak dihapus sampai penahanannya dicabut.")
    return _with_reason(package_id, put, said)


@bp.post("/paket/<uuid:package_id>/lepas")
def lift_hold_of(package_id: UUID) -> Response:
    """Refuses like put_hold()."""
    return _with_reason(package_id, lift_hold, gettext("Penahanan dicabut. Data dihapus pada waktunya."))


def _with_reason(package_id: UUID, act: Callable[..., object], said: str) -> Response:
    """Nothing is held back, and nothing let go, without one."""
    reason = tidied(request.form.get("alasan"))
    problem = problem_of(reason, shortest=SHORTEST_REASON)
    if problem:
        return make_response(_page(package_id, typed=reason, problem=problem), 422)
    with transaction() as session:
        facts_or_404(session, package_id)
        act(session, ports(), HoldWord(package_id, me().id, reason), now=clock())
    flash(said, "good")
    return redirect(url_for("staff.package", package_id=package_id), 303)


@bp.get("/paket/<uuid:package_id>/lepas")
def back_to_hold(package_id: UUID) -> Response:
    """A form that was shown again is gone when its address is opened anew."""
    return redirect(url_for("staff.hold", package_id=package_id), 303)


def _page(package_id: UUID, *, typed: str = "", problem: str = "") -> str:
    """The look is on record before the reason is opened: it may name somebody."""
    with transaction() as session:
        package, kept = facts_or_404(session, package_id), hold_of(session, package_id)
        reason = who = None
        if kept:
            record_look(
                session, Sight(What.HOLD, package_id, kept.id), by=Actor(user_id=me().id), now=clock()
            )
            reason, who = open_hold_reason(session, ports(), kept), name_of(session, kept.user_id)
    facts = {"package": package, "hold": kept, "reason": reason, "who": who, "most": LONGEST_TEXT}
    return render_template("staff/hold.html", typed=typed, problem=problem, **facts)
