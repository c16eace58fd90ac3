"""The verdict on a proof that was kept for review."""

from uuid import UUID

from flask import flash, make_response, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from courier_app.db import transaction
from courier_app.domain.reviews import Decision
from courier_app.models import Review
from courier_app.queries.proofs import proof_case
from courier_app.services.reviews import NewReview
from courier_app.services.reviews import review_proof as decide
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.audit import case_or_404
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.proof_page import proof_page
from courier_app.web.staff.review_form import ReviewForm
from courier_app.web.staff.rights import scope_of


@bp.post("/audit/<uuid:proof_id>/putusan")
def review_proof(proof_id: UUID) -> Response:
    """Refuses with AlreadyReviewed, or with WrongStatus when the package has moved since the page was opened."""
    form = ReviewForm()
    if not form.validate():
        return make_response(proof_page(proof_id, form), 422)
    decision, seen = form.chosen
    with transaction() as session:
        case_or_404(proof_case(session, scope_of(me()), proof_id))
        new = NewReview(proof_id, me().id, decision, str(form.reason.data), seen)
        review = decide(session, ports(), new, now=clock())
    flash(_told(review), "good")
    return redirect(url_for("staff.proof", proof_id=proof_id), 303)


@bp.get("/audit/<uuid:proof_id>/putusan")
@bp.get("/audit/<uuid:proof_id>/telepon")
def back_to_proof(proof_id: UUID) -> Response:
    """A form that was shown again is gone when its address is opened anew."""
    return redirect(url_for("staff.proof", proof_id=proof_id), 303)


def _told(review: Review) -> str:
    if review.decision is Decision.REJECTED:
        return str(gettext("Bukti ditolak. Status paket tidak berubah."))
    if review.moved:
        return str(gettext("Bukti diterima, dan status paket sudah mengikutinya."))
    return str(gettext("Bukti diterima. Status paket tidak berubah."))
