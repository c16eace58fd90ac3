"""The telephone of the courier whom a case is about, in clear: for a reason and with the password, on record."""

from uuid import UUID

from flask import make_response, redirect, url_for
from werkzeug.wrappers import Response

from courier_app.db import reading
from courier_app.services.looks import What
from courier_app.services.reveals import Reveal
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.disputes import CALLED_FOR, REVEAL, case_or_404, case_page
from courier_app.web.staff.reveal_form import is_accepted, reveal_form
from courier_app.web.staff.step_up import open_for_a_while


@bp.post("/sanggahan/<uuid:dispute_id>/telepon")
def show_courier_phone(dispute_id: UUID) -> Response:
    """One act, one look, kept before anything is opened; the case shows it for a while. Refuses with TooManyTries."""
    form = reveal_form(REVEAL, reasons=CALLED_FOR, sent=True)
    with reading() as session:
        case = case_or_404(session, dispute_id)
    if not is_accepted(form):
        return make_response(case_page(dispute_id, reveal=form), 422)
    open_for_a_while(Reveal(What.COURIER_PHONE, case.package_id, dispute_id, form.why, form.words.data or ""))
    return redirect(url_for("staff.dispute", dispute_id=dispute_id, _anchor="courier"), 303)
