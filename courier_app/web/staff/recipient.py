"""The recipient in clear, for a reason and with the password; and a correction, which begins with the same."""

from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.packages import Status
from courier_app.domain.refusals import WrongStatus
from courier_app.domain.reveals import CORRECTED_FOR
from courier_app.domain.typed_places import written_place
from courier_app.models import Package
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor, locked_package
from courier_app.services.packages import AT_OFFICE
from courier_app.services.recipients import Erased, Recipient, change_recipient, open_recipient
from courier_app.services.reveals import Reveal
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.kept import keep, kept, typed
from courier_app.web.staff.package import CORRECT, REVEAL, about, facts_or_404
from courier_app.web.staff.package_forms import RecipientForm
from courier_app.web.staff.reveal_form import RevealForm, is_accepted, reveal_form
from courier_app.web.staff.step_up import is_opened, open_for_a_while

FORM = "recipient"


@bp.post("/paket/<uuid:package_id>/penerima")
def show_recipient(package_id: UUID) -> AnyResponse:
    """With a reason and the password; then the address of the opened page shows it for a while. One act, one look.

    Refuses with TooManyTries, and with 404 whoever has no business with this package, before and without a look."""
    form = reveal_form(REVEAL, sent=True)
    with reading() as session:
        facts_or_404(session, package_id)
    if not is_accepted(form):
        return make_response(_page(package_id, reveal=form), 422)
    _open_for_a_while(package_id, form)
    return redirect(url_for("staff.shown_recipient", package_id=package_id, _anchor="recipient"), 303)


@bp.get("/paket/<uuid:package_id>/penerima")
def shown_recipient(package_id: UUID) -> AnyResponse | str:
    """Whoever opens the address without having asked, or long after, is shown nothing."""
    if not is_opened(What.RECIPIENT, package_id):
        return _back(package_id)
    with reading() as session:
        facts = facts_or_404(session, package_id)
        return render_template(
            "staff/package.html", **about(session, facts, shown=_opened(session, package_id))
        )


@bp.post("/paket/<uuid:package_id>/penerima/perbaiki")
def correct_recipient(package_id: UUID) -> AnyResponse:
    """With a reason and the password, unless the recipient was opened just now: the form shows the same. Refuses with
    WrongStatus once the envelope has left, and with TooManyTries."""
    form = _asking(sent=True)
    with reading() as session:
        _at_desk(session, package_id)
    if not is_opened(What.RECIPIENT, package_id):
        if not is_accepted(form):
            return make_response(_page(package_id, correct=form), 422)
        _open_for_a_while(package_id, form)
    return redirect(url_for("staff.corrected_recipient", package_id=package_id), 303)


@bp.get("/paket/<uuid:package_id>/penerima/perbaiki")
def corrected_recipient(package_id: UUID) -> AnyResponse | str:
    """The form with what is known, while it is open. Or as it was sent, with what has to be put right, and asking for
    the reason and the password again once the time has run out: it tells nothing but what was typed."""
    sent = kept(_form_of(package_id))
    if sent:
        return _form_page(package_id, _sent_back(sent), _asking(sent=False))
    if not is_opened(What.RECIPIENT, package_id):
        return _back(package_id)
    with reading() as session:
        _at_desk(session, package_id)
        form = _filled(_opened(session, package_id))
    return _form_page(package_id, form, _asking(sent=False))


@bp.post("/paket/<uuid:package_id>/penerima/simpan")
def save_recipient(package_id: UUID) -> AnyResponse:
    """Only while the package is at the office: a courier's phone may hold the old address. Refuses with WrongStatus.

    And only while the recipient is open to this session, or with the reason and the password once more (0033)."""
    form = RecipientForm()
    if not form.validate():
        return _sent_back_to(package_id)
    with reading() as session:
        _at_desk(session, package_id)
    if asks := _asked_again(package_id, form):
        return asks
    with transaction() as session:
        package = locked_package(session, package_id)
        _correct(session, package, form)
    flash(_saved_words(package.status), "good")
    return _back(package_id)


def _asked_again(package_id: UUID, form: RecipientForm) -> AnyResponse | None:
    """The page that asks; None when the recipient is open, or is opened by what came with the form."""
    if is_opened(What.RECIPIENT, package_id):
        return None
    asking = _asking(sent=True)
    if asking.reason.name not in request.form:
        return _sent_back_to(package_id)
    if not is_accepted(asking):
        return make_response(_form_page(package_id, form, asking), 422)
    _open_for_a_while(package_id, asking)
    return None


def _asking(*, sent: bool) -> RevealForm:
    return reveal_form(CORRECT, reasons=CORRECTED_FOR, sent=sent)


def _form_page(package_id: UUID, form: RecipientForm, asking: RevealForm) -> str:
    with reading() as session:
        facts = facts_or_404(session, package_id)
    asks = None if is_opened(What.RECIPIENT, package_id) else asking
    return render_template("staff/recipient.html", package=facts, form=form, asking=asks)


def _sent_back_to(package_id: UUID) -> AnyResponse:
    """A password that came along is not kept."""
    with reading() as session:
        facts_or_404(session, package_id)
    said = {name: texts for name, texts in typed(request.form).items() if not name.startswith(CORRECT)}
    key = keep(_form_of(package_id), said)
    return redirect(url_for("staff.corrected_recipient", package_id=package_id, isian=key), 303)


def _form_of(package_id: UUID) -> str:
    """What was typed for one package never fills another's form."""
    return f"{FORM}/{package_id}"


def _page(package_id: UUID, **forms: RevealForm) -> str:
    with reading() as session:
        facts = facts_or_404(session, package_id)
        return render_template("staff/package.html", **about(session, facts, **forms))


def _back(package_id: UUID) -> AnyResponse:
    return redirect(url_for("staff.package", package_id=package_id), 303)


def _correct(session: Session, package: Package, form: RecipientForm) -> None:
    if package.status not in AT_OFFICE:
        raise WrongStatus
    known = _opened(session, package.id)
    by = Actor(user_id=me().id)
    record_look(session, Sight(What.RECIPIENT_CHANGED, package.id), by=by, now=clock())
    change_recipient(session, ports(), package, form.recipient(known.name))


def _open_for_a_while(package_id: UUID, form: RevealForm) -> None:
    open_for_a_while(Reveal(What.RECIPIENT, package_id, package_id, form.why, form.words.data or ""))


def _at_desk(session: Session, package_id: UUID) -> None:
    if facts_or_404(session, package_id).status not in AT_OFFICE:
        raise WrongStatus


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
