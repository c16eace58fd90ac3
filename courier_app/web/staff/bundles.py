"""The evidence of one proof to take along: one ZIP, and on record who took it and what for."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.looks import TAKEN_FOR
from courier_app.domain.refusals import NotYetPublished
from courier_app.queries.proofs import proof_case
from courier_app.services.bundles import Gathered, NotWhole, bundle_zip, gather
from courier_app.services.looks import What
from courier_app.services.recipients import Erased
from courier_app.services.records import open_record
from courier_app.services.reveals import Reveal, record_reveal
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.audit import case_or_404, opened
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.proof_page import BUNDLE, Forms, shown_proof
from courier_app.web.staff.reveal_form import RevealForm, is_accepted, reveal_form
from courier_app.web.staff.rights import scope_of


@bp.post("/audit/<uuid:proof_id>/berkas")
def bundle(proof_id: UUID) -> AnyResponse:
    """With a purpose and the password. The look is on record with its purpose before anything is opened."""
    form = reveal_form(BUNDLE, reasons=TAKEN_FOR, sent=True)
    with reading() as session:
        case_or_404(proof_case(session, scope_of(me()), proof_id))
    if not is_accepted(form):
        return make_response(shown_proof(*opened(proof_id, What.PROOF), Forms(taking=form)), 422)
    try:
        gathered = _gathered(proof_id, form)
        return _taken(bundle_zip(ports(), gathered), proof_id)
    except NotYetPublished:
        flash(gettext("Bukti ini belum masuk ke log terbuka. Coba lagi dalam satu menit."), "warn")
    except (NotWhole, Erased):
        words = gettext("Berkas tidak dapat dibuat: ada bagian bukti yang sudah dihapus, hilang, atau rusak.")
        flash(words, "bad")
    return redirect(url_for("staff.proof", proof_id=proof_id), 303)


@bp.get("/audit/<uuid:proof_id>/berkas")
def back_from_bundle(proof_id: UUID) -> AnyResponse:
    """Opened anew, the address takes nothing out."""
    return redirect(url_for("staff.proof", proof_id=proof_id), 303)


def _gathered(proof_id: UUID, form: RevealForm) -> Gathered:
    with transaction() as session:
        case = case_or_404(proof_case(session, scope_of(me()), proof_id))
        wanted = Reveal(What.BUNDLE, case.package.id, proof_id, form.why, form.words.data or "")
        record_reveal(session, ports(), wanted, by=me().id, now=clock())
    with transaction() as session:  # writes the citizen's receipt, when nobody has asked for it yet
        return gather(session, ports(), case, open_record(session, ports(), case), now=clock())


def _taken(body: bytes, proof_id: UUID) -> Response:
    answer = Response(body, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="berkas-bukti-{proof_id}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
