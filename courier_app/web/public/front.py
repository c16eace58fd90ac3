"""The front door, and the language of the screens."""

import re
from typing import cast

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from courier_app.web import language as tongue
from courier_app.web.ports import settings
from courier_app.web.public.blueprint import bp

# One slash, then no second one and no backslash: `//elsewhere` and `/\elsewhere` leave the house.
OUR_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


@bp.get("/")
def landing() -> str:
    return render_template("public/landing.html")


@bp.route("/bahasa", methods=["GET", "POST"])
def language() -> ResponseReturnValue:
    """A choice of language is kept for a year; the answer leads back to the page it came from."""
    wanted = request.form.get("bahasa")
    if wanted not in tongue.LANGUAGES:
        return render_template("public/language.html")
    answer = cast(Response, redirect(path_of_ours(request.form.get("kembali", "/")), 303))
    answer.set_cookie(
        tongue.COOKIE, wanted, max_age=tongue.YEAR, path="/", secure=settings().secure, samesite="Lax"
    )
    return answer


def path_of_ours(text: str) -> str:
    """A path on this host; anything else leads to the front door."""
    return text if OUR_PATH.fullmatch(text) else "/"
