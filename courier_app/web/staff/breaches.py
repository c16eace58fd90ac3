"""The notice of a personal-data breach: a form for the data-protection officer, and a ZIP to send."""

from datetime import datetime
from uuid import UUID

from flask import Response, abort, make_response, render_template, request
from flask_babel import gettext

from courier_app.db import reading
from courier_app.domain.aliases import BadAlias, parse_alias
from courier_app.printing.breaches import LONGEST
from courier_app.queries.breaches import BreachQuestion
from courier_app.queries.looks import lookers
from courier_app.services.breaches import BreachReport, breach_zip
from courier_app.services.rounds import WIB
from courier_app.web.converters import uuid_or_none
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.rights import scope_of
from courier_app.web.typed_notes import problem_of, tidied

NAMES = ("dari", "sampai", "diketahui", "orang", "paket", "bagaimana", "upaya")
SHORTEST, MOST_NUMBERS = 20, 500
Typed = dict[str, str]


@bp.get("/kebocoran")
def breach() -> str:
    return _page({}, {})


@bp.post("/kebocoran")
def breach_notice() -> Response:
    """Nothing is kept: the notice is the office's paper. What is wrong is said beside its field."""
    typed = {name: tidied(request.form.get(name)) for name in NAMES}
    report, wrong = _read(typed)
    if report is None or wrong:
        return make_response(_page(typed, wrong), 422)
    with reading() as session:
        body = breach_zip(session, scope_of(me()), report, now=clock())
    answer = Response(body, content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="pemberitahuan.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _read(typed: Typed) -> tuple[BreachReport | None, Typed]:
    wrong: Typed = {}
    moments = {name: _moment(typed[name]) for name in ("dari", "sampai", "diketahui")}
    for name in (name for name, at in moments.items() if at is None):
        wrong[name] = gettext("Isi tanggal dan jamnya.")
    numbers = _numbers(typed["paket"])
    if numbers is None:
        wrong["paket"] = gettext("Satu nomor paket per baris, misalnya SX 4731 2482 9 ID.")
    for name in ("bagaimana", "upaya"):
        if problem := _text_problem(typed[name]):
            wrong[name] = problem
    since, before, known = (moments[name] for name in ("dari", "sampai", "diketahui"))
    if since and before and since >= before:
        wrong["sampai"] = gettext("Akhirnya harus sesudah awalnya.")
    if wrong or not (since and before and known) or numbers is None:
        return None, wrong
    asked = BreachQuestion(since, before, uuid_or_none(typed["orang"]), numbers)
    return BreachReport(_office(), asked, known, typed["bagaimana"], typed["upaya"]), {}


def _text_problem(text: str) -> str:
    if len(text) > LONGEST:
        return str(gettext("Paling banyak %(num)d huruf.", num=LONGEST))
    return problem_of(text[:500], shortest=SHORTEST) or problem_of(text[500:1000]) or problem_of(text[1000:])


def _moment(text: str) -> datetime | None:
    """As `datetime-local` sends it, of the clock in Semarang."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=WIB) if found.tzinfo is None else None


def _numbers(text: str) -> tuple[str, ...] | None:
    """None when one of them is no number of a package."""
    lines = [line for line in text.split("\n") if line]
    try:
        return tuple(parse_alias(line) for line in lines) if len(lines) <= MOST_NUMBERS else None
    except BadAlias:
        return None


def _office() -> UUID:
    office_id: UUID = me().office_id or abort(404)
    return office_id


def _page(typed: Typed, wrong: Typed) -> str:
    with reading() as session:
        people = [(str(id_), name) for id_, name in lookers(session, scope_of(me()))]
    return render_template("staff/breach.html", typed=typed, wrong=wrong, people=people, most=LONGEST)
