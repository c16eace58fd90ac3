"""The form of alias, or label, and claim code."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField, ValidationError

from courier_app.domain.aliases import BadAlias, parse_alias
from courier_app.domain.claim_codes import BadClaimCode, normalise_claim_code
from courier_app.domain.labels import BadLabel, parse_label_id
from courier_app.services.claims import Claim


class ClaimForm(FlaskForm):
    """Says what is mistyped; whether a package exists it never says."""

    class Meta:
        csrf = False  # a visitor has no session yet; the origin check guards this form

    nomor = StringField(_("Nomor paket"))
    kode = StringField(_("Kode klaim"))
    label = HiddenField()

    def validate_nomor(self, field: Field) -> None:
        if self.label_id:
            return
        try:
            parse_alias(field.data or "")
        except BadAlias:
            raise ValidationError(
                _("Nomor paket tidak lengkap atau salah ketik. Contoh: SX 4731 2482 9 ID")
            ) from None

    def validate_kode(self, field: Field) -> None:
        try:
            normalise_claim_code(field.data or "")
        except BadClaimCode:
            raise ValidationError(_("Kode klaim terdiri dari 6 angka.")) from None

    @property
    def label_id(self) -> str | None:
        """From the label's own page; a label that cannot be read counts as none."""
        try:
            return parse_label_id(self.label.data or "")
        except BadLabel:
            return None

    def claim(self) -> Claim:
        code = normalise_claim_code(self.kode.data or "")
        label_id = self.label_id
        return (
            Claim(code, label_id=label_id)
            if label_id
            else Claim(code, alias=parse_alias(self.nomor.data or ""))
        )
