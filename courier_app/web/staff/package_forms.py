"""What an officer types about a package and its recipient, with sentences for every mistake."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import Field, TelField
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import TextInput

from courier_app.domain.card_rules import CARD_WHY_WORDS, SAID, CardRule, CardWhy
from courier_app.domain.citizen_numbers import holds_citizen_number
from courier_app.domain.kinds import KINDS
from courier_app.domain.names import name_tokens
from courier_app.domain.typed_places import BadPlace, parse_place
from courier_app.services.recipients import Recipient
from courier_app.web.staff.wording import outbound_kinds
from courier_app.web.words import rupiah, say

NO_CARD = "none"
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_BETWEEN_DIGITS = str.maketrans("", "", " -.()\u00a0\u2011")
_RUPIAH = re.compile(r"[0-9]{1,9}")
_FORM_KEY = re.compile(r"[0-9a-f]{32}")
_CONTROLS = re.compile(r"[^\S\n]+|[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
PLACE_WORDS = {
    "form": lazy_gettext("Tulis dua angka desimal, misalnya -6.70461, 111.34482."),
    "swapped": lazy_gettext("Terbalik: tulis lintang dulu (mulai dengan minus), lalu bujur."),
    "outside": lazy_gettext("Titik ini tidak berada di Indonesia. Periksa angkanya."),
}


def tidy(text: str | None) -> str:
    """One blank between words, no invisible characters; line breaks stay."""
    lines = (text or "").replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in (_CONTROLS.sub(" ", part).strip() for part in lines) if line)


def in_one_line(text: str | None) -> str:
    return " ".join(tidy(text).split())


def phone_digits(text: str | None) -> str:
    return in_one_line(text).translate(_BETWEEN_DIGITS)


def no_citizen_number(_form: FlaskForm, field: Field) -> None:
    """The issuing office has it, and we must not (domain.md, section 13)."""
    if holds_citizen_number(str(field.data or "")):
        raise ValidationError(
            gettext(
                "Jangan tulis NIK atau nomor KK. Nomor 16 angka ini tidak boleh disimpan di sini demi keamanan warga."
            )
        )


class RupiahField(IntegerField):
    """Typed as people write money: `9000`, `9.000`, `Rp 9.000`."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        digits = in_one_line("".join(valuelist[:1])).removeprefix("Rp").translate(_BETWEEN_DIGITS)
        if not _RUPIAH.fullmatch(digits):
            raise ValueError(gettext("Tulis dengan angka saja, misalnya 9000. Tulis 0 bila gratis."))
        self.data = int(digits)


