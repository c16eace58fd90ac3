"""What an auditor decides, and why; with sentences for every mistake."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from courier_app.domain.packages import Status
from courier_app.domain.refusals import Invalid
from courier_app.domain.reviews import LONGEST_REASON, SHORTEST_REASON, Decision
from courier_app.web.staff.package_forms import no_citizen_number, tidy


class ReviewForm(FlaskForm):
    """`seen` is the status that the page promised the consequences for."""

    decision = StringField(
        lazy_gettext("Apa putusan Anda?"), [DataRequired(lazy_gettext("Pilih: terima atau tolak."))]
    )
    reason = TextAreaField(
        lazy_gettext("Alasan"),
        [
            DataRequired(lazy_gettext("Tulis alasannya.")),
            Length(
                SHORTEST_REASON,
                LONGEST_REASON,
                lazy_gettext("Tulis alasannya dengan 10 sampai 500 huruf."),
            ),
            no_citizen_number,
        ],
        filters=[tidy],
    )
    seen = HiddenField()

    @property
    def chosen(self) -> tuple[Decision, Status]:
        """After validate(). Refuses with Invalid what no page of ours sends."""
        try:
            return Decision(str(self.decision.data)), Status(str(self.seen.data))
        except ValueError:
            raise Invalid from None


def empty_form(status: Status) -> ReviewForm:
    facts: dict[str, Any] = {"seen": status.value}
    return ReviewForm(formdata=None, data=facts)
