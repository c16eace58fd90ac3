"""Staff of one's office for its administrator: who has a second factor, and taking one away that is lost."""

from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField
from wtforms.validators import AnyOf

from courier_app.db import reading, transaction
from courier_app.domain.second_factors import REMOVAL_WORDS, RemovalWhy
from courier_app.queries.people import Colleague, colleagues
from courier_app.services.second_factors import Removal, remove_factor
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.confirm_form import ConfirmForm, Needed, is_confirmed_by
from courier_app.web.staff.rights import scope_of
from courier_app.web.words import say


class RemovalForm(ConfirmForm):
    why = SelectField(
        lazy_gettext("Mengapa?"),
        [Needed(), AnyOf([why.value for why in RemovalWhy], lazy_gettext("Pilih alasannya."))],
        validate_choice=False,
    )


@bp.get("/akun/petugas")
def people() -> str:
    with reading() as session:
        found = colleagues(session, scope_of(me()))
    return render_template("staff/people.html", people=found, me=me().id)


@bp.get("/akun/petugas/<uuid:user_id>/cabut")
def ask_to_remove_factor(user_id: UUID) -> str:
    with reading() as session:
        one = _or_404(session, user_id)
    return _page(one, _form(sent=False))


@bp.post("/akun/petugas/<uuid:user_id>/cabut")
def remove_their_factor(user_id: UUID) -> AnyResponse:
    """Never one's own: whoever sits at an administrator's screen must not get rid of it. Refuses with WrongStatus."""
    form = _form(sent=True)
    with reading() as session:
        one = _or_404(session, user_id)
    if not form.validate() or not is_confirmed_by(form):
        return make_response(_page(one, form), 422)
    with transaction() as session:
        remove_factor(session, Removal(user_id, me().id, RemovalWhy(str(form.why.data))), now=clock())
    flash(gettext("Kode masuk %(name)s dicabut, dan semua sesinya diakhiri.", name=one.name), "good")
    return redirect(url_for("staff.people"), 303)


def _or_404(session: Session, user_id: UUID) -> Colleague:
    found = {one.id: one for one in colleagues(session, scope_of(me())) if one.id != me().id and one.since}
    return found.get(user_id) or abort(404)


def _form(*, sent: bool) -> RemovalForm:
    form = RemovalForm() if sent else RemovalForm(formdata=None)
    reasons = [(why.value, say(REMOVAL_WORDS[why])) for why in RemovalWhy]
    form.why.choices = [("", gettext("Pilih…")), *reasons]
    return form


def _page(one: Colleague, form: RemovalForm) -> str:
    return render_template("staff/remove_factor.html", person=one, form=form)
