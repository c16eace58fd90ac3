"""Alias, or label, and claim code open the citizen's own view of one package."""

from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from courier_app.db import reading, transaction
from courier_app.domain.refusals import WrongClaimCode
from courier_app.models import Audience
from courier_app.queries.offices import office_phones
from courier_app.services.claims import Claim, try_claim
from courier_app.services.sessions import ends_at
from courier_app.services.throttles import CLAIM_FROM_ADDRESS, count_try, give_back
from courier_app.web.citizen.blueprint import bp
from courier_app.web.citizen.closed import closed, wanted, way_on
from courier_app.web.citizen.forms import ClaimForm
from courier_app.web.credentials import address
from courier_app.web.ports import clock, ports
from courier_app.web.sessions import Holder, begin, end


@bp.route("/cek", methods=["GET", "POST"])
def check() -> ResponseReturnValue:
    form = ClaimForm()
    if request.method != "POST":
        return _asked(form)
    if not form.validate():
        return _asked(form), 422
    package_id = _opened_by(form.claim())
    if package_id is None:
        return _asked(form, refused=gettext(WrongClaimCode.sentence)), 422
    begin(Holder(ends_at(Audience.CITIZEN, clock()), package_id=package_id))
    return redirect(way_on(), 303)


@bp.post("/cek/selesai")
def finish() -> str:
    end()
    return render_template("citizen/finished.html")


def _opened_by(claim: Claim) -> UUID | None:
    """The address's try is counted first and kept with the package's own: one write, known package or not, so that
    neither the answer nor its time tells the two apart. Refuses with TooManyTries."""
    caller, now = address(), clock()
    with transaction() as session:
        count_try(session, ports(), CLAIM_FROM_ADDRESS, caller, now=now)
        package_id = try_claim(session, ports(), claim, now=now)
        if package_id:
            give_back(session, ports(), CLAIM_FROM_ADDRESS, caller)
    return package_id


def _asked(form: ClaimForm, *, refused: str = "") -> str:
    with reading() as session:
        offices = office_phones(session)
    facts = {"closed": closed(), "lanjut": wanted(), "offices": offices}
    return render_template("citizen/check.html", form=form, refused=refused, **facts)
