"""What somebody writes in their own words, in a citizen's or an officer's form: tidied, and what is wrong with it."""

import re

from flask_babel import gettext

from courier_app.domain.citizen_numbers import holds_citizen_number
from courier_app.domain.disputes import LONGEST_TEXT

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def tidied(text: str | None) -> str:
    """No invisible characters, no empty lines; line breaks stay."""
    lines = (_CONTROLS.sub(" ", line).strip() for line in (text or "").replace("\r\n", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def problem_of(text: str, *, shortest: int = 0) -> str:
    """A sentence, or nothing."""
    if len(text) < shortest:
        return str(gettext("Tulis sedikitnya %(num)d huruf.", num=shortest))
    if len(text) > LONGEST_TEXT:
        return str(gettext("Paling banyak %(num)d huruf.", num=LONGEST_TEXT))
    if holds_citizen_number(text):
        return str(gettext("Jangan tulis NIK atau nomor KK di sini. Kami tidak menyimpannya."))
    return ""
