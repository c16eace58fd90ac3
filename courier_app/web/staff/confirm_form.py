"""That it is really this person: the password, and the code where they have one, unless both were given just now."""

from typing import ClassVar

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField

from courier_app.domain.refusals import BadCredentials, TooManyTries
from courier_app.web.credentials import needs_code
from courier_app.web.sign_in import me
from courier_app.web.staff.step_up import confirm, is_confirmed
from courier_app.web.waiting import wait_words

CODE_KW = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class Needed:
    """Says that the field must be filled where it is shown; what is missing is said by whoever reads it."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: FlaskForm, _field: Field) -> None:
        """Nothing to refuse here: a field that was not shown is empty."""


class ConfirmForm(FlaskForm):
    """Neither is ever sent back to the page."""

    class Meta:
        csrf = False  # the guard of all forms looks at the token before any view does

    password = PasswordField(
        lazy_gettext("Kata sandi Anda"),
        [Needed()],
        description=lazy_gettext("Diminta lagi agar orang lain tidak memakai layar Anda. Berlaku 10 menit."),
        render_kw={"autocomplete": "current-password"},
    )
    code = StringField(
        lazy_gettext("Kode dari ponsel"),
        [Needed()],
        description=lazy_gettext("Enam angka dari aplikasi autentikator, atau satu kode cadangan."),
        render_kw=CODE_KW,
    )

    @property
    def asks_password(self) -> bool:
        return not is_confirmed()

    @property
    def asks_code(self) -> bool:
        return self.asks_password and needs_code(me().id)


def is_confirmed_by(form: ConfirmForm) -> bool:
    """It was given just now, or is right; else the form says what is wrong."""
    return is_confirmed() or _confirms(form)


def _confirms(form: ConfirmForm) -> bool:
    try:
        confirm(form.password.data or "", form.code.data or "")
    except BadCredentials:
        form.password.errors = [_wrong(form)]
    except TooManyTries as wait:
        form.password.errors = [wait_words(wait)]
    return not form.password.errors


def _wrong(form: ConfirmForm) -> str:
    """Not which of the two."""
    if form.asks_code:
        return str(gettext("Kata sandi atau kode salah. Tunggu kode berikutnya, lalu tulis keduanya lagi."))
    return str(gettext("Kata sandi salah. Tulis kata sandi yang Anda pakai untuk masuk."))
