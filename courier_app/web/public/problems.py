"""What a problem's `type` address says, to the person who meets the code and to the one who writes a program."""

from dataclasses import dataclass

from flask import abort, render_template
from flask_babel import gettext

from courier_app.web.problems import STATUS_OF, by_code
from courier_app.web.public.blueprint import bp
from courier_app.web.public.problem_words import EXPLAINED


@dataclass(frozen=True)
class ExplainedProblem:
    code: str
    title: str
    status: int
    meaning: str
    remedy: str


@bp.get("/problems/<code>")
def problem(code: str) -> str:
    """One page for each refusal; 404 for a code that we never send."""
    refusal = by_code(code)
    if refusal is None:
        abort(404)
    meaning, remedy = EXPLAINED[refusal.code]
    title = gettext(refusal.title)
    shown = ExplainedProblem(refusal.code, title, STATUS_OF[refusal], str(meaning), str(remedy))
    return render_template("problems/code.html", problem=shown)
