"""The evidence of one proof to take along: one ZIP, and on record who took it and what for."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import transaction
from courier_app.domain.looks import TAKEN_FOR, RevealWhy
from courier_app.domain.refusals import Invalid, NotYetPublished
from courier_app.queries.proofs import proof_case
from courier_app.services.bundles import Gathered, NotWhole, bundle_zip, gather
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.records import open_record
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.audit import case_or_404
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.rights import scope_of


@bp.post("/audit/<uuid:proof_id>/berkas")
def bundle(proof_id: UUID) -> AnyResponse:
    """The look is on record with its purpose before anything is opened. Refuses with Invalid."""
    purpose = _purpose()
    try:
        gathered = _gathered(proof_id, purpose)
        return _taken(bundle_zip(ports(), gathered), proof_id)
    except NotYetPublished:
        flash(gettext("Bukti ini belum masuk ke log terbuka. Coba lagi dalam satu menit."), "warn")
    except NotWhole:
        words = gettext("Berkas tidak dapat dibuat: ada bagian bukti yang sudah dihapus, hilang, atau rusak.")
        flash(words, "bad")
    return redirect(url_for("staff.proof", proof_id=proof_id), 303)


@bp.get("/audit/<uuid:proof_id>/berkas")
def back_from_bundle(proof_id: UUID) -> AnyResponse:
    """Opened anew, the address takes nothing out."""
    return redirect(url_for("staff.proof", proof_id=proof_id), 303)


def _purpose() -> RevealWhy:
    allowed = {why.value: why for why in TAKEN_FOR}
    try:
        return allowed[request.form.get("purpose", "")]
    except KeyError:
        raise Invalid from None


def _gathered(proof_id: UUID, purpose: RevealWhy) -> Gathered:
    with transaction() as session:
        case = case_or_404(proof_case(session, scope_of(me()), proof_id))
        sight = Sight(What.BUNDLE, case.package.id, proof_id, reason=purpose)
        record_look(session, sight, by=Actor(user_id=me().id), now=clock())
    with transaction() as session:  # writes the citizen's receipt, when nobody has asked for it yet
        return gather(session, ports(), case, open_record(session, ports(), case), now=clock())


def _taken(body: bytes, proof_id: UUID) -> Response:
    answer = Response(body, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="berkas-bukti-{proof_id}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
