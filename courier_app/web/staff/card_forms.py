"""What the forms of old cards say when they cannot be taken: each sentence at its field, and what was typed stays."""

from uuid import UUID

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from courier_app.domain.refusals import BadCredentials, Refusal, SecondOfficerNeeded
from courier_app.web.converters import uuid_or_none
from courier_app.web.staff.kept import asked_again

CARD_FORMS = "old-cards"
Wrong = dict[str, str]  # id of a field on the page, and the sentence that stands there


def cards_again(wrong: Wrong, *names: str, **typed: object) -> Response:
    """The page of old cards once more. `names`: ids of fields whose texts are kept; never those of a password."""
    texts = {name: request.form.get(name.partition("-")[0], "") for name in names}
    return asked_again(CARD_FORMS, url_for("staff.old_cards"), wrong, **texts, **typed)


def ticked_cards() -> tuple[list[str], frozenset[UUID]]:
    """As they were ticked, and those that can be a package's."""
    ticked = request.form.getlist("paket")
    return ticked, frozenset(one for one in map(uuid_or_none, ticked) if one)


def act_lacks(cards: frozenset[UUID], *, at: str, end: str = "") -> Wrong:
    """What an act of two officers cannot do without. `at`: the id of the ticks; `end`: of the names of its fields."""
    wrong = {} if cards else {at: gettext("Centang sedikitnya satu kartu.")}
    asked = {
        "nama": gettext("Tulis nama pengguna petugas kedua."),
        "sandi": gettext("Petugas kedua menulis sandinya sendiri di sini."),
    }
    lacking = {name + end: text for name, text in asked.items() if not request.form.get(name, "").strip()}
    return {name: str(text) for name, text in (wrong | lacking).items()}


def act_refused(no: Refusal, *, at: str, end: str = "") -> Wrong:
    """Not which of name, password and code it was."""
    if isinstance(no, BadCredentials):
        words = gettext("Nama pengguna, sandi, atau kode petugas kedua tidak cocok.")
        return {f"sandi{end}": str(words)}
    return {f"nama{end}" if isinstance(no, SecondOfficerNeeded) else at: gettext(no.sentence)}
