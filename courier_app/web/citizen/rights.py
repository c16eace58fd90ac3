"""The citizen's rights over the own data: to see it, to have it corrected or erased; and what the office answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.db import reading, transaction
from courier_app.domain.disputes import LONGEST_TEXT
from courier_app.domain.rights import ANSWER_WORDS, RIGHT_WORDS, RequestAnswer, Right, may_download
from courier_app.models import RightsRequest
from courier_app.queries.citizen import citizen_view
from courier_app.queries.rights import requests_of
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.own_data import own_data
from courier_app.services.recipients import Erased
from courier_app.services.rights import Asking, ask, open_words_of
from courier_app.web.citizen.blueprint import bp, my_package
from courier_app.web.citizen.words import moment
from courier_app.web.own_data import own_data_file
from courier_app.web.ports import clock, ports
from courier_app.web.typed_notes import problem_of, tidied
from courier_app.web.words import say


@dataclass(frozen=True)
class Asked:
    """One request as its citizen reads it."""

    right: str
    asked_at: datetime
    due_at: datetime
    answer: str
    reason: str | None
    answered_at: datetime | None


@bp.get("/cek/paket/hak")
def rights() -> str:
    return _page()


@bp.post("/cek/paket/hak")
def ask_for_right() -> Response:
    """Refuses with RequestClosed after too many, and with UnknownPackage once the data were erased."""
    right, words = request.form.get("hak", ""), tidied(request.form.get("isi"))
    wrong = {}
    if right not in set(Right):
        wrong["hak"] = gettext("Pilih yang Anda minta.")
    if problem := problem_of(words, shortest=10 if right == Right.CORRECTION else 0):
        wrong["isi"] = problem
    if wrong:
        return make_response(_page(typed={"hak": right, "isi": words}, wrong=wrong), 422)
    with transaction() as session:
        ask(session, ports(), Asking(my_package(), Right(right), words), now=clock())
    return cast(Response, redirect(url_for("citizen.rights"), 303))


@bp.get("/cek/paket/hak/data.txt")
def my_data() -> Response:
    """Back to the page while the office has not granted it. The look is on record first: it is the citizen's own."""
    with transaction() as session:
        granted = any(_downloads(one) for one in requests_of(session, my_package()))
        if granted:
            record_look(session, Sight(What.OWN_DATA, my_package()), by=Actor(), now=clock())
    if not granted:
        return cast(Response, redirect(url_for("citizen.rights"), 303))
    with reading() as session:
        try:
            return own_data_file(own_data(session, ports(), my_package()))
        except Erased:
            return cast(Response, redirect(url_for("citizen.rights"), 303))


def _downloads(one: RightsRequest) -> bool:
    granted = one.right is Right.ACCESS and one.answer is RequestAnswer.GRANTED
    return granted and may_download(one.answered_at, now=clock())


def _page(*, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None) -> str:
    with reading() as session:
        seen, mine = citizen_view(session, my_package()), requests_of(session, my_package())
        asked = [_asked(session, one) for one in mine]
    facts = {"seen": seen, "asked": asked, "download": any(_downloads(one) for one in mine), "moment": moment}
    choices = [(right.value, say(words), _hint(right)) for right, words in RIGHT_WORDS.items()]
    form = {"typed": typed or {}, "wrong": wrong or {}, "choices_of": choices, "most": LONGEST_TEXT}
    return render_template("citizen/rights.html", **facts, **form)


def _asked(session: Session, one: RightsRequest) -> Asked:
    _, reason = open_words_of(session, ports(), one)
    answer = say(ANSWER_WORDS[one.answer]) if one.answer else ""
    return Asked(say(RIGHT_WORDS[one.right]), one.asked_at, one.due_at, answer, reason, one.answered_at)


def _hint(right: Right) -> str:
    hints: dict[Right, str] = {
        Right.ACCESS: gettext("Satu berkas: apa yang kami simpan, dan siapa yang melihatnya."),
        Right.CORRECTION: gettext("Tulis di bawah apa yang keliru dan bagaimana yang benar."),
        Right.ERASURE: gettext("Setelah dihapus, kami tidak dapat lagi membuktikan serah terimanya."),
    }
    return hints[right]
