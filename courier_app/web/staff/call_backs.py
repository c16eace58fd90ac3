"""Ringing up the recipient whose delivery stands on the courier's word alone, and writing down what came of it."""

from uuid import UUID

from flask import flash, make_response, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from courier_app.db import transaction
from courier_app.domain.call_backs import CallAnswer
from courier_app.queries.proofs import proof_case
from courier_app.services.call_backs import Call, note_call, take_back
from courier_app.services.looks import What
from courier_app.services.moves import Actor
from courier_app.web.converters import uuid_or_none
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.audit import case_or_404, opened
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.call_back_form import CallTyped
from courier_app.web.staff.proof_page import Forms, shown_proof
from courier_app.web.staff.rights import scope_of
from courier_app.web.typed_notes import tidied


@bp.post("/audit/<uuid:proof_id>/telepon")
def note_call_back(proof_id: UUID) -> Response:
    """Another call, or that an earlier one was noted by mistake. Refuses with UnknownPackage when the package's data
    were erased, or for what is no call of this proof; with WrongStatus after too many calls."""
    mistaken = uuid_or_none(request.form.get("keliru", ""))
    if mistaken:
        return _taken_back(mistaken, proof_id)
    typed = CallTyped(request.form.get("jawaban", ""), tidied(request.form.get("catatan")))
    if typed.wrong:
        return make_response(shown_proof(*opened(proof_id, What.PROOF), Forms(call=typed)), 422)
    with transaction() as session:
        case = case_or_404(proof_case(session, scope_of(me()), proof_id))
        call = Call(proof_id, case.package.id, me().id, CallAnswer(typed.answer), typed.note)
        note_call(session, ports(), call, now=clock())
    flash(gettext("Dicatat."), "good")
    return _back_to_calls(proof_id)


def _taken_back(call_id: UUID, proof_id: UUID) -> Response:
    with transaction() as session:
        case_or_404(proof_case(session, scope_of(me()), proof_id))
        take_back(session, call_id, proof_id, by=Actor(user_id=me().id), now=clock())
    flash(gettext("Catatan itu dicoret dan tidak dihitung lagi."), "good")
    return _back_to_calls(proof_id)


def _back_to_calls(proof_id: UUID) -> Response:
    return redirect(url_for("staff.proof", proof_id=proof_id, _anchor="calls"), 303)
