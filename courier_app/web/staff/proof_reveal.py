"""A proof in clear: names, the place, and the photos as they are, for a reason and for a short while."""

from uuid import UUID

from flask import make_response, redirect, url_for
from werkzeug.wrappers import Response

from courier_app.db import reading
from courier_app.queries.proofs import Case, proof_case
from courier_app.services.looks import What
from courier_app.services.records import Record, open_record
from courier_app.services.reveals import Reveal
from courier_app.web.ports import ports
from courier_app.web.sign_in import me
from courier_app.web.staff.audit import case_or_404, opened
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.proof_page import REVEAL, Forms, shown_proof
from courier_app.web.staff.reveal_form import is_accepted, reveal_form
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.step_up import is_opened, open_for_a_while


@bp.post("/audit/<uuid:proof_id>/buka")
def reveal_proof(proof_id: UUID) -> Response:
    """One act, one look, kept before anything is opened. Refuses with TooManyTries."""
    form = reveal_form(REVEAL, sent=True)
    with reading() as session:
        case = case_or_404(proof_case(session, scope_of(me()), proof_id))
    if not is_accepted(form):
        return make_response(shown_proof(*opened(proof_id, What.PROOF), Forms(reveal=form)), 422)
    wanted = Reveal(What.PROOF_REVEALED, case.package.id, proof_id, form.why, form.words.data or "")
    open_for_a_while(wanted)
    return redirect(url_for("staff.revealed_proof", proof_id=proof_id, _anchor="reveal"), 303)


@bp.get("/audit/<uuid:proof_id>/buka")
def revealed_proof(proof_id: UUID) -> Response | str:
    """Whoever opens the address without having asked, or long after, is led to the masked page."""
    if not is_opened(What.PROOF_REVEALED, proof_id):
        return redirect(url_for("staff.proof", proof_id=proof_id), 303)
    return shown_proof(*_again(proof_id), clear=True)


def _again(proof_id: UUID) -> tuple[Case, Record]:
    """The look was kept when it was asked for."""
    with reading() as session:
        case = case_or_404(proof_case(session, scope_of(me()), proof_id))
        return case, open_record(session, ports(), case)
