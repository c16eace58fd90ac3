"""Why somebody wants data in clear, and that it is really them: asked before a reveal and before anything is taken."""

from collections.abc import Iterable
from typing import cast

from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from courier_app.domain.looks import REVEAL_WORDS, RevealWhy
from courier_app.domain.reveals import ASKED_FOR, SHORTEST_WORDS
from courier_app.web.staff.confirm_form import ConfirmForm, is_confirmed_by
from courier_app.web.staff.package_forms import no_citizen_number, tidy
from courier_app.web.words import say

LONGEST_WORDS = 300


class RevealForm(ConfirmForm):
    """A reason of the list, and words that one reason needs."""

    reason = SelectField(
        lazy_gettext("Untuk apa?"), [InputRequired(lazy_gettext("Pilih alasannya."))], validate_choice=False
    )
    words = TextAreaField(
        lazy_gettext("Keterangan"),
        [
            Optional(),
            Length(max=LONGEST_WORDS, message=lazy_gettext("Paling panjang 300 huruf.")),
            no_citizen_number,
        ],
        filters=[tidy],
        description=lazy_gettext("Misalnya nomor surat tugas. Jangan tulis NIK atau nomor KK."),
    )

    def validate_reason(self, field: Field) -> None:
        if field.data not in {
            value for value, _ in cast(list[tuple[str, str]], self.reason.choices) if value
        }:
            raise ValidationError(gettext("Pilih alasannya."))

    @property
    def why(self) -> RevealWhy:
        """After is_accepted()."""
        return RevealWhy(str(self.reason.data))


def reveal_form(prefix: str, *, reasons: Iterable[RevealWhy] = ASKED_FOR, sent: bool = False) -> RevealForm:
    """`prefix` keeps two forms of one page apart. Not `sent`: empty."""
    form = RevealForm(prefix=prefix) if sent else RevealForm(formdata=None, prefix=prefix)
    form.reason.choices = [("", gettext("Pilih…")), *((why.value, say(REVEAL_WORDS[why])) for why in reasons)]
    return form


def offer_first(form: RevealForm, why: RevealWhy) -> None:
    """Nothing is chosen for anybody: what for is asked, and not assumed."""
    choices = cast(list[tuple[str, str]], form.reason.choices)
    form.reason.choices = sorted(choices, key=lambda one: (bool(one[0]), one[0] != why.value))


def is_accepted(form: RevealForm) -> bool:
    """The reason is one of the list, and the person has shown again that it is them; else the form says what is
    missing."""
    good = form.validate() and _has_words(form)
    return good and is_confirmed_by(form)


def _has_words(form: RevealForm) -> bool:
    if form.why is not RevealWhy.OTHER or len(form.words.data or "") >= SHORTEST_WORDS:
        return True
    form.words.errors = [gettext("Tulis sedikitnya %(num)d huruf.", num=SHORTEST_WORDS)]
    return False