class DocumentForm(FlaskForm):
    """What is inside, and what its carriage costs."""

    kind = SelectField(
        lazy_gettext("Jenis dokumen"),
        [DataRequired(lazy_gettext("Pilih jenis dokumen."))],
        validate_choice=False,
    )
    for_adult = BooleanField(lazy_gettext("Pemilik akta sudah dewasa"))
    old_card = RadioField(lazy_gettext("Kartu lama"), validate_choice=False)
    request_number = StringField(
        lazy_gettext("Nomor permohonan"),
        [Optional(), Length(max=40, message=lazy_gettext("Paling panjang 40 huruf.")), no_citizen_number],
        filters=[in_one_line],
        render_kw={"autocomplete": "off"},
    )
    fee_rupiah = RupiahField(
        lazy_gettext("Ongkos kirim (rupiah)"),
        [Optional()],
        default=0,
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class NameForm(FlaskForm):
    """Whom it is for."""

    name = StringField(
        lazy_gettext("Nama penerima"),
        [
            DataRequired(lazy_gettext("Isi nama penerima.")),
            Length(max=120, message=lazy_gettext("Paling panjang 120 huruf.")),
            no_citizen_number,
        ],
        filters=[in_one_line],
        render_kw={"autocomplete": "off"},
    )

    def validate_name(self, field: Field) -> None:
        if not name_tokens(field.data or ""):
            raise ValidationError(gettext("Tulis nama dengan huruf, seperti di dokumen."))


class RecipientForm(FlaskForm):
    """Where the package goes; the name is decided at registering."""

    address = TextAreaField(
        lazy_gettext("Alamat pengantaran"),
        [
            DataRequired(lazy_gettext("Isi alamat pengantaran.")),
            Length(
                10, 300, lazy_gettext("Tulis alamat lengkap: jalan, RT/RW, desa, kecamatan (10–300 huruf).")
            ),
            no_citizen_number,
        ],
        filters=[tidy],
    )
    phone = TelField(
        lazy_gettext("Nomor telepon atau WhatsApp"),
        [Optional(), no_citizen_number],
        filters=[phone_digits],
        render_kw={"autocomplete": "off", "inputmode": "tel"},
    )
    note = StringField(
        lazy_gettext("Catatan untuk kurir"),
        [Optional(), Length(max=160, message=lazy_gettext("Paling panjang 160 huruf.")), no_citizen_number],
        filters=[in_one_line],
        render_kw={"autocomplete": "off"},
    )
    place = StringField(
        lazy_gettext("Titik di peta"),
        [Optional(), no_citizen_number],
        filters=[in_one_line],
        render_kw={"autocomplete": "off", "inputmode": "text"},
    )

    def validate_phone(self, field: Field) -> None:
        if not _PHONE.fullmatch(field.data or ""):
            raise ValidationError(gettext("Nomor telepon berisi 8 sampai 15 angka, misalnya 081234567890."))

    def validate_place(self, field: Field) -> None:
        try:
            parse_place(field.data or "")
        except BadPlace as bad:
            raise ValidationError(str(PLACE_WORDS[bad.reason])) from None

    def recipient(self, name: str) -> Recipient:
        lat, lon = parse_place(self.place.data) if self.place.data else (None, None)
        return Recipient(
            name=name,
            address=self.address.data or "",
            phone=self.phone.data or None,
            note=self.note.data or None,
            lat_e7=lat,
            lon_e7=lon,
        )


class NewPackageForm(DocumentForm, NameForm, RecipientForm):
    """`form_key` is drawn with the empty form: whoever presses twice registers once. Fields follow each other as
    on the screen, because the list of mistakes does. `cards` is what the region's rules say of old cards, by kind, and
    `tariff` what they ask of the citizen for the carriage."""

    form_key = HiddenField()

    def __init__(self, *, cards: Mapping[str, CardRule], tariff: int, **given: Any) -> None:
        super().__init__(**given)
        self.cards, self.old_card.flags.required = cards, True
        self.tariff = tariff
        said = [(why.value, say(CARD_WHY_WORDS[why])) for why in SAID]
        self.old_card.choices = [*said, (NO_CARD, gettext("Tidak ada yang ditukar"))]
        self.kind.choices = {"": [("", gettext("Pilih jenis dokumen…"))], **outbound_kinds()}

    def validate_form_key(self, field: Field) -> None:
        if not _FORM_KEY.fullmatch(field.data or ""):
            raise ValidationError(gettext("Formulir ini tidak utuh. Kirim sekali lagi."))

    def validate_kind(self, field: Field) -> None:
        if field.data not in KINDS or KINDS[field.data].inbound:
            raise ValidationError(gettext("Pilih jenis dokumen."))

    def validate_for_adult(self, field: Field) -> None:
        kind = KINDS.get(self.kind.data or "")
        if field.data and kind and kind.rule_if_adult is None:
            raise ValidationError(gettext("Centang ini hanya untuk akta kelahiran."))

    def validate_fee_rupiah(self, field: Field) -> None:
        if (field.data or 0) in (0, self.tariff):
            return
        if self.tariff == 0:
            raise ValidationError(gettext("Di wilayah ini pengantaran gratis. Tulis 0."))
        amount = rupiah(self.tariff)
        raise ValidationError(gettext("Tulis 0 (gratis) atau tarif wilayah ini: %(amount)s.", amount=amount))

    def validate_old_card(self, field: Field) -> None:
        if self._asks_for_card and field.data not in {*SAID, NO_CARD}:
            raise ValidationError(gettext("Pilih apakah kartu lama ditukar, dan sebabnya."))

    @property
    def card_why(self) -> CardWhy | None:
        """What the officer said where the rule asks. The question is only hidden when the kind is changed: what was
        chosen before says nothing of another document."""
        said = self.old_card.data
        return CardWhy(said) if self._asks_for_card and said in SAID else None

    @property
    def _asks_for_card(self) -> bool:
        return self.cards.get(self.kind.data or "") is CardRule.ASKED


def fresh_form_key() -> str:
    return secrets.token_hex(16)
