"""The recipient in clear: the look is on record before anything is shown, and a correction is recorded as well."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.packages import Status
from courier_app.domain.refusals import WrongStatus
from courier_app.domain.typed_places import written_place
from courier_app.models import Package
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor, locked_package
from courier_app.services.packages import AT_OFFICE
from courier_app.services.recipients import Erased, Recipient, change_recipient, open_recipient
from courier_app.services.throttles import REVEAL_OF_USER, count_try
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.kept import keep, kept, typed
from courier_app.web.staff.package import about, facts_or_404
from courier_app.web.staff.package_forms import RecipientForm
from courier_app.web.staff.rights import scope_of

FORM, LOOK = "recipient", "look"


@bp.post("/paket/<uuid:package_id>/penerima")
def show_recipient(package_id: UUID) -> AnyResponse:
    """Asked for on purpose; then the address of the opened page shows it for a while, each time on record."""
    return _asked(package_id, "staff.shown_recipient")


@bp.get("/paket/<uuid:package_id>/penerima")
def shown_recipient(package_id: UUID) -> AnyResponse | str:
    """Two transactions on purpose: nothing is opened before the look is kept."""
    if not _may_look(package_id):
        return _back(package_id)
    _recorded(What.RECIPIENT, package_id)
    with reading() as session:
        facts = facts_or_404(session, package_id)
        return render_template(
            "staff/package.html", **about(session, facts, shown=_opened(session, package_id))
        )


@bp.post("/paket/<uuid:package_id>/penerima/perbaiki")
def correct_recipient(package_id: UUID) -> AnyResponse:
    return _asked(package_id, "staff.corrected_recipient")


@bp.get("/paket/<uuid:package_id>/penerima/perbaiki")
def corrected_recipient(package_id: UUID) -> AnyResponse | str:
    """The form with what is known: a look like any other. Or as it was sent, with what has to be put right."""
    sent = kept(_form_of(package_id))
    if not sent and not _may_look(package_id):
        return _back(package_id)
    if not sent:
        _recorded(What.RECIPIENT, package_id)
    with reading() as session:
        facts = facts_or_404(session, package_id)
        form = _sent_back(sent) if sent else _filled(_opened(session, package_id))
    return render_template("staff/recipient.html", package=facts, form=form)


@bp.post("/paket/<uuid:package_id>/penerima/simpan")
def save_recipient(package_id: UUID) -> AnyResponse:
    """Only while the package is at the office: a courier's phone may hold the old address. Refuses with WrongStatus."""
    form = RecipientForm()
    if not form.validate():
        return _sent_back_to(package_id)
    with transaction() as session:
        facts_or_404(session, package_id)
        package = locked_package(session, package_id)
        _correct(session, package, form)
    flash(_saved_words(package.status), "good")
    return _back(package_id)


def _sent_back_to(package_id: UUID) -> AnyResponse:
    with reading() as session:
        facts_or_404(session, package_id)
    key = keep(_form_of(package_id), typed(request.form))
    return redirect(url_for("staff.corrected_recipient", package_id=package_id, isian=key), 303)


def _form_of(package_id: UUID) -> str:
    """What was typed for one package never fills another's form."""
    return f"{FORM}/{package_id}"


def _asked(package_id: UUID, endpoint: str) -> AnyResponse:
    """Refuses with 404 whoever has no business with this package."""
    if not scope_of(me()).names:
        abort(404)
    with reading() as session:
        facts_or_404(session, package_id)
    keep(LOOK, {"may": True}, key=str(package_id))
    return redirect(url_for(endpoint, package_id=package_id), 303)


def _may_look(package_id: UUID) -> bool:
    """Whoever opens the address without having asked, or long after, is shown nothing."""
    return bool(kept(LOOK, key=str(package_id)))


def _back(package_id: UUID) -> AnyResponse:
    return redirect(url_for("staff.package", package_id=package_id), 303)


def _correct(session: Session, package: Package, form: RecipientForm) -> None:
    if package.status not in AT_OFFICE:
        raise WrongStatus
    known = _opened(session, package.id)
    by = Actor(user_id=me().id)
    record_look(session, Sight(What.RECIPIENT_CHANGED, package.id), by=by, now=clock())
    change_recipient(session, ports(), package, form.recipient(known.name))


def _recorded(what: What, package_id: UUID) -> None:
    """Refuses with 404 whoever has no business with this package, before and without a look, and with TooManyTries
    whoever opens more than an office desk ever needs."""
    if not scope_of(me()).names:
        abort(404)
    with transaction() as session:
        facts_or_404(session, package_id)
        count_try(session, ports(), REVEAL_OF_USER, str(me().id), now=clock())
        record_look(session, Sight(what, package_id), by=Actor(user_id=me().id), now=clock())


def _opened(session: Session, package_id: UUID) -> Recipient:
    try:
        return open_recipient(session, ports(), session.get_one(Package, package_id))
    except Erased:
        abort(404)


def _filled(known: Recipient) -> RecipientForm:
    place = written_place(*known.place) if known.place else ""
    facts = {"address": known.address, "phone": known.phone, "note": known.note, "place": place}
    return RecipientForm(formdata=None, data=facts)


def _sent_back(sent: dict[str, list[str]]) -> RecipientForm:
    form = RecipientForm(formdata=MultiDict(sent))
    form.validate()
    return form


def _saved_words(status: Status) -> str:
    saved = str(gettext("Data penerima diperbaiki."))
    if status is not Status.READY:
        return saved
    return f"{saved} {gettext('Bila alamat tercetak di label, cetak dan tempel label baru.')}"
