"""Voiding a delivery that never was: a page of its own, two officers, and the password once more."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length

from courier_app.db import reading, transaction
from courier_app.domain.packages import Status
from courier_app.domain.refusals import BadCredentials, SecondOfficerNeeded, TooManyTries
from courier_app.domain.voids import LONGEST_REASON, SHORTEST_REASON, VOIDED_TO
from courier_app.queries.proofs import Case, proof_case
from courier_app.queries.voids import voids_of
from courier_app.services.voids import NewVoid, open_void_reason, void_delivery, void_of
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.audit import case_or_404
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.confirm_form import CODE_KW, ConfirmForm, Needed, is_confirmed_by
from courier_app.web.staff.handovers import office
from courier_app.web.staff.package_forms import no_citizen_number, tidy
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.second_officer import second_officer
from courier_app.web.waiting import wait_words

WHERE = {
    Status.ATTEMPT_FAILED: lazy_gettext("Masih pada kurir: diantar lagi atau dikembalikan"),
    Status.HELD_FOR_PICKUP: lazy_gettext("Ada di kantor, menunggu diambil"),
    Status.LOST: lazy_gettext("Tidak diketahui: dicatat hilang"),
}
NO_SECOND = lazy_gettext(
    "Harus petugas atau pengelola lain yang aktif di kantor ini: bukan Anda sendiri, dan bukan pemeriksa."
)
OFF = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class VoidForm(ConfirmForm):
    """The names of the second officer's fields are those of second_officer()."""

    where = SelectField(
        lazy_gettext("Di mana amplopnya sekarang?"),
        [Needed(), AnyOf([one.value for one in VOIDED_TO], lazy_gettext("Pilih tempatnya."))],
        validate_choice=False,
    )
    reason = TextAreaField(
        lazy_gettext("Mengapa serah terima ini keliru?"),
        [
            DataRequired(lazy_gettext("Tulis alasannya.")),
            Length(
                SHORTEST_REASON, LONGEST_REASON, lazy_gettext("Tulis alasannya dengan 10 sampai 500 huruf.")
            ),
            no_citizen_number,
        ],
        filters=[tidy],
        description=lazy_gettext("Apa yang Anda periksa. Jangan tulis NIK atau nomor KK."),
    )
    nama = StringField(lazy_gettext("Nama pengguna petugas kedua"), [Needed()], render_kw=OFF)
    sandi = PasswordField(
        lazy_gettext("Kata sandi petugas kedua"), [Needed()], render_kw={"autocomplete": "new-password"}
    )
    kode = StringField(
        lazy_gettext("Kode dari ponsel petugas kedua"),
        description=lazy_gettext("Hanya bila ia masuk dengan kode."),
        render_kw=CODE_KW,
    )


@bp.get("/audit/<uuid:proof_id>/batalkan")
def ask_to_void(proof_id: UUID) -> AnyResponse:
    """What cannot be voided, or was, leads to the proof's page, which says so."""
    with reading() as session:
        case = case_or_404(proof_case(session, scope_of(me()), proof_id))
    if not case.may_be_voided:
        return redirect(url_for("staff.proof", proof_id=proof_id), 303)
    return make_response(_page(case, _form(sent=False)))


@bp.post("/audit/<uuid:proof_id>/batalkan")
def void_proof(proof_id: UUID) -> AnyResponse:
    """Refuses with WrongStatus when the package has moved since the page was opened."""
    form = _form(sent=True)
    with reading() as session:
        case = case_or_404(proof_case(session, scope_of(me()), proof_id))
    if not _is_filled_in(form) or not _voided(case, form):
        return make_response(_page(case, form), 422)
    flash(gettext("Serah terima dibatalkan. Buktinya tetap tersimpan dan tidak dihitung lagi."), "good")
    return redirect(url_for("staff.proof", proof_id=proof_id), 303)


def _is_filled_in(form: VoidForm) -> bool:
    """Else the form says all that is missing at once, before anybody's password is looked at."""
    good, empty = form.validate(), [one for one in _asked(form) if not one.data]
    for field in empty:
        field.errors = [gettext("Isi ini.")]
    return bool(good) and not empty


def _asked(form: VoidForm) -> Iterator[Field]:
    """Of the two who sign. The second's code is looked at where they have one."""
    yield from (form.nama, form.sandi)
    if form.asks_password:
        yield form.password
    if form.asks_code:
        yield form.code


def _voided(case: Case, form: VoidForm) -> bool:
    """Else the form says whose password is wrong, of both, or why the second officer is none."""
    try:
        confirmed, second_id = is_confirmed_by(form), second_officer()
        if not confirmed:
            return False
        to, reason = Status(str(form.where.data)), str(form.reason.data)
        new = NewVoid(case.proof.id, office(), me().id, second_id, to, reason)
        with transaction() as session:
            void_delivery(session, ports(), new, now=clock())
    except BadCredentials:
        form.nama.errors = [gettext("Nama pengguna, sandi, atau kode petugas kedua tidak cocok.")]
    except TooManyTries as wait:
        form.nama.errors = [wait_words(wait)]
    except SecondOfficerNeeded:
        form.nama.errors = [NO_SECOND]
    return not form.nama.errors


def void_facts(session: Session, case: Case) -> dict[str, Any]:
    """For the proof's page: the void of this proof, if there is one."""
    mine = next((one for one in voids_of(session, case.package.id) if one.proof_id == case.proof.id), None)
    row = void_of(session, case.proof.id) if mine else None
    reason = open_void_reason(session, ports(), row) if row else None
    return {"void": mine, "void_reason": reason, "void_where": WHERE}


def _form(*, sent: bool) -> VoidForm:
    form = VoidForm() if sent else VoidForm(formdata=None)
    form.where.choices = [("", gettext("Pilih…")), *((to.value, str(words)) for to, words in WHERE.items())]
    return form


def _page(case: Case, form: VoidForm) -> str:
    form.kode.data = ""  # good for once, and no business of whoever looks at the page
    return render_template("staff/void.html", case=case, form=form)
