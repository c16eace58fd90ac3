"""A page that closed by itself: what is said at the door, and to which form the claim code leads back."""

from enum import StrEnum

from flask import request, url_for

from courier_app.web.safety import SAFE_METHODS
from courier_app.web.sessions import has_ended


class Closed(StrEnum):
    """The word in the address of the door."""

    PAGE = "halaman"
    ANSWER = "jawaban"  # something was sent, and nothing of it was kept


# The address of the door names a form by its word: what stands in an address might lead anywhere.
FORMS = {"belum": "citizen.not_received", "uang": "citizen.money", "hak": "citizen.rights"}
WORDS = {endpoint: word for word, endpoint in FORMS.items()} | {
    "citizen.report_money": "uang",
    "citizen.ask_for_right": "hak",
    "citizen.my_data": "hak",
}


def door() -> str:
    """Where the claim code is asked for, after a page without a session. Who was never in hears of no closed page."""
    if request.method not in SAFE_METHODS:
        return url_for("citizen.check", berakhir=Closed.ANSWER.value, lanjut=_form())
    if has_ended():
        return url_for("citizen.check", berakhir=Closed.PAGE.value, lanjut=_form())
    return url_for("citizen.check")


def closed() -> Closed | None:
    said = request.args.get("berakhir", "")
    return Closed(said) if request.method == "GET" and said in set(Closed) else None


def wanted() -> str | None:
    """The word of the form that was being filled in."""
    word = request.args.get("lanjut", "")
    return word if word in FORMS else None


def way_on() -> str:
    return url_for(FORMS.get(request.args.get("lanjut", ""), "citizen.mine"))


def _form() -> str | None:
    if request.endpoint == "citizen.answer":
        return "belum" if request.form.get("jawaban") == "not_received" else None
    return WORDS.get(request.endpoint or "")
