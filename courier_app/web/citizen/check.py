"""Alias and claim code open the citizen's own view of one package."""

from flask import render_template
from flask.typing import ResponseReturnValue

from courier_app.web.citizen.blueprint import bp


@bp.get("/cek")
def check() -> ResponseReturnValue:
    return render_template("citizen/check.html")
