"""The office's couriers and their phones; a lost phone loses its key here."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.devices import REVOKED_WORDS, RevokedWhy
from courier_app.domain.health import Mode
from courier_app.domain.refusals import NotAllowed
from courier_app.queries.crew import CrewRow, crew, crew_member, phones_of, trip_of
from courier_app.queries.disputes import open_for_courier
from courier_app.queries.shifts import declarations_of, declared_since, recovered_since
from courier_app.services.revocations import NewRevocation
from courier_app.services.revocations import revoke_phone as revoke
from courier_app.services.rounds import day_began
from courier_app.services.rules_in_force import rules_at
from courier_app.services.sweeping import DECLARED_FOR
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.handovers import office
from courier_app.web.staff.kept import asked_again, asked_before
from courier_app.web.staff.rules import my_region
from courier_app.web.words import say

REVOKING = "revoking"


@bp.get("/kurir")
def couriers() -> str:
    with reading() as session:
        rows = crew(session, office(), now=clock())
        today = declared_since(session, office(), day_began(clock()))
        changed = recovered_since(session, office(), day_began(clock()))
        asked = _asks_declarations(session) or bool(today)
    unfit = [row for row in rows if row.id in today and not today[row.id].fit]
    facts = {"rows": rows, "today": today, "asked": asked, "unfit": unfit, "changed": changed}
    return render_template("staff/couriers.html", **facts)


@bp.get("/kurir/<uuid:courier_id>")
def courier(courier_id: UUID) -> str:
    with reading() as session:
        row = _or_404(session, courier_id)
        phones, trip = phones_of(session, courier_id), trip_of(session, courier_id)
        declared = declarations_of(session, courier_id)
        disputed = open_for_courier(session, courier_id)
    why = [
        ("", gettext("Pilih alasan…")),
        *((code.value, say(words)) for code, words in REVOKED_WORDS.items()),
    ]
    facts: dict[str, object] = {
        "disputed": disputed,
        "row": row,
        "phones": phones,
        "trip": trip,
        "over": trip.is_over(clock()) if trip else True,
        "declared": declared,
        "kept_days": DECLARED_FOR.days,
    }
    return render_template("staff/courier.html", why=why, said=dict(why), **facts, **asked_before(REVOKING))


@bp.post("/kurir/<uuid:courier_id>/cabut")
def revoke_phone(courier_id: UUID) -> Response:
    """Refuses with NotAllowed a phone that is not this courier's."""
    reason, now = request.form.get("alasan", ""), clock()
    with transaction() as session:
        _or_404(session, courier_id)
        if reason not in set(RevokedWhy):
            field = f"alasan-{request.form.get('ponsel', '')[:36]}"  # no phone is looked up before there is a reason
            wrong = {field: gettext("Pilih alasannya dulu. Ponsel belum dicabut.")}
            return asked_again(REVOKING, url_for("staff.courier", courier_id=courier_id), wrong)
        new = NewRevocation(office(), courier_id, _phone(), me().id, RevokedWhy(reason))
        revoke(session, new, now=now)
    flash(
        gettext("Ponsel dicabut. Kuncinya tidak membuka apa pun lagi, dan semua sesi kurir ini berakhir."),
        "good",
    )
    return back_to_courier(courier_id)


@bp.get("/kurir/<uuid:courier_id>/cabut")
def back_to_courier(courier_id: UUID) -> Response:
    """Also for a page that was answered at this address and is opened anew."""
    return redirect(url_for("staff.courier", courier_id=courier_id), 303)


def _asks_declarations(session: Session) -> bool:
    """Whether the region's edition in force asks couriers before work."""
    rules = rules_at(session, my_region(session), now=clock())
    return rules.book is not None and rules.book.shift.mode is not Mode.OFF


def _phone() -> UUID:
    try:
        return UUID(request.form.get("ponsel", ""))
    except ValueError:
        raise NotAllowed from None


def _or_404(session: Session, courier_id: UUID) -> CrewRow:
    return crew_member(session, office(), courier_id) or abort(404)
